"""A disk that fails, once or for good, and a process that is killed in what follows."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.child import Failure, all_of, calls, fail, result_of, why_not
from tests.torture.failures import CLEAR, STEPS
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import HERE, State, Step, add, attempted, copied, ground, ready, sound, state, works_on

HOLDS = "after a failure of the disk and a kill the old or the new is there whole, and all that was acknowledged"
NEXT = Step("the next addition", lambda each: add(each, HERE, 33))


def failures_and_kills(count: int, folder: Path, seed: int = 1) -> Outcome:
    """In each step in turn the disk fails from a random call on, or at it alone; a later call kills, in that step or in
    the next addition, if there are so many."""
    if reason := why_not():
        return Outcome(HOLDS, 0, {"left out": reason})
    chance = random.Random(seed)  # noqa: S311  # the same each time
    ground(folder / "ground")
    steps = STEPS[:count]
    rehearsed = [result_of(_rehearsed, copied(folder / "ground", folder / "work"), step) for step in range(len(steps))]
    broken: list[str] = []
    figures: Counter[str] = Counter()
    for trial in range(count):
        number = trial % len(steps)
        first, both, states = rehearsed[number]
        how, at = chance.choice((Failure.ONCE, Failure.FULL)), chance.randint(1, first)
        last = at + chance.randint(1, chance.randint(1, both - first))  # rather soon, and within what an addition takes
        work = copied(folder / "ground", folder / "work")
        said = all_of(_working, work, number, how, at, last)
        figures["killed"] += len(said) < 2
        figures["failed before"] += "clear" in said
        wrong = [f"it failed with {each}" for each in said if each not in CLEAR]
        wrong += [*sound(work, list(_allowed(said, states))), *works_on(work)]
        broken += told(f"{STEPS[number].name}, {how.name.lower()} at call {at}, killed at {last}", wrong)
    return Outcome(HOLDS, count, {name: float(times) for name, times in figures.items()}, tuple(broken))


def _allowed(said: Sequence[str | None], states: Sequence[Sequence[State]]) -> Iterator[State]:
    """What may be there: without the step or with it, and each without the next addition or with it."""
    step, *following = [*said, "killed"]
    for done in (True,) if step is None else (False, True):
        without, added = states[done]
        if following[:1] != [None]:
            yield without
        if following:
            yield added


# In the child ---------------------------------------------------------------------------------------------------------


def _rehearsed(connection: Connection, folder: Path, number: int) -> None:
    """The calls of the step, those of the next addition too, and what is there without and with the step, each without
    and with that."""
    kept, _ = ready(folder)
    before = state(kept)
    fail(folder / "data", Failure.NEVER, 0)
    STEPS[number].work(kept)
    first, after = calls(), state(kept)
    NEXT.work(kept)
    both, added = calls(), state(kept)
    other, _ = ready(copied(folder.with_name("ground"), folder))
    NEXT.work(other)
    connection.send((first, both, ((before, state(other)), (after, added))))


def _working(connection: Connection, folder: Path, number: int, how: Failure, at: int, last: int) -> None:
    kept, _ = ready(folder)
    fail(folder / "data", how, at, last)
    for step in (STEPS[number], NEXT):
        connection.send(attempted(step, kept))
