"""Files whose names are made to lead elsewhere: they are added, and nothing outside of the data folder is changed."""

import io
import os
import sys
import zipfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from corpus.errors import PullquoteError
from index.service.adding.batches import IncomingFile
from tests.support.kept_service import KeptService
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import HERE, MODERATOR, ground, strays

HOLDS = "whatever an article’s file is called, it is added or refused, and nothing outside the data folder is changed"
_AT_ONCE = 50
_LEADING = (
    *"|../|../../|..\\|/|//|/etc/|/var/tmp/|~/|~root/|./|.../|C:\\|\\\\host\\c$\\|file:///|%2e%2e%2f|..%2f|%00".split(
        "|"
    ),
    *("..%c0%af", "\0", "\n", "\x1b[2J", "\u202e", "\ufeff", "﹨..﹨", "．．／", "| touch x |", "' OR 1=1 --"),
    *("$(touch x)", "`touch x`", "; touch x;", '"><img src=x>', "{{7*7}}", "%s%n", "-rf "),
)
_NAMES = (
    *("a.txt", "passwd.txt", "CON.txt", "nul.md", ".txt", "a.txt.", "a.txt ", "a.txt\0.md", "a.txt/", "a.TXT", "😀.md"),
    *("library.sqlite.txt", "live.md", "a" * 300 + ".txt", "a" * 5_000 + ".md"),
)
_CHANGED = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.truncate": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
}
"""How many of an event's paths are changed by it."""


def file_names(count: int, folder: Path) -> Outcome:
    """So many names: of files that are attached, of files in a zip file, and of zip files."""
    home = folder / "far" / "down" / "below"
    kept = ground(home)
    names = list(dict.fromkeys("".join(pair) for pair in product(_LEADING, _NAMES)))
    chosen = names[:: max(1, len(names) // count)][:count]
    before = _outside(folder, home / "data")
    with _Watched(home / "data") as watched:
        added = [_added(kept, start, chosen[start : start + _AT_ONCE]) for start in range(0, len(chosen), _AT_ONCE)]
    broken = [sentence for _, wrong in added for sentence in wrong]
    broken += [f"{path} is there now" for path in sorted(_outside(folder, home / "data") ^ before)]
    broken += [f"{path} is changed" for path in watched.paths]
    broken += [f"{path} is left lying about" for path in strays(home)]
    return Outcome(HOLDS, len(chosen), {"added": sum(number for number, _ in added)}, tuple(broken))


def _outside(folder: Path, data: Path) -> set[Path]:
    """All that is in a folder, but for the data folder in it."""
    return {path for path in folder.rglob("*") if data not in path.parents}


def _added(kept: KeptService, start: int, names: Sequence[str]) -> tuple[int, list[str]]:
    """How many are added of files with these names, attached or packed, and what is wrong with what is shown."""
    texts = [f"“We met {each} times in {start},” said Ada Holm, and left.".encode() for each in range(len(names))]
    files = [IncomingFile.of(name, text) for name, text in zip(names, texts, strict=True)]
    if start // _AT_ONCE % 2:
        packed = io.BytesIO()
        entries = {zipfile.ZipInfo(name).filename: text for name, text in zip(names, texts, strict=True)}
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in entries.items():
                archive.writestr(zipfile.ZipInfo(name), text)
        files = [IncomingFile.of(f"{names[0]}.zip", packed.getvalue())]
    try:
        batch = kept.additions.draft_many(HERE, files, MODERATOR)
        batch, _ = kept.additions.add_many(HERE, batch.id, MODERATOR)
    except PullquoteError as error:
        return 0, told(f"names from {start}", [f"nothing was added: {error}"])
    wrong = [f"it is shown as {file.name!r}" for file in batch.files if not file.name.isprintable()]
    wrong += [f"no reason is told for {file.name}" for file in batch.files if not file.is_added and not file.reason]
    return sum(file.is_added for file in batch.files), told(f"names from {start}", wrong)


class _Watched:
    """Notes what Python changes outside of a folder."""

    def __init__(self, folder: Path) -> None:
        self.paths: list[str] = []
        self._folder = folder.resolve()
        self._active = False
        sys.addaudithook(self._hook)  # there is no way to take it away again

    def __enter__(self) -> "_Watched":
        self._active = True
        return self

    def __exit__(self, *_: object) -> None:
        self._active = False

    def _hook(self, event: str, args: tuple[object, ...]) -> None:
        for path in _written(event, args) if self._active else ():
            place = Path(os.fsdecode(path)).resolve() if isinstance(path, (str, bytes, os.PathLike)) else None
            if place and place != Path(os.devnull) and self._folder not in (place, *place.parents):
                self.paths.append(f"{place} ({event})")


def _written(event: str, args: tuple[object, ...]) -> Sequence[object]:
    """The paths that an event of the interpreter changes."""
    if event == "open":
        writes = isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return args[:1] if writes else ()
    return args[: _CHANGED.get(event, 0)]
