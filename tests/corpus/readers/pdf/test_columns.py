"""The columns of a page, told by where lines stand."""

from corpus.readers.pdf.columns import columns_of
from corpus.readers.pdf.pages import Line


def line(text: str, left: float, base: float, right: float | None = None, size: float = 10) -> Line:
    """A line that is as wide as its letters, unless told."""
    return Line(text, left, right or left + 5 * len(text), base, size)


def texts(*lines: Line) -> list[list[str]]:
    """The texts of the lines of each column of a page."""
    return [[one.text for one in column] for column in columns_of([lines])]


def column(name: str, left: float, rows: int, top: float = 100) -> list[Line]:
    """Lines below each other, 200 points wide."""
    return [line(f"{name}{row}", left, top + 12 * row, left + 200) for row in range(rows)]


def test_columns_are_read_one_after_the_other() -> None:
    """What runs over both parts them."""
    above, between = line("Title", 50, 80, 480), line("Headline", 50, 160, 480)
    first = [*column("a", 50, 4), *column("b", 280, 4)]
    second = [*column("c", 50, 5, 180), *column("d", 280, 5, 180)]
    read = texts(above, *second, *first, between)
    assert read[0] == ["Title"]
    assert [names[0][0] for names in read[1:]] == ["a", "b", "H", "c", "d"]


def test_a_short_last_column_is_one_where_others_began_there() -> None:
    """A single line beside a column is in the next one, if columns began there before."""
    pages = [[*column("a", 50, 6), *column("b", 280, 6)], [*column("c", 50, 3), *column("d", 280, 1)]]
    assert [names[0].text for names in columns_of(pages)] == ["a0", "b0", "c0", "d0"]


def test_a_label_stands_with_the_words_beside_it() -> None:
    """However wide the gap is, and however many there are."""
    rows = [
        one for at in range(6) for one in (line("LEE:", 50, 100 + 12 * at), line("No comment.", 150, 100 + 12 * at))
    ]
    assert texts(*rows) == [["LEE: No comment."] * 6]


def test_parts_of_a_line_are_one() -> None:
    """A blank stands between them, unless they touch."""
    assert texts(line("Boats", 50, 100), line("left", 90, 100), line(".", 110, 100)) == [["Boats left."]]


def test_a_map_or_a_large_table_has_no_columns() -> None:
    """It is read row by row, in a moment."""
    cells = [line(f"{row}", 50 + 60 * place, 100 + 4 * row, size=3) for row in range(400) for place in range(8)]
    (rows,) = texts(*cells)
    assert rows == [" ".join([f"{row}"] * 8) for row in range(400)]
