"""A share of what `make torture` tries on Discord."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.forged import forged
from tests.torture.guilds import guilds
from tests.torture.outcome import Outcome
from tests.torture.rights import rights

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("scenario", "count"), [(rights, 250), (guilds, 1), (forged, 45)])
def test_nobody_may_do_or_see_on_discord_what_is_not_theirs(
    scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path
) -> None:
    """No role, place, look-alike article or forged id lets anybody do or see what is not theirs."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()
