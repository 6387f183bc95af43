"""The page that shows how an article is understood, read as a browser would."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from bot.presentation.annotation import mark
from bot.presentation.inspect_page import to_page
from bot.presentation.inspection import Inspection, inspected
from bot.presentation.wording import NOT_ENGLISH
from corpus.quotes.citation import cite
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt
from corpus.quotes.passages import split_passages
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from tests.support.growth import LARGEST, growth

HOSTILE = """---
title: "</title><script>alert(1)</script> “So” & ‘so’"
publisher: "<img src=x onerror=alert(2)>"
authors: ['A"onmouseover="alert(3)', "אבג"]
url: https://example.org/?a=1&b="><script>alert(4)</script>
---
# Heading </h1><style>*{display:none}</style>

“I said </a></div></main><script>alert(5)</script> no,” said <b>Ada</b> Berg. {{ 7 * 7 }} {% raw %} &amp; &lt;

“He\u202e went backwards\u200b here,” Olga Lund said. “And\u00ad on.” “Nobody is named here.”

- first, “small words,” said Tom Reed.
- second

![A harbour](harbour.png)

> “Quoted on,” she said.\r

![A harbour](harbour.png)
"""
VOID = {"meta", "br", "rect"}


@dataclass
class Element:
    """An element with the text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self) -> Iterator["Element"]:
        yield self
        for each in self.inside:
            yield from each.all()


