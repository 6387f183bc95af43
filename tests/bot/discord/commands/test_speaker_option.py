"""Suggestions of speakers while a name is typed."""

import pytest

from bot.discord.messages.limits import CHOICE
from bot.presentation.visible import length
from corpus.quotes.excerpt import Excerpt
from tests.support.discord_server import DiscordServer
from tests.support.fake_service import FakeView, person_of


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize(
    ("command", "option"), [("quotes", "speaker"), ("compare", "one"), ("compare", "other"), ("verify", "speaker")]
)
async def test_speakers_are_suggested_by_name_and_sent_as_ids(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...], command: str, option: str
) -> None:
    """While questions wait, too."""
    view.people = (person_of("Ada Holm", *holm), person_of("Ben Ray", number=2))
    view.gate.clear()
    await server.ask("ask", question="?")
    assert await server.suggested(command, option, "hol") == [
        {"name": "Ada Holm, harbour master · 3 quotes", "value": "0000000001"}
    ]
    assert [each["name"] for each in await server.suggested(command, option, "")][1:] == ["Ben Ray · 0 quotes"]


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("typed", ["", " ", "\0", "\u202e", "'; --", "[a](b)", "漢" * 100, "x" * 6000, "🧑‍🚀", ".*("])
async def test_whatever_is_typed_a_list_that_discord_takes_comes_back(
    server: DiscordServer, view: FakeView, typed: str
) -> None:
    """At most 25, none too long, and nothing hidden in them."""
    names = [*(f"Person {number}" for number in range(40)), "\u202e" + "y" * 300, "😀" * 200]
    view.people = tuple(person_of(name, number=number) for number, name in enumerate(reversed(names)))
    choices = await server.suggested("quotes", "speaker", typed)
    assert len(choices) == (0 if typed[0:1] in ("漢", "x", "[") else 25)
    assert all(1 <= length(choice["name"]) <= CHOICE and "\u202e" not in choice["name"] for choice in choices)


@pytest.mark.usefixtures("client")
async def test_where_nothing_is_indexed_nothing_is_suggested(server: DiscordServer) -> None:
    """It is no error."""
    assert await server.suggested("quotes", "speaker", "a") == []
