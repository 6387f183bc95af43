"""Long work on Discord: its progress, its queue, and how it is stopped."""

import asyncio
from dataclasses import replace

import pytest

from bot.discord.runtime import job_progress as progress
from bot.discord.runtime.permissions import NOT_MODERATING
from corpus.errors import PullquoteError
from corpus.library.policy import Policy
from index.engine.build import Progress
from tests.bot.conftest import serving
from tests.bot.discord.moderation.conftest import OTHER, OWN, Moderator, entries, holding, running
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import DIRECT, EDITOR, GUILD, MANAGE_GUILD, MEMBER, THERE, Upload, other_guild
from tests.support.kept_service import KeptService


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits follow each other faster than Discord would like, so that the tests need not wait."""
    monkeypatch.setattr(progress, "EDIT_EVERY", 0.02)


@holding("ferry")
async def test_progress_is_told_until_the_report(moderator: Moderator, kept: KeptService) -> None:
    """The progress is edited until the report, no line is sent twice, and questions are answered meanwhile."""
    asked = await running(kept, moderator)
    (post,) = asked.seen
    assert post.private
    assert post.content.split("\n")[1].startswith("`█████░░░░░░░░░░░░░░░` 25 % · 500 bytes of 2.0 kB")
    answer = await moderator.server.ask("ask", question="Who would be cut off?")
    await moderator.server.seen(answer)
    await asyncio.sleep(0.1)
    kept.gate.set()
    await moderator.server.until(lambda: post.content.startswith("**Reindexed**"))
    assert post.content == "**Reindexed**: 1 article unchanged."
    assert len(set(post.versions)) == len(post.versions)
    assert [button["label"] for button in post.buttons] == ["Roll back…"]
    await moderator.presses(post, "Roll back…", "Undo the last change")
    await moderator.presses(post, "Roll back", "Rolled back")
    assert entries(kept) == []


async def test_a_job_that_changes_nothing_says_so(moderator: Moderator) -> None:
    """The report of a reindex counts the articles that it changed, where there are none too."""
    post = await moderator.uses("reindex")
    await moderator.server.until(lambda: post.content == "**Reindexed**: 0 articles changed.")
    assert post.buttons == []


async def test_a_job_waits_for_those_before_it(moderator: Moderator, kept: KeptService) -> None:
    """A job waits for one of another server, and says how many are ahead."""
    await moderator.server.join(other_guild())
    first = await running(kept, moderator)
    second = await replace(moderator, at=THERE).begins("reindex")
    await moderator.server.until(lambda: second.seen and "waiting for 1 job ahead of it" in second.seen[0].content)
    kept.gate.set()
    for asked in (first, second):
        await moderator.server.until(lambda asked=asked: "**Reindexed**" in asked.seen[0].content)  # type: ignore[misc]


async def test_a_job_whose_moderator_lost_the_right_is_not_begun(moderator: Moderator, kept: KeptService) -> None:
    """A job is refused at its turn where its moderator lost the role while it waited."""
    other = replace(moderator, user=MEMBER + 7, permissions=0)
    moderator.server.guilds[GUILD].members[other.user] = (EDITOR,)
    kept.policies.settle(GUILD, Policy(moderators=frozenset({EDITOR})), "1", "settled")
    await running(kept, moderator)
    waiting = await other.begins("reindex")
    await moderator.server.until(lambda: waiting.seen and "waiting for 1 job ahead of it" in waiting.seen[0].content)
    kept.policies.settle(GUILD, Policy(), "1", "settled")
    kept.gate.set()
    await moderator.server.until(lambda: NOT_MODERATING in waiting.seen[0].content)
    assert [job.by for job in kept.library.jobs.last(OWN)] == [str(MEMBER)]


async def test_whoever_began_a_job_can_cancel_it(moderator: Moderator, kept: KeptService) -> None:
    """Whoever started a job can cancel it without the right to moderate, and nothing has changed."""
    asked = await running(kept, moderator)
    (post,) = asked.seen
    await replace(moderator, permissions=0).presses(post, "Cancel", "It was cancelled. Nothing has changed")
    assert post.buttons == []
    assert "did not finish" in post.content


async def test_a_job_that_waits_is_cancelled_at_once(moderator: Moderator, kept: KeptService) -> None:
    """A waiting job is cancelled before its turn, and its draft can still be added."""
    first = await running(kept, moderator)
    post = await moderator.uses("add", file=Upload("sunday.txt", OTHER.encode()))
    await moderator.presses(post, "Add", "waiting for 1 job ahead of it")
    await moderator.presses(post, "Cancel", "It was cancelled. Nothing has changed")
    await moderator.presses(post, "Back to the preview", "is not added yet")
    assert "25 %" in first.seen[0].content
    kept.gate.set()
    await moderator.presses(post, "Add", "Added")


async def test_a_job_that_cannot_stop_yet_says_that_it_will(
    moderator: Moderator, kept: KeptService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cancelled job says at once that it is being stopped, without a button."""

    def reindex(_: str, __: str, progress: Progress) -> None:
        kept.gate.wait(10)
        progress(1, 1)

    monkeypatch.setattr(kept.indexing, "reindex", reindex)
    kept.gate.clear()
    asked = await moderator.begins("reindex")
    await moderator.server.until(lambda: asked.seen and "Getting ready" in asked.seen[0].content)
    (post,) = asked.seen
    await moderator.presses(post, "Cancel", "**Reindexing** is being stopped.")
    assert post.buttons == []
    kept.gate.set()
    await moderator.server.until(lambda: "It was cancelled" in post.content)


