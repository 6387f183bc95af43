"""What the library keeps besides articles: policies, choices, drafts, jobs, audit lines, departures."""

import contextlib
import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import Draft
from corpus.library.policy import Openness, Policy, Strictness, as_json
from tests.corpus.conftest import added, document, whole

NOW = datetime.now(UTC)
DRAFT = Draft("0123456789abcdef", "guild:1", "7", NOW, document(1), "text")


def damaged(path: Path, table: str, column: str) -> None:
    """One more character in a column of all rows of a table."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE {table} SET {column} = {column} || ' '")  # noqa: S608


# Guilds and persons ---------------------------------------------------------------------------------------------------


def test_a_policy_is_what_was_settled_last(library: Library) -> None:
    """The defaults before; each guild has its own, and a line says who changed what."""
    policy = Policy(
        frozenset({1, 2**63}),
        frozenset({3}),
        {4: Openness.OFF},
        elsewhere=Openness.PRIVATE,
        strictness=Strictness.STRICT,
        shared=False,
    )
    assert library.guilds.policy(1) == Policy()
    library.guilds.settle(1, Policy(shared=False), "7", "switched the shared\ncollection off")
    library.guilds.settle(1, policy, "8", "settled all")
    assert library.guilds.policy(1) == policy
    assert library.guilds.policy(2) == Policy()
    assert [(line.by, line.what) for line in library.audit.last("guild:1")] == [
        ("8", "settled all"),
        ("7", "switched the shared collection off"),
    ]
    assert library.collections() == ("guild:1",)


def test_a_damaged_policy_is_an_error_until_it_is_settled_anew(path: Path, library: Library) -> None:
    """Never the defaults, which would allow more; whether its row is damaged, or gone, or says what none can."""
    library.guilds.settle(1, Policy(shared=False), "7", "settled")
    damaged(path, "policies", "policy")
    with pytest.raises(LibraryError):
        library.guilds.policy(1)
    library.guilds.settle(1, Policy(shared=False), "7", "settled")
    for damage in ("DELETE FROM policies", "UPDATE policies SET checksum = 'x'", "UPDATE policies SET checksum = NULL"):
        library.guilds.settle(1, Policy(shared=False), "7", "settled")
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(damage)
        with pytest.raises(LibraryError):
            library.guilds.policy(1)
    library.guilds.settle(1, Policy(strictness=Strictness.STRICT), "7", "settled")
    assert library.guilds.policy(1) == Policy(strictness=Strictness.STRICT)
    assert library.faults() == ()


def test_a_choice_is_remembered_until_another(library: Library) -> None:
    """Of each person; None forgets it."""
    assert library.guilds.chosen(7) is None
    library.guilds.choose(7, 1)
    library.guilds.choose(8, 2**63 - 1)
    library.guilds.choose(7, 2)
    assert (library.guilds.chosen(7), library.guilds.chosen(8)) == (2, 2**63 - 1)
    library.guilds.choose(7, None)
    library.guilds.choose(7, None)
    assert library.guilds.chosen(7) is None
    assert library.faults() == ()


def test_guilds_that_were_left_are_due_later(library: Library) -> None:
    """Those that are back are not; a time is the same in every time zone."""
    east = timezone(timedelta(hours=9))
    library.guilds.left("guild:1", (NOW - timedelta(days=2)).astimezone(east))
    library.guilds.left("guild:2", NOW)
    library.guilds.left("guild:3", NOW - timedelta(days=3))
    library.guilds.back("guild:3")
    library.guilds.back("guild:4")
    assert library.guilds.due(NOW - timedelta(days=1)) == ("guild:1",)
    assert library.guilds.due(NOW + timedelta(days=1)) == ("guild:1", "guild:2")
    assert library.guilds.left_at("guild:1") == NOW - timedelta(days=2)
    assert library.guilds.left_at("guild:3") is None
    assert library.collections() == ("guild:1", "guild:2"), "of the others there is nothing"
    assert library.faults() == ()


# Drafts, jobs, audit --------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_until_it_is_dropped_or_a_day_old(library: Library) -> None:
    """As it is, or as it was corrected last; old ones go when another is kept, and at a start."""
    library.drafts.keep(DRAFT)
    other = replace(DRAFT, id="f" * 16, at=NOW - timedelta(hours=25))
    library.drafts.keep(other)
    corrected = replace(DRAFT, document=replace(DRAFT.document, title="Ferries"))
    library.drafts.keep(corrected)
    found = library.drafts.get(DRAFT.id)
    assert found == corrected
    assert found is not None
    assert whole(found.document) == whole(corrected.document)
    assert library.drafts.get(other.id) is None
    assert library.drafts.get("") is library.drafts.get("0123") is None
    library.drafts.keep(other)
    assert library.drafts.get(other.id) == other
    assert library.prepare() == ()
    assert library.drafts.get(other.id) is None
    library.drafts.drop(DRAFT.id)
    library.drafts.drop(DRAFT.id)
    assert library.drafts.get(DRAFT.id) is None
    assert library.faults() == ()


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


def test_the_audit_tells_the_newest_first(library: Library) -> None:
    """As many as are asked for; there is no line without a change, and no change without a line."""
    for number in range(30):
        library.articles.apply("guild:1", [], str(number), f"change {number}")
    assert [line.what for line in library.audit.last("guild:1", 2)] == ["change 29", "change 28"]
    assert len(library.audit.last("guild:1")) == 20
    assert library.audit.last("guild:1", 0) == library.audit.last("guild:2") == ()
    assert library.audit.last("guild:1", 1)[0].at.tzinfo is not None


@pytest.mark.parametrize(
    ("table", "column"),
    [("drafts", "content"), ("jobs", "kind"), ("audit", "what"), ("choices", "collection"), ("departures", "at")],
)
def test_damaged_records_are_left_out_and_told(path: Path, library: Library, table: str, column: str) -> None:
    """What else there is goes on; mending drops them."""
    library.drafts.keep(DRAFT)
    library.jobs.begin("guild:1", "add", "7")
    added(library, "guild:1", document(2))
    library.guilds.choose(7, 1)
    library.guilds.left("guild:1", NOW - timedelta(days=2))
    damaged(path, table, column)
    left = {
        "drafts": library.drafts.get(DRAFT.id),
        "jobs": library.jobs.last("guild:1") or library.jobs.interrupted() or None,
        "audit": library.audit.last("guild:1") or None,
        "choices": library.guilds.chosen(7),
        "departures": library.guilds.left_at("guild:1") or library.guilds.due(NOW) or None,
    }
    assert [name for name, value in left.items() if value is None] == [table]
    assert any(table in fault for fault in library.faults())
    assert library.prepare()
    assert library.faults() == ()
    assert [whole(each.document) for each in library.articles.current("guild:1")] == [whole(document(2))]


def test_a_byte_that_is_no_text_spoils_its_own_row_alone(path: Path, library: Library) -> None:
    """SQLite refuses such text, and would not give the rows after it."""
    numbers = [library.jobs.begin("guild:1", kind, "7") for kind in ("add", "remove", "reindex")]
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE jobs SET kind = CAST(x'61ff' AS TEXT) WHERE number = ?", (numbers[1],))
    assert [job.id for job in library.jobs.last("guild:1")] == [numbers[2], numbers[0]]
    assert "a row of the jobs is damaged" in library.faults()
    assert library.prepare()
    assert [job.id for job in library.jobs.interrupted()] == [numbers[0], numbers[2]]


@pytest.mark.parametrize(
    "stored",
    [
        *("{}", "[]", "1", '{"askers": 1}', json.dumps({"askers": [], "moderators": [], "channels": [1]})),
        *(json.dumps({**as_json(Policy()), "strictness": word}) for word in ("lenient", "", 1)),
    ],
)
def test_a_policy_that_says_nothing_known_is_an_error(
    library: Library, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a version that was never released, or written by hand."""
    monkeypatch.setattr("corpus.library.guilds.as_json", lambda _: json.loads(stored))
    library.guilds.settle(1, Policy(), "7", "settled")
    with pytest.raises(LibraryError, match="settle it anew"):
        library.guilds.policy(1)
