"""“Add to corpus” in the menu of a message."""

import re
from datetime import UTC, datetime
from typing import Any

from bot.discord.moderation.adding.message import MENU
from bot.discord.runtime.permissions import NOT_MODERATING
from tests.bot.discord.moderation.conftest import FERRY, OTHER, OWN, Moderator
from tests.support.discord_values import APPLICATION, DM, GUILD, MANAGE_GUILD, Post, Upload
from tests.support.kept_service import KeptService

WORDS = "> “Nobody asked us,” said Ben Ray.\n\nThe shop *closes* <@1> at four.\nSorry."


async def chooses(moderator: Moderator, content: str, **more: Any) -> Post:
    asked = await moderator.server.choose(MENU, content, **({"permissions": MANAGE_GUILD} | more))
    (post,) = await moderator.server.seen(asked)
    await moderator.server.until(lambda: not post.loading and "Reading files" not in post.content)
    return post


async def test_a_message_becomes_an_article(moderator: Moderator, kept: KeptService) -> None:
    """With its author, its day and its address, and its words as they were written."""
    post = await chooses(moderator, WORDS)
    assert post.private
    shown = post.content.replace("\\", "")
    heading, author, _, day, address, *_ = shown.split("\n")
    assert re.fullmatch(r"\*\*Message by person2, \d\d:\d\d UTC\*\* is not added yet\.", heading)
    assert author == "Authors: person2"
    assert str(datetime.now(UTC).year) in day
    assert address.startswith("Address: https://discord.com/channels/")
    await moderator.presses(post, "Add", "Added")
    document = kept.curation.revision(OWN, 1).document
    assert (document.text, document.authors) == (WORDS, ("person2",))
    assert str(document.url).startswith(f"https://discord.com/channels/{GUILD}/")
    assert kept.curation.entries(OWN)[0].origin == "message"
    assert "from a message" in (await moderator.uses("history", article="1")).content


async def test_a_file_of_a_message_becomes_an_article(moderator: Moderator, kept: KeptService) -> None:
    """It keeps what it says of itself; one that is no article is left alone beside it."""
    uploads = [Upload("photo.png", b"x"), Upload("ferry.txt", FERRY.encode())]
    post = await chooses(moderator, "Look at this", uploads=uploads)
    assert post.content.startswith("**No ferry in winter** is not added yet.\nPublisher: The Tidewater Post\n")
    await moderator.presses(post, "Add", "Added")
    assert kept.curation.entries(OWN)[0].url == "https://tidewater.example/ferry"
    post = await chooses(moderator, "", uploads=[Upload("sunday.txt", OTHER.encode())])
    assert "Address: https\\:\\/\\/discord.com" in post.content
    assert "Date: not known" in post.content


async def test_what_may_be_read_wrongly_of_a_file_of_a_message_is_told(moderator: Moderator) -> None:
    """The address of the message is added to it, which nobody has looked at."""
    post = await chooses(moderator, "", uploads=[Upload("sunday.txt", OTHER.encode("cp1252"))])
    assert "Address: https" in post.content
    assert "Windows-1252" in post.content


async def test_several_files_of_a_message_come_together(moderator: Moderator, kept: KeptService) -> None:
    """As they do from the form."""
    post = await chooses(moderator, "", uploads=[Upload("a.txt", FERRY.encode()), Upload("b.txt", OTHER.encode())])
    await moderator.presses(post, "Add all (2)", "2 added")
    assert {entry.origin for entry in kept.curation.entries(OWN)} == {"message"}


async def test_of_a_forwarded_message_the_author_is_not_known(moderator: Moderator) -> None:
    """Since Discord does not tell."""
    post = await chooses(moderator, "", forwards=OTHER)
    assert post.content.startswith("**Message forwarded by person2, ")
    assert "Authors" not in post.content


async def test_what_is_no_source_is_refused(moderator: Moderator) -> None:
    """A message without words, one of Pullquote's own, and what somebody chooses who is no moderator."""
    assert "no text" in (await chooses(moderator, "")).content
    assert "Pullquote’s own" in (await chooses(moderator, WORDS, author=APPLICATION)).content
    assert (await chooses(moderator, WORDS, permissions=0)).content == NOT_MODERATING
    assert (await chooses(moderator, WORDS, at=DM)).content == NOT_MODERATING
