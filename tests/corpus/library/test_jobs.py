"""The log of jobs tells what was interrupted."""

from datetime import UTC, datetime

from corpus.library.library import Library

NOW = datetime.now(UTC)


def test_jobs_that_never_ended_were_interrupted(library: Library) -> None:
    """Of all collections; the last ones of a collection are told first."""
    numbers = [library.jobs.begin("guild:1", kind, "7") for kind in ("add", "reindex", "remove")]
    other = library.jobs.begin("shared", "reindex", "operator")
    library.jobs.end(numbers[0], "added\none")
    library.jobs.end(99, "of nothing")
    assert [(job.id, job.kind, job.outcome) for job in library.jobs.last("guild:1", 2)] == [
        (numbers[2], "remove", None),
        (numbers[1], "reindex", None),
    ]
    assert [job.id for job in library.jobs.interrupted()] == [*numbers[1:], other]
    first = library.jobs.last("guild:1")[-1]
    assert (first.by, first.collection, first.outcome) == ("7", "guild:1", "added one")
    assert first.ended is not None
    assert NOW <= first.begun <= first.ended
    assert library.faults() == ()
