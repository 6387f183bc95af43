"""Which work began on collections, and how it ended."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus.library.audit import in_one_line
from corpus.library.database import Row, reading, writing
from corpus.library.models import Job


class JobLog:
    """Every call is a transaction of its own. A job that is damaged is left out; `faults` tells of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, collection: str, kind: str, by: str) -> int:
        """Write down that work begins; the number of the job."""
        with writing(self._path) as rows:
            number = rows.next_number("jobs")
            rows.put("jobs", number, collection, kind, by, _now(), None, None)
        return number

    def end(self, id: int, outcome: str) -> None:  # noqa: A002
        """Write down how it ended, in a sentence; nothing where the job was erased."""
        with writing(self._path) as rows:
            found = rows.row("jobs", id)
            if found:
                rows.put("jobs", *found[:5], _now(), in_one_line(outcome))

    def last(self, collection: str, most: int = 5) -> tuple[Job, ...]:
        """The last ones, the newest first."""
        with reading(self._path) as rows:
            return _jobs(rows.stored("jobs", "collection = ?", collection, order=f"number DESC LIMIT {int(most)}"))

    def interrupted(self) -> tuple[Job, ...]:
        """Those of all collections that began and never ended."""
        with reading(self._path) as rows:
            return _jobs(rows.stored("jobs", "ended IS NULL"))


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _jobs(found: Iterable[Row | None]) -> tuple[Job, ...]:
    return tuple(_job(*row) for row in found if row)


def _job(number: int, collection: str, kind: str, by: str, begun: str, ended: str | None, outcome: str | None) -> Job:
    end = datetime.fromisoformat(ended) if ended else None
    return Job(number, collection, kind, by, datetime.fromisoformat(begun), end, outcome)
