"""A process that is killed in the middle of its work."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.child import Failure, calls, child, fail, result_of, why_not
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import State, copied, evening, ground, ready, sound, state, works_on

HOLDS = "killed at any moment, it loses nothing that it had acknowledged, and is ready in 5 s"
READY = 5.0  # seconds


def kills(count: int, folder: Path, seed: int = 1) -> Outcome:
    """Killed in turn after a random time and, where the disk can be watched, at a random call that changes a file."""
    chance = random.Random(seed)  # noqa: S311  # the same each time
    ground(folder / "ground")
    states, length, writes = result_of(_rehearsed, copied(folder / "ground", folder / "rehearsed"))
    phases: Counter[str] = Counter()
    broken: list[str] = []
    slowest = 0.0
    for number in range(count):
        work = copied(folder / "ground", folder / "killed")
        at_call = bool(writes) and number % 2 == 0
        done = (
            _killed_at_call(work, chance.randint(1, writes))
            if at_call
            else _killed(work, chance.random() * length * 1.5)
        )
        phase = evening()[done].name if done < len(evening()) else "afterwards"
        phases[phase] += 1
        started = time.monotonic()
        ready(work)[0].operations.close()
        slowest = max(slowest, time.monotonic() - started)
        broken += told(f"kill {number}, at step {done} ({phase})", _wrong(work, states[done : done + 2]))
    if slowest > READY:
        broken.append(f"ready after {slowest:.1f} s")
    figures = {f"at {name}": float(times) for name, times in sorted(phases.items())}
    return Outcome(HOLDS, count, {"slowest start, s": round(slowest, 2), **figures}, tuple(broken))


def _wrong(work: Path, allowed: Sequence[State]) -> Iterator[str]:
    yield from sound(work, allowed)
    yield from works_on(work)


def _killed(folder: Path, after: float) -> int:
    """How many steps were acknowledged."""
    with child(_working, folder, 0) as (process, connection):
        connection.recv()
        time.sleep(after)
        process.kill()
        return _acknowledged(connection)


def _killed_at_call(folder: Path, call: int) -> int:
    with child(_working, folder, call) as (_, connection):
        connection.recv()
        return _acknowledged(connection)


def _acknowledged(connection: Connection) -> int:
    done = 0
    try:
        while True:
            connection.recv()
            done += 1
    except EOFError:
        return done


# In the child ---------------------------------------------------------------------------------------------------------


def _rehearsed(connection: Connection, folder: Path) -> None:
    """Send what is there before each step and after the last, how long all takes in seconds, and how many calls of the
    disk it makes; none where they cannot be counted."""
    kept, _ = ready(folder)
    states, spent = [state(kept)], 0.0
    counts = why_not() is None
    if counts:
        fail(folder, Failure.NEVER, 0)
    for step in evening():
        started = time.monotonic()
        step.work(kept)
        spent += time.monotonic() - started
        states.append(state(kept))
    connection.send((states, spent, calls() if counts else 0))


def _working(connection: Connection, folder: Path, call: int) -> None:
    kept, _ = ready(folder)
    connection.send("ready")
    if call:
        fail(folder, Failure.NEVER, 0, last=call)
    for step in evening():
        step.work(kept)
        connection.send(step.name)
