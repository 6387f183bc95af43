"""What servers have settled, what persons have chosen, and which servers were left."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.policy import Openness, Policy, Strictness, as_json
from tests.corpus.conftest import execute

NOW = datetime.now(UTC)


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
    """Never the defaults, which would allow more."""
    library.guilds.settle(1, Policy(shared=False), "7", "settled")
    execute(path, "UPDATE collections SET policy = policy || ' x'")
    with pytest.raises(LibraryError, match="settle it anew"):
        library.guilds.policy(1)
    assert any("collections" in fault for fault in library.faults())
    library.guilds.settle(1, Policy(strictness=Strictness.STRICT), "7", "settled")
    assert library.guilds.policy(1) == Policy(strictness=Strictness.STRICT)
    assert library.faults() == ()


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
    library.guilds.left("guild:3", None)
    library.guilds.left("guild:4", None)
    assert library.guilds.due(NOW - timedelta(days=1)) == ("guild:1",)
    assert library.guilds.due(NOW + timedelta(days=1)) == ("guild:1", "guild:2")
    assert library.guilds.left_at("guild:1") == NOW - timedelta(days=2)
    assert library.guilds.left_at("guild:3") is None
    assert library.faults() == ()
