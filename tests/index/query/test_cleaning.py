"""A question as it was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.quotes.passages import MAX_PASSAGE
from corpus.text.folding import readable
from index.query.cleaning import MOST, asking, lines, quoted
from index.query.query import MAX_QUESTION, QuestionError, parse
from tests.support.growth import growth

PASTED = "The town met on Monday. Would the harbour open? Nobody knew, and everyone went home. " * 40
ASKED = "What did Mattis say about the sanctions?"


def test_what_was_typed_is_kept_for_showing() -> None:
    """But for white space, and for half characters, which cannot be shown; no other question is understood."""
    query = parse(" Ｗｈａｔ\n did \ud800 Mattis say? ")
    assert (query.typed, query.text, query.understood) == ("Ｗｈａｔ did ? Mattis say?", "What did ? Mattis say?", None)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (f"{PASTED} {ASKED}", f"Would the harbour open? {ASKED}"),
        (f"{ASKED} {PASTED}", f"{ASKED} Would the harbour open?"),
        (f"{PASTED.replace('?', '.')} {ASKED} Thanks!", ASKED),
        (f"{PASTED.replace('?', '.')}\nwhat did Mattis say", "what did Mattis say"),
        (f"Please tell me who met. {PASTED.replace('?', '.')}", "Please tell me who met."),
        (PASTED.replace("?", "."), PASTED.replace("?", ".").strip()),
        (f"{ASKED} And why?", f"{ASKED} And why?"),
        ("?" * 2_000, "?" * 2_000),
    ],
)
def test_of_a_long_message_its_first_and_last_question_are_asked(typed: str, asked: str) -> None:
    """A short one, and one that asks nothing, is asked whole."""
    assert asking(lines(typed)) == asked


def test_what_was_left_out_is_told() -> None:
    """As the question that was understood; where that says nothing by itself, nothing is left out."""
    pasted = PASTED.replace("?", ".")
    query = parse(f"{pasted} {ASKED}")
    assert (query.text, query.understood, query.speaker) == (ASKED, ASKED, "Mattis")
    assert query.typed.startswith("The town met")
    assert parse(f"{pasted} Who said this?").understood is None
    assert len(parse(f"{pasted} Who said this?").text) > MAX_PASSAGE


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("who spoke of “most severe sanctions”", ("most severe sanctions",)),
        ('who said "never again," and "no more"?', ("never again", "no more")),
        ("who said « jamais » or „nie“", ("jamais", "nie")),
        ("who said 'never again' to Jones's party", ("never again",)),
        ("what's Jones' view on the workers' party", ()),
        ("don't they say it isn't so", ()),
        ("who said “we will … rebuild the harbour”", ("we will", "rebuild the harbour")),
        ("what did the “bank say", ()),
        ("what is “The Daily News’s” view", ("The Daily News",)),
        ("“” \"\" '…'", ()),
        ("ＷＨＯ ＳＡＩＤ ＂ＮＥＶＥＲ＂", ("NEVER",)),
    ],
)
def test_phrases_stand_between_quotation_marks(typed: str, phrases: tuple[str, ...]) -> None:
    """Of any style; an apostrophe is none, and a mark that is never closed opens nothing."""
    assert quoted(readable(typed)) == phrases


def test_no_more_phrases_than_anyone_quotes() -> None:
    """Since each is looked for."""
    assert len(parse(" ".join(f"“{number}”" for number in range(1_000))).phrases) == MOST


@pytest.mark.parametrize(
    "piece", ["“", '"', "'", "« ", "'a", "“a ", "”“", "`", "? ", "what ", "a.", "ﷺ", "\u0301", "\ud800"]
)
def test_time_is_in_proportion_to_the_length(piece: str) -> None:
    """Cleaning a question takes linear time up to the longest one, whatever it is made of."""

    def work(text: str) -> None:
        quoted(asking([readable(line) for line in lines(text)]))

    assert growth(piece, work, MAX_QUESTION) < 24


@settings(max_examples=12)
@given(st.text(min_size=1, max_size=20))
def test_any_long_question_is_understood_or_refused(piece: str) -> None:
    """And no longer than the longest."""
    try:
        query = parse(piece * (MAX_QUESTION // len(piece)))
    except QuestionError:
        return
    assert len(query.text) <= MAX_QUESTION
    assert all(phrase in query.text for phrase in query.phrases)
