"""Quotes: what stands between quotation marks."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.quotes.direct import Quote, find_quotes, quoted_blocks
from corpus.readers.files import parse_article
from corpus.speakers.speaker import SURE
from corpus.text.document import Document
from tests.support.growth import growth
from tests.support.reading import read_article

SHIPPED = Path(corpus.__file__).parent / "articles" / "north-korea-missile.txt"


def article(text: str) -> Document:
    return parse_article("x.txt", text.encode())


def quotes(text: str) -> tuple[Quote, ...]:
    return find_quotes(article(text))


def texts(text: str) -> list[str]:
    return [quote.text for quote in quotes(text)]


def inside(text: str) -> list[str]:
    """What stands between marks, whether or not it is anybody's words."""
    document = article(text)
    return [span.of(document.text) for _, spans in quoted_blocks(document) for span in spans]


def kinds(text: str) -> list[str]:
    return [quote.kind for quote in quotes(text)]


# Marks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quote",
    [
        "“We are open,”",
        '"We are open,"',
        "''We are open,''",
        "``We are open,''",
        "‘We are open,’",
        "'We are open,'",
        "«We are open,»",
        "»We are open,«",
        "„We are open,“",
        '“We are open,"',
    ],
)
def test_marks_of_every_common_style_enclose_a_quote(quote: str) -> None:
    """Marks of every common style enclose a quote, and belong to it."""
    assert texts(f"{quote} the baker said.") == [quote]


def test_marks_of_another_style_belong_to_the_outer_quote() -> None:
    """Marks of another style inside a quote belong to it, whichever style is outside."""
    assert texts("“She told me ‘no’ twice,” he said.") == ["“She told me ‘no’ twice,”"]
    assert texts("‘She told me “no” twice,’ he said.") == ["‘She told me “no” twice,’"]


@pytest.mark.parametrize(
    "quote", ["“He called it a “total disaster” on TV,”", '"He called it a "total disaster" on TV,"']
)
def test_a_closed_pair_of_the_same_style_is_nested(quote: str) -> None:
    """A pair of the same style inside a closed quote is a part of it."""
    assert texts(f"{quote} she said.") == [quote]


def test_a_mark_opened_again_begins_a_new_piece() -> None:
    """A mark that is opened again ends the piece before, trimmed and without an invented mark."""
    found = texts("“We came early,” he said. “We waited. “Nobody opened,” he added.")
    assert found == ["“We came early,”", "“We waited.", "“Nobody opened,”"]


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    """A quote that is not closed ends with its paragraph."""
    assert texts("She said: “It rained.\n\n“It rained all day.”") == ["“It rained.", "“It rained all day.”"]


@pytest.mark.parametrize(
    "text",
    [
        "The '90s were better than the ’80s, and '68 was best.",
        "He is 5'10\" tall and owns a 6\" knife and a 12' boat.",
        "The workers' party met the Joneses' dog in James' house.",
        "Rock 'n' roll isn't dead, 'cause it's in 'em.",
        "’Twas the players’ night.",
        'A closing mark" alone, or two of them" opens nothing.',
        "“” and “ ” hold no words.",
    ],
)
def test_apostrophes_decades_and_inches_open_nothing(text: str) -> None:
    """Apostrophes, decades, feet and inches, stray and empty marks are no quotes."""
    assert texts(text) == []


def test_inches_inside_a_quote_do_not_close_it() -> None:
    """Inches inside a quote do not close it."""
    assert texts('"I sold a 6" pipe today," the plumber said.') == ['"I sold a 6" pipe today,"']


def test_a_single_mark_is_not_mistaken_inside_single_marks() -> None:
    """Apostrophes and plural possessives do not close a quote in single marks."""
    assert texts("'It's the workers' choice, isn't it?' he asked.") == ["'It's the workers' choice, isn't it?'"]
    assert inside("Two 'best friends' of hers say it's 'fine' now.") == ["'best friends'", "'fine'"]


def test_single_marks_in_an_article_with_double_ones_need_a_verb() -> None:
    """Where an article quotes in double marks, single ones count only around speech, not in headlines."""
    body = "“It is a start,” the mayor said.\n\n‘I went home,’ his wife said."
    assert texts(f"Mayor: New Bridge ‘Is a Start.’\n\n{body}") == ["“It is a start,”", "‘I went home,’"]


def test_markup_is_not_quoted() -> None:
    """What stands in marks after an equals sign is markup."""
    assert texts('<a href="https://example.org" title="b">He said "yes" twice</a>') == ['"yes"']


def test_captions_are_searched_too() -> None:
    """Quotes in captions are found, each in its place in the text."""
    found = texts("The mayor spoke.\n\nImage: A sign reads “Closed”\n\n“We left,” he said.")
    assert found == ["“Closed”", "“We left,”"]


# Kinds ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "“We will open on Monday,” the baker said.",
        "The baker said: “We will open on Monday.”",
        "The baker said “We will open on Monday.”",
        "“Why did nobody come?” she asked.",
        "“[We] will open on Monday,” the baker said.",
    ],
)
def test_whole_sentences_are_direct(text: str) -> None:
    """A quote that begins and ends like a sentence is direct speech."""
    assert kinds(text) == ["direct"]


@pytest.mark.parametrize(
    "text",
    [
        "The plan “does continue to help,” said Treasurer Lund.",
        "She called the vote “a farce.”",
        "“Giants,” a film about bees, opened.",
        "He said that “Nothing was lost.”",
    ],
)
def test_pieces_of_a_sentence_are_mixed(text: str) -> None:
    """Fragments, and what continues the article's sentence, are mixed."""
    assert kinds(text) == ["mixed"]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “experts” left.",
        "They sang “Happy Birthday” to him.",
        "Lund sold her “dream house” in May.",
        "Lund's attacks on “greed” were many.",
    ],
)
def test_scare_quotes_are_no_quotes(text: str) -> None:
    """So-called things and names of works in marks, which are unlikely to be anybody's words, are left out."""
    assert kinds(text) == []


