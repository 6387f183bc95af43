"""Claimed quotes are judged right, and no altered one is ever called real."""

from collections import Counter
from collections.abc import Sequence

import pytest

from index.encoding.embedding import Embedding
from index.encoding.encoder import Encoder
from index.encoding.model_files import find_model
from index.encoding.onnx_encoder import OnnxEncoder
from index.engine.generation import Generation
from index.evaluation.metrics import Share
from index.people.people import gather_people
from index.service.view import LiveView
from index.verification.verify import Finding, Verdict, verify
from tests.index.retrieval.test_search import generation_of
from tests.quality import floors
from tests.quality.claims import CHANGES, SAMPLE, Case, generated, long_quotes, written
from tests.quality.conftest import TOLD
from tests.quality.rewritten import rewritten
from tests.support.fake_encoder import FakeEncoder

pytestmark = pytest.mark.slow
RIGHT = 0.99
FALSE = {
    "denial left out",
    "inner speaker swapped",
    "another number",
    "a word changed",
    "a word dropped",
    "two words swapped",
    "denied",
    "spliced",
    "paraphrased",
    "invented",
}

Judged = tuple[tuple[Case, Verdict], ...]


class RememberingEncoder(OnnxEncoder):
    """The packaged encoder, which encodes a text once: each sentence is near to many claims."""

    def __init__(self) -> None:
        super().__init__(find_model(None), threads=1)
        self._embeddings: dict[str, Embedding] = {}

    def embed_query(self, text: str) -> Embedding:
        if text not in self._embeddings:
            self._embeddings[text] = super().embed_query(text)
        return self._embeddings[text]


@pytest.fixture(scope="module")
def judged(collection: LiveView) -> Judged:
    """Every claim with its verdict; those of quotes that are written in other ways by an index of their own."""
    quotes = long_quotes(collection)
    others = tuple(rewritten(quotes))
    generation = generation_of(*(other.text for other in others))
    return (
        *_verdicts(collection.generation, [*generated(quotes), *written()], RememberingEncoder()),
        *_verdicts(generation, [case for other in others for case in other.cases], FakeEncoder()),
    )


def _verdicts(generation: Generation, cases: Sequence[Case], encoder: Encoder) -> Judged:
    people = gather_people(generation)
    return tuple((case, verify(generation, case.claim, encoder, people)) for case in cases)


def test_the_claims_are_many_and_of_every_kind(judged: Judged) -> None:
    """There are forty or more claims of each kind that is written by hand, and as many as were meant of the others."""
    kinds = Counter(case.kind for case, _ in judged)
    assert min(kinds["paraphrased"], kinds["invented"]) >= 40
    assert all(kinds[kind] == SAMPLE for kind in (*CHANGES, "another form of the name", "speaker swapped", "spliced"))
    assert min(kinds["inner speaker"], kinds["inner speaker swapped"], kinds["markup"], kinds["number"]) >= 20
    assert set(kinds) >= FALSE


def test_no_false_claim_is_called_exact(judged: Judged) -> None:
    """No claim whose words were changed is called exact, whatever was done to them."""
    false = [case for case, verdict in judged if case.kind in FALSE and verdict.finding is Finding.EXACT]
    assert false == []


def test_nothing_invented_is_given_to_anybody(judged: Judged) -> None:
    """A claim that nobody made is not found, not even as a paraphrase."""
    assert {verdict.finding for case, verdict in judged if case.kind == "invented"} == {Finding.NOT_FOUND}


def test_whoever_is_quoted_right_is_confirmed(judged: Judged) -> None:
    """A claim is confirmed where its speaker is right, and not where the words are another's or nobody's for sure."""
    for case, verdict in judged:
        if verdict.finding in (Finding.EXACT, Finding.WRONG_SPEAKER):
            speaker = verdict.excerpts[0].speaker
            sure = speaker is None or speaker.is_sure
            assert verdict.confirmed is ("swapped" not in case.kind if sure else None), case


def test_verdicts_are_right(judged: Judged, pytestconfig: pytest.Config) -> None:
    """Of a hundred verdicts ninety-nine are right, and the paraphrases do not fall below a floor of their own."""
    right = Counter(case.kind for case, verdict in judged if verdict.finding is case.finding)
    kinds = Counter(case.kind for case, _ in judged)
    paraphrased = Share(right["paraphrased"], kinds["paraphrased"])
    others = Share(right.total() - paraphrased.count, kinds.total() - paraphrased.of)
    assert others.count >= RIGHT * others.of, {kind: f"{right[kind]} of {kinds[kind]}" for kind in kinds}
    assert not floors.falls(paraphrased, floors.read_floors()["paraphrased"])
    told = ", ".join(f"{kind} {right[kind]} of {kinds[kind]}" for kind in kinds)
    pytestconfig.stash.setdefault(TOLD, []).append(f"claims: {told}")
