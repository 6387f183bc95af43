"""Exporting the articles of a server, and importing them."""

from dataclasses import replace

from bot.discord.runtime.permissions import NOT_MODERATING
from corpus.library.owners import of_guild
from tests.bot.discord.moderation.conftest import CORRECTED, FERRY, OTHER, OWN, Moderator, entries, holding
from tests.support.discord_values import OTHER_GUILD, THERE, Upload, other_guild
from tests.support.kept_service import KeptService


@holding("ferry")
async def test_articles_move_from_one_server_to_another(moderator: Moderator, kept: KeptService) -> None:
    """With all their versions; a second time they are there already."""
    post = await moderator.uses("add", file=Upload("ferry.txt", CORRECTED.encode()))
    await moderator.presses(post, "Add as a new version of “No ferry in winter”", "version 2")
    await moderator.adds(OTHER, "sunday.txt")
    (data,) = (await moderator.uses("export")).files.values()
    await moderator.server.join(other_guild())
    there = replace(moderator, at=THERE)
    asked = await there.begins("import", file=Upload("articles.zip", data))
    await moderator.server.until(lambda: asked.seen and "Imported 2 articles" in asked.seen[0].content)
    moved = {entry.title: entry.revisions for entry in kept.curation.entries(of_guild(OTHER_GUILD))}
    assert moved == {"No ferry in winter": 2, "sunday": 1}
    assert [button["label"] for button in asked.seen[0].buttons] == ["Roll back…"]
    asked = await there.begins("import", file=Upload("articles.zip", data))
    await moderator.server.until(lambda: asked.seen and "Imported 0 articles" in asked.seen[0].content)
    assert "“sunday” is here already, as article 2" in asked.seen[0].content
    assert len(entries(kept)) == len(kept.curation.entries(OWN)) == 2


async def test_what_is_no_export_is_refused(moderator: Moderator, kept: KeptService) -> None:
    """In words, and before anything is changed; nothing is fetched for whoever does not moderate."""
    assert "is no export" in (await moderator.uses("import", file=Upload("ferry.txt", FERRY.encode()))).content
    asked = await moderator.begins("import", file=Upload("articles.zip", b"PK\x05\x06" + bytes(18)))
    await moderator.server.until(lambda: asked.seen and "did not finish" in asked.seen[0].content)
    assert "is no export" in asked.seen[0].content
    nobody = replace(moderator, permissions=0)
    assert (await nobody.uses("import", file=Upload("a.zip", b"PK"))).content == NOT_MODERATING
    assert entries(kept) == []
