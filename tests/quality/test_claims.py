"""Claimed quotes are judged right, and no altered one is ever called real."""

from collections import Counter

import pytest

from index.evaluation.metrics import Share
from index.people.people import gather_people
from index.service.view import LiveView
from index.verification.verify import Finding, Verdict, verify
from tests.index.retrieval.test_search import generation_of
from tests.quality import floors
from tests.quality.claims import Case, generated, long_quotes, written
from tests.quality.conftest import TOLD
from tests.quality.rewritten import rewritten
from tests.support.fake_encoder import FakeEncoder

pytestmark = pytest.mark.slow
RIGHT = 0.975
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


@pytest.fixture(scope="module")
def judged(collection: LiveView) -> Judged:
    """Every claim with its verdict; those of quotes that are written in other ways by an index of their own."""
    others = tuple(rewritten(long_quotes(collection)))
    generation, encoder = generation_of(*(other.text for other in others)), FakeEncoder()
    people = gather_people(generation)
    return (
        *((case, collection.verify(case.claim)) for case in (*generated(collection), *written())),
        *((case, verify(generation, case.claim, encoder, people)) for other in others for case in other.cases),
    )


def test_the_claims_are_many_and_of_every_kind(judged: Judged) -> None:
    """There are forty or more claims of each kind that is written by hand, and hundreds that are generated."""
    kinds = Counter(case.kind for case, _ in judged)
    assert len(judged) >= 700
    assert min(kinds["paraphrased"], kinds["invented"]) >= 40
    assert set(kinds) >= {*FALSE, "exact", "a part", "other marks", "ellipsis", "speaker swapped"}
    assert min(kinds["inner speaker"], kinds["markup"], kinds["number"], kinds["denial left out"]) >= 20


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
    """Of forty verdicts thirty-nine are right, and the paraphrases do not fall below their floor."""
    right = Counter(case.kind for case, verdict in judged if verdict.finding is case.finding)
    kinds = Counter(case.kind for case, _ in judged)
    assert right.total() >= RIGHT * len(judged), {kind: f"{right[kind]} of {kinds[kind]}" for kind in kinds}
    paraphrased = Share(right["paraphrased"], kinds["paraphrased"])
    assert not floors.falls(paraphrased, floors.read_floors()["paraphrased"])
    told = ", ".join(f"{kind} {right[kind]} of {kinds[kind]}" for kind in kinds)
    pytestconfig.stash.setdefault(TOLD, []).append(f"claims: {told}")
