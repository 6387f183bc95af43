"""Running heads, and numbers of pages, lines and notes."""

from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.pages import Line, Page


def page(number: int, *lines: tuple[str, float]) -> Page:
    """A page with lines at their heights, 800 points high."""
    return Page([Line(text, 50, 300, base, 10, page=number) for text, base in lines], 800)


def texts(*pages: Page) -> list[list[str]]:
    """The texts that are left of each page."""
    return [[line.text for line in lines] for lines in without_furniture(pages)]


def test_what_is_repeated_at_the_same_height_is_dropped() -> None:
    """With other numbers too, on every second page, and above each other; what is repeated in the text stays."""
    heads = ("Harbours", "The Gull")
    pages = [
        page(at, (heads[at % 2], 40), (f"Vol. 12, {at}", 55), ("Boats left.", 200), (f"{at + 7}", 770))
        for at in range(6)
    ]
    assert texts(*pages) == [["Boats left."]] * 6


def test_a_repeated_answer_at_the_top_is_kept() -> None:
    """Words that are the same on pages far from each other are no head."""
    pages = [page(at, ("A. Yes." if at % 4 == 0 else f"A. {'No' * at}.", 60)) for at in range(12)]
    assert texts(*pages)[0] == ["A. Yes."]


def test_the_number_of_a_single_page_is_dropped() -> None:
    """Alone in its row above or below; a year in the text stays."""
    assert texts(page(0, ("1984", 400), ("Page 1 of 1", 770))) == [["1984"]]
    assert texts(page(0, ("It was", 760), ("ill", 770))) == [["It was", "ill"]]


def test_the_numbers_of_lines_are_dropped() -> None:
    """As in a transcript of a court."""
    lines = [
        Line(text, left, left + 10, 100 + 20 * at, 10)
        for at in range(10)
        for text, left in ((f"{at + 1}", 40), ("Q.", 90))
    ]
    assert [line.text for line in without_furniture([Page(lines, 800)])[0]] == ["Q."] * 10


def test_the_number_of_a_note_is_dropped_if_the_note_is_there() -> None:
    """What is raised for another reason stays."""
    words = Line("Boats left.1 It is 4 km2 wide.2", 50, 300, 100, 10, marks=((11, 12), (23, 24), (30, 31)))
    note = Line("1 See below.", 50, 300, 700, 8, marks=((0, 1),))
    (lines,) = without_furniture([Page([words, note], 800)])
    assert [line.text for line in lines] == ["Boats left. It is 4 km2 wide.2", "1 See below."]
