"""From the bytes of a file to its text: the encoding is known or the file is refused."""

import re
from html import unescape

from corpus.errors import ArticleError

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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # a terminal would obey some of them
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # which end neither a line nor a page
_FEW, _SHARE = 3, 0.005  # of them, and of the characters; with more it is no text
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]{0,40}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)")
# What UTF-8 marks become where they were read as Windows-1252 once; nothing else is written so.
_MISREAD = re.compile(r"â€[œ\x9d˜™“”¦¢]|â€(?![\w¡-¿])|Â\xa0|(?<![^\W\d_])Â[«»£§°]")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]\w{1,23});")
_MARKUP = frozenset("<>&`*_[]\\")  # what would become markup if it stood there itself


def cleaned(name: str, text: str) -> str:
    """A text of a file called `name` with the characters that entities (`&ldquo;`) and misread marks (`â€œ`) stand for,
    and without what a terminal would obey. Raises ArticleError where so much of that is in it that it is no text."""
    text = _ENTITY.sub(_meant, _MISREAD.sub(lambda match: reread(match[0]), text))
    text = _SEQUENCE.sub("", text)
    stray = _STRAY.findall(text)
    if "\x00" in stray or len(stray) > max(_FEW, _SHARE * len(text)):
        first = "\x00" if "\x00" in stray else stray[0]
        line = text.count("\n", 0, text.index(first)) + 1
        raise ArticleError(name, f"is binary, not text: character U+{ord(first):04X} in line {line}")
    return without_controls(text)


def without_controls(text: str) -> str:
    """The text with a blank in the place of each character that a terminal might obey, and without the sequences that
    set its colours."""
    return _CONTROL.sub(" ", _SEQUENCE.sub("", text))


def refuse_binary(name: str, data: bytes) -> None:
    """Raises ArticleError where the bytes are none, or of a known form that is no text."""
    if not data.strip():
        raise ArticleError(name, "is empty: there is no text in it")
    for magic, format_ in _FORMATS:
        if data.startswith(magic):
            advice = "let its name end in .pdf" if magic == b"%PDF" else "save the article as plain text (UTF-8)"
            raise ArticleError(name, f"is {format_}, not text; {advice}")


def reread(text: str) -> str:
    """What text stands for that is UTF-8 read as Windows-1252; the text itself where it is not."""
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return "”" if text.startswith("â€") else text  # the last byte of a closing mark is often lost


def _meant(entity: re.Match[str]) -> str:
    """The one character that an entity stands for; the entity itself where it would be markup, or cannot be seen."""
    char = unescape(entity[0])
    visible = len(char) == 1 and (char.isprintable() or char in "\xa0\xad")
    return char if visible and char not in _MARKUP else entity[0]


def encoding_of(data: bytes) -> str | None:
    """The encoding that a byte order mark tells, or UTF-16 where every second byte at the start is zero as in UTF-16
    alone; None where neither is so."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    head = data[:512]
    if len(data) % 2 == 0 and len(head) >= 4:
        if head[1::2].count(0) > 0.7 * len(head[1::2]) and 0 not in head[0::2]:
            return "utf-16-le"
        if head[0::2].count(0) > 0.7 * len(head[0::2]) and 0 not in head[1::2]:
            return "utf-16-be"
    return None


def why_unsure(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    """Why data cannot be decoded, and what to do."""
    if b"\x00" in data[:4096] and encoding == "utf-8":
        return "is binary, not text"
    line = error.object.count(b"\n", 0, error.start) + 1
    called = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    return (
        f"its encoding is unsure: it is not {called} (byte 0x{error.object[error.start]:02X} in line {line}). "
        "A guess could change its words, so none is made; save it as UTF-8"
    )
