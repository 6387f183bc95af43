"""Reported speech: what is said without quotation marks, and by whom."""

import pytest

from corpus.quotes.direct import Quote, find_quotes
from corpus.quotes.reported import find_reported
from corpus.readers.files import parse_article
from tests.support.growth import growth


def reported(text: str) -> tuple[Quote, ...]:
    document = parse_article("x.txt", text.encode())
    return find_reported(document, find_quotes(document))


def told(text: str) -> list[tuple[str, str]]:
    return [(quote.speaker.name if quote.speaker else "", quote.text) for quote in reported(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ida Lund said the bridge was unsafe.",
        "Ida Lund said that the bridge was unsafe.",
        "Ida Lund has said the bridge was unsafe.",
        "Ida Lund, the mayor of Oslo, said the bridge was unsafe.",
        "Ida Lund, who had walked home, also warned that the bridge was unsafe.",
        "Ida Lund told reporters on Monday that the bridge was unsafe.",
        "Ida Lund told the Harbour Post the bridge was unsafe.",
        "Ida Lund said in a statement last week that the bridge was unsafe.",
        "Ida Lund denied that the bridge was unsafe.",
        "Ida Lund resigned on Monday, saying that the bridge was unsafe.",
        "Omar Diaz was told by Ida Lund that the bridge was unsafe.",
        "Ida Lund was angered by the deal and said the bridge was unsafe.",
        "Ida Lund, who chairs the harbour board, argued on Tuesday that the bridge was unsafe.",
        "The bridge was unsafe, Ida Lund said.",
        "The bridge was unsafe, Ida Lund said in a statement.",
        "The bridge was unsafe, Ida Lund told reporters.",
        "The bridge was unsafe, said Ida Lund, who had walked home.",
        "The bridge was unsafe, according to Ida Lund.",
        "According to Ida Lund, the bridge was unsafe.",
        "But according to Ida Lund, the mayor of Oslo, the bridge was unsafe.",
        "For years, Ida Lund said, the bridge was unsafe.",
        "In spring, according to Ida Lund, the bridge was unsafe.",
        "While Ida Lund said the bridge was unsafe, others crossed it.",
        "Ida Lund, who said the bridge was unsafe, walked home.",
        "OSLO (HP) — The bridge was unsafe, Ida Lund said.",
        "“I walk,” said Omar Diaz. Ida Lund said the bridge was unsafe.",
        "Ida Lund walked home. She said the bridge was unsafe.",
    ],
)
def test_what_is_reported_and_of_whom(text: str) -> None:
    """The usual ways in which an article reports are read; the statement is a clause, without “that” and the stop."""
    (name, words), *others = told(text)
    assert (name, words.lower().removeprefix("the mayor of oslo, ")) == ("Ida Lund", "the bridge was unsafe")
    assert not others


@pytest.mark.parametrize(
    "text",
    [
        "It was said that the bridge was unsafe.",
        "It was reported that the bridge was unsafe.",
        "Ida Lund was told that the bridge was unsafe.",
        "Ida Lund said nothing.",
        "Ida Lund said so on Monday.",
        "Ida Lund is said to have crossed the bridge.",
        "The bridge is said to be unsafe.",
        "Half of 40 percent said the bridge was unsafe.",
        "Those who said the bridge was unsafe walked home.",
        "I said the bridge was unsafe.",
        "Ida Lund did not say that the bridge was unsafe.",
        "Ida Lund never said the bridge was unsafe.",
        "Ida Lund would say that the bridge was unsafe.",
        "Ida Lund refused to say whether the bridge was unsafe.",
        "Did Ida Lund say that the bridge was unsafe?",
        "If Ida Lund says that the bridge is unsafe, it will close.",
        "Nobody crossed what Ida Lund said was an unsafe bridge.",
        "The report, Ida Lund said, was late.",
        "When the bridge had closed, Ida Lund said little.",
        "Ida Lund announced a plan for the bridge.",
        "The claim that the bridge was unsafe was old.",
        "The bridge was closed according to plan.",
        "Image: Ida Lund said the bridge was unsafe.",
        "Omar Diaz left.Lund claimed that the bridge was unsafe.",
        "Ida Lund said the bridge was “very unsafe.”",
        "- said\n- told\n- according to",
        "said that said that said that",
        "According to",
        "",
    ],
)
def test_what_is_no_statement_of_somebody(text: str) -> None:
    """Nothing is reported where nobody is named, nothing is stated, or the statement is denied or quoted."""
    assert told(text or "…") == []


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Ida Lund said the bridge was unsafe and Omar Diaz said that it was too old.",
            [("Ida Lund", "the bridge was unsafe"), ("Omar Diaz", "it was too old")],
        ),
        (
            "Ida Lund said the bridge was unsafe, but nobody has crossed it since.",
            [("Ida Lund", "the bridge was unsafe")],
        ),
        (
            "Omar Diaz walked home to Bergen, his doctor said.",
            [("his doctor", "Omar Diaz walked home to Bergen")],
        ),
        (
            "In Bergen, the vice mayor said the bridge was unsafe.",
            [("the vice mayor", "the bridge was unsafe")],
        ),
        (
            "Interestingly, the judge said the bridge was unsafe.",
            [("the judge", "the bridge was unsafe")],
        ),
        (
            "BERGEN (Norwire) – Top adviser Ida Lund said on Friday the bridge was unsafe.",
            [("Ida Lund", "the bridge was unsafe")],
        ),
        (
            "Ida Lund said the bridge was unsafe; nobody crossed it.",
            [("Ida Lund", "the bridge was unsafe")],
        ),
        (
            "Ida Lund said that 20,000 people had crossed the bridge, which is old.",
            [("Ida Lund", "20,000 people had crossed the bridge")],
        ),
        (
            "“I walk,” Omar Diaz said, adding that the bridge was unsafe.",
            [("Omar Diaz", "the bridge was unsafe")],
        ),
    ],
)
def test_a_statement_ends_where_something_else_begins(text: str, statements: list[tuple[str, str]]) -> None:
    """A statement ends before another one, and before what the article adds in its own words."""
    assert told(text) == statements


def test_sources_are_known_as_speakers_are() -> None:
    """Sources have the full name and role that the article gives them anywhere, also inside a statement."""
    text = "The police said that Ida Lund, the mayor of Oslo, was at home. Lund told the police it was very late."
    *_, last = reported(text)
    assert last.speaker is not None
    assert (last.speaker.name, last.speaker.role, last.speaker.how) == ("Ida Lund", "mayor of Oslo", "named")
    assert last.speaker.mention.of(text) == "Lund"
    assert (last.text, last.kind) == ("it was very late", "reported")
    assert 0 < last.confidence < 1


def test_organisations_and_people_without_a_name_report_too() -> None:
    """Organisations and people without a name are sources as the article words them."""
    text = "Two officials said the bridge was unsafe. According to the Harbour Office, it was too old."
    assert told(text) == [("two officials", "the bridge was unsafe"), ("Harbour Office", "it was too old")]


@pytest.mark.parametrize(
    "pattern",
    [
        "Ida Lund said that the bridge was unsafe. ",
        "said that ",
        "Ida Lund said the bridge was unsafe and ",
        "Lund, ",
        "according to ",
        "According to Ida Lund, ",
        "Lund said (",
        "the bridge was unsafe, said Lund, ",
        "Lund said on Monday in Oslo at night ",
        "Ida Lund said that “it was late” and ",
    ],
)
def test_time_is_linear(pattern: str) -> None:
    """Finding statements takes linear time, whatever is repeated."""
    assert growth(pattern, reported) < 24
