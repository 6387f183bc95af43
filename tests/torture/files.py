"""Files that are missing, empty, cut or something else, and files that nobody put there."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import PullquoteError
from index.collections import SHARED
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import (
    ALL,
    HERE,
    MODERATOR,
    THERE,
    State,
    add,
    answers,
    copied,
    ground,
    ready,
    seen,
    state,
    unfit,
    wrong,
)

HOLDS = "whatever happened to a file, it starts, says so, loses no article that answers, and is mended by a reindex"
STRAY = (
    *("library.sqlite.building", "library.sqlite.salvaged", "library.sqlite.salvaged-wal", "library.sqlite.part"),
    *("shared/.live-01", "shared/generations/.x.json-01", "shared/generations/x.json", "shared/parts/.x.zip-01"),
    *("shared/parts/x.zip", "shared/x", "guild-9/live", "guild-9/parts/x", "guild-x/live", "notes.txt", "x-y/live"),
)


def files(count: int, folder: Path, seed: int = 1) -> Outcome:
    """So many of the ways to spoil a file and of the stray ones, by chance; all where there are fewer."""
    ground(folder / "ground")
    collections, _ = ready(folder / "ground")
    held, before = state(collections), answers(collections)
    collections.close()
    found = [path.relative_to(folder / "ground") for path in sorted((folder / "ground" / "data").rglob("*"))]
    spoilt = [(path, way) for path in found if (folder / "ground" / path).is_file() for way in WAYS]
    cases: list[tuple[Path, str]] = [*spoilt, *((Path("data") / name, "stray") for name in STRAY)]
    chosen = random.Random(seed).sample(cases, min(count, len(cases)))  # noqa: S311
    broken: list[str] = []
    for path, way in sorted(chosen):
        work = copied(folder / "ground", folder / "work")
        if way == "stray":
            (work / path).parent.mkdir(exist_ok=True, parents=True)
            (work / path).write_bytes(b"nonsense")
            broken += told(f"{path}, stray", _undisturbed(work, before))
        else:
            WAYS[way](work / path)
            broken += told(f"{path}, {way}", _mended(work, held, path.name == "lock"))
    return Outcome(HOLDS, len(chosen), {"files": float(len({path for path, _ in chosen}))}, tuple(broken))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WAYS: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut by half": _cut,
    "a folder": _folder,
}


def _undisturbed(work: Path, before: tuple[object, ...]) -> Iterator[str]:
    try:
        collections, _ = ready(work)
        if answers(collections) != before:
            yield "it answers otherwise"
        yield from _used(work)
    except PullquoteError as error:
        yield f"it does not go on: {error} {type(error).__name__}"
    except Exception as error:
        yield f"it falls: {type(error).__name__}: {error}"


def _mended(work: Path, held: State, may_refuse: bool) -> Iterator[str]:
    try:
        collections, notes = ready(work)
        notes = (*notes, *(note for name in ALL for note in collections.collection(name).notes))
        said = bool(notes) or any(collections.status(name).fault for name in ALL)
        if found := wrong(seen(collections)):
            yield found
        if not said and state(collections) != held:
            yield "nothing is said of it"
        yield from _used(work)
        now = state(ready(work)[0])
        for name in ALL:
            lost = {each for *_, each in held[name]} - {each for *_, each in now[name]}
            if lost:
                yield f"{len(lost)} articles of {name} are lost"
    except PullquoteError as error:
        if not may_refuse:
            yield f"it does not go on: {error}"
    except Exception as error:
        yield f"it falls: {type(error).__name__}: {error}"


def _used(work: Path) -> Iterator[str]:
    collections, _ = ready(work)
    collections.reindex(SHARED, MODERATOR)
    for name in (HERE, THERE):
        collections.reindex(name, MODERATOR)
    add(collections, HERE, 35)
    yield from unfit(collections)
    yield from collections.verify_data()
