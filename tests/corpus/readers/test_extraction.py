"""Blocks are put together to the text that is stored, with the places where they stand."""

from corpus.readers.extraction import Block, compose, is_short_cell
from corpus.text.place import Place
from corpus.text.span import Span


def test_blocks_become_a_text_with_spans_of_each_kind() -> None:
    """A blank line stands between two blocks; what is empty is left out; headings are no paragraphs."""
    blocks = [Block("The quay", "apart"), Block("Boats left."), Block(" "), Block("Image: a boat", "caption")]
    extraction = compose([*blocks, Block("Rain.")])
    assert extraction.text == "The quay\n\nBoats left.\n\nImage: a boat\n\nRain."
    assert [span.of(extraction.text) for span in extraction.paragraphs] == ["Boats left.", "Rain."]
    assert extraction.captions == (Span(23, 36),)


def test_places_are_kept_where_they_begin() -> None:
    """Also within a block that runs over a page; a place that goes on is not repeated."""
    first = Block("Boats left.", place=("page", "1"))
    broken = Block("More left", place=("page", "1"), breaks=((5, "page", "2"),))
    extraction = compose([first, broken, Block("None came.", place=("page", "2"))])
    assert extraction.places == (Place(0, "page", "1"), Place(18, "page", "2"))


def test_a_block_quote_has_its_mark() -> None:
    """The mark stands before each paragraph, on the empty line between two of one quote, and in no span."""
    blocks = [
        Block("She wrote:"),
        Block("It is over.", quoted=True),
        Block("Go home.", quoted=True),
        Block("They went."),
    ]
    extraction = compose(blocks)
    assert extraction.text == "She wrote:\n\n> It is over.\n>\n> Go home.\n\nThey went."
    assert [span.of(extraction.text) for span in extraction.paragraphs] == [block.text for block in blocks]


def test_the_cell_of_a_table_is_short_where_it_is_no_sentence() -> None:
    """Few words without a stop are none."""
    assert is_short_cell("Turbines in the sound")
    assert not is_short_cell("Nobody came.")
    assert not is_short_cell("More than two hundred people worked there")
