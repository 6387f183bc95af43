"""A share of what `make torture` tries."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.child import why_not
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

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("scenario", "count"),
    [(kills, 2), (flips, 4), (files, 4), (in_use, 3), (read_only, 3), (readers, 10)],
)
def test_what_must_hold_does(scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path) -> None:
    """A data folder survives kills, damage, copies made in use, missing rights and readers."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()


@pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
@pytest.mark.parametrize("scenario", [failures, full_disk, failures_and_kills])
def test_a_failing_disk_is_told_of_and_survived(scenario: Callable[[int, Path], Outcome], tmp_path: Path) -> None:
    """Work whose disk fails or is full says so, and what was there before is there afterwards."""
    outcome = scenario(1, tmp_path)
    assert outcome.count
    assert outcome.broken == ()


@pytest.mark.parametrize(("scenario", "count"), [(rights, 350), (guilds, 2), (forged, 45)])
def test_nobody_may_do_or_see_on_discord_what_is_not_theirs(
    scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path
) -> None:
    """No role, place, look-alike article or forged id lets anybody do or see what is not theirs."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()


def test_nothing_is_reached_that_is_not_public(tmp_path: Path) -> None:
    """No address leads to a connection to anything that is not public."""
    outcome = addresses(200, tmp_path)
    assert outcome.count == 200
    assert outcome.broken == ()


def test_no_text_is_read_in_a_wrong_encoding(tmp_path: Path) -> None:
    """A text is read as it was written, or refused."""
    outcome = encodings(100, tmp_path)
    assert outcome.count == 100
    assert outcome.broken == ()


@pytest.mark.parametrize(("scenario", "count"), [(fuzzed, 14), (bombs, 2), (references, 8), (file_names, 50)])
def test_no_file_does_harm(scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path) -> None:
    """Spoilt files, bombs, references and hostile names are read or refused, and reach and change nothing else."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()