class Parser(HTMLParser):
    """Reads a page, and complains of elements that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


class Page:
    """A page with its elements in order."""

    def __init__(self, inspection: Inspection) -> None:
        parser = Parser()
        parser.feed(to_page(inspection))
        parser.close()
        (self.root,) = parser.open
        self.elements = list(self.root.all())
        self.ids = {each.attributes["id"]: each for each in self.elements if "id" in each.attributes}

    def of(self, name: str) -> list[Element]:
        return [each for each in self.elements if name in each.classes]


def article_of(text: str, name: str = "story.txt") -> Document:
    return parse_article(name, text.encode())


def page_of(text: str) -> Page:
    return Page(inspected(article_of(text)))


@pytest.fixture(scope="module")
def hostile() -> Inspection:
    """An article that tries to be more than text."""
    return inspected(article_of(HOSTILE, "hostile.md"))


def test_the_article_stands_on_the_page_whole(hostile: Inspection, article: Document) -> None:
    """Every character of it in its order, with what is never quoted; only blank lines between blocks are left out."""
    for inspection in (hostile, inspected(article), inspected(article_of("  “One” two.\r\n\r\n\tThree\rfour.  "))):
        shown = [each.text for each in Page(inspection).of("text")]
        assert "".join("".join(shown).split()) == "".join(inspection.document.text.split())
        for block in (*inspection.document.paragraphs, *inspection.document.captions):
            assert any(block.of(inspection.document.text) in text for text in shown)


def test_every_quote_is_marked_and_has_its_card(hostile: Inspection, article: Document) -> None:
    """The marked words are the quote's, and lead to a card with the citation's id."""
    for inspection in (hostile, inspected(article)):
        page = Page(inspection)
        assert inspection.said
        for number, quote in enumerate(inspection.said, start=1):
            marked, card = page.ids[f"quote{number}"], page.ids[f"card{number}"]
            assert (marked.text, marked.attributes["href"]) == (quote.text, f"#card{number}")
            assert f"{inspection.document.id[:10]}-{quote.span.start}-{quote.span.end}" in card.text
            assert quote.kind in marked.classes
            assert quote.speaker is None or f"{quote.confidence:.0%}" in card.text


def test_what_an_article_holds_is_only_text(hostile: Inspection, article: Document) -> None:
    """No element, attribute or address comes from it but its own url, and nothing is fetched from elsewhere."""
    page, harmless = Page(hostile), Page(inspected(article))
    assert {each.tag for each in page.elements} - {each.tag for each in harmless.elements} <= {"cite", "time", "ol"}
    attributes = {name for each in page.elements for name in each.attributes}
    assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style", "action")]
    links = [each.attributes["href"] for each in page.elements if "href" in each.attributes]
    assert [link for link in links if not link.startswith("#")] == [hostile.document.url]
    assert "{{ 7 * 7 }} {% raw %} &amp; &lt;" in page.root.text
    assert "url(" not in to_page(hostile)
    assert "@import" not in to_page(hostile)


def test_the_policy_allows_this_style_and_script_alone(hostile: Inspection) -> None:
    """By their hashes, so that no other would run even if it got in."""
    page = Page(hostile)
    (policy,) = [each.attributes["content"] for each in page.elements if "http-equiv" in each.attributes]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (part,) = [each.text for each in page.elements if each.tag == tag]
        assert f"{tag}-src 'sha256-{b64encode(sha256(part.encode()).digest()).decode()}';" in policy


def test_links_within_the_page_lead_somewhere(hostile: Inspection, article: Document) -> None:
    """And no id is there twice."""
    for inspection in (hostile, inspected(article)):
        page = Page(inspection)
        ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
        links = [each.attributes.get("href", "") for each in page.elements]
        described = {each.attributes["aria-describedby"] for each in page.of("quote") if "id" in each.attributes}
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in links if link.startswith("#")} | described <= set(ids)


def test_the_mention_is_marked_where_it_stands(article: Document) -> None:
    """A card's note names the mention, and the words so marked are the mention's."""
    inspection = inspected(article)
    page = Page(inspection)
    mentions = [each for each in page.of("mention") if "data-mentions" in each.attributes]  # the key shows one too
    for number, quote in enumerate(inspection.said, start=1):
        mention = page.ids[f"note{number}"].attributes["data-mention"]
        marked = [each.text for each in mentions if mention in each.attributes["data-mentions"].split()]
        assert quote.speaker
        assert "".join(marked) == quote.speaker.mention.of(article.text)


def test_mentions_may_overlap_quotes_and_each_other() -> None:
    """Whatever is handed in, no character is lost or doubled."""
    document = article_of("Ada Berg, the mayor, spoke of “the Ada Berg bridge” here.")
    quote = Span(document.text.index("“"), document.text.index("”") + 1)
    mentions = [Span(0, 8), Span(4, 19), Span(quote.start - 3, quote.start + 4), Span(quote.start, quote.end)]
    text = document.text
    for mention in mentions:
        said = Quote(document, quote, "mixed", Speaker("Ada", None, mention, "named"))
        reported = Quote(document, Span(0, 8), "reported", Speaker("Ada", None, mentions[0], "named"))
        (block,) = mark(replace(inspected(document), quotes=(said,), reported=(reported,)))
        pieces = [piece for passage in block.passages for run in passage for piece in run]
        assert "".join(piece.text for piece in pieces) == text
        assert "".join(piece.text for piece in pieces if mention in piece.mentions) == mention.of(text)
        assert "".join(piece.text for piece in pieces if piece.quote == 2) == quote.of(text)


def test_citations_are_those_of_answers(hostile: Inspection, article: Document) -> None:
    """The place on a card is the one that corpus.citation tells."""
    for inspection in (hostile, inspected(article)):
        page = Page(inspection)
        for number, quote in enumerate(inspection.said, start=1):
            citation = cite(Excerpt(quote.document, quote.span, quote.kind, quote.speaker))
            first, last = citation.sentences or (0, 0)
            place = f"sentence {first}" if first == last else f"sentences {first}–{last}"
            assert f"paragraph {citation.paragraph}, {place}" in page.ids[f"card{number}"].text


def test_what_cannot_be_seen_is_told() -> None:
    """Characters that turn or hide text have their code beside them, and change nothing outside of themselves."""
    unseen = page_of("“He\u202e went\u200b,” Olga Lund said.").of("unseen")
    assert [(each.tag, each.text, each.attributes["data-code"]) for each in unseen] == [
        ("bdi", "\u202e", "⟨U+202E⟩"),
        ("bdi", "\u200b", "⟨U+200B⟩"),
    ]


def test_what_wants_a_look_is_listed_first() -> None:
    """Speech of nobody, speakers that may be wrong, and marked words that may be nobody's; else that there is none."""
    text = (
        "“It is late. Nobody came.”\n\nThe town slept.\n\nAda Berg shrugged. “We shall see.”\n\n"
        "It was said to be a “quiet” town."
    )
    (listed,) = page_of(text).of("doubts")
    headings = [each.text.strip().partition(" 1")[0] for each in listed.all() if each.tag == "summary"]
    assert headings == ["Nobody is named", "The speaker may be another", "Nobody’s words, or a title or a term?"]
    assert "“It is late. Nobody came.”" in listed.text
    assert re.search(r"“We shall see.”\s+2 · paragraph 3, sentence 2 · probably Ada Berg, \d\d%", listed.text)
    (nothing,) = page_of("“We shall see,” said Ada Berg.").of("doubts")
    assert "Nothing: every quote has a speaker" in nothing.text


def test_an_article_of_another_language_is_told_as_such() -> None:
    """The page says why nobody is named."""
    page = page_of(
        "Der Hafen bleibt im Mai geschlossen, sagte die Bürgermeisterin am Montag in Altmark zu den Fischern."
    )
    assert NOT_ENGLISH in page.root.text
    assert NOT_ENGLISH not in page_of("“We shall see,” said Ada Berg.").root.text


