"""`/help`."""

import pytest

from bot.help import HELP, PRIVACY, SHORT_HELP, help_text
from bot.limits import MESSAGE
from index.strictness import Strictness
from tests.discord_server import DiscordServer


@pytest.mark.usefixtures("client")
async def test_help_is_private_and_names_every_command(server: DiscordServer) -> None:
    """A command that is not in the help is not there."""
    (post,) = await server.seen(await server.ask("help"))
    assert post.private
    assert post.content == help_text(Strictness.BALANCED)
    named = {command["name"] for command in server.commands}
    assert all(f"`/{name}`" in HELP or f"*{name}*" in HELP for name in named - {"help"})


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
