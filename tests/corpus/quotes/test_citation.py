"""What a reader needs to check us."""

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest

from corpus.quotes.citation import Citation, cite
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.text.document import Document
from corpus.text.place import Place
from corpus.text.span import Span

URL = "https://example.org/story"


def cited(text: str, words: str, url: str = URL, after: str = "") -> Citation:
    """The citation of the first `words` that stand behind `after`."""
    document = replace(parse_article("story.txt", text.encode()), url=url)
    return cite(excerpt_of(document, words, after))


def excerpt_of(document: Document, words: str, after: str = "") -> Excerpt:
    start = document.text.index(words, document.text.index(after) + len(after))
    return Excerpt(document, Span(start, start + len(words)), "narration")


def fragment(citation: Citation) -> str | None:
    """The words that a browser looks for."""
    base, _, found = (citation.url or "").partition("#:~:text=")
    assert base == URL
    return unquote(found) or None


def test_a_citation_says_where_an_excerpt_stands(article: Document) -> None:
    """The citation of Mattis's quote has its article, paragraph and sentences."""
    document = replace(article, publisher="NBC News", published=date(2017, 9, 14), url=URL)
    excerpt = excerpt_of(document, "“These are the most severe sanctions yet laid on North Korea,”")
    citation = cite(excerpt)
    assert citation == Citation(
        id=f"{article.id[:10]}-{excerpt.span.start}-{excerpt.span.end}",
        title="north korea missile",
        publisher="NBC News",
        published=date(2017, 9, 14),
        paragraph=9,
        sentences=(1, 1),
        places=(),
        url=f"{URL}#:~:text=These%20are%20the%20most%20severe,yet%20laid%20on%20North%20Korea",
    )
    assert cite(replace(excerpt, document=replace(document, name="x.txt", title="Other"))).id == citation.id


def test_a_citation_has_the_pages_over_which_it_runs() -> None:
    """A page goes on until the next begins; an excerpt that runs over a break stands on both."""
    places = (Place(0, "page", "1"), Place(11, "page", "2"), Place(22, "page", "3"))
    document = replace(parse_article("story.txt", b"One is it. Two is it. Three it is."), places=places)
    cited_places = [cite(excerpt_of(document, words)).places for words in ("One is", "it. Two", "Three it is.")]
    assert cited_places == [places[:1], places[:2], places[2:]]


def test_sentences_are_counted_within_their_paragraph() -> None:
    """Sentences are counted from 1 in each paragraph; several are a range."""
    text = "One. Two.\n\nAlpha is here. Gen. Beta is there. Gamma left. Delta."
    assert cited(text, "Gen. Beta is there.").sentences == (2, 2)
    assert cited(text, "there. Gamma").sentences == (2, 3)
    assert cited(text, "Alpha is here. Gen. Beta is there. Gamma left. Delta.").sentences == (1, 4)
    assert (cited(text, "Gamma left.").paragraph, cited(text, "Two.").paragraph) == (2, 1)


def test_a_caption_has_no_number() -> None:
    """A caption is cited as one, without paragraph or sentence."""
    citation = cited("Body.\n\nImage: A general in Omaha.\n\nMore.", "Image: A general in Omaha.")
    assert (citation.paragraph, citation.sentences) == (None, None)
    assert fragment(citation) == "Image: A general in Omaha"


def test_without_a_url_there_is_none(article: Document) -> None:
    """No address is made up for an article without one."""
    assert cite(excerpt_of(article, "hydrogen bomb")).url is None


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("He came. He saw it all.", "“He saw it all.”"[1:-1], "He saw it all"),
        ("We said yes. They said no. We said yes.", "We said yes.", None),
        ("We said yes. They said no, and WE SAID YES.", "We said yes.", None),
        ("no no no no", "no no no", None),
        ("A well-known man — “really” — spoke.", "well-known man — “really”", "well-known man — “really"),
        ("It is\nwrapped here.", "It is\nwrapped", None),
        ("Ünder 50% & more, he said.", "Ünder 50% & more, he", "Ünder 50% & more, he"),
        ("He came — — and left.", "— —", None),
    ],
)
def test_few_words_are_linked_whole_where_they_stand_once(text: str, words: str, found: str | None) -> None:
    """Capitals do not tell two places apart, for browsers do not tell them apart."""
    assert fragment(cited(text, words)) == found


def test_many_words_are_linked_by_their_ends() -> None:
    """A long excerpt is linked by five words at either end, across line breaks."""
    words = "one two three four five six\nseven eight nine ten eleven twelve"
    assert fragment(cited(f"Before. {words}. After.", words)) == "one two three four five,eight nine ten eleven twelve"


@pytest.mark.parametrize(
    "text",
    [
        "a b c d e x x x v w q r s t v w q r s t",  # the end is sooner than the excerpt's
        "a b c d e x x x V W Q R S T v w q r s t",
        "a b c d e. a b c d e x x x v w q r s t",  # the beginning is not the first
        "A B C D E. a b c d e x x x v w q r s t",
    ],
)
def test_ends_that_a_browser_would_find_elsewhere_are_not_linked(text: str) -> None:
    """The link leads to the article without a place then."""
    words = "a b c d e x x x " + text.split("x x x ")[1]
    assert fragment(cited(text, words)) is None


def test_what_means_something_in_a_fragment_is_encoded() -> None:
    """A dash, a comma and an ampersand would split a fragment, so they are encoded."""
    citation = cited("So-called “friends, foes & co” met.", "So-called “friends, foes & co”")
    assert citation.url == f"{URL}#:~:text=So%2Dcalled%20%E2%80%9Cfriends%2C%20foes%20%26%20co"


def test_a_url_with_a_fragment_keeps_it() -> None:
    """An address that names a place in the page already is left as it is."""
    assert cited("He came.", "He came.", f"{URL}#part-2").url == f"{URL}#part-2"


def test_a_link_that_would_fill_the_message_does_without_its_fragment() -> None:
    """Other scripts grow nine times as long when they are encoded, so their fragment is left out."""
    text = "北" * 80 + " 南"
    assert cited(text, text).url == URL
    assert cited(text, "南").url == f"{URL}#:~:text=%E5%8D%97"


@pytest.mark.parametrize(
    "words", ["We *really* like it", "Read [the report](https://x.example) now", "harbour &amp; pier"]
)
def test_a_page_made_of_markdown_does_not_hold_its_marks(words: str) -> None:
    """Words with marks of Markdown get no fragment, and the plain address is given."""
    document = replace(parse_article("story.md", f"One. {words}. Two.".encode()), url=URL)
    assert cite(excerpt_of(document, words)).url == URL
    assert fragment(cite(excerpt_of(document, "Two"))) == "Two"


def test_an_ampersand_in_markdown_is_only_an_ampersand() -> None:
    """“R&D” stands in the page as it does in the file, and is linked."""
    document = replace(parse_article("story.md", b"One. The plan at R&D is dead. Two."), url=URL)
    assert fragment(cite(excerpt_of(document, "The plan at R&D"))) == "The plan at R&D"
