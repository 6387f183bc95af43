"""How far a job is, in words."""

import pytest

from bot.jobs import Standing
from bot.progress import bar, duration, progress_text, size


def test_a_job_that_waits_tells_its_place() -> None:
    """In the queue."""
    assert progress_text("Reindexing", Standing(2, 0, 0, 0.0)) == "**Reindexing** waits for 2 jobs before it."


def test_a_running_job_tells_bytes_and_the_time_that_is_left() -> None:
    """Once that can be told."""
    assert (
        bar(Standing(0, 1_500_000, 2_000_000, 30.0)) == "`███████████████░░░░░` 75 % · 1.5 of 2.0 MB · about 10 s left"
    )
    assert bar(Standing(0, 0, 2_000, 1.0)) == "`░░░░░░░░░░░░░░░░░░░░` 0 % · 0.0 of 2.0 KB"
    assert bar(Standing(0, 2_000, 2_000, 9.0)) == "`████████████████████` 100 % · 2.0 of 2.0 KB"
    assert "Getting ready" in progress_text("Reindexing", Standing(0, 0, 0, 0.0))
    assert "old index meanwhile" in progress_text("Reindexing", Standing(0, 1, 2, 0.0))


@pytest.mark.parametrize(("count", "words"), [(900, "900 bytes"), (1_234, "1.2 KB"), (2_000_000, "2.0 MB")])
def test_sizes_are_told_in_few_digits(count: int, words: str) -> None:
    """In the unit that fits."""
    assert size(count) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.1, "1 s"), (9.6, "10 s"), (200, "3 min")])
def test_durations_are_told_in_few_digits(seconds: float, words: str) -> None:
    """Never as nothing."""
    assert duration(seconds) == words
