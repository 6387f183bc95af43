"""`/help`."""

import re

import pytest

from bot.discord.commands.help import HELP, PRIVACY, SHORT_HELP, help_text
from bot.discord.messages.limits import MESSAGE
from corpus.library.policy import Openness, Policy, Strictness
from tests.bot.conftest import ROOT
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import GUILD
from tests.support.fake_service import FakeCollections


@pytest.mark.usefixtures("client")
async def test_help_is_private_and_names_every_command(server: DiscordServer) -> None:
    """A command that is not in the help is not there."""
    (post,) = await server.seen(await server.ask("help"))
    assert post.private
    assert post.content == help_text(Strictness.BALANCED)
    named = {command["name"] for command in server.commands}
    assert all(f"`/{name}`" in HELP or f"*{name}*" in HELP for name in named - {"help"})
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"`/{name}" in readme or f"→ {name}*" in readme for name in named)


@pytest.mark.usefixtures("client")
async def test_every_setting_of_a_server_is_documented(server: DiscordServer) -> None:
    """docs/discord.md has a line for each, and for no others."""
    page = (ROOT / "docs" / "discord.md").read_text("utf-8")
    (settings,) = (command for command in server.commands if command["name"] == "settings")
    rows = [row for row in page.splitlines() if row.startswith("| `/settings ")]
    told = re.findall(r"`/settings ([a-z]+)`", " ".join(row.split("|")[1] for row in rows))
    assert sorted(told) == sorted(each["name"] for each in settings["options"])


@pytest.mark.usefixtures("client")
async def test_who_may_not_ask_is_helped_all_the_same(server: DiscordServer, collections: FakeCollections) -> None:
    """Also where Pullquote is off; elsewhere the strictness of the server is told."""
    collections.policies[GUILD] = Policy(elsewhere=Openness.OFF, strictness=Strictness.OPEN)
    (post,) = await server.seen(await server.ask("help"))
    assert post.content == help_text(Strictness.BALANCED)
    collections.policies[GUILD] = Policy(strictness=Strictness.OPEN)
    (post,) = await server.seen(await server.ask("help"))
    assert post.content == help_text(Strictness.OPEN)


@pytest.mark.usefixtures("client")
async def test_privacy_is_private_and_fits_a_message(server: DiscordServer) -> None:
    """What it says is all of it there."""
    (post,) = await server.seen(await server.ask("privacy"))
    assert post.private
    assert post.content == PRIVACY
    assert len(PRIVACY) <= MESSAGE


def test_help_fits_a_message() -> None:
    """Whatever it says of the strictness, which it names."""
    for strictness in Strictness:
        assert f"*{strictness}*" in help_text(strictness)
        assert len(help_text(strictness)) <= MESSAGE
    assert len(SHORT_HELP) <= MESSAGE
