"""Plain words."""

from dataclasses import replace

import pytest

from bot.presentation import wording
from bot.presentation.wording import counted, duration, looked_for, sentence, verdict_line
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document, text_id
from corpus.text.span import Span
from index.answers.answer import SearchSummary
from index.verification.alignment import Change
from index.verification.claims import Claim
from index.verification.verify import Finding, Verdict


def test_an_error_begins_as_a_sentence_does() -> None:
    """But a file keeps its name."""
    assert sentence("nothing is indexed yet") == "Nothing is indexed yet"
    assert sentence("story.txt: is empty") == "story.txt: is empty"
    assert sentence("") == ""


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1204, "1,204 articles")]
)
def test_things_are_counted(number: int, words: str) -> None:
    """With the plural and the thousands."""
    assert counted(number, "article") == words


def test_high_keeps_the_promise_that_help_makes() -> None:
    """Of confidence at 0.8 four in five are right; the help says so of “high”, and half of “fair”."""
    assert (wording.HIGH, wording.FAIR) == (0.8, 0.5)


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        (SearchSummary(None, heard=False, words=()), ""),
        (SearchSummary(None, heard=False, words=("stadium", "cost")), "Searched for “stadium”, “cost”."),
        (SearchSummary("Ada", heard=True, words=("harbour",)), "Searched for words of Ada about “harbour”."),
        (SearchSummary("Ada", heard=True, words=()), "Searched for words of Ada."),
        (SearchSummary("Ada", heard=False, words=("harbour",)), "No words of Ada were found in the articles."),
        (SearchSummary(None, False, ("a",), "beyond"), "Nothing more was found."),
        (SearchSummary(None, False, ("a",), "near"), "Searched near the quote that was shown."),
        (
            SearchSummary(None, False, ("a",), absent=("no such words",)),
            "“no such words” does not appear in the articles.",
        ),
    ],
)
def test_a_refusal_says_what_was_looked_for(sought: SearchSummary, words: str) -> None:
    """In a sentence, or not at all."""
    assert looked_for(sought) == words


def test_of_many_words_the_first_are_named() -> None:
    """A long question is not repeated."""
    words = tuple("abcdefghijk")
    assert looked_for(SearchSummary(None, heard=False, words=words)).endswith("“g”, “h” and 3 more words.")


DOCUMENT = Document(text_id("We will rebuild."), "We will rebuild.", "harbour.txt", "Harbour")
WHOLE = Span(0, 16)
HERS = Excerpt(DOCUMENT, WHOLE, "direct", Speaker("Ann Jones", None, Span(0, 2), "named"))
NOBODYS = Excerpt(DOCUMENT, WHOLE, "direct")
PERHAPS_HERS = Excerpt(DOCUMENT, WHOLE, "direct", Speaker("Ann Jones", None, Span(0, 2), "pronoun", chance=0.8))
QUOTED = replace(HERS, via=Speaker("Ida Lund", None, Span(0, 2), "named"))
GERMAN = "„Der Hafen bleibt im Mai geschlossen“, sagte die Bürgermeisterin am Montag in Altmark zu den Fischern."
FOREIGN = Excerpt(parse_article("hafen.txt", GERMAN.encode()), WHOLE, "direct")
OWN = Excerpt(DOCUMENT, WHOLE, "narration")
REPORTED = Excerpt(DOCUMENT, WHOLE, "reported", HERS.speaker)
SAID = "what Ann Jones said."
MAYBE = "what somebody said, probably Ann Jones (the article says “We”)."
REAL = "Real: this is, word for word"
GAP = (Change("same", "We", "We"), Change("left out", "", "will"), Change("same", "rebuild", "rebuild."))
ELIDED = (Change("same", "We", "We"), Change("elided", "", "will"), Change("same", "rebuild", "rebuild."))
OPEN = (Change("same", "We", "We"), Change("replaced", "[shall]", "will"), Change("same", "rebuild", "rebuild."))
PARTLY = (Change("same", "[The", "the"), Change("replaced", "town].", "harbour."))
NOT_ALL = (*OPEN, Change("added", "soon", ""))


