"""Whose words are shown."""

from dataclasses import replace
from typing import Literal

import pytest

from bot.presentation.attribution import attribution, speaker_name
from corpus.quotes.excerpt import Excerpt
from corpus.speakers.speaker import SURE, How, Speaker
from corpus.text.document import Document, text_id
from corpus.text.span import Span

TEXT = "Ada Berg came. The mayor wept. “We shall see.” It rained. Nobody left. Tom Lund laughed."
DOCUMENT = Document(text_id(TEXT), TEXT, "harbour.txt", "Harbour")
QUOTE = "“We shall see.”"


def span_of(words: str) -> Span:
    """Where the words stand."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def shown(name: str, mention: str, how: How, chance: float, kind: str = "direct") -> str:
    """What stands beside the quote."""
    speaker = Speaker(name, None, span_of(mention), how, chance=chance)
    return str(attribution(Excerpt(DOCUMENT, span_of(QUOTE), kind, speaker)))  # type: ignore[arg-type]


def test_whoever_is_sure_is_named_without_reserve() -> None:
    """The level itself is sure."""
    assert shown("Ada Berg", "Ada Berg", "named", SURE) == "— Ada Berg"


@pytest.mark.parametrize(
    ("name", "mention", "how", "basis"),
    [
        ("Ada Berg", "The mayor", "title", "the article says “The mayor”"),
        ("the mayor", "The mayor", "title", "named in the sentence before"),
        ("Ada Berg", "Ada Berg", "named", "named earlier in the article"),
        ("Tom Lund", "Tom Lund", "named", "named later in the article"),
        ("the rain", "It", "named", "named in the sentence after"),
        ("us", "We", "named", "named beside these words"),
        ("Ada Berg", "It", "pronoun", "the article says “It”"),
        ("Ada Berg", "Ada Berg", "continued", "who speaks just before"),
    ],
)
def test_whoever_is_not_sure_is_named_with_how_we_know(name: str, mention: str, how: How, basis: str) -> None:
    """Every way in which a speaker is known has its words."""
    assert shown(name, mention, how, SURE - 0.01) == f"— probably {name} ({basis})"


def test_a_speaker_who_is_likelier_another_is_no_probable_one() -> None:
    """Below one half “probably” would be untrue."""
    assert shown("Tom Lund", "Tom Lund", "named", 0.49).startswith("— perhaps Tom Lund (")


def test_doubt_stands_before_what_is_done_with_the_words() -> None:
    """Words inside a sentence, and reported ones, have no dash."""
    assert shown("Ada Berg", "Ada Berg", "named", 0.8, "mixed").startswith("probably quoting Ada Berg (")
    assert shown("Ada Berg", "Ada Berg", "named", 0.8, "reported").startswith("probably paraphrasing Ada Berg (")


def test_whoever_quotes_another_is_named_with_whom_he_quotes() -> None:
    """The words are shown as they stand, in the speech of the one who quotes."""
    mayor, berg = (Speaker(name, None, span_of("Ada Berg"), "named") for name in ("the mayor", "Ada Berg"))
    excerpt = Excerpt(DOCUMENT, span_of(QUOTE), "direct", mayor, via=berg)
    assert str(attribution(excerpt)) == "— Ada Berg, who quotes the mayor"
    assert str(attribution(replace(excerpt, speaker=None))) == "— Ada Berg, who quotes somebody"


def test_a_pronoun_is_told_even_where_it_is_sure() -> None:
    """The name is a conclusion."""
    assert shown("Ada Berg", "It", "pronoun", 1.0) == "— Ada Berg (the article says “It”)"


def test_lists_name_speakers_with_their_doubt() -> None:
    """Lists have no room for how it is known."""
    assert speaker_name(None) == "speaker not named"
    assert speaker_name(Speaker("Ada Berg", None, Span(0, 8), "named")) == "Ada Berg"
    assert speaker_name(Speaker("Ada Berg", None, Span(0, 8), "named", chance=0.7)) == "probably Ada Berg"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("direct", "— speaker not known: the article is not English"),
        ("turn", "— speaker not known: the article is not English"),
        ("narration", "not English: whose words are quoted or told here is not known"),
        ("caption", "not English: whose words are quoted or told here is not known"),
    ],
)
def test_what_is_not_english_is_told_beside_its_words(
    kind: Literal["direct", "turn", "narration", "caption"], told: str
) -> None:
    """Its narration may tell what somebody says, which is not understood; a voice has a name all the same."""
    text = "„Der Hafen bleibt im Mai geschlossen“, sagte die Bürgermeisterin am Montag in Altmark zu den Fischern."
    document = Document(text_id(text), text, "hafen.txt", "Hafen", paragraphs=(Span(0, len(text)),))
    assert str(attribution(Excerpt(document, Span(0, len(text)), kind))) == told
    assert attribution(Excerpt(DOCUMENT, span_of("It rained."), "narration")) is None
    speaker = Speaker("Ada Berg", None, Span(0, 3), "named")
    assert str(attribution(Excerpt(document, Span(0, len(text)), "turn", speaker))) == "— Ada Berg"
