"""What must not break, tried with figures: `python -m tests.torture [NAME …] [--share 0.1]`.

What was tried in its whole count is kept in benchmarks/results/torture.json, each with the machine and the commit.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import circumstances
from tests.torture.addresses import addresses
from tests.torture.bombs import bombs
from tests.torture.encodings import encodings
from tests.torture.failures import failures, full_disk
from tests.torture.failures_and_kills import failures_and_kills
from tests.torture.file_names import file_names
from tests.torture.files import files
from tests.torture.flips import flips
from tests.torture.forged import forged
from tests.torture.fuzzed import fuzzed
from tests.torture.guilds import guilds
from tests.torture.in_use import in_use
from tests.torture.kills import kills
from tests.torture.outcome import Outcome
from tests.torture.read_only import read_only
from tests.torture.readers import readers
from tests.torture.references import references
from tests.torture.rights import rights
from tests.torture.second import second_writer
from tests.torture.timing import timing

RESULT = Path("benchmarks/results/torture.json")

SCENARIOS: Mapping[str, tuple[Callable[[int, Path], Outcome], int]] = {
    "kills": (kills, 200),
    "failures": (failures, 7_000),
    "full disk": (full_disk, 1_000),
    "failures and kills": (failures_and_kills, 1_400),
    "flips": (flips, 2_000),
    "files": (files, 1_000),
    "library in use": (in_use, 200),
    "read-only": (read_only, 100),
    "readers": (readers, 2_000),
    "second writer": (second_writer, 30),
    "timing": (timing, 5),
    "rights": (rights, 15_000),
    "guilds": (guilds, 50),
    "forged": (forged, 1_000),
    "addresses": (addresses, 1_000),
    "fuzzed files": (fuzzed, 2_000),
    "bombs": (bombs, 100),
    "references": (references, 100),
    "file names": (file_names, 500),
    "encodings": (encodings, 520),
}
"""Each with its whole count: at most so often it is tried, in a folder that is empty."""


def main() -> int:
    """1 where anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="Try what must not break.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCENARIOS)}; without one, all")
    parser.add_argument("--share", type=float, default=1.0, help="of the whole counts")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - SCENARIOS.keys()
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    console, about = Console(), circumstances()  # before the results make the checkout another than the commit
    table = Table("scenario", "tried", "held", "figures", "seconds")
    broken = False
    for name in chosen.names or SCENARIOS:
        outcome, seconds = _tried(name, chosen.share, about, console)
        figures = "\n".join(f"{figure}: {value}" for figure, value in outcome.figures.items())
        table.add_row(name, f"{outcome.count:,}", outcome.holds, figures, str(seconds))
        broken = broken or bool(outcome.broken)
    console.print(table)
    return int(broken)


def _tried(name: str, share: float, about: Mapping[str, str], console: Console) -> tuple[Outcome, int]:
    scenario, count = SCENARIOS[name]
    started = time.monotonic()
    with console.status(f"{name} …"), tempfile.TemporaryDirectory() as folder:
        outcome = scenario(max(1, round(count * share)), Path(folder))
    seconds = round(time.monotonic() - started)
    for each in outcome.broken:
        console.print(f"[red]{name}[/]: {each}", highlight=False)
    console.print(f"{name}: {outcome.count} tried, {len(outcome.broken)} broken, {seconds} s")
    if share >= 1:
        _keep(name, {**about, **asdict(outcome), "seconds": seconds})
    return outcome, seconds


def _keep(name: str, result: Mapping[str, object]) -> None:
    kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    kept[name] = result
    known = {each: kept[each] for each in SCENARIOS if each in kept}
    RESULT.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
