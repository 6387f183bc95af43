"""The three files of a library that was copied while a process had it open: the file, its log, and what that shares."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from corpus.errors import PullquoteError
from corpus.library.policy import Policy
from tests.torture.files import SPOILT, mended
from tests.torture.flips import flip
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import (
    HERE,
    MODERATOR,
    THERE,
    State,
    Step,
    add,
    copied,
    ground,
    numbered,
    opened,
    seen,
    state,
    wrong,
)

HOLDS = (
    "a library that was copied while it was in use is whole; where its log is spoilt the last changes may be lost, "
    "whole ones, and that is said"
)
STEPS = (
    Step("add", lambda each: add(each, HERE, 14)),
    Step("settle", lambda each: each.policies.settle(2, Policy(shared=False), MODERATOR, "on our own")),
    Step("remove", lambda each: each.curation.remove(THERE, numbered(each, THERE, 21), MODERATOR)),
    Step("add", lambda each: add(each, THERE, 24)),
)


def in_use(count: int, folder: Path, seed: int = 1) -> Outcome:
    """Each file spoilt in every way, and the rest of so many times by a bit that flips beside the library: those in it
    are tried by `flips`. By a reader and a writer."""
    states = copied_in_use(folder)
    chance = random.Random(seed)  # noqa: S311  # the same each time
    files = [Path("data") / f"library.sqlite{end}" for end in ("", "-wal", "-shm")]
    ways: list[tuple[Path, str, Callable[[Path], object]]]
    ways = [(path, name, way) for path in files for name, way in SPOILT.items()]
    ways = [(files[0], "left as it is", Path.exists), *ways][:count]
    while len(ways) < count:
        path = chance.choice(files[1:])
        bit = chance.randrange((folder / "ground" / path).stat().st_size * 8)
        ways.append((path, f"bit {bit}", partial(flip, bit=bit)))
    broken: list[str] = []
    for path, name, spoil in ways:
        spoil(copied(folder / "ground", folder / "work") / path)
        broken += told(f"{path.name}, {name}, a reader", _read(folder / "work"))
        spoil(copied(folder / "ground", folder / "work") / path)
        broken += told(
            f"{path.name}, {name}, a writer", mended(folder / "work", states[-1], name == "a folder", states)
        )
    log = (folder / "ground" / files[1]).stat().st_size
    return Outcome(HOLDS, len(ways), {"bytes of the log": float(log)}, tuple(broken))


def copied_in_use(folder: Path) -> list[State]:
    """A ground whose last changes are in the log alone, beside one that is in order; what its library held before and
    after each."""
    kept = ground(folder / "in order")
    states = [state(kept)]
    with closing(sqlite3.connect(folder / "in order" / "data" / "library.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM articles").fetchone()  # what it reads stays in the file: the log is not put there
        for step in STEPS:
            step.work(kept)
            states.append(state(kept))
        copied(folder / "in order", folder / "ground")
    return states


def _read(work: Path) -> Iterator[str]:
    try:
        kept = opened(work)
        kept.operations.load()
        if found := wrong(seen(kept)):
            yield found
    except PullquoteError:
        return
    except Exception as error:
        yield f"it falls: {type(error).__name__}: {error}"
