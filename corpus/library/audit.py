"""Who changed what in a collection, and when."""

from datetime import UTC, datetime
from pathlib import Path

from corpus.library.database import Writer, reading
from corpus.library.models import AuditLine


class AuditLog:
    """A line that is damaged is left out; `faults` tells of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """The last changes, the newest first."""
        with reading(self._path) as rows:
            found = rows.stored("audit", "collection = ?", collection, order=f"number DESC LIMIT {int(most)}")
            lines = [row for row in found if row]
        return tuple(AuditLine(datetime.fromisoformat(at), who, what) for _, _, at, who, what, _ in lines)


def note(rows: Writer, collection: str, by: str, what: str, before: str | None = None) -> None:
    """Write an audit line."""
    rows.put(
        "audit", rows.next_number("audit"), collection, datetime.now(UTC).isoformat(), by, in_one_line(what), before
    )


def in_one_line(text: str) -> str:
    """The words of a text, without line breaks."""
    return " ".join(text.split())
