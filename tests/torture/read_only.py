"""A data folder, or something in it, that may only be read."""

import ctypes
import random
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import PullquoteError
from tests.support.child import result_of
from tests.torture.failures import CLEAR, STEPS
from tests.torture.in_use import copied_in_use
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import Step, answers, attempted, copied, opened, ready, sound, state, works_on

HOLDS = "what may only be read answers as before; each change is made or fails clearly, and can be made later"


def read_only(count: int, folder: Path, seed: int = 1) -> Outcome:
    """The whole folder, as it was left in order and as it was copied while in use, and so many of the things in it."""
    if sys.platform != "linux":
        return Outcome(HOLDS, 0, {"left out": "only on Linux can root give up its rights to write everywhere"})
    copied_in_use(folder)
    cases = [("in order", list(_paths(folder / "in order"))), ("ground", list(_paths(folder / "ground")))]
    cases += [(where, [path]) for where, paths in tuple(cases) for path in paths]
    chosen = [*cases[:2], *random.Random(seed).sample(cases[2:], len(cases) - 2)][:count]  # noqa: S311
    broken: list[str] = []
    for where, paths in chosen:
        work = copied(folder / where, folder / "work")
        before = state(opened(copied(folder / where, folder / "before")))
        wrong, now = result_of(_working, work, paths) or (["it falls"], before)
        for path in filter(Path.exists, (work / path for path in paths)):
            path.chmod(0o755)
        what = paths[0] if len(paths) == 1 else "everything"
        broken += told(
            f"{what}, {'in use' if where == 'ground' else where}", [*wrong, *sound(work, [now]), *works_on(work)]
        )
    return Outcome(HOLDS, len(chosen), {}, tuple(broken))


def _paths(folder: Path) -> Iterator[Path]:
    """All that is in a data folder, and it."""
    yield from (path.relative_to(folder) for path in (folder / "data", *sorted((folder / "data").rglob("*"))))


# In the child ---------------------------------------------------------------------------------------------------------


def _working(connection: Connection, folder: Path, paths: Sequence[Path]) -> None:
    expected = answers(opened(folder))
    for path in paths:
        (folder / path).chmod(0o555)
    without_rights()
    wrong = []
    try:
        if answers(opened(folder)) != expected:
            wrong.append("it answers otherwise")
    except PullquoteError as error:
        wrong.append(f"it does not answer: {error}")
    kept = opened(folder)
    for step in (Step("begin", lambda _: ready(folder)), *STEPS[:-1]):
        said = attempted(step, kept)
        wrong += [f"{step.name} fails with {said}"] if said not in CLEAR else []
    connection.send((wrong, state(kept)))


def without_rights() -> None:
    """Root may write everywhere until it gives that up."""
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    ctypes.CDLL(None).capset(header, none)
