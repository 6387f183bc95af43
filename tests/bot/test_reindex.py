"""`/reindex`, with discord.py as it is."""

import logging

import pytest

from bot import reindex
from bot.limits import MESSAGE
from bot.reindex import report_reply
from corpus.errors import PullquoteError
from index.collection import Report
from tests.bot.conftest import FakeLibrary
from tests.discord_server import DiscordServer
from tests.discord_values import MANAGE_GUILD


@pytest.mark.usefixtures("client")
async def test_a_moderator_reindexes_and_is_told_the_result_in_private(
    server: DiscordServer, library: FakeLibrary
) -> None:
    """In plain words, articles that failed included."""
    library.report = Report(1, 2, 3, ("bad_file.txt: is binary, not text",), 34, 1.2, ("An index was set aside.",))
    asked = await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: any("**Reindexed**" in post.content for post in asked.seen))
    (post,) = asked.seen
    assert post.private
    assert "1 article new or changed, 2 unchanged, 3 removed; 34 passages" in post.content
    assert r"bad\_file.txt\: is binary, not text" in post.content
    assert "An index was set aside." in post.content


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize(("guild", "permissions"), [(True, 0), (True, ~MANAGE_GUILD & 0b110111), (False, 0)])
async def test_others_are_refused_on_our_side(
    server: DiscordServer, library: FakeLibrary, guild: bool, permissions: int
) -> None:
    """What Discord lets through by a server's own settings is checked again."""
    (post,) = await server.seen(await server.ask("reindex", guild=guild, permissions=permissions))
    assert "Only who may manage this server" in post.content
    assert post.private
    assert library.reindexed == 0


@pytest.mark.usefixtures("client")
async def test_administrators_may_reindex(server: DiscordServer, library: FakeLibrary) -> None:
    """Whatever else their role says."""
    await server.ask("reindex", permissions=8)
    await server.until(lambda: library.reindexed)


@pytest.mark.usefixtures("client")
async def test_questions_are_answered_and_a_second_reindex_refused_meanwhile(
    server: DiscordServer, library: FakeLibrary
) -> None:
    """One reindex at a time, in its own thread."""
    library.reindex_gate.clear()
    first = await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.seen(first)
    (second,) = await server.seen(await server.ask("reindex", permissions=MANAGE_GUILD))
    assert "running already" in second.content
    assert second.private
    (answer,) = await server.seen(await server.ask("ask", question="Who?"))
    assert "do not answer" in answer.content
    library.reindex_gate.set()
    await server.until(lambda: "**Reindexed**" in first.seen[0].content)
    assert library.reindexed == 1


@pytest.mark.usefixtures("client")
async def test_progress_is_shown_by_edits_and_only_when_it_changes(
    server: DiscordServer, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes, an unchanged line is not sent again."""
    monkeypatch.setattr(reindex, "EDIT_EVERY", 0.02)
    library.steps = ((10, 1234),)
    library.reindex_gate.clear()
    asked = await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: any("10 of 1,234 passages" in post.content for post in asked.seen))
    count = len(server.requests)
    with pytest.raises(AssertionError):
        await server.until(lambda: len(server.requests) > count, within=0.2)
    library.reindex_gate.set()
    await server.until(lambda: "**Reindexed**" in asked.seen[0].content)
    assert len(asked.seen[0].versions) <= 4


@pytest.mark.usefixtures("client")
async def test_edits_are_seldom(server: DiscordServer, library: FakeLibrary) -> None:
    """However fast the work goes on, a message is edited every two seconds at most."""
    library.steps = tuple((done, 500) for done in range(500))
    asked = await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: any("**Reindexed**" in post.content for post in asked.seen))
    assert len(asked.seen[0].versions) <= 3  # thinking, the first line, the result


@pytest.mark.usefixtures("client")
async def test_a_reindex_that_cannot_be_done_says_why(
    server: DiscordServer, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason stands where the progress stood, and the next reindex may begin."""

    def fails(_: object = None) -> Report:
        raise PullquoteError("There are no articles in the folder")

    monkeypatch.setattr(library, "reindex", fails)
    first = await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: any("no articles" in post.content for post in first.seen))
    second = await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: any("no articles" in post.content for post in second.seen))


@pytest.mark.usefixtures("client")
async def test_an_expired_message_does_not_stop_the_work(
    server: DiscordServer, library: FakeLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    """After a quarter of an hour Discord takes no more edits; the index is new all the same."""
    caplog.set_level(logging.INFO)
    server.fail("@original", 401, {"code": 50027, "message": "Invalid Webhook Token"}, times=9)
    await server.ask("reindex", permissions=MANAGE_GUILD)
    await server.until(lambda: "no longer takes it" in caplog.text)
    assert library.reindexed == 1
    assert "passages=34" in caplog.text


def test_a_report_of_many_failures_fits_one_message() -> None:
    """What does not fit is counted."""
    report = Report(0, 0, 0, tuple(f"article_{number}.txt: " + "x" * 200 for number in range(100)), 0, 1.0)
    (message,) = report_reply(report).messages
    assert len(message) <= MESSAGE
    assert "100 articles could not be read" in message
    assert "more lines in the log" in message
