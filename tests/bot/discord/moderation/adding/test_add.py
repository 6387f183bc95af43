"""Adding an article on Discord."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.discord.runtime.permissions import NOT_MODERATING
from index.service.report import Quota
from tests.bot.conftest import serving
from tests.bot.discord.moderation.conftest import CORRECTED, FERRY, OTHER, OWN, Moderator, entries, holding, opened
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import (
    FOREIGN_CHANNEL,
    FOREIGN_GUILD,
    MANAGE_GUILD,
    MEMBER,
    THERE,
    Place,
    Upload,
    other_guild,
)
from tests.support.kept_service import KeptService


async def test_a_file_is_added_after_a_look_at_it(moderator: Moderator, kept: KeptService) -> None:
    """A file is kept only when the button under its preview is pressed, with the moderator who pressed it."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    assert post.private
    assert post.content.startswith("**No ferry in winter** is not added yet.\nPublisher: The Tidewater Post\n")
    assert "> “We cannot send a crew into a storm for three passengers,”" in post.content
    assert entries(kept) == []
    await moderator.presses(post, "Add", "Added **No ferry in winter** (number 1)")
    assert post.content.endswith("`/ask` answers from it now.")
    assert post.buttons == []
    assert entries(kept) == [(1, "No ferry in winter", 1)]
    assert kept.policies.audit(OWN)[0].by == str(MEMBER)