def test_the_second_half_of_a_split_sentence_is_direct() -> None:
    """Speech that its attribution splits in two is direct on both sides."""
    assert kinds("“We came,” Lund said, “and we saw.”") == ["direct", "direct"]


def test_the_second_half_of_a_split_sentence_is_as_sure_as_the_first() -> None:
    """Nobody else can go on with it."""
    one, other = quotes("“We came to the harbour,” Ida Lund said, “and we saw the bridge.”")
    assert other.confidence == one.confidence > SURE


# The article that ships, and any other --------------------------------------------------------------------------------


def test_a_pull_quote_is_of_whoever_says_it_in_the_text() -> None:
    """Words that stand alone are those of the one who says them where the article tells; not of the next one named."""
    text = (
        "“Nobody asked the village.”\n\nThe mayor, Carl Holm, spoke. “We have no money,” he said.\n\n"
        "Ida Lund was angry. “Nobody asked the village,” Lund said."
    )
    assert [quote.speaker_name for quote in quotes(text)] == ["Ida Lund", "Carl Holm", "Ida Lund"]


def test_the_article_that_ships_has_four_quotes() -> None:
    """The shipped article quotes Tillerson once and Mattis three times."""
    document = read_article(SHIPPED)
    found = find_quotes(document)
    who = [(q.speaker.name, q.speaker.role, q.speaker.how) for q in found if q.speaker]
    assert who == [
        ("Tillerson", "Secretary of State", "named"),
        ("Mattis", "Secretary of Defense", "named"),
        ("Mattis", "Secretary of Defense", "continued"),
        ("Mattis", "Secretary of Defense", "pronoun"),
    ]
    assert [q.kind for q in found] == ["mixed", "direct", "direct", "direct"]
    assert [document.paragraph_at(q.span.start) for q in found] == [7, 9, 9, 9]
    assert found[2].text == "“We’ll see what choices the North Koreans make."


_PIECES = [
    *"\"“”„«»‘’'`,.?!:-—\n",
    " ",
    "''",
    "\n\n",
    "He",
    "said",
    "Smith",
    "Ms.",
    "’90s",
    '5"',
    "Image: a",
    "of",
    "=",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1).map("".join).filter(lambda text: any(map(str.isalnum, text))))
def test_quotes_are_slices_in_order_inside_blocks(text: str) -> None:
    """Whatever the marks, quotes are in order, do not overlap, and lie inside one paragraph or caption."""
    document = article(text)
    found = find_quotes(document)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for quote in found:
        assert any(block.contains(quote.span) for block in (*document.paragraphs, *document.captions))
        assert quote.text == quote.text.strip()
        assert (quote.speaker is None) == (quote.confidence == 0.0)
        assert 0.0 <= quote.confidence <= 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # LaTeX
            "``We sell the barn,'' said owner Uma Berg. ``It leaks.''\n\n`We weep,' said her son, Tor Berg.",
            [("``We sell the barn,''", "Uma Berg"), ("``It leaks.''", "Uma Berg"), ("`We weep,'", "Tor Berg")],
        ),
        (  # code
            'Uma Berg said to run `make all`. It needs ``libfoo-dev`` and `x = "y"`, Berg said. “Good,” said Tor Dahl.',
            [("“Good,”", "Tor Dahl")],
        ),
        (  # one speech in single marks, opened again in each paragraph
            "'We left,' said pilot Uma Berg. 'The wind was kind.\n\n'By ten it had turned.\n\n'By noon we were down.'",
            [
                ("'We left,'", "Uma Berg"),
                ("'The wind was kind.", "Uma Berg"),
                ("'By ten it had turned.", "Uma Berg"),
                ("'By noon we were down.'", "Uma Berg"),
            ],
        ),
        (  # soft hyphens
            "“The coun\xadcil will re\xadview it,” said May\xador Uma Berg\xadman.",
            [("“The coun\xadcil will re\xadview it,”", "Uma Bergman")],
        ),
        (  # tags, links, footnotes and emphasis
            "<p>“We go,” said <b>Uma Ek</b>.</p> “No,”[12] [Tor Dahl](http://x.y/Ann) said. *“Gone,”* said **Jo Ek**.",
            [("“We go,”", "Uma Ek"), ("“No,”", "Tor Dahl"), ("“Gone,”", "Jo Ek")],
        ),
        (  # emphasis by underscores
            "_“We go,”_ said _Uma Ek_. __“No,”__ Ek said. Tor Dahl said: _“I_am_here is a name.”_",
            [("“We go,”", "Uma Ek"), ("“No,”", "Uma Ek"), ("“I_am_here is a name.”", "Tor Dahl")],
        ),
    ],
)
def test_marks_and_markup_of_all_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    """What only tells a program how to show a text is neither a quote nor part of a name."""
    assert [(quote.text, quote.speaker_name) for quote in quotes(text)] == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "“a ",
        '"a" ',
        'a" ',
        "‘a’ ",
        "'a ",
        "«",
        '6" ',
        '="',
        "“a” said “b” ",
        "“No.” Lund said. ",
        "“Word by word,” “",
        "she called it “a thing”, and ",
        "Smith, ",
        "A B of ",
        "said ",
        "`a",
        "``a'' ",
        "'a\n\n",
        "[a](",
        "<a",
        "*a",
    ],
)
def test_time_grows_no_faster_than_the_text(pattern: str) -> None:
    """Finding quotes takes linear time, whatever marks are repeated."""
    assert growth(pattern, lambda text: find_quotes(article(text))) < 24
