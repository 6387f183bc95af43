"""Articles on their way from one library to another."""

import contextlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import ArticleError
from corpus.library.exchange import MANIFEST, SUMS, read_export, zipped
from corpus.library.library import Library
from corpus.library.models import Add, Import, Remove, Source, WholeArticle
from corpus.text.document import as_row
from tests.corpus.conftest import DOCUMENTS, added

PAGE = Source("text/html", "utf-8", b"<p>Nobody was on it.</p>\x00\xff")
MOST = 10_000_000


@pytest.fixture(scope="module")
def sent(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[WholeArticle, ...]:
    """Three articles: one of two versions, one of which was fetched; one that was removed; and one that is neither."""
    folder = shutil.copytree(empty, tmp_path_factory.mktemp("sent") / "data")
    library = Library(folder / "library.sqlite")
    one, two, _ = added(library, "guild:1", *DOCUMENTS[:3])
    library.articles.apply("guild:1", [Add(DOCUMENTS[5], "web", one, PAGE), Remove(two)], "7", "corrected one")
    return library.articles.whole("guild:1")


@pytest.fixture(scope="module")
def exported(sent: tuple[WholeArticle, ...]) -> bytes:
    """Their zip."""
    return zipped(sent)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None], sums: bool = True) -> bytes:
    """The export with its files changed, and with sums of these."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if sums:
        others = ((name, each) for name, each in files.items() if name != SUMS)
        files[SUMS] = "".join(f"{sha256(each).hexdigest()}  {name}\n" for name, each in others).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, each in files.items():
            archive.writestr(name, each)
    return packed.getvalue()


def test_nothing_is_lost_on_the_way(library: Library, sent: tuple[WholeArticle, ...], exported: bytes) -> None:
    """Neither of what a library reads of an export, nor of what another collection then exports itself."""
    read = read_export("a.zip", exported, MOST)
    assert read == sent
    assert [as_row(article.last.document) for article in read] == [as_row(article.last.document) for article in sent]
    assert [[revision.number for revision in article.revisions] for article in read] == [[1, 2], [1], [1]]
    assert (read[0].sources, read[1].current, read[1].removed_by) == ({2: PAGE}, None, "7")
    numbers = library.articles.apply("guild:2", [Import(article) for article in read], "8", "imported")
    assert numbers == (1, 2, 3)
    assert zipped(library.articles.whole("guild:2")) == exported
    assert library.faults() == ()
    assert library.articles.undo("guild:2", "8") == "imported"
    assert library.articles.entries("guild:2") == ()


def test_people_can_read_it(exported: bytes, tmp_path: Path) -> None:
    """Each text is a file, what was fetched too, and the sums are what sha256sum reads."""
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
    assert [name for name in names if name.startswith("sources/")] == ["sources/1-2"]
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.txt")]
    assert {DOCUMENTS[0].text, DOCUMENTS[5].text} <= set(texts)
    for line in (tmp_path / SUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_every_flipped_byte_is_found(exported: bytes) -> None:
    """Wherever it is, the archive is refused, or is what it was."""
    whole, unharmed = read_export("a.zip", exported, MOST), 0
    places = range(0, len(exported), 7)
    for at in places:
        flipped = bytearray(exported)
        flipped[at] ^= 0x10
        with contextlib.suppress(ArticleError):
            assert read_export("a.zip", bytes(flipped), MOST) == whole
            unharmed += 1
    assert unharmed < len(places) / 4, "some bytes say nothing of the files, as of when they were made"
    for cut in (0, 1, len(exported) // 2, len(exported) - 1):
        with pytest.raises(ArticleError):
            read_export("a.zip", exported[:cut], MOST)


def _set(path: str, value: object) -> Callable[[dict[str, bytes]], None]:
    """Put a value into the manifest of an export."""

    def change(files: dict[str, bytes]) -> None:
        held: Any = json.loads(files[MANIFEST])
        *before, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
        place = held
        for part in before:
            place = place[part]
        place[last] = value
        files[MANIFEST] = json.dumps(held).encode()

    return change


REVISION = "articles.0.revisions.0"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("format", 2),
        ("articles.0.current", 9),
        ("articles.1.removed_by", None),
        ("articles.1.removed_by", "<@everyone>"),
        ("articles.0.revisions", []),
        (f"{REVISION}.revision", 2),
        (f"{REVISION}.revision", 0),
        (f"{REVISION}.file", "no.txt"),
        (f"{REVISION}.file", "../../etc/passwd"),
        (f"{REVISION}.id", "0" * 64),
        (f"{REVISION}.title", ""),
        (f"{REVISION}.title", "a\nb"),
        (f"{REVISION}.name", "\x1b[2J"),
        (f"{REVISION}.url", "javascript:alert(1)"),
        (f"{REVISION}.published", "soon"),
        (f"{REVISION}.by", "somebody"),
        (f"{REVISION}.at", "2024-01-01T00:00:00"),
        (f"{REVISION}.origin", "nowhere"),
        (f"{REVISION}.paragraphs", [[0, 10_000]]),
        (f"{REVISION}.paragraphs", [[5, 2]]),
        (f"{REVISION}.paragraphs", [[-1, 2]]),
        (f"{REVISION}.paragraphs", [[3, 9], [5, 12]]),
        (f"{REVISION}.places", [[10_000, "page", "1"]]),
        (f"{REVISION}.places", [[0, "shelf", "1"]]),
        ("articles.0.revisions.1.source.file", "no"),
        ("articles.0.revisions.1.source.charset", 8),
    ],
)
def test_what_somebody_made_up_is_refused(exported: bytes, place: str, value: object) -> None:
    """Though all sums are right."""
    with pytest.raises(ArticleError, match=r"damaged|does not understand"):
        read_export("a.zip", repacked(exported, _set(place, value)), MOST)


def test_what_is_no_export_is_told(exported: bytes) -> None:
    """As is one that is too large, or has a file without a sum."""
    with pytest.raises(ArticleError, match="is no export of Pullquote’s"):
        read_export("a.zip", repacked(exported, lambda files: files.pop(MANIFEST), sums=False), MOST)  # type: ignore[arg-type]
    with pytest.raises(ArticleError, match="too large"):
        read_export("a.zip", exported, 100)
    with pytest.raises(ArticleError, match="damaged"):
        read_export("a.zip", repacked(exported, lambda files: files.update(more=b"x"), sums=False), MOST)