async def test_two_quick_presses_add_once(moderator: Moderator, kept: KeptService) -> None:
    """A second press of “Add” adds nothing, whether it comes during the first or after it."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    add = post.buttons[0]["custom_id"]
    first = await moderator.server.press(post, add, permissions=MANAGE_GUILD)
    second = await moderator.server.press(post, add, permissions=MANAGE_GUILD)
    await moderator.server.until(lambda: "Added" in post.content)
    await moderator.presses(post, add, "")
    assert first.seen == []
    assert all("already done" in post.content or "gone" in post.content for post in second.seen)
    assert len(entries(kept)) == 1


async def test_a_text_is_pasted_into_a_form(moderator: Moderator, kept: KeptService) -> None:
    """Without a file a form opens, and the article gets the title that was typed."""
    asked = await moderator.begins("add")
    modal = await moderator.server.opened(asked)
    assert [field.label for field in modal.inputs] == ["Title", "Text", "Files, in place of a text"]
    sent = await moderator.server.submit(asked, title="Sundays: *open*", text=OTHER)
    (post,) = await moderator.server.seen(sent)
    assert post.content.startswith("**Sundays: \\*open\\*** is not added yet.")
    await moderator.presses(post, "Add", "Added")
    assert entries(kept) == [(1, "Sundays: *open*", 1)]
    assert kept.curation.revision(OWN, 1).origin == "text"


async def test_a_pasted_text_that_cannot_be_added_is_handed_back(moderator: Moderator) -> None:
    """The error comes with a file of the text, so that nothing of it is lost."""
    asked = await moderator.begins("add")
    await moderator.server.opened(asked)
    sent = await moderator.server.submit(asked, title="Pictures", text="![](x.png)\x07")
    (post,) = await moderator.server.seen(sent)
    assert "no paragraph in it to quote" in post.content
    assert post.files == {"text.txt": b"![](x.png)\x07"}
    again = await moderator.server.press(post, "Try again…", permissions=MANAGE_GUILD)
    modal = await moderator.server.opened(again)
    assert [field.value for field in modal.inputs] == ["Pictures", "![](x.png)\x07", ""]


async def test_what_is_said_of_an_article_can_be_corrected(moderator: Moderator, kept: KeptService) -> None:
    """The form is filled with the known details, and the preview shows the corrected ones."""
    post = await moderator.uses("add", file=Upload("sunday.txt", OTHER.encode()))
    asked = await moderator.server.press(post, "Correct…", permissions=MANAGE_GUILD)
    modal = await moderator.server.opened(asked)
    assert [field.value for field in modal.inputs] == ["sunday", "", "", "", ""]
    typed = {"title": "Open on Sundays", "authors": "Ana Lee, Bo Chen", "publisher": "The Post"}
    await moderator.server.submit(asked, **typed, published="2024-05-06")
    await moderator.server.until(lambda: post.content.startswith("**Open on Sundays** is not added yet."))
    assert "Authors: Ana Lee, Bo Chen\n" in post.content
    assert "Date: 6 May 2024" in post.content
    await moderator.presses(post, "Add", "Added")
    assert kept.curation.entries(OWN)[0].publisher == "The Post"


async def test_a_correction_that_cannot_be_taken_opens_again(moderator: Moderator) -> None:
    """With what was typed; the preview stays as it is until it is right."""
    post = await moderator.uses("add", file=Upload("sunday.txt", OTHER.encode()))
    asked = await moderator.server.press(post, "Correct…", permissions=MANAGE_GUILD)
    await moderator.server.opened(asked)
    sent = await moderator.server.submit(asked, title="Open on Sundays", published="sixth of May")
    (complaint,) = await moderator.server.seen(sent)
    assert "sixth of May" in complaint.content
    assert complaint.private
    assert post.content.startswith("**sunday** is not added yet.")
    again = await moderator.server.press(complaint, "Try again…", permissions=MANAGE_GUILD)
    modal = await moderator.server.opened(again)
    assert [field.value for field in modal.inputs] == ["Open on Sundays", "", "", "sixth of May", ""]
    await moderator.server.submit(again, published="6 May 2024")
    await moderator.server.until(lambda: "**Open on Sundays** is not added yet." in complaint.content)
    assert "Date: 6 May 2024" in complaint.content


@holding("ferry")
async def test_a_newer_version_shows_and_keeps_what_changed(moderator: Moderator, kept: KeptService) -> None:
    """The preview of a newer version and the history show the old and the new words of a quote."""
    post = await moderator.uses("add", file=Upload("ferry.txt", CORRECTED.encode()))
    assert "It seems to be a newer version of **No ferry in winter** (number 1)." in post.content
    assert "2 quotes as before, 1 changed, 1 new, 0 gone" in post.content
    assert "“We cannot send a crew into a storm for thirteen passengers,”" in post.content
    await moderator.presses(post, "Add as a new version of “No ferry in winter”", "version 2")
    assert entries(kept) == [(1, "No ferry in winter", 2)]
    history = await moderator.uses("history", article="1")
    assert "**Version 2** · in use" in history.content
    assert "Since version 1: 2 quotes as before, 1 changed, 1 new, 0 gone." in history.content


async def test_a_version_is_added_to_the_article_that_was_shown_alone(moderator: Moderator, kept: KeptService) -> None:
    """A button that names another article adds nothing, says so, and leads back to the preview."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    draft = post.buttons[0]["custom_id"].split(":")[1]
    await moderator.presses(post, f"revise:{draft}:1", "have changed since")
    await moderator.adds()
    await moderator.adds(OTHER, "sunday.txt")
    post = await moderator.uses("add", file=Upload("ferry.txt", CORRECTED.encode()))
    draft = post.buttons[0]["custom_id"].split(":")[1]
    await moderator.presses(post, f"revise:{draft}:2", "have changed since")
    await moderator.presses(post, "Back to the preview", "is not added yet")
    assert [version for _, _, version in entries(kept)] == [1, 1]


@holding("ferry")
async def test_the_same_text_is_not_kept_twice(moderator: Moderator, kept: KeptService) -> None:
    """The preview names the article with the same text, and adding it fails with that reason."""
    post = await moderator.uses("add", file=Upload("copy.txt", FERRY.encode()))
    assert "⚠ The same words as **No ferry in winter** (number 1)." in post.content
    assert "newer version" not in post.content
    await moderator.presses(post, "Add as another article", "did not finish")
    assert "already here" in post.content
    assert len(entries(kept)) == 1


