"""Several articles at once, on their way into a collection."""

import shutil
from collections.abc import Callable
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.errors import ArticleError
from corpus.library.models import Source
from corpus.library.owners import SHARED, of_guild
from corpus.web.page import Page
from index.service.adding.batches import Batch, IncomingFile
from index.service.errors import DraftError
from index.service.report import Quota
from tests.conftest import SHIPPED
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, THERE, Cancelled, add, names
from tests.support.child import Failure, calls, fail, result_of, why_not
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService

NEWER = MILL.replace("a year", "eleven years")
SIGNS = "“We paint signs,” said Odo Falk, “for the shops of the whole coast.”"


def files(*texts: str | tuple[str, str | bytes]) -> list[IncomingFile]:
    """Files of these texts, called `1.txt`, … where they have no name."""
    named = [text if isinstance(text, tuple) else (f"{number}.txt", text) for number, text in enumerate(texts, start=1)]
    return [IncomingFile.of(name, text.encode() if isinstance(text, str) else text) for name, text in named]


def draft(kept: KeptService, *texts: str | tuple[str, str | bytes], to: str = HERE) -> Batch:
    return kept.additions.draft_many(to, files(*texts), "7")


def kinds(batch: Batch) -> list[str]:
    return [file.kind for file in batch.files]


def test_each_file_is_told_for_what_it_is(kept: KeptService) -> None:
    """New, a newer version, a duplicate of an article or of another file, or not readable, and why; in their order, and
    nothing is added yet."""
    number = add(kept, MILL)
    batch = draft(
        kept, SIGNS, NEWER, MILL, ("copy.txt", SIGNS), ("photo.png", b"x"), ("a\x1b.txt", "naïve".encode("latin-1"))
    )
    assert kinds(batch) == ["new", "version", "duplicate", "duplicate", "refused", "refused"]
    new, version, duplicate, copy, photo, unsure = batch.files
    assert (new.entry, new.reason, new.resemblances) == (None, "", ())
    assert (version.entry and version.entry.article, version.resemblances) == (number, ())
    assert duplicate.reason == f"the same text is already here, as “mill” (article {number})"
    assert copy.reason == "the same text is already here, as 1.txt, which comes with it"
    assert photo.reason.startswith("is of a form that is not read")
    assert (unsure.name, "encoding is unsure" in unsure.reason) == ("a\ufffd.txt", True)
    assert names(kept, HERE) == ["mill.txt"]
    assert kept.additions.batch(HERE, batch.id, "7") == batch


def test_all_are_added_as_one_change(kept: KeptService, fake: FakeEncoder) -> None:
    """Embedded together, with one line in the audit, told by name, and undone as one."""
    number = add(kept, MILL)
    before = kept.curation.entries(HERE)
    fake.encoded.clear()
    batch = draft(kept, SIGNS, NEWER, SECOND, ("photo.png", b"x"))
    added, report = kept.additions.add_many(HERE, batch.id, "7")
    assert [(file.name, file.is_added, file.entry and file.entry.revision) for file in added.files] == [
        ("1.txt", True, 1),
        ("2.txt", True, 2),
        ("3.txt", True, 1),
        ("photo.png", False, None),
    ]
    assert added.files[1].entry
    assert added.files[1].entry.article == number
    assert (report.indexed, len(kept.library.jobs.last(HERE))) == (3, 2)
    assert sorted(names(kept, HERE)) == ["1.txt", "2.txt", "3.txt"]
    assert kept.policies.audit(HERE)[0].what == "added 3 articles, 1 of them newer versions"
    with pytest.raises(DraftError):
        kept.additions.add_many(HERE, batch.id, "7")
    kept.curation.roll_back(HERE, "7")
    assert [entry.article for entry in kept.curation.entries(HERE)] == [entry.article for entry in before]
    assert kept.views.view([HERE]).documents[0].text == MILL


def test_only_the_new_ones_can_be_added(kept: KeptService) -> None:
    """The article that has a newer version stays as it is."""
    add(kept, MILL)
    added, _ = kept.additions.add_many(HERE, draft(kept, SIGNS, NEWER).id, "7", ("new",))
    assert [file.is_added for file in added.files] == [True, False]
    assert sorted(names(kept, HERE)) == ["1.txt", "mill.txt"]
    assert kept.policies.audit(HERE)[0].what == "added “1”"


def test_nothing_is_half_added(kept: KeptService) -> None:
    """Neither after a cancel, while they are read or indexed, nor where another process is writing."""

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        kept.additions.draft_many(HERE, files(SIGNS, SECOND), "7", progress=stop)
    batch = draft(kept, SIGNS, SECOND)
    with pytest.raises(Cancelled):
        kept.additions.add_many(HERE, batch.id, "7", progress=stop)
    assert kept.curation.entries(HERE) == ()
    told: list[tuple[int, int]] = []
    kept.additions.add_many(HERE, batch.id, "7", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len((SIGNS + SECOND).encode()),) * 2
    assert len(kept.curation.entries(HERE)) == 2


