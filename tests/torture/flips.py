"""Bits that flip on the disk."""

import random
from collections import Counter
from pathlib import Path

from corpus.errors import PullquoteError
from tests.support.kept_service import KeptService
from tests.torture.outcome import Outcome
from tests.torture.workshop import ALL, answers, copied, ground, opened, ready, state, wrong

HOLDS = (
    "no changed word is ever shown: a flipped bit in an index is noticed before any answer, and one in the library "
    "where SQLite or the id of a text can see it"
)

Seen = tuple[object, ...] | None
"""What was answered; None where it was refused."""


def flips(count: int, folder: Path, seed: int = 1) -> Outcome:
    """Each in a file by chance, the small ones as often as the large ones; seen by a reader and then by a writer."""
    chance = random.Random(seed)  # noqa: S311  # the same each time
    ground(folder / "ground")
    kept, _ = ready(folder / "ground")
    before, held = answers(kept), state(kept)
    kept.operations.close()
    files = sorted(path for path in (folder / "ground" / "data").rglob("*") if path.is_file() and path.stat().st_size)
    tally: Counter[str] = Counter()
    broken: list[str] = []
    for _ in range(count):
        path = chance.choice(files)
        bit = chance.randrange(path.stat().st_size * 8)
        place = path.relative_to(folder / "ground")
        in_library = path.name.startswith("library")
        flipped = copied(folder / "ground", folder / "flipped")
        flip(flipped / place, bit)
        judged = {
            "reader": _judged(opened(flipped), False, before, in_library),
            "writer": _judged(opened(flipped), True, before, in_library),
        }
        flip(copied(folder / "ground", folder / "flipped") / place, bit)
        missed = not _faults(flipped)
        tally.update(f"{who}: {found.partition(':')[0]}" for who, found in judged.items())
        tally["verify_data finds it not"] += missed
        broken += [
            f"{who}, bit {bit} of {place}: {found}" for who, found in judged.items() if found.startswith("wrong")
        ]
        if missed and not in_library and state(opened(flipped)) != held:
            broken.append(f"bit {bit} of {place}: not found, and the articles are others")
    return Outcome(HOLDS, count, {name: float(times) for name, times in sorted(tally.items())}, tuple(broken))


def flip(path: Path, bit: int) -> None:
    """A bit of a file, counted from its beginning."""
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def _judged(kept: KeptService, writes: bool, before: Seen, in_library: bool) -> str:
    """`noticed`, `without effect`, `wrong` and why, or in the library `another fact`, such as a title or a date."""
    try:
        notes = _loaded(kept, writes)
        told = answers(kept)
    except PullquoteError:
        return "noticed"
    except Exception as error:
        return f"wrong: {type(error).__name__}: {error}"
    if found := wrong(told):
        return f"wrong: {found}"
    if notes:
        return "noticed"
    if told == before:
        return "without effect"
    return "another fact" if in_library else "wrong: it answers otherwise, and says nothing"


def _loaded(kept: KeptService, writes: bool) -> tuple[str, ...]:
    if not writes:
        notes = kept.operations.load()
    else:
        with kept.operations.writing():
            notes = kept.operations.load()
    for name in ALL:
        kept.registry.collection(name).live()
    return (*notes, *(note for name in ALL for note in kept.registry.collection(name).notes))


def _faults(folder: Path) -> bool:
    try:
        return bool(opened(folder).operations.verify_data())
    except PullquoteError:
        return True
