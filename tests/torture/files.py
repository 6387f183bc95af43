"""Files and folders that are missing, empty, cut or something else, and such as nobody put there."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus.errors import PullquoteError
from corpus.library.database import LibraryError
from corpus.library.owners import SHARED
from tests.support.kept_service import KeptService
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
    restored,
    seen,
    state,
    unfit,
    wrong,
)

HOLDS = (
    "whatever happened to a file or folder, it says so, loses no article that answers, and is mended by a reindex, or "
    "by the backup whose restoring it tells"
)
OF_SQLITE = {f"library.sqlite{end}" for end in ("", "-wal", "-shm", "-journal")}
"""Where SQLite can do nothing with a folder, and says so."""
ANYWHERE = (".x-0a1b2c3d", ".live-0a1b2c3d", "live.broken-0a1b2c3d", "x.json", "x.safetensors", "notes.txt")
STRAY = (
    *("library.sqlite.restored", "library.sqlite.before-20200101-000000", "library.sqlite-journal", "connected"),
    *("backups/library-20990101-000000.sqlite", "backups/library-20200101-000000.sqlite.part", "backups/mine"),
    *("guild-9/live", "guild-9/segments/x", "guild-x/live", "x-y/live", "shared/broken/x.safetensors"),
)


def files(count: int, folder: Path, seed: int = 1) -> Outcome:
    """So many of the ways to spoil a file or folder and of stray ones, by chance; all where there are fewer."""
    ground(folder / "ground")
    kept, _ = ready(folder / "ground")
    held, before = state(kept), answers(kept)
    kept.operations.close()
    cases = list(_cases(folder / "ground"))
    chosen = random.Random(seed).sample(cases, min(count, len(cases)))  # noqa: S311
    broken: list[str] = []
    for path, way in sorted(chosen):
        work = copied(folder / "ground", folder / "work")
        WAYS[way](work / path)
        may_refuse = path.name == "lock" or (way.endswith("folder") and path.name in OF_SQLITE)
        undisturbed = way.startswith("stray") and not may_refuse
        found = _undisturbed(work, before) if undisturbed else mended(work, held, may_refuse)
        broken += told(f"{path}, {way}", found)
    figures = {"files and folders": float(len({path for path, _ in chosen}))}
    return Outcome(HOLDS, len(chosen), figures, tuple(broken))


def _cases(ground: Path) -> Iterator[tuple[Path, str]]:
    """Paths in the ground, and a way for each."""
    found = [path.relative_to(ground) for path in sorted((ground / "data").rglob("*"))]
    folders = [path for path in found if (ground / path).is_dir()]
    yield from ((path, way) for path in found if path not in folders for way in SPOILT)
    yield from ((path, "missing folder") for path in folders)
    strays = [Path("data") / name for name in STRAY]
    strays += [folder / name for folder in (Path("data"), *folders) for name in ANYWHERE]
    yield from ((path, way) for path in strays for way in ("stray", "stray folder"))


def _stray(path: Path) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(b"nonsense")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut by half": _cut,
    "a folder": _folder,
}
WAYS: dict[str, Callable[[Path], object]] = {
    **SPOILT,
    "missing folder": shutil.rmtree,
    "stray": _stray,
    "stray folder": lambda path: _stray(path / "x"),
}


def _undisturbed(work: Path, before: tuple[object, ...]) -> Iterator[str]:
    try:
        kept, _ = ready(work)
        if answers(kept) != before:
            yield "it answers otherwise"
        yield from _used(work)
    except PullquoteError as error:
        yield f"it does not go on: {error} {type(error).__name__}"
    except Exception as error:
        yield f"it falls: {type(error).__name__}: {error}"


def mended(work: Path, held: State, may_refuse: bool = False, earlier: Sequence[State] = ()) -> Iterator[str]:
    """A sentence for each thing that is wrong with a data folder that was spoilt, which held that; one that is what it
    was earlier has lost only what came later."""
    try:
        kept, notes = _begun(work)
        notes = (*notes, *(note for name in ALL for note in kept.registry.collection(name).notes))
        said = bool(notes) or any(kept.indexing.status(name).fault for name in ALL)
        if found := wrong(seen(kept)):
            yield found
        begun = state(kept)
        if not said and begun != held:
            yield "nothing is said of it"
        held = begun if begun in earlier else held
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


def _begun(work: Path) -> tuple[KeptService, tuple[str, ...]]:
    """As the process that writes begins with it, and what it says; a damaged library is restored as it tells to."""
    try:
        kept, notes = ready(work)
    except LibraryError as error:
        notes = (str(error),)
        if not restored(work, notes):
            raise
        return ready(work)[0], notes
    return (ready(work)[0] if restored(work, notes) else kept), notes


def _used(work: Path) -> Iterator[str]:
    kept, _ = ready(work)
    kept.indexing.reindex(SHARED, MODERATOR)
    for name in (HERE, THERE):
        kept.indexing.reindex(name, MODERATOR)
    add(kept, HERE, 35)
    yield from unfit(kept)
    yield from kept.operations.verify_data()
