"""Lines become paragraphs by where they begin and end."""

from corpus.readers.pdf.pages import Line
from corpus.readers.pdf.paragraphs import paragraphs_of

FULL = 300  # where a full line ends


def column(*lines: tuple[str, int, int], page: int = 0, size: float = 10) -> list[Line]:
    """Lines below each other, each with where it begins and ends."""
    return [Line(text, left, right, 100 + 12 * at, size, page=page) for at, (text, left, right) in enumerate(lines)]


def texts(*columns: list[Line]) -> list[str]:
    """The texts of paragraphs, with | between lines."""
    return ["|".join(line.text for line in paragraph.lines) for paragraph in paragraphs_of(columns)]


def full(*words: str) -> list[tuple[str, int, int]]:
    """Lines that are full."""
    return [(word, 50, FULL) for word in words]


def test_an_indented_line_begins_a_paragraph() -> None:
    """Also where the line above is full."""
    lines = [*full("a b c", "d e f."), ("g h i", 60, FULL), *full("j k l", "m n o.")]
    assert texts(column(*lines)) == ["a b c|d e f.", "g h i|j k l|m n o."]


def test_a_line_behind_one_with_room_begins_a_paragraph() -> None:
    """If that one ends a sentence: the next word had stood there."""
    assert texts(column(*full("a b c"), ("d e.", 50, 200), *full("f g h", "i j k", "l m n."))) == [
        "a b c|d e.",
        "f g h|i j k|l m n.",
    ]
    assert texts(column(*full("a b c"), ("d e", 50, 250), *full("f g h", "i j k", "l m n."))) == [
        "a b c|d e|f g h|i j k|l m n."
    ]


def test_an_item_keeps_its_indented_lines() -> None:
    """The first line of an item hangs out."""
    lines = [("• a b c", 50, FULL), ("d e f.", 60, FULL), ("• g h i", 50, FULL), ("j k.", 60, 120), ("• l.", 50, 90)]
    assert texts(column(*lines)) == ["• a b c|d e f.", "• g h i|j k.", "• l."]


def test_a_sentence_that_is_cut_goes_on_in_the_next_column() -> None:
    """Notes and captions between are behind it; a heading ends it."""
    first = column(*full("a b c", "d e f", "g h i", "j k l", "m n o"))
    second = column(*full("p q r", "s t u", "v w x", "y z a", "b c."), page=1)
    notes = column(*full("1 See the note."), size=8)
    caption = column(*full("Figure 1: The quay."), page=1)
    assert texts(first, notes, caption, second)[0].endswith("m n o|p q r|s t u|v w x|y z a|b c.")
    heading = column(("Bells", 50, 100), size=16)
    assert texts(first, heading, second)[0].endswith("m n o")


def test_what_is_no_paragraph_is_told() -> None:
    """Large and bold lines are headings, and rows of numbers are no words."""
    body = column(*full("a b c", "d e f", "g h i", "j k l", "m n o."))
    bold = [line._replace(bold=True) for line in column(("The quay", 50, 100))]
    columns = [
        body,
        column(("Bells", 50, 100), size=16),
        bold,
        column(("1 200 14 %", 50, 100)),
        column(*full("Table 2. Bells.")),
    ]
    assert [paragraph.kind for paragraph in paragraphs_of(columns)] == [
        "paragraph",
        "apart",
        "apart",
        "apart",
        "caption",
    ]
