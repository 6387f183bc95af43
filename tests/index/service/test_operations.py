"""The data folder as a whole: its writer, its start, its backups, and whether it is sound."""

import contextlib
import os
import sqlite3
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.models import Add
from corpus.library.owners import SHARED
from corpus.library.policy import Policy
from index.engine.generation_files import GenerationFiles, Manifest
from index.engine.local_index import LocalIndex
from index.engine.lock import LockedError
from index.engine.segment import GenerationError
from index.service.operations import restore_backup
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, add, another, names, reindex, spoil
from tests.support.kept_service import KeptService


def test_there_is_one_writer(kept: KeptService) -> None:
    """In another process; the same may take it again."""
    with another(kept).operations.writing(), pytest.raises(LockedError, match="another Pullquote is writing"):
        reindex(kept)
    with kept.operations.writing():
        reindex(kept)


@pytest.mark.parametrize("spoiled", ["gone", "empty"])
def test_a_lost_library_without_a_backup_is_begun_anew(kept: KeptService, spoiled: str) -> None:
    """The folder's articles come from the folder; that the others are lost is said, with what brings them back."""
    add(kept, MILL)
    kept.operations.close()
    library = kept.folder / "data" / "library.sqlite"
    for path in library.parent.glob("library.sqlite*"):
        path.unlink()
    if spoiled == "empty":
        library.write_bytes(b"")
    restarted = another(kept)
    with restarted.operations.writing():
        assert any("`pullquote restore`" in note for note in restarted.operations.load())
        reindex(restarted)
    assert names(restarted, HERE) == []
    assert names(restarted) == ["north-korea-missile.txt"]


def test_a_damaged_library_answers_and_is_not_changed(kept: KeptService) -> None:
    """Where all articles can be read still; it is said, and each change says it again."""
    add(kept, MILL)
    kept.operations.close()
    library = kept.folder / "data" / "library.sqlite"
    with contextlib.closing(sqlite3.connect(library)) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_drafts_collection'")
    data = bytearray(library.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = bytes(4096)
    library.write_bytes(data)
    restarted = another(kept)
    with restarted.operations.writing():
        (note,) = restarted.operations.load()
        assert "the library is damaged" in note
        with pytest.raises(LibraryError, match="the library is damaged"):
            add(restarted, SECOND, "second.txt")
    assert names(restarted, HERE) == ["mill.txt"]
    assert library.read_bytes() == bytes(data)


def test_an_interrupted_job_is_made_up_for(kept: KeptService) -> None:
    """And it is said which way it went."""
    kept.library.jobs.begin(HERE, "add", "7")
    restarted = another(kept)
    with restarted.operations.writing():
        assert restarted.operations.load() == ("add of guild:1 was interrupted; nothing had changed",)
        assert restarted.operations.load() == ()
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft
    kept.library.jobs.begin(HERE, "add", "7")
    kept.library.articles.apply(HERE, [Add(draft.document, "file")], "7", "added “mill”")
    restarted = another(kept)
    assert names(restarted, HERE) == []
    with restarted.operations.writing():
        assert restarted.operations.load() == ("add of guild:1 was interrupted; what it had kept is indexed now",)
    assert names(restarted, HERE) == ["mill.txt"]


def test_a_start_reads_no_guilds_index(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    add(kept, MILL)
    seen: list[Path] = []
    real = GenerationFiles.manifest

    def manifest(shelf: GenerationFiles, name: str) -> Manifest | None:
        seen.append(shelf._folder)
        return real(shelf, name)

    monkeypatch.setattr(GenerationFiles, "manifest", manifest)
    restarted = another(kept)
    with restarted.operations.writing():
        assert restarted.operations.load() == ()
    assert {folder.name for folder in seen} == {"shared"}


def test_a_backup_is_put_back(kept: KeptService, tmp_path: Path) -> None:
    """The library before it is kept; the index is made of what the backup holds."""
    add(kept, MILL)
    held = kept.operations.backup(tmp_path / "backup.sqlite")
    assert held["articles"] == {SHARED: 1, HERE: 1}
    with pytest.raises(LibraryError):
        kept.operations.backup(tmp_path / "backup.sqlite")
    add(kept, SECOND, "second.txt")
    data = kept.data
    kept.operations.close()
    (told,) = restore_backup(tmp_path / "backup.sqlite", data)
    assert told.startswith("the library is that of ")
    assert names(another(kept), HERE) == ["mill.txt"]
    (tmp_path / "backup.sqlite").write_bytes(b"no library")
    with pytest.raises(LibraryError):
        restore_backup(tmp_path / "backup.sqlite", data)
    assert names(another(kept), HERE) == ["mill.txt"]


def test_data_that_is_sound_is_found_sound_and_damage_is_told(kept: KeptService) -> None:
    """In the library and in an index."""
    add(kept, MILL)
    told: list[tuple[int, int]] = []
    there = another(kept)
    assert there.operations.verify_data(lambda done, total: told.append((done, total))) == ()
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == told[-1][1] == sum(path.stat().st_size for path in kept.data.rglob("*.safetensors"))
    assert not there.registry.collection(HERE).in_memory
    (part,) = (kept.data / "guild-1").glob("segments/*")
    spoil(part)
    assert any(fault.startswith("guild:1: ") for fault in another(kept).operations.verify_data())


def test_a_library_that_cannot_be_read_is_a_fault_among_others(kept: KeptService) -> None:
    """The rest is looked at all the same; and what a server has settled is looked at too."""
    add(kept, MILL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.library.guilds.as_json", lambda _: {"strictness": "lenient"})
        kept.policies.settle(1, Policy(), "7", "settled by hand")
    assert another(kept).operations.verify_data() == ("guild:1: what this server has settled is lost: settle it anew",)
    (part,) = (kept.data / "shared").glob("segments/*")
    spoil(part)
    kept.operations.close()
    os.truncate(kept.data / "library.sqlite", 5000)
    found = "\n".join(another(kept).operations.verify_data())
    for each in ("the file is damaged", "the library cannot be read", "shared: segment"):
        assert each in found


def test_what_was_kept_while_the_disk_failed_is_indexed_at_the_next_start(
    kept: KeptService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says so; this process answers from it at once."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    with monkeypatch.context() as patch:
        patch.setattr(LocalIndex, "publish", full)
        with pytest.raises(GenerationError, match="the change is kept, but the index could not be written"):
            kept.additions.add(HERE, draft, "7")
    assert names(kept, HERE) == ["mill.txt"]
    restarted = another(kept)
    with restarted.operations.writing():
        assert restarted.operations.load() == ("what was kept of guild:1 when the disk failed is indexed now",)
    assert another(kept).indexing.status(HERE).fault is None


def test_what_cannot_be_made_ready_answers_all_the_same(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it can be read; else the start fails."""
    add(kept, MILL)

    def full() -> tuple[str, ...]:
        raise LibraryError("the library cannot be written (database or disk is full)")

    restarted = another(kept)
    monkeypatch.setattr(restarted.library, "prepare", full)
    with restarted.operations.writing():
        (note,) = restarted.operations.load()
    assert "disk is full" in note
    assert "what is there answers" in note
    assert names(restarted, HERE) == ["mill.txt"]
    (restarted.data / "library.sqlite").write_bytes(b"nonsense")
    with restarted.operations.writing(), pytest.raises(LibraryError, match="disk is full"):
        restarted.operations.load()