@pytest.mark.parametrize(
    ("finding", "excerpt", "changes", "confirmed", "line"),
    [
        ("exact", HERS, (), True, f"Real: this is, word for word, {SAID}"),
        ("exact", OWN, (), None, "Real: this is, word for word, what the article says itself, quoting nobody."),
        ("exact", REPORTED, (), None, "Real: this is, word for word, how the article reports what Ann Jones said."),
        (
            "exact",
            NOBODYS,
            (),
            None,
            f"{REAL}, what somebody said whom the article does not name.",
        ),
        (
            "exact",
            HERS,
            ELIDED,
            True,
            f"Real, with words left out where the ellipsis stands: this is, word for word, {SAID}",
        ),
        (
            "altered",
            HERS,
            ELIDED,
            True,
            f"Altered by the ellipsis: what it leaves out may change the meaning of {SAID}",
        ),
        ("exact", QUOTED, (), True, f"{REAL}, what Ann Jones said, as quoted by Ida Lund."),
        (
            "wrong speaker",
            QUOTED,
            (),
            False,
            "Real words, but not Bob’s: this is, word for word, what Ann Jones said, as quoted by Ida Lund.",
        ),
        (
            "wrong speaker",
            replace(QUOTED, speaker=None),
            (),
            None,
            "Real words, but probably not Bob’s: this is, word for word, what Ida Lund quotes of somebody.",
        ),
        (
            "exact",
            FOREIGN,
            (),
            None,
            f"{REAL}, what stands in an article that is not English; who says it is not known.",
        ),
        ("exact", PERHAPS_HERS, (), None, f"{REAL}, {MAYBE}"),
        ("altered", PERHAPS_HERS, GAP, None, f"Altered: this is not, word for word, {MAYBE}"),
        (
            "wrong speaker",
            PERHAPS_HERS,
            (),
            None,
            f"Real words, but probably not Bob’s: this is, word for word, {MAYBE}",
        ),
        ("altered", HERS, NOT_ALL, None, f"Altered: this is not, word for word, {SAID}"),
        ("altered", HERS, GAP, False, f"Altered, and not Bob’s: this is not, word for word, {SAID}"),
        (
            "altered",
            HERS,
            OPEN,
            True,
            f"Altered, but only in brackets: the rest is, word for word, {SAID}",
        ),
        (
            "altered",
            HERS,
            PARTLY,
            True,
            f"Altered, but only in brackets: the rest is, word for word, {SAID}",
        ),
        ("wrong speaker", HERS, (), False, f"Real words, but not Bob’s: this is, word for word, {SAID}"),
        ("unsaid", HERS, (), None, "Not said: the article has these words as denied, invented or only imagined."),
        ("spliced", HERS, (), None, "Spliced: real words, put together in another order than they were said."),
        ("paraphrase", HERS, (), None, "A paraphrase: the articles say this, but in other words."),
        ("not found", HERS, (), None, "Not found: these words do not appear in the articles."),
        ("too short", HERS, (), None, "Too short to check: so few words could be anyone’s."),
    ],
)
def test_a_verdict_is_a_sentence(
    finding: str, excerpt: Excerpt, changes: tuple[Change, ...], confirmed: bool | None, line: str
) -> None:
    """What came out, and whose the real words are."""
    claim = Claim("We will rebuild", "Bob")
    assert verdict_line(Verdict(claim, Finding(finding), (excerpt,), changes, confirmed)) == line


@pytest.mark.parametrize(("seconds", "words"), [(0.1, "1 s"), (9.6, "10 s"), (200, "3 min")])
def test_durations_are_told_in_few_digits(seconds: float, words: str) -> None:
    """A duration is at least one second, and minutes from 90 seconds on."""
    assert duration(seconds) == words