async def test_a_draft_that_was_thrown_away_is_gone(moderator: Moderator, kept: KeptService) -> None:
    """A cancelled draft cannot be added by a stale button."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    add = post.buttons[0]["custom_id"]
    await moderator.presses(post, "Cancel", "Cancelled")
    assert post.buttons == []
    await moderator.presses(post, add, "draft no longer exists")
    assert entries(kept) == []


async def test_what_was_added_is_not_said_to_be_thrown_away(moderator: Moderator, kept: KeptService) -> None:
    """A “Cancel” that comes too late is refused, and the report stays."""
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    cancel = post.buttons[-1]["custom_id"]
    await moderator.presses(post, "Add", "Added")
    await moderator.presses(post, cancel, "draft no longer exists")
    assert post.content.startswith("Added")
    assert len(entries(kept)) == 1


async def test_a_draft_is_its_makers_alone_and_in_its_server_alone(moderator: Moderator, kept: KeptService) -> None:
    """Another moderator’s press, or one from another server, does not find the draft."""
    await moderator.server.join(other_guild())
    post = await moderator.uses("add", file=Upload("ferry.txt", FERRY.encode()))
    for button in post.buttons:
        for other in (replace(moderator, user=MEMBER + 7), replace(moderator, at=THERE)):
            await other.presses(await other.uses("list"), button["custom_id"], "draft no longer exists")
    await moderator.presses(post, "Add", "Added")
    assert len(entries(kept)) == 1


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (Upload("ferry.ppt", b"x"), "is of a form that is not read"),
        (Upload("big.txt", b"x", told=2_000_000), "is too large: 2,000,000 bytes"),
        (Upload("liar.txt", b"word " * 400_000, told=100), "is too large"),
        (Upload("gone.txt", b"x", status=404), "no longer on Discord"),
        (Upload("late.txt", b"x", status=500), "could not be fetched"),
        (Upload("gone.txt", b"x", status=404), "is no longer on Discord"),
        (Upload("kept.txt", b"x", status=403), "is no longer on Discord"),
        (Upload("latin.txt", "Já, said she.".encode("latin-1")), "encoding is unsure"),
        (Upload("empty.txt", b""), "is empty"),
        (Upload("zip.txt", b"PK\x03\x04"), "zip archive"),
    ],
)
async def test_what_cannot_be_read_is_said_in_words(moderator: Moderator, upload: Upload, words: str) -> None:
    """A file that cannot be read is refused with its reason, privately and without buttons."""
    post = await moderator.uses("add", file=upload)
    assert words in post.content.replace("\\", "")
    assert post.private
    assert post.buttons == []


async def test_for_others_no_file_is_fetched(moderator: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member who is no moderator is refused before the file is fetched."""
    fetched: list[object] = []
    monkeypatch.setattr("discord.Attachment.read", fetched.append)
    member = replace(moderator, permissions=0)
    assert (await member.uses("add", file=Upload("ferry.txt", FERRY.encode()))).content == NOT_MODERATING
    assert fetched == []


async def test_where_pullquote_is_no_member_nothing_is_moderated(moderator: Moderator, kept: KeptService) -> None:
    """A server that has the commands but not the bot has no moderators, since its roles are not known."""
    there = replace(moderator, at=Place(FOREIGN_GUILD, FOREIGN_CHANNEL))
    assert (await there.uses("add", file=Upload("ferry.txt", FERRY.encode()))).content == NOT_MODERATING
    assert kept.library.collections() == ()


async def test_a_files_name_is_only_shown(moderator: Moderator, kept: KeptService) -> None:
    """A file name with paths, Markdown or hidden characters is only shown, escaped."""
    post = await moderator.uses(
        "add", file=Upload("../../etc/[x](https://e.example) \u202e@everyone.txt", OTHER.encode())
    )
    assert post.content.startswith("**")
    assert "@everyone" not in post.content.replace("\\@everyone", "")
    await moderator.presses(post, "Add", "Added")
    assert len(entries(kept)) == 1


async def test_a_draft_outlives_a_restart(server: DiscordServer, kept: KeptService) -> None:
    """A draft from before a restart can be added by the button of then."""
    async with serving(server, kept.service, kept.folder) as client:
        post = await Moderator(server, client).uses("add", file=Upload("ferry.txt", FERRY.encode()))
    async with serving(server, kept.service, kept.folder) as client:
        await Moderator(server, client).presses(post, "Add", "Added")
    assert len(entries(kept)) == 1


async def test_a_full_collection_takes_no_more(server: DiscordServer, tmp_path: Path) -> None:
    """The preview of an article beyond the quota is refused with the quota."""
    kept = opened(tmp_path, quota=Quota(documents=1))
    with kept.operations.writing():
        kept.operations.load()
        async with serving(server, kept.service, tmp_path) as client:
            moderator = Moderator(server, client)
            await moderator.adds()
            post = await moderator.uses("add", file=Upload("sunday.txt", OTHER.encode()))
    assert "may hold 1 articles" in post.content
