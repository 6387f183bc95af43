"""Where a quoted phrase stands."""

import pytest

from index.answers.answer import Answer, Refusal
from index.engine.generation import Generation
from index.query.query import parse
from index.retrieval.fusion import fused_scores
from index.retrieval.phrase_match import holders
from index.retrieval.search import search
from index.service.protocols import View
from tests.index.retrieval.test_search import generation_of
from tests.support.fake_encoder import FakeEncoder

FIRST = """“We will rebuild the long-range harbour,” said Ann Jones. It is closed. She went to São Paulo.

Never again. Nobody came, and nobody's fault it was.

The end."""
SECOND = "Beginnings are hard. We will see."


@pytest.fixture(scope="module")
def two() -> Generation:
    return generation_of(FIRST, SECOND)


@pytest.mark.parametrize(
    ("phrase", "sentences"),
    [
        ("rebuild the long range HARBOUR", ["“We will rebuild the long-range harbour,” said Ann Jones."]),
        ("sao—paulo", ["She went to São Paulo."]),
        ("closed. She went", ["It is closed.", "She went to São Paulo."]),
        (
            "Jones it is closed she",
            [*["“We will rebuild the long-range harbour,” said Ann Jones."], "It is closed.", "She went to São Paulo."],
        ),
        ("Paulo. Never", ["She went to São Paulo.", "Never again."]),
        ("we will", ["“We will rebuild the long-range harbour,” said Ann Jones.", "We will see."]),
        ("nobody’s fault", ["Nobody came, and nobody's fault it was."]),
        ("the end beginnings", []),  # of two articles
        ("rebuilding the harbour", []),  # another word
        ("ebuild", []),
        ("see", ["We will see."]),
        ("…", []),
        ("", []),
    ],
)
def test_sentences_that_hold_a_phrase(two: Generation, phrase: str, sentences: list[str]) -> None:
    """Or a part of it; marks, dashes, case and accents are forgiven, words are not."""
    assert [two.sentence_text(number) for number in sorted(holders(two, phrase))] == sentences


def test_long_phrases_that_stand_nowhere_are_absent(two: Generation) -> None:
    """Shorter ones may be anybody's words."""
    query = parse("“we will never rebuild”, “we will see”, “Formation”, “no such”")
    vector = FakeEncoder().embed_query(query.text).vector
    assert fused_scores(two, query, vector).absent == ("we will never rebuild",)
    assert fused_scores(two, parse("who will rebuild the town?"), vector).absent == ()


def test_a_sentence_that_holds_the_phrase_is_the_first_answer(real: View) -> None:
    """However it is asked for."""
    for question in ("who spoke of “most severe sanctions”", "'MOST SEVERE SANCTIONS'", "«most  severe – sanctions» ?"):
        answer = real.answer(question)
        assert isinstance(answer, Answer)
        assert "most severe sanctions" in answer.excerpts[0].text


def test_a_phrase_that_stands_nowhere_is_not_answered(real: View) -> None:
    """The nearest passages are no answer."""
    answer = real.answer("Who said “these are the mildest sanctions yet laid on North Korea”?")
    assert isinstance(answer, Refusal)
    assert answer.confidence == 0
    assert answer.excerpts


def test_hostile_phrases_do_no_harm(two: Generation) -> None:
    """Questions of marks by the thousand, and of phrases as long as a question, find as many sentences as others."""
    for question in ('"' * 5_999 + "a", "“" * 2_999 + "a" + "”" * 3_000, f"“{'the ' * 1_400}”", "'a " * 2_000):
        query = parse(question)
        results = search(two, query, FakeEncoder().embed_query(query.text))
        assert len(results.hits) == len(two.sentences)
