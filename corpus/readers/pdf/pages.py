"""From a page of a PDF to its lines of text: where each stands, how large it is, and whether it is bold."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

_FEW_LETTERS = 10
_GAP = 0.9  # of the letters' size: wider than the blank between two words, so that columns and cells are apart
_BACK = 0.6
_RISE = 0.6
_BOLD = 600
_RAISED = 0.2  # … above the line stands the foot of a raised number
_ASLANT = 0.1  # of a quarter turn
_DIGITS = range(48, 58)
_LINE_END = 10
_HYPHENS = (0x02, 0xFFFE)  # PDFium's own for a hyphen at the end of a line, whether it is soft or not
_LINE_ENDS = (_LINE_END, 13, *_HYPHENS)
_BLANKS = frozenset(range(33)) - {*_HYPHENS}  # a stray control character is white space
_UNSURE = frozenset(range(32)) - {9, 10, 13} | {*_HYPHENS}
_UNKNOWN = 0xFFFD
_MISREAD = range(0x7F, 0xA0)  # codes of letters that nothing explains
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_CHARS = {
    **_LIGATURES,
    **dict.fromkeys(_HYPHENS, "-"),
    0xAD: "-",
    0xF0B7: "•",  # the bullet of the font Symbol
    0xF0A7: "•",
}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Line(NamedTuple):
    """A line of text, or as much of one as stands without a wide gap."""

    text: str
    left: float
    right: float
    base: float
    """Points from the top to the line on which the letters stand; pages are one below the other."""
    size: float
    bold: bool = False
    page: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    """Where small raised numbers begin and end in the text, as those of footnotes."""


class Page(NamedTuple):
    """A page, its lines in the order of the file."""

    lines: list[Line]
    height: float
    is_recognised: bool = False
    """Whether its words are not drawn: they were recognised in a picture that is."""
    has_picture: bool = False


class _Font(NamedTuple):
    size: float
    is_bold: bool
    is_hidden: bool
    quarter: int
    """Quarter turns of the letters, against the clock; -1 for those that stand aslant."""
    handle: int
    """What PDFium calls the font."""


class _Word(NamedTuple):
    """Letters in a row without a blank."""

    text: str
    font: _Font
    left: float
    right: float
    base: float
    feet: list[tuple[int, float]]
    """Where digits stand in the text, and how far below they reach."""


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """The lines of a page; those that stand in another direction than most are left out, as a stamp in the margin, and
    words that nobody sees, unless all are such."""
    with closing(page.get_textpage()) as text:
        runs = list(_runs(text))
    turns: Counter[int] = Counter()
    sight: Counter[bool] = Counter()
    for word in chain.from_iterable(runs):
        turns[word.font.quarter] += len(word.text)
        sight[word.font.is_hidden] += len(word.text)
    is_recognised = sight[True] > sight[False]
    quarter = max(turns, key=turns.__getitem__, default=0)
    left, bottom, right, top = page.get_bbox()
    above = {0: top, 1: -left, 2: -bottom, 3: right}.get(quarter, 0.0)
    height = right - left if quarter % 2 else top - bottom
    shown = (run for run in runs if run[0].font.quarter == quarter and run[0].font.is_hidden <= is_recognised)
    lines = [_line(run, above, number) for run in shown]
    letters = sum(map(str.isalnum, chain.from_iterable(line.text for line in lines)))
    has_picture = letters < _FEW_LETTERS and any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return Page(lines, height, is_recognised, has_picture)


def _line(run: Sequence[_Word], above: float, number: int) -> Line:
    """Words in a row as a line of the page with that number, which begins so far above."""
    fonts: Counter[tuple[float, bool]] = Counter()
    bases: Counter[float] = Counter()
    feet: list[tuple[int, float]] = []
    length = 0
    for word in run:
        fonts[word.font.size, word.font.is_bold] += len(word.text)
        bases[word.base] += len(word.text)
        feet += ((length + at, foot) for at, foot in word.feet)
        length += len(word.text) + 1
    (size, bold), base = max(fonts, key=fonts.__getitem__), max(bases, key=bases.__getitem__)
    raised = [at for at, foot in feet if foot < base - _RAISED * size]
    text, right = " ".join(word.text for word in run), max(word.right for word in run)
    return Line(text, run[0].left, right, base + above, size, bold, number, _ranges(raised))


def _ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in order as ranges of those in a row: 3, 4, 7 → (3, 5), (7, 8)."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        start = ranges.pop()[0] if ranges and ranges[-1][1] == number else number
        ranges.append((start, number + 1))
    return tuple(ranges)


def _runs(text: pdfium.PdfTextPage) -> Iterator[list[_Word]]:
    """The words of a page in the order of the file, parted at wide gaps and where they go on elsewhere."""
    run: list[_Word] = []
    for word in _words(text):
        if run and (word is None or _is_apart(run[-1], word)):
            yield run
            run = []
        if word:
            run.append(word)


def _is_apart(word: _Word, other: _Word) -> bool:
    size = max(word.font.size, other.font.size)
    return (
        (word.font.quarter, word.font.is_hidden) != (other.font.quarter, other.font.is_hidden)
        or not -_BACK * size < other.left - word.right < _GAP * other.font.size
        or abs(other.base - word.base) > _RISE * size
    )


def _words(text: pdfium.PdfTextPage) -> Iterator[_Word | None]:
    """The words of a page in the order of the file, with None where a line ends, also behind the last."""
    letters = _Letters(text)
    codes: list[int] = []
    for index in range(text.count_chars() + 1):
        code = letters.code(index)
        if code in _HYPHENS or code not in _BLANKS:
            codes.append(code)
        if codes and (code in _HYPHENS or code in _BLANKS):
            yield letters.word(index - len(codes) + (code in _HYPHENS), codes)
            codes = []
        if code in _LINE_ENDS:
            yield None


class _Letters:
    """The letters of a page, as PDFium knows them. A question takes a microsecond, so that few are asked for each."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text, self._count = text.raw, text.count_chars()
        self._fonts: dict[int, _Font] = {}
        self._chars: dict[tuple[int, int], str] = {}

    def code(self, index: int) -> int:
        """The Unicode number of a letter; a line end behind the last one."""
        if index == self._count:
            return _LINE_END
        code = int(raw.FPDFText_GetUnicode(self._text, index))
        if code in _UNSURE:  # of the font, which nothing explains, or what it says
            is_hyphen = code in _HYPHENS and raw.FPDFText_IsHyphen(self._text, index)
            return _UNKNOWN if not is_hyphen and raw.FPDFText_HasUnicodeMapError(self._text, index) else code
        return code

    def word(self, start: int, codes: Sequence[int]) -> _Word | None:
        """The word of letters in a row, which begins at one; None where nobody could see it."""
        font = self._font(start)
        across, up, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        raw.FPDFText_GetCharOrigin(self._text, start, across, up)
        raw.FPDFText_GetLooseCharBox(self._text, start + len(codes) - 1, box)
        left, right, base = _turned(font.quarter, across.value, up.value, box)
        if not font.size > 0 or not all(map(math.isfinite, (font.size, left, right, base))):
            return None
        text = "".join(self._char(font.handle, code, start + at) for at, code in enumerate(codes))
        if _SURROGATE.search(text):  # characters beyond the first 65,536 come in two parts
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        feet = [(at, self._foot(start + at)) for at, code in enumerate(codes) if code in _DIGITS]
        return _Word(text, font, left, right, base, feet if len(text) == len(codes) else [])

    def _char(self, font: int, code: int, index: int) -> str:
        char = self._chars.get((font, code))
        if char is None:
            is_unknown = code in _MISREAD or raw.FPDFText_HasUnicodeMapError(self._text, index)
            char = self._chars[font, code] = "\ufffd" if is_unknown else _CHARS.get(code) or chr(code)
        return char

    def _foot(self, index: int) -> float:
        """Where the ink of a letter ends below."""
        bounds = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(self._text, index, *bounds)
        return -bounds[2].value

    def _font(self, index: int) -> _Font:
        pointer = raw.FPDFText_GetTextObject(self._text, index)
        key = ctypes.addressof(pointer.contents) if pointer else 0
        if key not in self._fonts:
            self._fonts[key] = self._looked_up(index, pointer)
        return self._fonts[key]

    def _looked_up(self, index: int, pointer: object) -> _Font:
        matrix, name = raw.FS_MATRIX(), ctypes.create_string_buffer(128)
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        raw.FPDFText_GetFontInfo(self._text, index, name, len(name), None)
        turns = -raw.FPDFText_GetCharAngle(self._text, index) / (math.pi / 2)  # PDFium's go with the clock
        handle = raw.FPDFTextObj_GetFont(pointer) if pointer else None
        return _Font(
            size=round(raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.b, matrix.d), 1),
            is_bold=raw.FPDFText_GetFontWeight(self._text, index) >= _BOLD or b"bold" in name.value.lower(),
            is_hidden=bool(pointer) and raw.FPDFTextObj_GetTextRenderMode(pointer) == raw.FPDF_TEXTRENDERMODE_INVISIBLE,
            quarter=round(turns) % 4 if math.isfinite(turns) and abs(turns - round(turns)) < _ASLANT else -1,
            handle=ctypes.addressof(handle.contents) if handle else 0,
        )


def _turned(quarter: int, across: float, up: float, box: raw.FS_RECTF) -> tuple[float, float, float]:
    """Left, right and base of a word, seen in the direction in which it is read: where it begins, and the box of its
    last letter, as they are on the page."""
    if quarter == 1:
        return up, box.top, across
    if quarter == 2:
        return -across, -box.left, up
    if quarter == 3:
        return -up, -box.bottom, -across
    return across, box.right, -up
