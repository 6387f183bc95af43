"""From a file to a Document: decoding, paragraphs and captions."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from corpus.document import Document, text_id
from corpus.errors import ArticleError
from corpus.front_matter import read_front_matter
from corpus.span import Span

SUFFIXES = (".txt", ".md")
MAX_BYTES = 1_500_000  # a quarter of a million words; 374,000 list items of one letter take 19 s and 750 MB
WRAPPED = 120  # characters; nobody wraps lines by hand beyond this

_BOMS = (  # the UTF-32 marks begin with the UTF-16 ones, so they come first
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive, as Word and EPUB files are"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # a terminal would obey some of them
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CAPTION = re.compile(r"(?:Image|Photo|Photograph|Picture|Figure|Video|Caption)\s*:\s*\S", re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_CONTAINER_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*[ \t]*")


def find_articles(folder: Path, closed: Callable[[OSError], None] | None = None) -> tuple[Path, ...]:
    """The article files below `folder`, in the order of their names; hidden files and folders are left out.

    `closed` is told of each folder that cannot be looked into.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in names if not name.startswith("."))
        found += (path for path in paths if path.suffix.lower() in SUFFIXES and _may_be_file(path))
    return tuple(sorted(found))


def _may_be_file(path: Path) -> bool:
    """No pipe or device, whose reading would never end; a file that cannot be looked at is told when it is read."""
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
            raise ArticleError(_shown(path.name), "is not a file")
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise ArticleError(_shown(path.name), f"cannot be opened ({error.strerror})") from error
    if size > MAX_BYTES:
        raise too_large(_shown(path.name), size)
    return data


def parse_article(name: str, data: bytes) -> Document:
    """The document in the bytes of a file called `name`, whose ending tells Markdown from plain text."""
    name = _shown(name)
    suffix = check_name(name)
    if len(data) > MAX_BYTES:
        raise too_large(name, len(data))
    text = decode(name, data)
    front, body = read_front_matter(name, text)
    heading, blocks = _markdown_blocks(text, body) if suffix == ".md" else (None, _text_blocks(text, body))
    paragraphs, captions = _sort_out(text, blocks)
    if not paragraphs and not captions:
        what = "no paragraph in it to quote" if body.of(text).strip() else "no text in it"
        raise ArticleError(name, f"is empty: there is {what}")
    return Document(
        id=text_id(text),
        text=text,
        name=name,
        title=front.title or heading or _spoken_name(name),
        publisher=front.publisher,
        authors=front.authors,
        published=front.published,
        url=front.url,
        paragraphs=paragraphs,
        captions=captions,
    )


def check_name(name: str) -> str:
    """The ending of a file's name, in small letters. Raises ArticleError where such files are not read."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ArticleError(name, f"only {' and '.join(SUFFIXES)} files are read; save the article as plain text")
    return suffix


def too_large(name: str, size: int) -> ArticleError:
    """Of a file of so many bytes."""
    return ArticleError(name, f"is too large: {size:,} bytes, and {MAX_BYTES:,} are the most; split it into parts")


def _shown(name: str) -> str:
    """A file's name without what a terminal would obey, and without bytes that are no text."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _spoken_name(name: str) -> str:
    return re.sub(r"[-_\s]+", " ", Path(name).stem).strip() or name


# Decoding -------------------------------------------------------------------------------------------------------------


def decode(name: str, data: bytes) -> str:
    """The text in the bytes of a file called `name`. Raises ArticleError where that is unsure, or there is none."""
    if not data.strip():
        raise ArticleError(name, "is empty: there is no text in it")
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise ArticleError(name, f"is {what}, not text; save the article as plain text (UTF-8)")
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None) or _unmarked(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(name, _unsure(data, encoding, error)) from error
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise ArticleError(name, f"is binary, not text: character U+{ord(control.group()):04X} in line {line}")
    return text


def _unmarked(data: bytes) -> str:
    """UTF-8, unless every second byte at the start is zero as only UTF-16 without its mark has it."""
    head = data[:512]
    if len(data) % 2 == 0 and len(head) >= 4:
        if head[1::2].count(0) > 0.7 * len(head[1::2]) and 0 not in head[0::2]:
            return "utf-16-le"
        if head[0::2].count(0) > 0.7 * len(head[0::2]) and 0 not in head[1::2]:
            return "utf-16-be"
    return "utf-8"


def _unsure(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    if b"\x00" in data[:4096] and encoding == "utf-8":
        return "is binary, not text"
    line = error.object.count(b"\n", 0, error.start) + 1
    shown = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    return (
        f"its encoding is unsure: it is not {shown} (byte 0x{error.object[error.start]:02X} in line {line}). "
        "A guess could change its words, so none is made; save it as UTF-8"
    )


# Paragraphs and captions ----------------------------------------------------------------------------------------------


def _lines(text: str, body: Span) -> list[Span]:
    ends = (match.span() for match in _LINE.finditer(text, body.start, body.end))
    return [Span(start, end) for start, end in ends if end > start]


def _text_blocks(text: str, body: Span) -> list[Span]:
    """Runs of lines between blank ones; every line for itself in a text without blank lines and with long ones."""
    lines = _lines(text, body)
    filled = [number for number, line in enumerate(lines) if line.of(text).strip()]
    if filled and filled[-1] - filled[0] < len(filled) and max(map(len, lines)) > WRAPPED:
        return [lines[number] for number in filled]
    blocks: list[Span] = []
    for before, number in zip([-2, *filled], filled, strict=False):
        start = blocks.pop().start if number == before + 1 else lines[number].start
        blocks.append(Span(start, lines[number].end))
    return blocks


def _markdown_blocks(text: str, body: Span) -> tuple[str | None, list[Span]]:
    """The first top heading, and the paragraphs wherever they stand: in lists and block quotes too, not in code."""
    lines = _lines(text, body)
    markdown = MarkdownIt("commonmark").disable(["inline", "text_join"])
    tokens = markdown.parse(body.of(text))
    heading: str | None = None
    blocks: list[Span] = []
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1" and heading is None:
            heading = " ".join(content.content.split()) or None
        if token.type == "paragraph_open" and token.map:
            first, last = token.map[0], min(token.map[1], len(lines)) - 1
            start = lines[first].start
            if token.level:
                marks = _CONTAINER_MARKS.match(text, start)
                start = marks.end() if marks else start
            blocks.append(Span(start, max(start, lines[last].end)))
    return heading, blocks


def _sort_out(text: str, blocks: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Paragraphs, and captions, each of these once."""
    paragraphs: list[Span] = []
    captions: dict[str, Span] = {}
    for block in (block.trimmed(text) for block in blocks):
        images = list(_image_texts(text, block))
        if images or _CAPTION.match(text, block.start, block.end):
            for caption in images or [block]:
                captions.setdefault(" ".join(caption.of(text).split()), caption)
        elif len(block) and _MARKDOWN_IMAGE.sub("", block.of(text)).strip():
            paragraphs.append(block)
    return tuple(paragraphs), tuple(captions.values())


def _image_texts(text: str, block: Span) -> Iterator[Span]:
    """The descriptions of the images in a block that holds nothing else."""
    if text.startswith("![", block.start) and not _MARKDOWN_IMAGE.sub("", block.of(text)).strip():
        for image in _MARKDOWN_IMAGE.finditer(text, block.start, block.end):
            described = Span(*image.span(1)).trimmed(text)
            if len(described):
                yield described
