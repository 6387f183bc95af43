"""What stands on a page and is none of its text: running heads and feet, numbers of pages and of lines."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from corpus.readers.pdf.pages import Line, Page

_MARGIN = 0.15  # of a page, above and below
_DEEP = 4  # rows of a head at most
_NEAR = 2  # pages from one to the next with the same head, since some stand on every second page
_SHORT = 4  # pages; in so few, two with the same head are enough
_HEIGHT = 4.0  # points that a head may move from page to page
_NUMBER = re.compile(
    r"[-–—|\s]*(?:page\s*)?(?:\d{1,4}|(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_MARKED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?…”’\"')\]])\Z")
_NUMBERED = 8  # lines of a page at least
_REGULAR = 0.8  # of the steps between their numbers


def without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page without what is repeated above and below, and without numbers."""
    rest = [_without_marks(_without_line_numbers(page.lines)) for page in pages]
    for is_top in (True, False):
        for _ in range(_DEEP):
            edges = [_edge(lines, page.height, is_top) for lines, page in zip(rest, pages, strict=True)]
            repeated = _repeated(edges)
            heights = {(round(line.base), line.size) for line in repeated}
            beside = (line for edge in edges for line in edge if (round(line.base), line.size) in heights)
            dropped = set(map(id, (*repeated, *beside, *(edge[0] for edge in edges if _is_page_number(edge)))))
            if not dropped:
                break
            rest = [[line for line in lines if id(line) not in dropped] for lines in rest]
    return rest


def _edge(lines: Sequence[Line], height: float, is_top: bool) -> list[Line]:
    """The first or the last row of a page, if it stands in the margin."""
    outer = (min if is_top else max)((line.base for line in lines), default=height / 2)
    if _MARGIN * height < outer < (1 - _MARGIN) * height:
        return []
    return [line for line in lines if abs(line.base - outer) < line.size / 2]


def _repeated(edges: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines that stand at the same height on pages near each other, the same but for their numbers."""
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in (line for edge in edges for line in edge):
        alike[_DIGITS.sub("#", line.text).casefold()].append(line)
    least = 2 if len(edges) <= _SHORT else 3
    return [line for lines in alike.values() for run in _near(lines) if len(run) >= least for line in run]


def _near(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines of one page after the other, parted where there is none for some pages, or it stands elsewhere."""
    start = 0
    for at, (line, other) in enumerate(pairwise(lines), 1):
        if other.page - line.page > _NEAR or abs(other.base - line.base) > _HEIGHT:
            yield lines[start:at]
            start = at
    yield lines[start:]


def _is_page_number(edge: Sequence[Line]) -> bool:
    return len(edge) == 1 and _NUMBER.fullmatch(edge[0].text) is not None


def _without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page without the column of their numbers, as transcripts of courts have one."""
    numbers = sorted(
        (line for line in lines if line.text.isdecimal() and len(line.text) < 4), key=lambda line: line.base
    )
    words = sorted(line.left for line in lines if not line.text.isdecimal())
    left = words[len(words) // 10] if words else 0.0  # nearly all stand to the right of it
    steps = [int(other.text) - int(line.text) for line, other in pairwise(numbers)]
    regular = sum(step in (1, 5) for step in steps) >= _REGULAR * len(steps)
    if len(numbers) < _NUMBERED or not regular or numbers[0].right > left + 1:
        return list(lines)
    return [line for line in lines if not line.text.isdecimal()]


def _without_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page without the raised numbers of the notes that begin on it; “10³” and “km²” stay."""
    notes = {line.text[start:end] for line in lines for start, end in line.marks if not start}
    return [_without(line, notes) if notes and line.marks else line for line in lines]


def _without(line: Line, notes: Container[str]) -> Line:
    text = line.text
    for start, end in reversed(line.marks):
        if text[start:end] in notes and _MARKED.search(text, 0, start):
            text = text[:start] + text[end:]
    return line._replace(text=text)
