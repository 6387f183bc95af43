"""From the bytes of a file to its text: in the encoding that it declares, or that only one reading is left for."""

import codecs
import re
from contextlib import suppress

from corpus.errors import ArticleError
from corpus.readers.text.cleaning import cleaned

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
# What browsers and mail programs make of the names that are written, which are often not what was meant.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a declaration that can be read as ASCII is not UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_NAMED = {"x-sjis": "cp932", "ks_c_5601-1987": "cp949", "iso-8859-8-i": "iso8859-8", "x-mac-roman": "mac-roman"}
# Those of pages and mails; Python has more, which change what is plain ASCII.
_KNOWN = re.compile(
    r"utf-(?:8|16|32)(?:-\w+)?|iso8859-\d+|cp(?:125\d|437|85\d|866|874|932|949|950)|koi8-\w|mac-\w+|euc_\w+|"
    r"iso2022_jp\w*|gb18030|big5hkscs"
)
_SHIFTS = re.compile(rb"\x1b[$(]")  # of ISO-2022, whose bytes are all ASCII
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|"
    rb"<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_HEAD = 8_192  # bytes in which a page declares its encoding
# What Windows writes where people write in Latin letters; in quotation marks, dashes and many letters all are the same.
_WINDOWS = ("cp1252", "cp1250", "cp1254", "cp1257")
_MARKS = re.compile(r"“[^“”]*”")
# Where a mark, a dash or a letter cannot stand in a text: the bytes mean something else there.
_MISPLACED = re.compile(
    r"[\w.,!?]“|“(?:\s|$)|\s”|”\w|\w‘\w|\s’\s|[a-z]–[a-z]|[^\W\d_a-zA-Z](?<![a-zA-Z].)(?![a-zA-Z])|"
    r"[a-z][^\W\d_a-zA-Zß-ÿœšž]|[^\x00-\x7f\w“”‘’–—…•©®™°§€«»\xa0]"
)


def decode_page(name: str, data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and a sentence where it is not in the encoding it declares.

    A byte order mark tells the encoding, else `charset`, which a web server said, else the page itself, else it is
    UTF-8. Raises ArticleError where that is unsure.
    """
    declared = _DECLARED.search(data[:_HEAD])
    said = charset or (next(filter(None, declared.groups())).decode("ascii") if declared else None)
    return decode_declared(name, data, said)


def decode_text(name: str, data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a plain file, cleaned, and a sentence where its encoding is not UTF-8 or UTF-16, and not the one that
    a web server said in `charset`. Raises ArticleError where its encoding is unsure, or it is no text."""
    try:
        text, doubts = decode_declared(name, data, charset)
    except ArticleError:
        windows = None if charset else _windows_text(data)
        if windows is None:
            raise
        text, doubts = windows, ("it is not in UTF-8, but as Windows wrote texts once (Windows-1252); it is read so",)
    return cleaned(name, text), doubts


def _windows_text(data: bytes) -> str | None:
    """What bytes say that an editor of Windows saved, where all its encodings for Latin letters say the same and each
    mark stands where it belongs; else None.

    Other encodings have letters where Windows has quotation marks, and hardly ever between words.
    """
    try:
        texts = {data.decode(encoding) for encoding in _WINDOWS}
    except UnicodeDecodeError:
        return None
    text = texts.pop()
    if texts or not _MARKS.search(text) or text.count("“") < text.count("”") or _MISPLACED.search(text):
        return None
    return text


def decode_declared(name: str, data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of bytes that are said to be in an encoding, None for nothing said, and a sentence where they are in
    UTF-8 although something else is said. Raises ArticleError where it is unsure."""
    _refuse_binary(name, data)
    sure = _marked_encoding(data)
    encoding = sure or _codec(name, charset) or "utf-8"
    if not sure and encoding != "utf-8" and not data.isascii():
        with suppress(UnicodeDecodeError):
            told = f"it says that its encoding is {charset}, and its bytes are UTF-8; it is read as UTF-8"
            return data.decode(), (told,)
    if encoding == "utf-8" and _SHIFTS.search(data):
        raise ArticleError(name, "its encoding is unsure: it changes between alphabets; save it as UTF-8")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        raise ArticleError(name, _why_unsure(data, encoding, error)) from error


def _refuse_binary(name: str, data: bytes) -> None:
    """Raises ArticleError where the bytes are none, or of a known form that is no text."""
    if not data.strip():
        raise ArticleError(name, "is empty: there is no text in it")
    for magic, format_ in _FORMATS:
        if data.startswith(magic):
            advice = "let its name end in .pdf" if magic == b"%PDF" else "save the article as plain text (UTF-8)"
            raise ArticleError(name, f"is {format_}, not text; {advice}")


def _marked_encoding(data: bytes) -> str | None:
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


def _codec(name: str, charset: str | None) -> str | None:
    """Python's name of an encoding. Raises ArticleError where there is none of that name."""
    if charset is None:
        return None
    label = charset.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_NAMED.get(label, label)).name
    except (LookupError, ValueError):
        codec = ""
    codec = _MEANT.get(codec, codec)
    if not _KNOWN.fullmatch(codec):
        raise ArticleError(name, f"says that its encoding is “{label}”, which is not known; save it as UTF-8")
    return codec


def _why_unsure(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    """Why data cannot be decoded, and what to do."""
    if b"\x00" in data[:4096] and encoding == "utf-8":
        return "is binary, not text"
    line = error.object.count(b"\n", 0, error.start) + 1
    called = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    return (
        f"its encoding is unsure: it is not {called} (byte 0x{error.object[error.start]:02X} in line {line}). "
        "A guess could change its words, so none is made; save it as UTF-8"
    )
