"""From a file to a document: its text decoded, its paragraphs and captions found, and what it says of itself."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

from corpus.errors import ArticleError
from corpus.readers.decoding import decode
from corpus.readers.front_matter import read_front_matter
from corpus.readers.paragraphs import markdown_blocks, split_captions, text_blocks
from corpus.text.document import Document, text_id

_MARKDOWN = (".md", ".markdown")
SUFFIXES = (".txt", *_MARKDOWN)
MAX_BYTES = 1_500_000  # a quarter of a million words; 374,000 list items of one letter take 19 s and 750 MB


def find_articles(folder: Path, closed: Callable[[OSError], None] | None = None) -> tuple[Path, ...]:
    """The article files below `folder`, in the order of their names; hidden files and folders are left out.

    `closed` is told of each folder that cannot be looked into.
    """
    articles: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in names if not name.startswith("."))
        articles += (path for path in paths if path.suffix.lower() in SUFFIXES and _may_be_file(path))
    return tuple(sorted(articles))


def _may_be_file(path: Path) -> bool:
    """Whether a path is no pipe or device, whose reading would never end; what cannot be looked at is refused when
    it is read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def read_article(path: Path) -> Document:
    """The document in a file. Raises ArticleError where there is none to be had."""
    return parse_article(path.name, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """What a file holds, if an article may be as large. Raises ArticleError."""
    try:
        size = path.stat().st_size
        if not _may_be_file(path):
            raise ArticleError(printable_name(path.name), "is not a file")
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise ArticleError(printable_name(path.name), f"cannot be opened ({error.strerror})") from error
    if size > MAX_BYTES:
        raise too_large(printable_name(path.name), size)
    return data


def parse_article(name: str, data: bytes) -> Document:
    """The document in the bytes of a file called `name`, whose ending tells Markdown from plain text."""
    name = printable_name(name)
    suffix = check_name(name)
    if len(data) > MAX_BYTES:
        raise too_large(name, len(data))
    text = decode(name, data)
    front, body, doubts = read_front_matter(name, text)
    heading, blocks = markdown_blocks(text, body) if suffix in _MARKDOWN else (None, text_blocks(text, body))
    paragraphs, captions = split_captions(text, blocks)
    if not paragraphs and not captions:
        what = "no paragraph in it to quote" if body.of(text).strip() else "no text in it"
        raise ArticleError(name, f"is empty: there is {what}")
    return Document(
        id=text_id(text),
        text=text,
        name=name,
        title=front.title or heading or _title_of(name),
        publisher=front.publisher,
        authors=front.authors,
        published=front.published,
        url=front.url,
        paragraphs=paragraphs,
        captions=captions,
        doubts=doubts,
    )


def check_name(name: str) -> str:
    """The ending of a file's name, in small letters. Raises ArticleError where such files are not read."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ArticleError(name, "only .txt and .md files are read; save the article as plain text")
    return suffix


def too_large(name: str, size: int) -> ArticleError:
    """The error of a file of so many bytes."""
    return ArticleError(name, f"is too large: {size:,} bytes, and {MAX_BYTES:,} are the most; split it into parts")


def printable_name(name: str) -> str:
    """A file's name without what a terminal would obey, and without bytes that are no text."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _title_of(name: str) -> str:
    """A title made of a file's name: `north-korea.txt` → `north korea`."""
    return re.sub(r"[-_\s]+", " ", Path(name).stem).strip() or name
