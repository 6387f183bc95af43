"""The columns of a page, in the order in which they are read."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.readers.pdf.pages import Line

_MANY = 1500  # lines of a page: a large page in three columns has 335, a map or a sheet of numbers thousands
_ROWS = 4  # lines beside others, at least, where there are columns
_SPARSE = 0.5  # of the rows of the other column: fewer, each on a line with one of those, are labels
_NARROW = 0.3  # of the width of the other column, where each line is on one with a line of that: labels, or numbers
_ALIGNED = 0.9
_LARGE = 1.8  # of the size of most letters: a headline, which ends the columns above it
_SAME_ROW = 0.3  # of the size of the letters
_APART = 2.5  # … of white above or below columns: what stands there is none of them
_GLUE = 9  # … at most between a label and its words
_LABEL = re.compile(r"[^:]{1,40}:|[QA]\.?|[-–—•▪◦*]|\(?(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5})[.)]")


class _Cut(NamedTuple):
    """The lines from `first` to before `last`, which are in columns: where the column on the right begins, and how
    many lines have one beside them."""

    pairs: int
    left: int
    first: int
    last: int


def columns_of(pages: Iterable[Iterable[Line]]) -> Iterator[list[Line]]:
    """The columns of pages, or their parts above and below what runs over several, each with its lines from above."""
    known: set[int] = set()  # where columns begin on the pages so far
    for lines in pages:
        ordered = sorted(lines, key=lambda line: (line.base, line.left))
        parts = _parted(_joined(ordered, _is_label), known) if len(ordered) <= _MANY else [ordered]
        yield from (_joined(part, _follows) for part in parts)


def _parted(lines: Sequence[Line], known: set[int]) -> Iterator[Sequence[Line]]:
    parts = [lines]
    while parts:
        part = parts.pop()
        cut = max(_cuts(part, known), default=None, key=lambda cut: (cut.pairs, -cut.left))
        if cut:
            known.add(cut.left)
            band = part[cut.first : cut.last]
            left, right = ([line for line in band if _is_left(line, cut.left) is side] for side in (True, False))
            parts += [part[cut.last :], right, left, part[: cut.first]]
        elif part:
            yield part


def _is_left(line: Line, left: int) -> bool:
    return line.right <= left - 1


def _cuts(lines: Sequence[Line], known: Container[int]) -> Iterator[_Cut]:
    """For each place where lines begin, what stands side by side there and is crossed by no line."""
    lefts = Counter(round(line.left) for line in lines)
    large = _LARGE * median(line.size for line in lines) if lines else 0.0
    headlines = {at for at, line in enumerate(lines) if line.size > large and _stands_alone(line, lines)}
    for left, count in lefts.items():
        if count < _ROWS and left not in known:
            continue
        crossings = [at for at, line in enumerate(lines) if line.left < left - 1 < line.right or at in headlines]
        for before, after in pairwise([-1, *crossings, len(lines)]):
            cut = _cut(lines, before + 1, after, left)
            if cut and cut.pairs >= (1 if left in known else _ROWS):
                yield cut


def _stands_alone(line: Line, lines: Sequence[Line]) -> bool:
    """Whether nothing stands beside a line."""
    return not any(
        other.right < line.left or line.right < other.left
        for other in lines
        if line.base - line.size < other.base < line.base + line.size / 2
    )


def _cut(lines: Sequence[Line], first: int, last: int, place: int) -> _Cut | None:
    """What stands side by side from the line `first` to before `last`, without what is above or below behind white
    space; None where nothing is, or one side is labels or numbers."""
    band = lines[first:last]
    left = [line for line in band if _is_left(line, place)]
    right = [line for line in band if not _is_left(line, place)]
    lefts, rights = ([_distance(line, others) for line in side] for side, others in ((left, right), (right, left)))
    pairs = min(sum(distance < 1 for distance in side) for side in (lefts, rights))
    if not pairs or _are_labels(left, right, lefts) or _are_labels(right, left, rights):
        return None
    beside = [at for at, line in enumerate(band) if _distance(line, right if _is_left(line, place) else left) < 1]
    start, end = beside[0], beside[-1]
    while start > 0 and band[start].base - band[start - 1].base < _APART * band[start].size:
        start -= 1
    while end < len(band) - 1 and band[end + 1].base - band[end].base < _APART * band[end].size:
        end += 1
    return _Cut(pairs, place, first + start, first + end + 1)


def _distance(line: Line, others: Sequence[Line]) -> float:
    """How far the nearest of others, in order, is above or below a line: 1 for the size of its letters."""
    at = bisect_left(others, line.base, key=lambda other: other.base)
    near = others[max(0, at - 1) : at + 1]
    return min((abs(other.base - line.base) / line.size for other in near), default=float("inf"))


def _are_labels(lines: Sequence[Line], others: Sequence[Line], distances: Sequence[float]) -> bool:
    """Whether lines are no column, but each belongs to the one of the others that it stands beside."""
    aligned = sum(distance < _SAME_ROW for distance in distances) >= _ALIGNED * len(lines)
    rows = {round(line.base) for line in others if lines[0].base - 1 < line.base < lines[-1].base + 1}
    sparse = len(lines) <= _SPARSE * len(rows)
    return aligned and (sparse or _width(lines) < _NARROW * _width(others))


def _width(lines: Sequence[Line]) -> float:
    return max(line.right for line in lines) - min(line.left for line in lines)


def _joined(lines: Iterable[Line], belong: Callable[[Line, Line], bool]) -> list[Line]:
    """Lines in order, as one those that belong together."""
    joined: list[Line] = []
    for line in lines:
        if joined and belong(joined[-1], line):
            joined[-1] = _together(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _is_label(line: Line, other: Line) -> bool:
    """Whether a line is a label, or the mark of an item of a list, of the words beside it, however wide the gap is."""
    return _LABEL.fullmatch(line.text) is not None and _follows(line, other, _GLUE)


def _follows(line: Line, other: Line, gap: float = float("inf")) -> bool:
    """Whether two lines stand on one, the other behind the first with at most such a gap between them."""
    size = max(line.size, other.size)
    return abs(other.base - line.base) < _SAME_ROW * size and -size < other.left - line.right < gap * size


def _together(line: Line, other: Line) -> Line:
    """Two parts of a line as one; the larger gives its size."""
    blank = " " if other.left - line.right > 0.1 * min(line.size, other.size) else ""
    shift = len(line.text) + len(blank)
    large, small = (line, other) if len(line.text) >= len(other.text) else (other, line)
    return line._replace(
        text=line.text + blank + other.text,
        right=max(line.right, other.right),
        size=large.size,
        base=large.base,
        bold=large.bold and small.bold,
        marks=(*line.marks, *((start + shift, end + shift) for start, end in other.marks)),
    )
