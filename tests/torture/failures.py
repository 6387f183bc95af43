"""A disk that fails at a call, at every call of each piece of work; and one that is full."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import PullquoteError
from corpus.library.owners import SHARED
from corpus.library.policy import Policy
from tests.support.child import Failure, calls, fail, result_of, why_not
from tests.support.kept_service import KeptService
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import (
    HERE,
    MODERATOR,
    THERE,
    Step,
    add,
    answers,
    attempted,
    copied,
    fed,
    ground,
    numbered,
    ready,
    sound,
    state,
    unfit,
    works_on,
    write,
)

HOLDS = "whichever call of the disk fails, it says so clearly, keeps the old or the new whole, and goes on"
HOLDS_FULL = "while the disk is full the old index answers, and additions and reindexes fail clearly"
CLEAR = (None, "clear")

STEPS = (
    Step("add", lambda each: add(each, HERE, 14)),
    Step("remove", lambda each: each.curation.remove(HERE, numbered(each, HERE, 11), MODERATOR)),
    Step("read the folder", fed(1, 2)),
    Step("reindex", lambda each: each.indexing.reindex(HERE, MODERATOR)),
    Step("roll back", lambda each: each.curation.roll_back(HERE, MODERATOR)),
    Step("settle", lambda each: each.policies.settle(2, Policy(shared=False), MODERATOR, "on our own")),
    Step("back up", lambda kept: kept.operations.backup(kept.data / "backups" / "library-20200101-000000.sqlite")),
    Step("erase", lambda each: each.guilds.erase(THERE)),
)


def failures(count: int, folder: Path) -> Outcome:
    """`count` calls spread over those of all steps, or of so many of them where they are more, each failing once."""
    if reason := why_not():
        return Outcome(HOLDS, 0, {"left out": reason})
    before = state(ground(folder / "ground"))
    broken: list[str] = []
    tried, figures = 0, dict[str, float | str]()
    steps = STEPS[:count]
    for number, step in enumerate(steps):
        last = result_of(_counting, copied(folder / "ground", folder / "work"), number)
        figures[f"calls of {step.name}"] = float(last)
        for call in _spread(last, count // len(steps)):
            work = copied(folder / "ground", folder / "work")
            found, now = result_of(_failing, work, number, call) or (["it fell"], before)
            broken += told(f"{step.name}, call {call}", [*found, *sound(work, [now]), *works_on(work)])
            tried += 1
    return Outcome(HOLDS, tried, figures, tuple(broken))


def full_disk(count: int, folder: Path) -> Outcome:
    """Full from `count` calls on of an addition and a reading of the folder, then empty again."""
    if reason := why_not():
        return Outcome(HOLDS_FULL, 0, {"left out": reason})
    ground(folder / "ground")
    broken: list[str] = []
    tried = 0
    for number in (0, 2)[:count]:
        last = result_of(_counting, copied(folder / "ground", folder / "work"), number)
        for call in _spread(last, count // 2):
            work = copied(folder / "ground", folder / "work")
            found = result_of(_filling, work, number, call)
            wrong = [*(["it fell"] if found is None else found), *works_on(work)]
            broken += told(f"{STEPS[number].name}, full from call {call}", wrong)
            tried += 1
    return Outcome(HOLDS_FULL, tried, {}, tuple(broken))


def _spread(last: int, count: int) -> Iterator[int]:
    """So many of the numbers from 1 to the last, or all, each from the middle of its share."""
    count = min(last, max(1, count))
    return (1 + (2 * number + 1) * last // (2 * count) for number in range(count))


# In the child ---------------------------------------------------------------------------------------------------------


def _counting(connection: Connection, folder: Path, number: int) -> None:
    kept, _ = ready(folder)
    fail(folder / "data", Failure.NEVER, 0)
    STEPS[number].work(kept)
    connection.send(calls())


def _failing(connection: Connection, folder: Path, number: int, call: int) -> None:
    kept, _ = ready(folder)
    fail(folder / "data", Failure.ONCE, call)
    said = attempted(STEPS[number], kept)
    fail(folder / "data", Failure.NEVER, 0)
    wrong = list(_afterwards(kept, said))
    connection.send((wrong, state(kept)))


def _afterwards(kept: KeptService, said: str | None) -> Iterator[str]:
    if said not in CLEAR:
        yield f"it failed with {said}"
    yield from unfit(kept)
    again = attempted(Step("add", lambda each: add(each, HERE, 33)), kept)
    if again:
        yield f"the next addition failed: {again}"
    yield from unfit(kept)


def _filling(connection: Connection, folder: Path, number: int, call: int) -> None:
    """Full, tried twice, and emptied."""
    write(folder, 1, 2)
    kept, _ = ready(folder)
    before, told_before = state(kept), answers(kept)
    fail(folder / "data", Failure.FULL, call)
    said = attempted(STEPS[number], kept)
    again = [attempted(step, kept) for step in (Step("add", lambda each: add(each, THERE, 25)), STEPS[2])]
    wrong = [f"it failed with {each}" for each in (said, *again) if each not in CLEAR]
    wrong += [f"it claims to have done what there was no room for: {each}" for each in again if each is None]
    try:
        with ThreadPoolExecutor(4) as askers:
            told = list(askers.map(lambda _: (state(kept), answers(kept)), range(4)))
        begun, _ = ready(folder)
        told.append((state(begun), answers(begun)))
        if any(now == before and found != told_before for now, found in told):
            wrong.append("it answers otherwise than before")
    except PullquoteError as error:
        wrong.append(f"it does not answer: {error}")
    fail(folder / "data", Failure.NEVER, 0)
    later = (
        Step("add", lambda each: add(each, THERE, 26)),
        Step("read", lambda each: each.indexing.reindex(SHARED, MODERATOR)),
    )
    wrong += [f"with room again it failed: {each}" for step in later if (each := attempted(step, kept))]
    connection.send([*wrong, *unfit(kept)])
