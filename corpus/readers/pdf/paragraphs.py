"""From the lines of a PDF, column by column, to its paragraphs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from corpus.readers.extraction import BlockKind
from corpus.readers.pdf.pages import Line
from corpus.readers.text.labels import read_label
from corpus.readers.text.paragraphs import STOPS
from corpus.text.span import Span

_INDENT = 0.7  # of the size of the letters
_LEADING = 1.22  # of the usual distance of lines: farther apart are paragraphs
_SIZE = 0.08  # by which the letters of one paragraph differ at most
_HEADING = 1.12  # of the size of most letters at least
_NOTE = 0.93  # … and at most
_LONG = 250  # characters of a heading at most
_WHITE = 0.35  # of a column's width: where a line ends so early, the next one is no part of its paragraph
_WIDER = 2  # of the size of the letters: a line that reaches so far beyond a column is none of it
_WIDE = 5  # lines that tell how wide a column is
_RARE = 0.1
_INDENTED = 0.3  # of the paragraphs, where a file indents their first lines
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Chart|Map|Image|Photo|Photograph|Picture)\s*(?:[A-Z]?\d+(?:\.\d+)*\s*[.:–—|]|:)\s*\S"
)
_ITEM = re.compile(r"[•▪◦*–—-]\s+\S|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S")


@dataclass(slots=True)
class Paragraph:
    """Lines of a column that belong together."""

    lines: list[Line]
    end: float | None
    """Where the column ends in which it ends; None where its lines are too few to tell."""
    kind: BlockKind = "paragraph"
    """What is apart is a heading, or holds hardly any words."""
    is_first: bool = False
    """Whether its column has nothing of the text above it."""

    @property
    def size(self) -> float:
        """Points."""
        return self.lines[0].size

    @property
    def is_indented(self) -> bool:
        """Whether its first line begins further to the right than the next one."""
        return len(self.lines) > 1 and self.lines[0].left > self.lines[1].left + _INDENT * self.size


def paragraphs_of(columns: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of columns in the order in which they are read; one that runs over columns or pages is one."""
    usual = _Usual(columns)
    paragraphs: list[Paragraph] = []
    for column in columns:
        end, is_first = usual.end(column), True
        for lines in _split(column, max(_right(column), end or 0.0), usual):
            kind = _kind(lines, usual.size)
            is_top = not paragraphs or paragraphs[-1].lines[-1].page < lines[0].page
            paragraphs.append(Paragraph(lines, end, kind, is_first))
            is_beside = kind == "caption" or lines[0].size < _NOTE * usual.size or (kind == "apart" and is_top)
            is_first &= is_beside  # a first line that is apart may be a running head
    return _joined(paragraphs, usual.size)


def usual_size(columns: Sequence[Sequence[Line]]) -> float:
    """The size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for line in chain.from_iterable(columns):
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Usual:
    """What is usual in a file: how large its letters are, how far apart its lines, and where its columns end."""

    def __init__(self, columns: Sequence[Sequence[Line]]) -> None:
        gaps: dict[float, Counter[float]] = defaultdict(Counter)
        self._rights: dict[int, list[float]] = defaultdict(list)
        for column in columns:
            for line, other in pairwise(column):
                if line.size == other.size:
                    gaps[line.size][round(other.base - line.base, 1)] += 1
            if len(column) >= _WIDE:
                self._rights[_edge(column)].append(_right(column))
        self.size = usual_size(columns)
        self._gaps = {size: _usual_gap(size, counts) for size, counts in gaps.items()}

    def gap(self, size: float) -> float:
        """Points between lines of a paragraph."""
        return self._gaps.get(size, 1.4 * size)

    def end(self, column: Sequence[Line]) -> float | None:
        """Where the lines of a column end that are full; None where nothing tells."""
        if len(column) >= _WIDE:
            return _right(column)
        others = self._rights.get(_edge(column))
        return median(others) if others else None


def _edge(column: Sequence[Line]) -> int:
    return round(min(line.left for line in column) / 3)


def _right(column: Sequence[Line]) -> float:
    """The second of the ends of a column's lines, but for headings: one may reach over it."""
    size = Counter(line.size for line in column).most_common(1)[0][0]
    rights = sorted((line.right for line in column if line.size == size), reverse=True)
    return rights[1] if len(rights) >= _WIDE else rights[0]


def _usual_gap(size: float, counts: Counter[float]) -> float:
    """The least distance of lines that is not rare: the larger ones are between paragraphs."""
    least = _RARE * counts.total()
    return min((gap for gap, count in counts.items() if gap >= size * 0.8 and count >= least), default=1.4 * size)


def _split(column: Sequence[Line], right: float, usual: _Usual) -> Iterator[list[Line]]:
    lines: list[Line] = []
    for at, line in enumerate(column):
        if lines and _begins(lines, line, column[at + 1] if at + 1 < len(column) else None, right, usual):
            yield lines
            lines = []
        lines.append(line)
    if lines:
        yield lines


