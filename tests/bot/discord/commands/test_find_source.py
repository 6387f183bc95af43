"""“Find source” in a message's menu."""

import pytest

from bot.discord.commands.find_source import NO_SOURCE
from corpus.quotes.excerpt import Excerpt
from tests.support.discord_server import DiscordServer
from tests.support.fake_service import FakeView

MENU = "Find source"


@pytest.mark.usefixtures("client")
async def test_what_a_message_speaks_of_is_shown_privately_and_can_be_shared(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...], ray: tuple[Excerpt, ...]
) -> None:
    """What is shared are the passages, recalled anew, and not the message."""
    view.tell(("Ada Holm", holm), ("Ben Ray", ray))
    view.sources["they close the quay!!"] = (holm[0], ray[0])
    (post,) = await server.seen(await server.choose(MENU, " they close the quay!! "))
    assert post.private
    assert post.content.count("-# Closest in the articles:\n> “") == 2
    assert "they close" not in post.content
    (public,) = await server.seen(await server.press(post, "Share"))
    assert not public.private
    assert "> “The quay will close in May,”\n— **Ada Holm**" in public.content
    assert "> “It will not close at all,”\n— **Ben Ray**" in public.content


@pytest.mark.usefixtures("client")
async def test_where_nothing_is_near_nothing_is_shown(server: DiscordServer) -> None:
    """And there is nothing to share."""
    (post,) = await server.seen(await server.choose(MENU, "I had soup"))
    assert post.content == NO_SOURCE
    assert not post.buttons


@pytest.mark.usefixtures("client")
async def test_a_message_without_words_has_no_source(server: DiscordServer) -> None:
    """A picture, for one."""
    (post,) = await server.seen(await server.choose(MENU, ""))
    assert "no text to look up" in post.content
    assert post.private