async def test_another_moderator_can_cancel_it_under_the_status(moderator: Moderator, kept: KeptService) -> None:
    """Another moderator cancels a job under the status; a member who does not moderate cannot."""
    asked = await running(kept, moderator)
    cancel = asked.seen[0].buttons[0]["custom_id"]
    other = replace(moderator, user=MEMBER + 7)
    status = await other.uses("status")
    assert f"Now: Reindexing, started by <@{MEMBER}> `█████" in status.content
    await replace(other, permissions=0).presses(status, cancel, "Only a server's moderators")
    await other.presses(status, "Cancel 1", "**0 articles**")
    await moderator.server.until(lambda: "by another moderator" in asked.seen[0].content)


async def test_a_button_of_a_job_from_before_a_restart_says_so(
    server: DiscordServer, moderator: Moderator, kept: KeptService
) -> None:
    """A press of “Cancel” after the end is answered beside the report, which stays."""
    asked = await running(kept, moderator)
    (post,) = asked.seen
    cancel = post.buttons[0]["custom_id"]
    kept.gate.set()
    await server.until(lambda: "**Reindexed**" in post.content)
    pressed = await server.press(post, cancel, permissions=MANAGE_GUILD)
    assert "over, or Pullquote was restarted" in (await server.seen(pressed))[0].content
    assert "**Reindexed**" in post.content


async def test_a_job_that_fails_says_why(
    moderator: Moderator, kept: KeptService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed job says why in place of its progress, and the next one runs."""

    def fails(*_: object) -> None:
        raise PullquoteError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(kept.indexing, "reindex", fails)
        asked = await moderator.begins("reindex")
        await moderator.server.until(lambda: asked.seen and "The disk is full" in asked.seen[0].content)
    await moderator.adds(OTHER, "sunday.txt")


async def test_a_fault_of_ours_ends_the_progress_too(
    moderator: Moderator, kept: KeptService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected error replaces the progress by a failure, with an apology and a way back to the preview."""
    monkeypatch.setattr(kept.indexing, "reindex", lambda *_: 1 / 0)
    asked = await moderator.begins("reindex")
    await moderator.server.until(lambda: asked.seen and "went wrong" in asked.seen[0].content)
    monkeypatch.setattr(kept.additions, "add", lambda *_: 1 / 0)
    post = await moderator.uses("add", file=Upload("sunday.txt", OTHER.encode()))
    pressed = await moderator.presses(post, "Add", "went wrong")
    assert pressed.seen[0].private
    assert post.content == "**Adding an article** failed."
    assert [button["label"] for button in post.buttons] == ["Back to the preview"]


async def test_a_message_that_can_no_longer_be_changed_says_so_in_time(
    moderator: Moderator, kept: KeptService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says so in time, and a direct message tells only that the job has ended."""
    await expired(moderator, kept, monkeypatch)
    kept.gate.set()
    await moderator.server.until(lambda: moderator.server.posts[-1].channel == DIRECT)
    assert (
        moderator.server.posts[-1].content
        == "**Reindexing** in **Readers** has ended. `/corpus status` there shows the result."
    )
    assert "Last job: reindex" in (await moderator.uses("status")).content


async def test_who_takes_no_direct_message_is_left_alone(
    moderator: Moderator, kept: KeptService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where direct messages are refused, only the status tells the end of a job."""
    await expired(moderator, kept, monkeypatch)
    moderator.server.fail(f"/channels/{DIRECT}/messages", 403, {"code": 50007, "message": "Cannot send messages"})
    kept.gate.set()
    await moderator.server.until(lambda: "A reply came to nothing" in caplog.text)
    assert "Last job: reindex" in (await moderator.uses("status")).content


async def expired(moderator: Moderator, kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reindex goes on while Discord accepts no more edits of its message."""
    monkeypatch.setattr(progress, "EDITABLE_FOR", 0.1)
    kept.gate.clear()
    asked = await moderator.begins("reindex")
    await moderator.server.until(lambda: asked.seen and "can no longer be updated" in asked.seen[0].content)
    assert asked.seen[0].buttons == []
    moderator.server.fail("@original", 401, {"code": 50027, "message": "Invalid Webhook Token"}, times=1)


async def test_a_restart_interrupts_a_job_and_says_what_stands(server: DiscordServer, kept: KeptService) -> None:
    """A restart leaves the index as it was, and says of a waiting job that it had not begun."""
    async with serving(server, kept.service, kept.folder) as client:
        moderator = Moderator(server, client)
        first = await running(kept, moderator)
        second = await moderator.begins("reindex")
        await server.until(lambda: second.seen and "waiting" in second.seen[0].content)
    assert "the index is as it was before" in first.seen[0].content
    assert "it had not begun" in second.seen[0].content
    assert kept.indexing.status("guild:2000000000000000001").running is None
