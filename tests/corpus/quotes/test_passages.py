"""From documents to what is embedded."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.quotes.direct import find_quotes
from corpus.quotes.passages import MAX_PASSAGE, Passage, analyse, split_passages, whole_sentences
from corpus.readers.files import parse_article
from corpus.text.document import Document
from corpus.text.span import Span


def passages(text: str) -> tuple[Passage, ...]:
    document = parse_article("story.txt", text.encode())
    return split_passages(document, find_quotes(document))


def test_the_shipped_article_has_a_passage_for_each_paragraph_and_caption(article: Document) -> None:
    """The passages are in the order of the text."""
    found = split_passages(article, find_quotes(article))
    assert [passage.span for passage in found] == sorted((*article.paragraphs, *article.captions))
    assert all(passage.document is article for passage in found)
    assert len(found) == 11


def test_the_sentences_of_a_quote_stay_together() -> None:
    """What may be shown never begins or ends inside a quote."""
    (passage,) = passages("First. He said: “We came. We saw. We won.” Then he left. “It is over,” she said. Last.")
    assert [span.of(passage.document.text) for span in passage.sentences] == [
        "First.",
        "He said: “We came. We saw. We won.”",
        "Then he left.",
        "“It is over,” she said.",
        "Last.",
    ]


def test_two_quotes_that_share_a_sentence_join_all_of_it() -> None:
    """“A. B,” he said, “C. D.” is one thing."""
    text = "One. “We came. We saw,” he said, “and then. We won.” Last."
    quotes = [Span(text.index("“We"), text.index("” he") + 1), Span(text.index("“and"), text.index("” Last") + 1)]
    assert [span.of(text) for span in whole_sentences(text, Span(0, len(text)), quotes)] == [
        "One.",
        "“We came. We saw,” he said, “and then. We won.”",
        "Last.",
    ]


def test_a_long_paragraph_is_divided_between_sentences() -> None:
    """A long paragraph becomes as few passages of at most MAX_PASSAGE characters as can be."""
    sentence = "This sentence has exactly fifty characters in it."
    found = passages(" ".join([sentence] * 100))
    assert [len(passage.sentences) for passage in found] == [24, 24, 24, 24, 4]
    assert all(len(passage.text) <= MAX_PASSAGE for passage in found)
    assert {passage.document.paragraph_at(passage.span.start) for passage in found} == {1}


def test_a_quote_longer_than_a_passage_stands_alone() -> None:
    """A long quote is never cut, so nothing is embedded with half of it."""
    quote = "“" + "We will not accept this at all. " * 60 + "Never.”"
    before, three, middle, after = passages(f"One. Two.\n\nThree. {quote} Four.")
    assert [before.text, three.text, after.text] == ["One. Two.", "Three.", "Four."]
    assert middle.text == quote
    assert len(quote) > MAX_PASSAGE


SENTENCE = st.sampled_from(
    ["He left.", "It was, she thought, a long and tiresome day in the U.S. " + "and so on " * 30 + ".", "Why?", "No!"]
)
QUOTE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["“", '"', "He said: “", "Then, “"]),
    st.lists(SENTENCE, min_size=1, max_size=6).map(" ".join),
    st.sampled_from(["”", '"', ",” he said.", "", "” said Gen. Hyten, who left. It rained."]),
    st.sampled_from(["", " [1]"]),
)
ARTICLE = st.lists(st.lists(SENTENCE | QUOTE, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=3).map(
    "\n\n".join
)


@settings(max_examples=40)
@given(ARTICLE)
def test_no_quote_and_no_sentence_is_cut_and_every_word_is_covered_once(text: str) -> None:
    """Passages cover every word once, however sentences and quotes are mixed."""
    document = parse_article("story.txt", text.encode())
    quotes = find_quotes(document)
    found = split_passages(document, quotes)
    pieces = [span for passage in found for span in passage.sentences]
    for quote in quotes:
        assert sum(piece.contains(quote.span) for piece in pieces) == 1
        assert sum(passage.span.contains(quote.span) for passage in found) == 1
    for passage in found:
        assert passage.span == Span(passage.sentences[0].start, passage.sentences[-1].end)
        assert len(passage.text) <= MAX_PASSAGE or len(passage.sentences) == 1
        assert any(block.contains(passage.span) for block in (*document.paragraphs, *document.captions))
    covered = [at for piece in pieces for at in range(piece.start, piece.end)]
    assert all(before < after for before, after in pairwise(covered))
    words = {at for block in (*document.paragraphs, *document.captions) for at in range(block.start, block.end)}
    assert {at for at in words if not text[at].isspace()} <= set(covered) <= words


def test_a_list_of_links_is_no_passage() -> None:
    """The navigation of a page, which only links, is never searched; a sentence with a link is."""
    text = "[Home](https://lund.example)\n\n- [News](https://lund.example/n) | [Sport](https://lund.example/s)\n\n"
    text += "The [harbour](https://lund.example/h) froze on Sunday."
    document = parse_article("page.md", text.encode())
    assert [passage.text for passage in analyse(document).passages] == [text.rpartition("\n")[2]]


def test_an_article_of_links_alone_is_searched() -> None:
    """Where there is nothing but links, they are passages."""
    document = parse_article("page.md", b"[Harbour](https://lund.example)")
    assert len(analyse(document).passages) == 1