def test_reported_speech_is_underlined_with_a_card() -> None:
    """It is told from quotes by its class and its card, and counted apart."""
    document = article_of("Ada Berg said the bridge was safe.")
    reported = Quote(document, Span(14, 33), "reported", Speaker("Ada Berg", "mayor", Span(0, 8), "named"))
    page = Page(replace(inspected(document), reported=(reported,)))
    assert page.ids["quote1"].text == "the bridge was safe"
    assert "reported" in page.ids["quote1"].classes
    assert "Reported, not quoted" in page.ids["card1"].text
    assert "0 quotes (0 direct, 0 mixed) · 1 reported" in page.root.text


def test_speakers_are_listed_with_the_first_role_that_they_have() -> None:
    """Whoever has none is listed too."""
    document = article_of("“One.” “Two.” “Three.” “Four.” Berg, Holm")
    roles = (("Ada Berg", None), ("Ada Berg", "mayor"), ("Ada Berg", "judge"), ("Bo Holm", None))
    places = [Span(*match.span()) for match in re.finditer("“[^”]*”", document.text)]
    quotes = tuple(
        Quote(document, place, "direct", Speaker(name, role, Span(31, 35), "named"))
        for place, (name, role) in zip(places, roles, strict=True)
    )
    (listed,) = Page(replace(inspected(document), quotes=quotes)).of("speakers")
    assert listed.text.split() == ["Speakers", "Ada", "Berg", "3", "mayor", "Bo", "Holm", "1"]


def test_forty_speakers_can_be_told_apart() -> None:
    """By colour, or by the line under their words; the most quoted stands first."""
    starts, ends = ("Al", "Ber", "Cor", "Dal", "Es", "Fal", "Gar", "Hol"), ("man", "stad", "rick", "den", "low")
    names = [f"Ada {start}{end}" for start in starts for end in ends]
    text = "\n\n".join(f"“We shall see about it,” said {name}." for name in [*names, names[7]])
    page = page_of(text)
    buttons = [each for each in page.elements if each.tag == "button" and "data-voice" in each.attributes]
    assert len({each.attributes["class"] for each in buttons}) == len(buttons) == 40
    assert names[7] in buttons[0].text
    notes = {each.attributes["data-voice"] for each in page.of("note")}
    assert notes == {each.attributes["data-voice"] for each in buttons}


def test_lines_that_are_never_quoted_are_told_apart() -> None:
    """Front matter, headings and a caption that comes again are apart; the mark of a list stands with its paragraph."""
    blocks = list(mark(inspected(article_of(HOSTILE, "hostile.md"))))
    kinds = [(block.kind, block.number) for block in blocks]
    assert kinds[:3] == [("apart", None), ("paragraph", 1), ("paragraph", 2)]
    assert [kind for kind, _ in kinds].count("caption") == 1
    assert kinds[-1] == ("apart", None)
    assert ["".join(piece.text for piece in block.lead) for block in blocks if block.number in (3, 4)] == ["- ", "- "]


def test_a_long_paragraph_shows_its_passages() -> None:
    """Each is parted from the next one, between sentences."""
    page = page_of("The harbour was dredged in spring, and nobody knew what it cost the town. " * 40)
    assert len(page.of("passage")) > 1
    assert all(each.text.startswith("The harbour") for each in page.of("passage"))


def test_an_article_without_quotes_has_a_page() -> None:
    """It says that nobody is quoted."""
    page = page_of("Nothing was said.")
    assert "Nobody is quoted by name." in page.root.text
    assert not page.of("note")


def spoken(text: str) -> Inspection:
    """An article of one sentence again and again, whose quotes are found without a parser."""
    document = article_of(f"A. {text}")
    mentions = (Span(match.start(), match.end()) for match in re.finditer("Ada Berg", document.text))
    matches = re.finditer("“We[^”]+”", document.text)
    quotes = tuple(
        Quote(document, Span(match.start(), match.end()), "direct", Speaker("Ada Berg", None, mention, "named"))
        for match, mention in zip(matches, mentions, strict=False)  # a text may be cut off before a name
    )
    return Inspection(document, quotes, (), split_passages(document, quotes))


def test_pages_grow_as_articles_do() -> None:
    """Twice the text gives about twice the page, in about twice the time, in one paragraph too."""
    said = "“We shall see about it in spring,” said Ada Berg, who knew the town. "
    empty, once, twice = (len(to_page(spoken(said * count))) for count in (0, 50, 100))
    assert (twice - empty) / (once - empty) == pytest.approx(2, rel=0.05)
    assert growth(said, lambda text: list(mark(spoken(text))), 4 * LARGEST) < 24
