"""What is kept of guilds, and how they are erased."""

from datetime import timedelta
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.owners import SHARED
from corpus.library.policy import Openness, Policy, Strictness
from index.engine.lock import LockedError
from index.service.operations import restore_backup
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, THERE, add, another, begun, names
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService


def test_policies_and_choices_are_kept(kept: KeptService) -> None:
    """For other processes too."""
    assert kept.policies.policy(1) == Policy()
    policy = Policy(frozenset({3}), frozenset({4}), {5: Openness.OFF}, Openness.PRIVATE, Strictness.OPEN, shared=False)
    kept.policies.settle(1, policy, "7", "closed it all")
    kept.guilds.choose(9, 1)
    assert another(kept).policies.policy(1) == kept.policies.policy(1) == policy
    assert (another(kept).guilds.chosen(9), kept.guilds.chosen(8)) == (1, None)
    assert kept.policies.audit(HERE)[0].what == "closed it all"


def test_what_is_settled_while_it_is_read_holds(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the next question on: what was read before is not remembered."""
    read = kept.library.guilds.policy

    def slowly(guild: int) -> Policy:
        found = read(guild)
        kept.policies.settle(guild, Policy(shared=False), "7", "on our own")
        return found

    monkeypatch.setattr(kept.library.guilds, "policy", slowly)
    assert kept.policies.policy(1).shared is False
    assert kept.policies.policy(1).shared is False


def test_a_guild_is_erased_for_good(kept: KeptService) -> None:
    """With every word of its articles, and nothing of others'."""
    add(kept, MILL)
    add(kept, SECOND, "second.txt", to=THERE)
    kept.guilds.erase(HERE)
    kept.operations.close()
    data = kept.data
    held = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"mill turns" not in held
    assert b"rebuild the harbour" in held
    assert another(kept).operations.names() == (SHARED, THERE)
    with pytest.raises(LibraryError):
        kept.guilds.erase(SHARED)


def test_an_erased_guild_s_words_are_in_no_file_that_was_set_aside(kept: KeptService) -> None:
    """Nor in what was left of work that was killed, nor in what it had settled, changed or not kept."""
    add(kept, MILL)
    add(kept, SECOND, "second.txt", to=THERE)
    kept.operations.backup(kept.articles / "backup.sqlite")
    add(kept, MILL.replace("year", "decade"), article=kept.curation.entries(HERE)[0].article)
    kept.additions.draft(HERE, "draft.txt", b"The mill turns backwards.", "7")
    kept.policies.settle(1, Policy(), "7", "the mill turns out to be open to all")
    data = kept.data
    kept.operations.close()
    restore_backup(kept.articles / "backup.sqlite", data)
    (data / "library.sqlite.broken-20260101-000000").write_bytes((data / "library.sqlite").read_bytes())
    later = begun(kept.articles, FakeEncoder())
    later.indexing.reindex(HERE, "7")
    assert len(list(data.glob("library.sqlite.b*-*"))) == 2
    assert list(data.glob("backups/*"))
    later.guilds.erase(HERE)
    for path in filter(Path.is_file, data.rglob("*")):
        assert b"mill turns" not in path.read_bytes(), path
    assert names(later, THERE) == ["second.txt"]


def test_a_guild_that_the_bot_left_is_erased_after_its_time(data: Path) -> None:
    """Not while it is back."""
    kept = KeptService(data.parent, grace=timedelta(0))
    for text, to in ((MILL, HERE), (SECOND, THERE)):
        add(kept, text, to=to)
    kept.guilds.present([1])
    assert kept.indexing.status(THERE).leaves
    kept.guilds.present([1, 2])
    assert kept.guilds.erase_due() == ()
    kept.guilds.present([1])
    assert kept.guilds.erase_due() == ("guild:2 is erased: the bot left it, and its time of grace is over",)
    assert kept.operations.names() == (SHARED, HERE)


def test_the_time_of_grace_begins_when_the_bot_is_first_gone(kept: KeptService) -> None:
    """Not anew at each start."""
    add(kept, MILL)
    kept.guilds.present([])
    left = kept.library.guilds.left_at(HERE)
    kept.guilds.present([])
    assert left
    assert kept.library.guilds.left_at(HERE) == left


@pytest.mark.parametrize(("part", "method"), [("library", "erase"), ("index", "forget")])
def test_an_erasure_that_fails_leaves_what_was_there(
    kept: KeptService, monkeypatch: pytest.MonkeyPatch, part: str, method: str
) -> None:
    """It answers, and can be erased again."""
    add(kept, MILL)

    def fails(*_: object) -> None:
        raise LibraryError("the disk fails")

    with monkeypatch.context() as patch:
        patch.setattr(kept.library if part == "library" else kept.registry.collection(HERE), method, fails)
        with pytest.raises(LibraryError, match="the disk fails"):
            kept.guilds.erase(HERE)
    assert names(kept, HERE) == ["mill.txt"]
    assert kept.operations.verify_data() == ()
    kept.guilds.erase(HERE)
    assert names(kept, HERE) == []
    assert HERE not in kept.operations.names()


def test_nothing_is_erased_while_there_is_work_on_it(kept: KeptService) -> None:
    """Which would bring it back."""
    add(kept, MILL)
    job = kept.library.jobs.begin(HERE, "add", "7")
    with pytest.raises(LockedError, match="this collection is being changed"):
        kept.guilds.erase(HERE)
    assert names(kept, HERE) == ["mill.txt"]
    kept.library.jobs.end(job, "done")
    kept.guilds.erase(HERE)
