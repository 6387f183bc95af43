"""What the library keeps besides articles: policies, choices, drafts, jobs, what was changed by whom, who was left."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.library.database import LibraryError, Row, Writer, reading, writing
from corpus.library.models import AuditLine, Draft, Job
from corpus.library.owners import guild_of, of_guild
from corpus.library.policy import Policy, as_json, of_json
from corpus.text.document import as_row, of_row

_DRAFTS = timedelta(days=1)  # that a draft is kept


class Records:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, and changes nothing then.

    Drafts, jobs and audit lines that are damaged are left out; `faults` tells of them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    # Guilds and persons -----------------------------------------------------------------------------------------------

    def policy(self, guild: int) -> Policy:
        """What a guild has settled, the defaults where it has nothing. Raises LibraryError where that is damaged."""
        with reading(self._path) as rows:
            found = rows.whole("policies", of_guild(guild))
        try:
            return of_json(json.loads(found[0][1])) if found else Policy()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LibraryError("what this server has settled is lost: settle it anew") from error

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        """Keep what a guild has settled, even where it was damaged; `what` is the audit line."""
        collection = of_guild(guild)
        with writing(self._path) as rows:
            rows.renew("policies", collection, (collection, json.dumps(as_json(policy))))
            note(rows, collection, by, what)

    def chosen(self, person: int) -> int | None:
        """The guild that a person chose."""
        with reading(self._path) as rows:
            found = next(rows.stored("choices", "person = ?", person), None)
        return guild_of(str(found[1])) if found else None

    def choose(self, person: int, guild: int | None) -> None:
        """Remember it; None forgets it."""
        with writing(self._path) as rows:
            rows.drop("choices", "person = ?", person)
            if guild is not None:
                rows.put("choices", person, of_guild(guild))

    def left(self, collection: str, at: datetime) -> None:
        """Remember when a guild was left."""
        with writing(self._path) as rows:
            rows.put("departures", collection, at.astimezone(UTC).isoformat())

    def back(self, collection: str) -> None:
        """The guild is there again."""
        with writing(self._path) as rows:
            rows.drop("departures", "collection = ?", collection)

    def left_at(self, collection: str) -> datetime | None:
        """When a guild was left; None where it was not."""
        with reading(self._path) as rows:
            found = next(rows.stored("departures", "collection = ?", collection), None)
        return datetime.fromisoformat(str(found[1])) if found else None

    def due(self, before: datetime) -> tuple[str, ...]:
        """The guilds that were left before then."""
        with reading(self._path) as rows:
            found = sorted(row for row in rows.stored("departures") if row)
        return tuple(str(name) for name, at in found if datetime.fromisoformat(str(at)) < before)

    # Drafts -----------------------------------------------------------------------------------------------------------

    def keep_draft(self, draft: Draft) -> None:
        """Keep it, in the place of the one with the same id; old ones are forgotten."""
        content = json.dumps(as_row(draft.document), ensure_ascii=False)
        at = draft.at.astimezone(UTC).isoformat()
        with writing(self._path) as rows:
            drop_old_drafts(rows)
            rows.put("drafts", draft.id, draft.collection, draft.by, at, draft.origin, content)

    def draft(self, id: str) -> Draft | None:  # noqa: A002
        """The draft with an id."""
        with reading(self._path) as rows:
            found = next(rows.stored("drafts", "id = ?", id), None)
        return _draft(found) if found else None

    def drop_draft(self, id: str) -> None:  # noqa: A002
        """Forget it."""
        with writing(self._path) as rows:
            rows.drop("drafts", "id = ?", id)

    # Jobs -------------------------------------------------------------------------------------------------------------

    def begin_job(self, collection: str, kind: str, by: str) -> int:
        """Write down that work begins; the number of the job."""
        with writing(self._path) as rows:
            number = rows.next_number("jobs")
            rows.put("jobs", number, collection, kind, by, _now(), None, None)
        return number

    def end_job(self, id: int, outcome: str) -> None:  # noqa: A002
        """Write down how it ended, in a sentence; nothing where the job was erased."""
        with writing(self._path) as rows:
            found = rows.row("jobs", id)
            if found:
                rows.put("jobs", *found[:5], _now(), _line(outcome))

    def jobs(self, collection: str, most: int = 5) -> tuple[Job, ...]:
        """The last ones, the newest first."""
        with reading(self._path) as rows:
            return _jobs(rows.stored("jobs", "collection = ?", collection, order=f"number DESC LIMIT {int(most)}"))

    def interrupted(self) -> tuple[Job, ...]:
        """Those of all collections that began and never ended."""
        with reading(self._path) as rows:
            return _jobs(rows.stored("jobs", "ended IS NULL"))

    # Changes ----------------------------------------------------------------------------------------------------------

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """The last changes, the newest first."""
        with reading(self._path) as rows:
            found = rows.stored("audit", "collection = ?", collection, order=f"number DESC LIMIT {int(most)}")
            lines = [row for row in found if row]
        return tuple(AuditLine(datetime.fromisoformat(at), who, what) for _, _, at, who, what, _ in lines)


def note(rows: Writer, collection: str, by: str, what: str, before: str | None = None) -> None:
    """Write an audit line."""
    rows.put("audit", rows.next_number("audit"), collection, _now(), by, _line(what), before)


def drop_old_drafts(rows: Writer) -> None:
    """Forget what nobody has decided about."""
    rows.drop("drafts", "at < ?", (datetime.now(UTC) - _DRAFTS).isoformat())


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _line(what: str) -> str:
    return " ".join(what.split())


def _draft(row: Row) -> Draft | None:
    id_, collection, who, at, origin, content = row
    return Draft(id_, collection, who, datetime.fromisoformat(at), of_row(json.loads(content)), origin)


def _jobs(found: Iterable[Row | None]) -> tuple[Job, ...]:
    return tuple(_job(*row) for row in found if row)


def _job(number: int, collection: str, kind: str, by: str, begun: str, ended: str | None, outcome: str | None) -> Job:
    end = datetime.fromisoformat(ended) if ended else None
    return Job(number, collection, kind, by, datetime.fromisoformat(begun), end, outcome)