def add_batch(connection: Connection, folder: Path, batch: str, last: int) -> None:
    """In a child: add a batch, and be killed at that call that changes a file; without one, tell how many there are."""
    kept = KeptService(folder)
    fail(folder, Failure.NEVER, 0, last)
    kept.additions.add_many(HERE, batch, "7")
    connection.send(calls())


@pytest.mark.slow
@pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
def test_a_kill_leaves_all_or_nothing_of_a_batch(kept: KeptService, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whichever call it comes at, the index is of what was kept, and what was not kept can still be added."""
    batch = draft(kept, MILL, SIGNS, SECOND).id
    copies = tmp_path_factory.mktemp("killed")
    total = result_of(add_batch, Path(shutil.copytree(kept.folder, copies / "0")), batch, 0)
    kept_ones = []
    for last in range(1, total, total // 6):
        folder = Path(shutil.copytree(kept.folder, copies / str(last)))
        assert result_of(add_batch, folder, batch, last) is None, "it was killed"
        restarted = KeptService(folder)
        with restarted.operations.writing():
            restarted.operations.load()
        added = sorted(names(restarted, HERE))
        assert len(restarted.curation.entries(HERE)) == len(added)
        kept_ones.append(len(added))
        if not added:
            restarted.additions.add_many(HERE, batch, "7")
        assert sorted(names(restarted, HERE)) == ["1.txt", "2.txt", "3.txt"]
    assert set(kept_ones) == {0, 3}


def test_reading_tells_its_bytes(kept: KeptService) -> None:
    """Each file when it begins, and all of them at the end; one that cannot be had counts and keeps out no other."""

    def gone() -> bytes:
        raise ArticleError("gone.txt", "is no longer there")

    told: list[tuple[int, int]] = []
    incoming = [*files(SIGNS), IncomingFile("gone.txt", 1_000, gone), *files(SECOND)]
    batch = kept.additions.draft_many(HERE, incoming, "7", progress=lambda done, total: told.append((done, total)))
    one, other = len(SIGNS.encode()), len(SECOND.encode())
    total = one + 1_000 + other
    assert list(dict.fromkeys(told)) == [(0, total), (one, total), (one + 1_000, total), (total, total)]
    assert kinds(batch)[:2] == ["new", "refused"]
    assert batch.files[1].reason == "is no longer there"


def test_what_somebody_else_added_meanwhile_is_left_out_by_name(kept: KeptService) -> None:
    """The others are added."""
    batch = draft(kept, SIGNS, SECOND)

    def progress(_done: int, _total: int) -> None:
        if not kept.curation.entries(HERE):
            add(kept, SIGNS, "theirs.txt")

    added, _ = kept.additions.add_many(HERE, batch.id, "7", progress=progress)
    assert [(file.kind, file.is_added) for file in added.files] == [("duplicate", False), ("new", True)]
    assert "theirs" in added.files[0].reason
    assert sorted(names(kept, HERE)) == ["2.txt", "theirs.txt"]


@pytest.mark.parametrize("quota", [Quota(documents=2), Quota(bytes=len((MILL + SIGNS).encode()))])
def test_what_is_over_the_quota_is_told_before(data: Path, quota: Quota) -> None:
    """A newer version needs only the room that it has more than the one before; the first that fit are added."""
    kept = KeptService(data.parent, quota=quota)
    add(kept, MILL)
    batch = draft(kept, SIGNS, SECOND * 2, SIGNS.replace("paint", "buy"))
    assert kinds(batch) == ["new", "refused", "refused"]
    assert "this server may hold" in batch.files[1].reason
    added, _ = kept.additions.add_many(HERE, batch.id, "7")
    assert [file.is_added for file in added.files] == [True, False, False]


def test_passages_over_the_quota_are_told_when_they_are_known(data: Path) -> None:
    """They are counted once an article is indexed."""
    kept = KeptService(data.parent, quota=Quota(passages=3))
    added, _ = kept.additions.add_many(HERE, draft(kept, MILL, SECOND, SIGNS).id, "7")
    assert [(file.kind, file.is_added) for file in added.files] == [("new", True), ("refused", False), ("new", True)]
    assert "3 passages" in added.files[1].reason


def test_no_article_gets_two_versions_at_once(kept: KeptService) -> None:
    """The second file that is like it is a new article, and what it is like is told; a name alone tells nothing."""
    add(kept, MILL)
    other = MILL.replace("a year", "twelve years")
    batch = draft(kept, NEWER, other, ("mill.txt", SECOND))
    assert kinds(batch) == ["version", "new", "new"]
    assert [(like.title, like.collection) for like in batch.files[1].resemblances] == [("mill", HERE), ("1", None)]
    assert batch.files[2].resemblances == ()


def test_an_address_tells_a_newer_version(kept: KeptService) -> None:
    """Whatever the words are now."""
    front = "---\nurl: https://echo.example/story\n---\n"
    number = add(kept, front + MILL)
    (file,) = draft(kept, front + SECOND).files
    assert (file.kind, file.entry and file.entry.article) == ("version", number)


def test_what_others_share_is_told(kept: KeptService) -> None:
    """A guild may have it too; what the articles folder feeds gets no version from elsewhere."""
    shipped = SHIPPED.read_text(encoding="utf-8")
    (file,) = draft(kept, shipped).files
    assert (file.kind, [(like.collection, like.share) for like in file.resemblances]) == ("new", [(SHARED, 1.0)])
    (file,) = draft(kept, shipped + "\n\nThe end.", to=SHARED).files
    assert (file.kind, len(file.resemblances)) == ("new", 1)


def test_the_files_of_an_archive_come_one_by_one(kept: KeptService) -> None:
    """Each under its name in the archive; one that is no archive keeps out no other file."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("2024/signs.txt", SIGNS)
        archive.writestr("2024/photo.png", b"x")
        archive.writestr("second.txt", SECOND)
    told: list[tuple[int, int]] = []
    incoming = files(MILL, ("all.zip", packed.getvalue()), ("no.zip", b"PK"))
    batch = kept.additions.draft_many(HERE, incoming, "7", progress=lambda *done: told.append(done))
    assert [(file.name, file.kind) for file in batch.files] == [
        ("1.txt", "new"),
        ("2024/signs.txt", "new"),
        ("2024/photo.png", "refused"),
        ("second.txt", "new"),
        ("no.zip", "refused"),
    ]
    assert batch.files[-1].reason.startswith("is no zip file")
    assert told == sorted(told)
    first, size = len(MILL.encode()), len(packed.getvalue())
    assert {first + size * part // 3 for part in (0, 2, 3)} <= {done for done, _ in told}  # by its files
    kept.additions.add_many(HERE, batch.id, "7")
    assert [entry.title for entry in kept.curation.entries(HERE)] == ["1", "second", "signs"]


def test_pages_may_come_with_files(kept: KeptService) -> None:
    """Each with its address and its bytes, which are kept."""
    page = Page("https://echo.example/signs", "signs.txt", "text/plain", "utf-8", SIGNS.encode())
    incoming = [IncomingFile("https://echo.example/signs", 100, lambda: page), *files(SECOND)]
    batch = kept.additions.draft_many(HERE, incoming, "7")
    added, _ = kept.additions.add_many(HERE, batch.id, "7")
    one, other = (file.entry for file in added.files)
    assert one
    assert other
    assert (one.url, one.origin, other.origin) == (page.url, "web", "file")
    (whole,) = kept.library.articles.whole(HERE, one.article)
    assert whole.sources == {1: Source("text/plain", "utf-8", SIGNS.encode())}


def test_a_batch_is_its_makers_alone(kept: KeptService) -> None:
    """In the collection for which it was read; and it is gone when it is dropped."""
    batch = draft(kept, SIGNS, SECOND).id
    for collection, by in ((THERE, "7"), (HERE, "8"), (SHARED, "7")):
        with pytest.raises(DraftError):
            kept.additions.batch(collection, batch, by)
        with pytest.raises(DraftError):
            kept.additions.add_many(collection, batch, by)
        kept.additions.drop(collection, batch, by)
    assert len(kept.additions.batch(HERE, batch, "7").files) == 2
    kept.additions.drop(HERE, batch, "7")
    with pytest.raises(DraftError):
        kept.additions.batch(HERE, batch, "7")
    assert draft(kept, to=of_guild(3)).files == ()


def test_a_batch_is_no_draft_and_a_draft_no_batch(kept: KeptService) -> None:
    """A made-up button that has the id of the other adds and changes nothing."""
    additions, batch = kept.additions, draft(kept, ("scan.pdf", b""), SIGNS).id
    single = additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    works: list[tuple[Callable[[str, str, str], object], str]] = [
        *((work, batch) for work in (additions.preview, additions.add, additions.find_draft)),
        *((work, single) for work in (additions.batch, additions.add_many)),
    ]
    for work, made_up in works:
        with pytest.raises(DraftError):
            work(HERE, made_up, "7")
    assert names(kept, HERE) == []
    assert [file.draft.document.title for file in additions.batch(HERE, batch, "7").files] == ["scan.pdf", "2"]
    assert additions.preview(HERE, single, "7").draft.document.title == "mill"


def test_what_could_not_be_read_of_an_article_is_told(kept: KeptService) -> None:
    """It is added all the same."""
    (file,) = draft(kept, f"---\ndate: someday\n---\n{SIGNS}").files
    assert (file.kind, len(file.draft.document.doubts)) == ("new", 1)
    added, _ = kept.additions.add_many(HERE, kept.additions.draft_many(HERE, files(SIGNS), "7").id, "7")
    assert added.files[0].is_added