def _begins(lines: Sequence[Line], line: Line, after: Line | None, right: float, usual: _Usual) -> bool:
    """Whether a paragraph begins with a line that follows others of one."""
    before = lines[-1]
    short, ended = _has_room(before, line, right), before.text.endswith(STOPS)
    if abs(line.size - before.size) > _SIZE * before.size or (line.bold != before.bold and (short or ended)):
        return True
    if not 0 < line.base - before.base < _LEADING * usual.gap(before.size):
        return True
    if line.size >= _HEADING * usual.size:
        return False  # headings are often centred
    shift = (line.left - before.left) / line.size
    if shift > _INDENT:
        goes_on = after is not None and abs(after.left - line.left) < _INDENT * line.size
        hangs = len(lines) == 1 and not short and (goes_on or _is_item(before))
        return (short or ended) and not hangs
    if shift < -_INDENT and len(lines) > 1:
        return short or ended
    return (short and ended) or _stands_alone(before, line, short or ended, right)


def _stands_alone(before: Line, line: Line, parted: bool, right: float) -> bool:
    """Whether a line opens an item of a list or what somebody says, or the one before it ends far too early."""
    if parted and _is_item(line):
        return True
    white = (right - before.right) / max(1.0, right - before.left)
    return white > _WHITE and not line.text[:1].islower()


def _is_item(line: Line) -> bool:
    """Whether a line begins with the mark of an item of a list, or says who speaks."""
    return bool(_ITEM.match(line.text) or read_label(line.text, Span(0, len(line.text))))


def _has_room(line: Line, following: Line, right: float) -> bool:
    """Whether the first word of the following line had fitted on a line."""
    word = following.text.split(None, 1)[0]
    width = (following.right - following.left) * len(word) / len(following.text)
    return line.right + 0.4 * line.size + 1.1 * width < right


def _kind(lines: Sequence[Line], body: float) -> BlockKind:
    text = " ".join(line.text for line in lines)
    if _CAPTION.match(text):
        return "caption"
    if not _has_words(text):
        return "apart"
    if len(text) > _LONG:
        return "paragraph"
    bold = all(line.bold for line in lines) or (text.isupper() and len(text) > 3)
    is_heading = lines[0].size >= _HEADING * body or (bold and not text.endswith((*STOPS, ",", ";")))
    return "apart" if is_heading else "paragraph"


def _joined(paragraphs: Sequence[Paragraph], body: float) -> list[Paragraph]:
    """Paragraphs, those together that run over a column or a page; notes and captions between them stand after it."""
    texts = [paragraph for paragraph in paragraphs if paragraph.kind == "paragraph" and len(paragraph.lines) > 1]
    indents = sum(paragraph.is_indented for paragraph in texts) > _INDENTED * len(texts)
    joined: list[Paragraph] = []
    last: Paragraph | None = None  # of the body
    for paragraph in paragraphs:
        is_body = paragraph.kind == "paragraph" and paragraph.size >= _NOTE * body
        if last and is_body and paragraph.is_first and _goes_on(last, paragraph, indents):
            last.lines += paragraph.lines
            last.end = paragraph.end
            continue
        joined.append(paragraph)
        if is_body:
            last = paragraph
        elif last and _is_heading(paragraph, body) and not _is_head(paragraph, last):
            last = None
    return joined


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    text = " ".join(line.text for line in paragraph.lines)
    return paragraph.kind == "apart" and paragraph.size >= _NOTE * body and _has_words(text)


def _has_words(text: str) -> bool:
    """Whether a text is no formula, and no row of numbers; unknown letters are letters."""
    return 2 * (sum(map(str.isalpha, text)) + text.count("\ufffd")) > len(text) - text.count(" ")


def _is_head(paragraph: Paragraph, last: Paragraph) -> bool:
    """Whether what begins a page is a running head, since a sentence goes on behind it."""
    before = last.lines[-1]
    return paragraph.is_first and paragraph.lines[0].page > before.page and not before.text.endswith(STOPS)


def _goes_on(paragraph: Paragraph, other: Paragraph, indents: bool) -> bool:
    """Whether a paragraph goes on in another column."""
    before, line = paragraph.lines[-1], other.lines[0]
    if abs(line.size - before.size) > _SIZE * before.size or (before.text.endswith(STOPS) and _is_item(line)):
        return False
    if line.text[:1].islower() and not before.text.endswith((".", "?", "!")):
        return True
    end = paragraph.end
    full = end and not _has_room(before, line, end) and before.right < end + _WIDER * before.size
    if before.text.endswith(STOPS):
        return bool(full) and indents and not other.is_indented and len(other.lines) > 1
    return bool(full) and not (indents and other.is_indented)
