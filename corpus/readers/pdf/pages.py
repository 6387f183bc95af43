"""From a page of a PDF to its lines of text: where each stands, how large it is, and whether it is bold."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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
_HYPHEN = 0x02  # PDFium's own for a hyphen at the end of a line, whether it is soft or not
_BLANKS = frozenset(range(33)) - {_HYPHEN}  # a stray control character is white space
_MISREAD = range(0x7F, 0xA0)  # codes of letters that nothing explains
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_CHARS = {
    **_LIGATURES,
    _HYPHEN: "-",
    0xFFFE: "-",  # … in some versions
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
    letters: int = 0
    is_recognised: bool = False
    """Whether its words are not drawn: they were recognised in a picture that is."""
    has_picture: bool = False


class _Font(NamedTuple):
    size: float
    bold: bool
    is_hidden: bool
    quarter: int
    """Quarter turns of the letters, against the clock; -1 for those that stand aslant."""


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """The lines of a page; those that stand in another direction than most are left out, as a stamp in the margin, and
    words that nobody sees, unless all are such."""
    with closing(page.get_textpage()) as text:
        runs = list(_runs(text, number))
    turns: Counter[int] = Counter()
    sight: Counter[bool] = Counter()
    for run in runs:
        turns[run.font.quarter] += len(run.chars)
        sight[run.font.is_hidden] += len(run.chars)
    is_recognised = sight[True] > sight[False]
    quarter = turns.most_common(1)[0][0] if turns else 0
    left, bottom, right, top = page.get_bbox()
    above = {0: top, 1: -left, 2: -bottom, 3: right}.get(quarter, 0.0)
    height = right - left if quarter % 2 else top - bottom
    shown = [run for run in runs if run.font.quarter == quarter and run.font.is_hidden <= is_recognised]
    lines = [line for run in shown if (line := run.line(above)).text.strip()]
    letters = sum(map(str.isalnum, chain.from_iterable(line.text for line in lines)))
    has_picture = letters < _FEW_LETTERS and any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return Page(lines, height, letters, is_recognised, has_picture)


class _Run:
    """Letters in a row."""

    def __init__(self, font: _Font, number: int) -> None:
        self.font, self.number = font, number
        self.chars: list[str] = []
        self.length = 0  # of them all
        self.sizes: Counter[tuple[float, bool]] = Counter()
        self.bases: Counter[float] = Counter()
        self.left = self.right = self.last = self.base = 0.0
        self.digits: list[tuple[int, float]] = []  # where each stands, and its foot

    def add(self, char: str, left: float, right: float, base: float, font: _Font, foot: float) -> None:
        if not self.chars:
            self.left = left
        if char.isdigit():
            self.digits.append((self.length, foot))
        self.append(char)
        self.sizes[font.size, font.bold] += 1
        self.bases[base] += 1
        self.right = max(self.right, right)
        self.last, self.base = left, base

    def append(self, char: str) -> None:
        self.chars.append(char)
        self.length += len(char)

    def line(self, above: float) -> Line:
        (size, bold), base = self.sizes.most_common(1)[0][0], self.bases.most_common(1)[0][0]
        text = "".join(self.chars)
        if _SURROGATE.search(text):  # characters beyond the first 65,536 come in two parts
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        raised = [at for at, foot in self.digits if foot < base - _RAISED * size]
        return Line(text, self.left, self.right, base + above, size, bold, self.number, _ranges(raised))


def _ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in order as ranges of those in a row: 3, 4, 7 → (3, 5), (7, 8)."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        start = ranges.pop()[0] if ranges and ranges[-1][1] == number else number
        ranges.append((start, number + 1))
    return tuple(ranges)


def _runs(text: pdfium.PdfTextPage, number: int) -> Iterator[_Run]:
    """The letters of a page in the order of the file, parted at wide gaps and where they go on elsewhere."""
    across, up, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    unicode, origin, loose = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox
    object_at, unmapped = raw.FPDFText_GetTextObject, raw.FPDFText_HasUnicodeMapError
    fonts: dict[int, _Font] = {}
    run: _Run | None = None
    blank = False
    for index in range(text.count_chars()):
        code = unicode(text, index)
        if code in (10, 13):
            if run:
                yield run
            run, blank = None, False
            continue
        if code in _BLANKS:
            blank = True
            continue
        pointer = object_at(text, index)
        key = ctypes.addressof(pointer.contents) if pointer else 0
        font = fonts.get(key) or fonts.setdefault(key, _font(text, index, pointer))
        origin(text, index, across, up)
        loose(text, index, box)
        left, right, base = _turned(font.quarter, across.value, up.value, box)
        if run and (
            (font.quarter, font.is_hidden) != (run.font.quarter, run.font.is_hidden)
            or left < run.last - _BACK * font.size
            or left > run.right + _GAP * font.size
            or abs(base - run.base) > _RISE * max(font.size, run.font.size)
        ):
            yield run
            run, blank = None, False
        if run is None:
            run = _Run(font, number)
        elif blank:
            run.append(" ")
        blank = False
        char = "\ufffd" if code in _MISREAD or unmapped(text, index) else _CHARS.get(code) or chr(code)
        run.add(char, left, right, base, font, _foot(text, index) if 48 <= code <= 57 else base)
    if run:
        yield run


def _foot(text: pdfium.PdfTextPage, index: int) -> float:
    """Where the ink of a letter ends below."""
    bounds = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(text, index, *bounds)
    return -bounds[2].value


def _turned(quarter: int, across: float, up: float, box: raw.FS_RECTF) -> tuple[float, float, float]:
    """Left, right and base of a letter, seen in the direction in which it is read."""
    if quarter == 1:
        return up, box.top, across
    if quarter == 2:
        return -across, -box.left, up
    if quarter == 3:
        return -up, -box.bottom, -across
    return across, box.right, -up


def _font(text: pdfium.PdfTextPage, index: int, pointer: object) -> _Font:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.b, matrix.d)
    turns = raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
    quarter = round(turns) % 4 if abs(turns - round(turns)) < 0.1 else -1
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), None)
    bold = raw.FPDFText_GetFontWeight(text, index) >= _BOLD or b"bold" in name.value.lower()
    hidden = bool(pointer) and raw.FPDFTextObj_GetTextRenderMode(pointer) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return _Font(round(size, 1), bold, hidden, quarter)
