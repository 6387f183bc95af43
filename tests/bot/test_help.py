"""`/help`."""

import pytest

from bot.client import FEATURES
from bot.help import HELP, SHORT_HELP
from bot.limits import MESSAGE
from tests.discord_server import DiscordServer


@pytest.mark.usefixtures("client")
async def test_help_is_private_and_names_every_command(server: DiscordServer) -> None:
    """A command that is not in the help is not there."""
    (post,) = await server.seen(await server.ask("help"))
    assert post.private
    assert post.content == HELP
    named = {command["name"] for command in server.commands}
    assert len(named) == len(FEATURES)
    assert all(f"`/{name}`" in HELP for name in named - {"help"})


def test_help_fits_a_message() -> None:
    """Both do."""
    assert max(len(HELP), len(SHORT_HELP)) <= MESSAGE
