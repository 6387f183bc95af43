"""What was looked for."""

import pytest

from index.answers.answer import Refusal, SearchSummary, summarize
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.query.query import parse
from index.retrieval.search import search
from index.service.protocols import View


@pytest.mark.parametrize(
    ("question", "sought"),
    [
        (
            "What did Kim Jong Un say about the sanctions?",
            SearchSummary("Kim Jong Un", heard=False, words=("sanctions",)),
        ),
        ("What did Mattis say about Stadiums?", SearchSummary("Mattis", heard=True, words=("Stadiums",))),
        ("What did the stadium cost, and which stadiums?", SearchSummary(None, heard=False, words=("stadium", "cost"))),
        ("How much is O’Neill's co-op?", SearchSummary(None, heard=False, words=("O’Neill's", "co-op"))),
        (
            "Who said “never in my life”, and who “severe sanctions”?",
            SearchSummary(
                None, heard=False, words=("never", "life", "severe", "sanctions"), absent=("never in my life",)
            ),
        ),
        ("What is it?", SearchSummary(None, heard=False, words=())),
    ],
)
def test_it_is_told_in_the_words_of_the_question(
    generation: Generation, encoder: Encoder, question: str, sought: SearchSummary
) -> None:
    """Each once, without those that only ask."""
    query = parse(question)
    assert summarize(query, search(generation, query, encoder.embed_query(query.text))) == sought


def test_an_answer_and_a_refusal_have_it(real: View) -> None:
    """Whether the speaker is heard anywhere is the difference."""
    refused = real.answer("What did Kim Jong Un say about the sanctions?")
    assert isinstance(refused, Refusal)
    assert refused.summary == SearchSummary("Kim Jong Un", heard=False, words=("sanctions",))
    answered = real.answer("What did Mattis say about the sanctions?")
    assert answered.summary == SearchSummary("Mattis", heard=True, words=("sanctions",))
