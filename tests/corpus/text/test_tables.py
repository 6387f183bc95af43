"""Tables in the text of an article."""

import pytest

from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from corpus.text.tables import table_rows
from tests.support.growth import growth


def rows(text: str) -> list[str]:
    """The rows of a block."""
    return [row.of(text) for row in table_rows(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Pier | Boats |\n|---|---|\n| North | 4 |\n| South | 9 |", ["| North | 4 |", "| South | 9 |"]),
        ("| Pier | Boats |\n| North | 4 |\n| South | 9 |", ["| North | 4 |", "| South | 9 |"]),
        ("Pier   Boats  Crew\nNorth  4      12\nSouth  9      30", ["North  4      12", "South  9      30"]),
        ("Pier\tBoats\tCrew\r\nNorth\t4\t12\r\nSouth\t9\t30", ["North\t4\t12", "South\t9\t30"]),
    ],
)
def test_each_row_of_a_table_is_a_sentence(text: str, expected: list[str]) -> None:
    """The first row, with the line below it, is the head."""
    head, *others = rows(text)
    assert head.startswith(("| Pier", "Pier"))
    assert others == expected
    assert [span.of(text) for span in split_sentences(text, Span(0, len(text)))] == [head, *others]


@pytest.mark.parametrize(
    "text",
    [
        "The boats came in.  The crew slept.\nNobody spoke.\nIt was late.",
        "a | b",
        "Roses are red\nViolets are blue\nSugar is sweet",
        "Q.  Who saw it?\nA.  Nobody did.\nQ.  Why?",
        "",
    ],
)
def test_other_lines_are_no_table(text: str) -> None:
    """Two blanks after a sentence or a label, and one bar, part no columns."""
    assert rows(text) == []


def test_time_is_linear_in_the_rows() -> None:
    """Eight times the rows take about eight times as long, whatever parts the columns."""
    for pattern in ("| a | b |\n", "a  b  c\n", "|-", "  ", "-|\n-|-\n"):
        assert growth(pattern, rows) < 24
