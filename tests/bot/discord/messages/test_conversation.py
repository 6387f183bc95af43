"""What reaches a person where Discord, or the way to it, fails."""

from unittest.mock import AsyncMock, Mock

import aiohttp
import discord
import pytest

from bot.discord.messages.conversation import TOLD_PRIVATELY, MessageConversation, telling_errors
from bot.discord.messages.reply import plain_reply
from bot.discord.messages.requests import PAUSES
from corpus.errors import PullquoteError
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import DIRECT
from tests.support.fake_service import FakeView

OUT = discord.DiscordServerError(Mock(status=503), "no healthy upstream")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.messages.requests.PAUSES", (0.0,) * len(PAUSES))


@pytest.mark.usefixtures("client")
async def test_a_message_is_posted_once_after_a_503(server: DiscordServer) -> None:
    """A reply comes through, also where Discord had posted it before it failed."""
    path = f"/channels/{DIRECT}/messages"
    server.fail(path, 503, times=2)
    await server.replies(await server.write("What did Mattis say?"))
    server.fail(path, 503, too_late=True)
    await server.replies(await server.write("What did Mattis say?"))

    def statuses() -> list[int]:
        return [request.status for request in server.requests if request.path.endswith(path)]

    await server.until(lambda: statuses() == [503, 503, 200, 503, 200])
    assert len(server.posts) == 2


@pytest.mark.parametrize("path", ["/callback", "@original"])
@pytest.mark.usefixtures("client")
async def test_a_command_is_answered_after_a_503(server: DiscordServer, path: str) -> None:
    """The deferral and its edit are made again."""
    server.fail(path, 503, times=2)
    (post,) = await server.seen(await server.ask("ask", question="What did Mattis say?"))
    assert "do not answer" in post.content


@pytest.mark.usefixtures("client")
async def test_an_error_reaches_the_person_after_a_public_deferral(server: DiscordServer, view: FakeView) -> None:
    """Discord refuses a follow-up to a deferral that is gone, so it goes after the person was told."""
    view.answers["?"] = PullquoteError("there are no articles")
    asked = await server.ask("ask", question="?")
    (post,) = await server.seen(asked)
    assert (post.content, post.private) == ("There are no articles", True)
    original = asked.original
    assert original
    await server.until(lambda: original.deleted)
    assert original.versions == ["", TOLD_PRIVATELY]


@pytest.mark.usefixtures("client")
async def test_an_error_reaches_the_person_whose_deferral_cannot_be_filled(
    server: DiscordServer, view: FakeView
) -> None:
    """The error takes its place where Discord does not take the words that stand in for it."""
    view.answers["?"] = PullquoteError("there are no articles")
    server.fail("@original", 400, {"code": 50035, "message": "Invalid Form Body"})
    (post,) = await server.seen(await server.ask("ask", question="?"))
    assert post.content == "There are no articles"


@pytest.mark.parametrize("error", [OUT, aiohttp.ClientOSError(), OSError("no route")])
async def test_who_cannot_be_told_is_logged(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Where neither the reply nor the apology gets through, the log says so, and nothing breaks."""
    message = Mock()
    message.channel.send = AsyncMock(side_effect=error)
    conversation = MessageConversation(message)
    async with telling_errors(conversation):
        await conversation.say(plain_reply("Words."))
    assert "something went wrong" in message.channel.send.call_args.args[0]
    assert "Could not say what went wrong" in caplog.text
