"""Answers are as good as they were, and nobody is misquoted in them."""

import pytest

from corpus.speakers.name_match import names_match
from index.answers.answer import Answer
from index.evaluation.metrics import Outcome, Share, judge, summarize
from tests.quality import floors
from tests.quality.conftest import TOLD

pytestmark = pytest.mark.slow
MISSED = {  # a figure → the results that it misses
    "first": {"further", "wrong", "refused"},
    "shown": {"wrong", "refused"},
    "speakers": {"speaker"},
    "refused": {"answered"},
}


@pytest.mark.parametrize("name", MISSED)
def test_no_figure_falls(name: str, outcomes: tuple[Outcome, ...], pytestconfig: pytest.Config) -> None:
    """First excerpts, any of those shown, and speakers beside them are right as often as before; so are refusals."""
    share: Share = getattr(summarize(outcomes), name)
    floor, reached = floors.read_floors()[name], floors.floor_of(share)
    fallen = floors.falls(share, floor)
    if not fallen and reached <= floor:
        return
    flag = "--lower-floors" if fallen else "--raise-floors"
    told = f"{name}: {share.count} of {share.of}; pytest tests/quality {flag} moves its floor from {floor} to {reached}"
    if pytestconfig.getoption(flag):
        floors.write_floor(name, reached)
    elif fallen:
        missed = [f"{each.question.tag}: {each.question.question}" for each in outcomes if each.result in MISSED[name]]
        pytest.fail("\n".join([told, "Missed:", *missed]), pytrace=False)
    else:
        pytestconfig.stash.setdefault(TOLD, []).append(told)


def test_a_floor_is_two_questions_below_what_was_measured() -> None:
    """A floor leaves room for two questions, and none for a third."""
    floor = floors.floor_of(Share(200, 221))
    assert not floors.falls(Share(198, 221), floor)
    assert floors.falls(Share(197, 221), floor)
    assert floors.floor_of(Share(1, 3)) == 0


def test_nobody_is_given_the_words_of_another(outcomes: tuple[Outcome, ...]) -> None:
    """Direct speech that is shown stands beside nobody whom other questions ask for, but the one who said it."""
    spoken = [each.question for each in outcomes if each.question.speaker]
    people = {question.speaker or "" for question in spoken}
    shown = {excerpt for each in outcomes for excerpt in each.answer.excerpts}
    for excerpt in shown:
        if excerpt.kind == "direct" and excerpt.speaker:
            given = {name for name in people if names_match(name, excerpt.speaker)}
            held = (each for each in spoken if judge(each, Answer("", (excerpt,), 1)).first)
            assert all(each.speaker in given for each in held if given), excerpt
