"""How far a job is, in words."""

from bot.discord.runtime.job_progress import bar, progress_text
from bot.discord.runtime.jobs import JobProgress


def test_a_job_that_waits_tells_its_place() -> None:
    """A waiting job tells how many jobs are ahead of it."""
    assert progress_text("Reindexing", JobProgress(2, 0, 0, 0.0)) == "**Reindexing** is waiting for 2 jobs ahead of it."


def test_a_running_job_tells_bytes_and_the_time_that_is_left() -> None:
    """The bar shows the share and the bytes, and a time left only when it can be estimated."""
    text = bar(JobProgress(0, 1_500_000, 2_000_000, 30.0))
    assert text == "`███████████████░░░░░` 75 % · 1.5 MB of 2.0 MB · about 10 s left"
    assert bar(JobProgress(0, 1_500_000, 2_000_000, 2.0)) == "`███████████████░░░░░` 75 % · 1.5 MB of 2.0 MB"
    assert bar(JobProgress(0, 0, 2_000, 1.0)) == "`░░░░░░░░░░░░░░░░░░░░` 0 % · 0 bytes of 2.0 kB"
    assert bar(JobProgress(0, 2_000, 2_000, 9.0)) == "`████████████████████` 100 % · 2.0 kB of 2.0 kB"
    assert "Getting ready" in progress_text("Reindexing", JobProgress(0, 0, 0, 0.0))
    assert "answered as before" in progress_text("Reindexing", JobProgress(0, 1, 2, 0.0))
