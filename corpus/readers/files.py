"""From a file to a document: its text decoded, its paragraphs and captions found, and what it says of itself."""

import os
import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import ArticleError
from corpus.readers.doubts import find_doubts
from corpus.readers.forms import SUFFIXES, TEXT_BYTES, check_size, form_of
from corpus.text.document import Document, text_id


def find_articles(
    folder: Path, closed: Callable[[OSError], None] | None = None, suffixes: Sequence[str] = SUFFIXES
) -> tuple[Path, ...]:
    """The article files below `folder`, in the order of their names; hidden files and folders are left out.

    `closed` is told of each folder that cannot be looked into; `suffixes` are the endings of their names.
    """
    articles: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in names if not name.startswith("."))
        articles += (path for path in paths if path.suffix.lower() in suffixes and _may_be_file(path))
    return tuple(sorted(articles))


def _may_be_file(path: Path) -> bool:
    """Whether a path is no pipe or device, whose reading would never end; what cannot be looked at is refused when
    it is read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def read_bytes(path: Path, check: Callable[[str, int], None] = check_size) -> bytes:
    """What a file holds, if by `check` one of its name may be as large. Raises ArticleError."""
    try:
        if not _may_be_file(path):
            raise ArticleError(printable_name(path.name), "is not a file")
        check(printable_name(path.name), path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(printable_name(path.name), f"cannot be opened ({error.strerror})") from error


def parse_article(name: str, data: bytes, charset: str | None = None) -> Document:
    """The document in the bytes of a file called `name`, whose ending tells its form; `charset` is what a web server
    said of its encoding. Raises ArticleError where there is none to be had."""
    name = printable_name(name)
    check_size(name, len(data))
    extraction = form_of(name).read(name, data, charset)
    text = extraction.text
    size = len(text.encode())
    if size > TEXT_BYTES:
        raise ArticleError(name, f"is too large: {size:,} bytes of text, and {TEXT_BYTES:,} are the most; split it")
    if not extraction.paragraphs and not extraction.captions:
        what = "no paragraph in it to quote" if text.strip() else "no text in it"
        raise ArticleError(name, f"is empty: there is {what}")
    front = extraction.front._replace(title=extraction.front.title or _title_of(name))
    return Document(
        **front._asdict(),
        id=text_id(text),
        text=text,
        name=name,
        paragraphs=extraction.paragraphs,
        captions=extraction.captions,
        places=extraction.places,
        doubts=(*extraction.doubts, *find_doubts(extraction)),
    )


def printable_name(name: str) -> str:
    """A file's name without what a terminal would obey, and without bytes that are no text."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _title_of(name: str) -> str:
    """A title made of a file's name: `north-korea.txt` → `north korea`."""
    return re.sub(r"[-_\s]+", " ", Path(name).stem).strip() or name
