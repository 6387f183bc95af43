"""Correcting what is said of an article that was added, on Discord."""

from bot.discord.runtime.permissions import NOT_MODERATING
from tests.bot.discord.moderation.conftest import OWN, Moderator, holding
from tests.support.discord_values import MANAGE_GUILD
from tests.support.kept_service import KeptService


@holding("ferry")
async def test_an_article_is_corrected_in_a_form(moderator: Moderator, kept: KeptService) -> None:
    """It has a new version with the same text; roll_back takes that back."""
    asked = await moderator.begins("edit", article="no ferry")
    modal = await moderator.server.opened(asked)
    known = ["No ferry in winter", "", "The Tidewater Post", "2024-10-02", "https://tidewater.example/ferry"]
    assert [field.value for field in modal.inputs] == known
    sent = await moderator.server.submit(asked, title="No *ferry*", authors="Ana Lee")
    (post,) = await moderator.server.seen(sent)
    await moderator.server.until(lambda: "Corrected **No \\*ferry\\*** (number 1)." in post.content)
    (entry,) = kept.curation.entries(OWN)
    assert (entry.title, entry.publisher, entry.revision) == ("No *ferry*", "The Tidewater Post", 2)
    assert kept.curation.revision(OWN, 1).document.authors == ("Ana Lee",)
    assert kept.policies.audit(OWN)[0].what == "corrected the details of “No *ferry*”"
    assert "corrected the details" in (await moderator.uses("roll_back")).content


@holding("ferry")
async def test_what_cannot_be_taken_opens_again(moderator: Moderator, kept: KeptService) -> None:
    """With what was typed; nothing is changed before, and the same details change nothing."""
    asked = await moderator.begins("edit", article="1")
    await moderator.server.opened(asked)
    sent = await moderator.server.submit(asked, published="soon", title="Ferries")
    (post,) = await moderator.server.seen(sent)
    await moderator.server.until(lambda: "“soon” cannot be read" in post.content)
    assert kept.curation.entries(OWN)[0].revision == 1
    again = await moderator.server.press(post, "Try again…", permissions=MANAGE_GUILD)
    modal = await moderator.server.opened(again)
    assert [field.value for field in modal.inputs][:4:3] == ["Ferries", "soon"]
    await moderator.server.submit(again, published="2024-10-02", title="No ferry in winter")
    await moderator.server.until(lambda: "Nothing was changed" in post.content)
    assert kept.curation.entries(OWN)[0].revision == 1


@holding("ferry")
async def test_only_moderators_correct_articles(moderator: Moderator) -> None:
    """Who opens the form, and who sends it; what is not there is said."""
    assert "no article “9”" in (await moderator.uses("edit", article="9")).content
    asked = await moderator.begins("edit", article="1")
    await moderator.server.opened(asked)
    asked.permissions = 0
    sent = await moderator.server.submit(asked, title="Mine")
    assert (await moderator.server.seen(sent))[0].content == NOT_MODERATING
