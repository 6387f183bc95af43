"""Rich text, as word processors and older programs write it."""

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from corpus.errors import ArticleError
from corpus.readers.extraction import Block, Extraction, compose, is_short_cell
from corpus.readers.properties import TRACKED, front_of_properties

# What striprtf does not tell apart goes through it as characters that are in no text.
_LINE, _CELL, _HEAD, _CAPTION, _QUOTE = "\u2028", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_OLDER = {rb"\mac": "mac-roman", rb"\pca": "cp850", rb"\pc": "cp437"}  # what files without a code page say instead
_HEADER = 60  # bytes
_STYLE = re.compile(r"\{\\s(\d{1,4})(?!\d)[^{};]*?[ }]([^\\{};]{1,60});\}")
_HEADS = ("heading", "title", "subtitle")
_QUOTES = ("quote", "intense quote", "block text", "quotations")
_FIELD = re.compile(r"(\\fldinst[^}]{0,40}?)HYPERLINK")  # whose address striprtf would write into the text
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}\s*){100,}")  # a picture
_ITEM = re.compile(r"(?:[•·o▪■–-]|\d{1,3}[.)]|[a-z][.)])\t+")
_SAID = re.compile(r"\{\\(title|author) ((?:[^{}\\]|\\[^{}]|\\[{}])*)\}")
_LABEL = 60  # characters
_KIND = "RTF file"


def read_rtf(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001
    """Read rich text. Raises ArticleError."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ArticleError(name, f"is no {_KIND} that can be opened; it may be damaged, or another form with its name")
    codepage = _CODEPAGE.search(data)
    older = next((encoding for word, encoding in _OLDER.items() if word in data[:_HEADER]), "cp1252")
    encoding = f"cp{int(codepage[1])}" if codepage else older
    try:
        source, misnamed = _decoded(data, encoding)
        text = _plain(_marked(source), encoding)
        said = {field: _plain(f"{{\\rtf1 {value}}}", encoding).strip() for field, value in _SAID.findall(source)}
    except (LookupError, UnicodeError) as error:
        reason = "its encoding is unsure: letters in it are not of the alphabet that it names; save it as .docx"
        raise ArticleError(name, reason) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise ArticleError(name, f"is no {_KIND} that can be opened; it may be damaged") from error
    blocks = [block for block in _blocks(text) if block.text]
    heading = blocks[0].text if blocks and text.lstrip().startswith(_HEAD) else ""
    front, doubts = front_of_properties(heading, said.get("title"), said.get("author"))
    return compose(blocks, front, (*doubts, *misnamed, *_doubts(source)))


def _decoded(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Rich text, which should be ASCII, and a sentence where it is UTF-8 although it says something else."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data.decode(encoding), ()
    told = f"it says that its encoding is {encoding}, and its bytes are UTF-8; it is read as UTF-8"
    return text, () if data.isascii() or encoding == "cp65001" else (told,)


def _marked(source: str) -> str:
    """Rich text in which striprtf finds what it needs, and tells apart what it would not."""
    styles = {number: shown.strip().lower() for number, shown in _STYLE.findall(source)}

    def of_style(style: re.Match[str]) -> str:
        shown = styles.get(style[1], "")
        mark = _HEAD if shown.startswith(_HEADS) else _CAPTION if shown == "caption" else _QUOTE
        return style[0] + (_escaped(mark) if mark != _QUOTE or shown in _QUOTES else "")

    source = _HEX.sub("", _FIELD.sub(r"\1", source))
    source = re.sub(r"\\outlinelevel[0-8](?!\d)", lambda level: level[0] + _escaped(_HEAD), source)
    source = re.sub(r"\\s(\d{1,4})(?!\d)", of_style, source)
    source = re.sub(r"\\deleted(?![a-z0-9])", r"\\*\\deleted", source)  # which is left out so
    source = re.sub(r"\\(?:nest)?cell(?![a-z])", lambda _: _escaped(_CELL), source)
    return re.sub(r"\\line(?![a-z])", lambda _: _escaped(_LINE), source)


def _escaped(char: str) -> str:
    return f"{{\\uc1\\u{ord(char)}?}}"


def _plain(source: str, encoding: str) -> str:
    text: str = rtf_to_text(source, encoding=encoding)  # type: ignore[no-untyped-call]
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")  # pairs are one character


def _blocks(text: str) -> Iterator[Block]:
    """The paragraphs, of which each is a line; a label in a cell stands before the words in the next."""
    for line in re.sub(rf"\n*{_CELL}", _CELL, text).split("\n"):
        mark = next((char for char in line if char in (_HEAD, _CAPTION, _QUOTE)), "")
        bare = re.sub(f"[{_HEAD}{_CAPTION}{_QUOTE}]", "", line)
        cells = re.sub(rf"(:\s*){_CELL}\|?", r"\1 ", bare) if bare.find(_CELL) <= _LABEL else bare
        for cell in cells.split(_CELL):
            piece = re.sub(r"[ \t\r\f\v]+", " ", _ITEM.sub("", cell.lstrip(), 1)).strip()
            shown = re.sub(rf" *{_LINE} *", "\n", piece).strip()
            block = Block(shown, quoted=mark == _QUOTE)
            if mark == _HEAD or (_CELL in cells and is_short_cell(shown)):
                block = block._replace(kind="apart")
            yield block._replace(kind="caption") if mark == _CAPTION else block


def _doubts(source: str) -> Iterator[str]:
    notes = len(re.findall(r"\\footnote(?![a-z])", source))
    if notes:
        yield f"its notes are left out, {notes} of them; save it as .docx to keep them"
    if re.search(r"\\(?:revised|deleted)(?![a-z0-9])", source):
        yield TRACKED
