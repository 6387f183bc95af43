"""The page that walks through a moderator's first evening."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.encoding.encoder import Encoder
from tests.bot.conftest import ROOT, serving
from tests.bot.discord.moderation.conftest import Moderator
from tests.support.discord_http import Asked
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import MANAGE_GUILD, Upload
from tests.support.kept_service import KeptService

PAGE = (ROOT / "docs" / "moderators.md").read_text(encoding="utf-8")
FOLDER = ROOT / "docs" / "evening"


@pytest.fixture
async def moderator(server: DiscordServer, encoder: Encoder, tmp_path: Path) -> AsyncIterator[Moderator]:
    """A moderator of a bot with the packaged encoder."""
    (tmp_path / "articles").mkdir()
    encoder.embed_query("Is anybody there?")  # which loads it, before anybody waits
    kept = KeptService(tmp_path, encoder)
    with kept.operations.writing():
        kept.operations.load()
        async with serving(server, kept.service, tmp_path) as client:
            yield Moderator(server, client)
        kept.operations.close()


async def test_the_page_shows_what_is_really_sent(moderator: Moderator) -> None:
    """Each of its messages, in order; moments and seconds aside."""
    sent = [_timeless(content) async for content in evening(moderator)]
    assert [_timeless(text) for text in re.findall(r"```markdown\n(.+?)\n```", PAGE, re.DOTALL)] == sent


async def evening(moderator: Moderator) -> AsyncIterator[str]:
    """What a moderator sees, step by step."""
    server = moderator.server
    first = await moderator.uses("add", file=_file("ferry.txt"))
    yield first.content
    asked = await server.press(first, "Correct…", permissions=MANAGE_GUILD)
    await server.opened(asked)
    await server.submit(asked, published="2024-10-02")
    await server.until(lambda: "2 October 2024" in first.content)
    await moderator.presses(first, "Add", "Added")
    yield first.content
    (answer,) = await server.seen(await server.ask("ask", question="What did Ada Holm say about the crew?"))
    yield answer.content
    second = await moderator.uses("add", file=_file("ferry-corrected.txt"))
    yield second.content
    await moderator.presses(second, second.buttons[0]["label"], "Added")
    yield second.content
    yield (await moderator.uses("history", article="1")).content
    citation = re.findall(r"`([0-9a-f]{10}-[0-9-]+)`", answer.content)[0]
    (cited,) = await server.seen(await server.ask("cite", id=citation))
    yield cited.content
    third = await moderator.uses("remove", article="1")
    yield third.content
    await moderator.presses(third, "Remove", "Removed")
    yield third.content
    yield await _ended(server, await moderator.begins("restore", article="1"), "Answers now come")
    yield await _ended(server, await moderator.begins("reindex"), "Reindexed")
    yield (await moderator.uses("roll_back")).content
    yield (await moderator.uses("status")).content


def _file(name: str) -> Upload:
    return Upload(name, (FOLDER / name).read_bytes())


async def _ended(server: DiscordServer, asked: Asked, words: str) -> str:
    await server.until(lambda: asked.seen and words in asked.seen[0].content)
    return asked.seen[0].content


def _timeless(text: str) -> str:
    return re.sub(r"in \d+ s\b", "in 1 s", re.sub(r"<t:[^:]+:f>", "<t:…:f>", text))
