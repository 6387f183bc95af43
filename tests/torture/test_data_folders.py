"""A share of what `make torture` tries of data folders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.files import files
from tests.torture.flips import flips
from tests.torture.in_use import in_use
from tests.torture.kills import kills
from tests.torture.outcome import Outcome
from tests.torture.read_only import read_only
from tests.torture.readers import readers

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("scenario", "count"),
    [(kills, 2), (flips, 3), (files, 3), (in_use, 2), (read_only, 2), (readers, 8)],
)
def test_what_must_hold_does(scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path) -> None:
    """A data folder survives kills, damage, copies made in use, missing rights and readers."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()
