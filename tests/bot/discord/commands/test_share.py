"""Buttons: what they hold, and what is made of what they did not hold."""

from pathlib import Path

import pytest

from bot.discord.commands.cite import share_button
from bot.discord.messages.limits import CUSTOM_ID
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from tests.bot.conftest import logged_in
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import Post
from tests.support.fake_service import FakeCollections, FakeView


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize(
    "custom_id",
    [
        "page:0000000009:1:",
        "page:0000000001:99999:",
        "quotes:0000000001:1",
        "compare:0000000001:0000000001",
        "compare:0000000001:0000000009:x",
        "share:",
        "share:0000000001-1-2,",
        "share:0000000001-1-2",
        "share:" + "9" * 94,
    ],
)
async def test_ids_that_are_nearly_right_are_told_too(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...], custom_id: str
) -> None:
    """Foreign people, pages beyond counting and citations of nothing are refused in words, not by an apology."""
    view.tell(("Ada Holm", holm))
    (told,) = await server.seen(await server.press(Post(1, 1, "old", asked_by=None), custom_id))
    assert told.private
    assert "went wrong" not in told.content


@pytest.mark.usefixtures("client")
async def test_a_press_is_handled_once_however_often_it_arrives(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """After a reconnect Discord may tell of it again."""
    view.tell(("Ada Holm", holm))
    (post,) = await server.seen(await server.ask("quotes", speaker="Ada Holm", only_me=True))
    asked = await server.press(post, "Share")
    await server.repeat(asked.id)
    await server.seen(asked)
    await server.seen(await server.press(post, "Share"))
    assert len(asked.posts) == 1
    assert len(server.posts) == 3
    assert len(view.topics) == 3


async def test_who_presses_when_too_much_waits_is_told_so(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...], tmp_path: Path
) -> None:
    """Presses wait among the questions."""
    view.tell(("Ada Holm", holm))
    async with logged_in(server, FakeCollections(view), tmp_path, waiting=1):
        (post,) = await server.seen(await server.ask("quotes", speaker="Ada Holm", only_me=True))
        view.gate.clear()
        waiting = await server.ask("ask", question="?")
        await server.until(lambda: waiting.acknowledged)
        (told,) = await server.seen(await server.press(post, "Share"))
        assert told.private
        assert "waiting right now" in told.content


def test_a_button_holds_as_many_citations_as_fit(holm: tuple[Excerpt, ...]) -> None:
    """None is cut."""
    (button,) = share_button([*holm, *holm])
    held = button.custom_id.removeprefix("share:").split(",")
    assert held == [cite(each).id for each in (*holm, *holm)][: len(held)]
    assert len(held) >= 3
    assert len(button.custom_id) <= CUSTOM_ID
    assert share_button([]) == ()
