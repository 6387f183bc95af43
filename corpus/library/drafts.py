"""Articles that were read and wait for a moderator's decision."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.library.database import Row, Writer, reading, writing
from corpus.library.models import Draft
from corpus.text.document import as_row, of_row

_DRAFTS = timedelta(days=1)  # that a draft is kept


class Drafts:
    """Every call is a transaction of its own. A draft that is damaged is left out; `faults` tells of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, draft: Draft) -> None:
        """Keep it, in the place of the one with the same id; old ones are forgotten."""
        content = json.dumps(as_row(draft.document), ensure_ascii=False)
        at = draft.at.astimezone(UTC).isoformat()
        with writing(self._path) as rows:
            drop_old_drafts(rows)
            rows.put("drafts", draft.id, draft.collection, draft.by, at, draft.origin, content)

    def get(self, id: str) -> Draft | None:  # noqa: A002
        """The draft with an id."""
        with reading(self._path) as rows:
            found = next(rows.stored("drafts", "id = ?", id), None)
        return _draft(found) if found else None

    def drop(self, id: str) -> None:  # noqa: A002
        """Forget it."""
        with writing(self._path) as rows:
            rows.drop("drafts", "id = ?", id)


def drop_old_drafts(rows: Writer) -> None:
    """Forget what nobody has decided about."""
    rows.drop("drafts", "at < ?", (datetime.now(UTC) - _DRAFTS).isoformat())


def _draft(row: Row) -> Draft | None:
    id_, collection, who, at, origin, content = row
    return Draft(id_, collection, who, datetime.fromisoformat(at), of_row(json.loads(content)), origin)
