"""A share of what `make torture` tries of failing and full disks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.child import why_not
from tests.torture.failures import failures, full_disk
from tests.torture.failures_and_kills import failures_and_kills
from tests.torture.outcome import Outcome

pytestmark = pytest.mark.slow


@pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
@pytest.mark.parametrize(("scenario", "count"), [(failures, 4), (full_disk, 1), (failures_and_kills, 2)])
def test_a_failing_disk_is_told_of_and_survived(
    scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path
) -> None:
    """Work whose disk fails or is full says so, and what was there before is there afterwards."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()
