"""The rows of a table in the text of an article."""

import re

from corpus.text.span import Span

LEAST = 3  # lines: the head of a table and two more
WIDEST = 400  # characters of a row
_LINE = re.compile(r"[^\n]+")
_GAP = re.compile(r"\t| {2,}")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")


def table_rows(text: str, block: Span) -> tuple[Span, ...]:
    """The rows of a block that is a table, of which the first, with a line below it, is the head; else nothing.

    >>> table = "| A | B |\\n|---|---|\\n| 1 | 2 |"
    >>> [row.of(table) for row in table_rows(table, Span(0, len(table)))]
    ['| A | B |\\n|---|---|', '| 1 | 2 |']
    """
    lines = [Span(*match.span()).trimmed(text) for match in _LINE.finditer(text, block.start, block.end)]
    if len(lines) < LEAST or not all(_is_row(line.of(text)) for line in lines):
        return ()
    head, *rows = lines
    if _RULE.fullmatch(rows[0].of(text)):
        head, rows = Span(head.start, rows[0].end), rows[1:]
    return head, *rows


def _is_row(line: str) -> bool:
    """Whether a line has several columns: parted by bars, tabs or wide gaps."""
    return len(line) <= WIDEST and (line.count("|") > 1 or len(_GAP.findall(line)) > 1)
