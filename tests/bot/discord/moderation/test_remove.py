"""Listing, showing, removing, restoring, exporting and rolling back articles on Discord."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from bot.discord.moderation.articles import NOTHING
from corpus.library.models import Add
from corpus.readers.files import parse_article
from tests.bot.discord.moderation.conftest import CORRECTED, FERRY, OTHER, OWN, Moderator, entries, holding
from tests.support.discord_values import MANAGE_GUILD, MEMBER, Upload
from tests.support.kept_service import KeptService


async def test_articles_are_listed_with_who_added_them(moderator: Moderator) -> None:
    """The list names who added each article, and removed ones are listed apart."""
    assert "/corpus add" in (await moderator.uses("list")).content
    await moderator.adds()
    post = await moderator.uses("list")
    assert "- **No ferry in winter** · The Tidewater Post · 2024-10-02" in post.content
    assert f"number 1 · 1 version · <@{MEMBER}>, <t:" in post.content
    assert "No article has been removed" in (await moderator.uses("list", removed=True)).content


async def test_an_article_is_leafed_through(moderator: Moderator) -> None:
    """Pages have quotes and speakers marked, and are turned in place, after a newer version too."""
    text = FERRY + "".join(f"\nNobody came on day {day}, and nobody wrote either.\n" for day in range(90))
    await moderator.adds(text)
    post = await moderator.uses("show", article="no FERRY")
    assert "**“Nobody asked us,”** said __Ben Ray__" in post.content
    assert " · version 1 · page 1 of " in post.content
    await moderator.presses(post, "▶", "page 2 of")
    assert "paragraph" in post.content
    await moderator.presses(post, "◀", "page 1 of")
    assert " · page 3 of " in (await moderator.uses("show", article="1", page=3)).content
    newer = await moderator.uses("add", file=Upload("ferry.txt", text.replace("three", "thirteen").encode()))
    await moderator.presses(newer, "Add as a new version of “No ferry in winter”", "version 2")
    await moderator.presses(post, "▶", " · version 1 · page 2 of ")
    assert " · version 2 · page 1 of " in (await moderator.uses("show", article="1")).content


@holding("ferry")
async def test_an_article_is_removed_after_a_question_and_restored(moderator: Moderator, kept: KeptService) -> None:
    """An article is removed only by the button, is restored by its title, and the audit has both changes."""
    post = await moderator.uses("remove", article="1")
    assert "Remove **No ferry in winter** (number 1)?" in post.content
    assert len(entries(kept)) == 1
    await moderator.presses(post, "Remove", "Removed **No ferry in winter**")
    assert entries(kept) == []
    assert f"removed by <@{MEMBER}>" in (await moderator.uses("list", removed=True)).content
    assert "**No ferry in winter** · version 1 · removed" in (await moderator.uses("show", article="1")).content
    listed = await moderator.uses("list")
    await moderator.presses(listed, "articles:removed:1", f"removed by <@{MEMBER}>")
    await moderator.presses(listed, "articles:current:1", NOTHING)
    assert "There is no article “1”" in (await moderator.uses("remove", article="1")).content
    for command, known in (("remove", 0), ("restore", 1)):
        choices = await moderator.server.suggested(f"corpus {command}", "article", "", permissions=MANAGE_GUILD)
        assert len(choices) == known
    asked = await moderator.begins("restore", article="no ferry in winter")
    await moderator.server.until(lambda: asked.seen and "Answers now come from version 1" in asked.seen[0].content)
    assert len(entries(kept)) == 1
    assert [line.what for line in kept.policies.audit(OWN, 2)] == [
        "restored “No ferry in winter”, version 1",
        "removed “No ferry in winter”",
    ]


@holding("ferry")
async def test_two_moderators_may_remove_the_same(moderator: Moderator, kept: KeptService) -> None:
    """Two moderators who remove the same article are both told that it is removed, and it is removed once."""
    other = replace(moderator, user=MEMBER + 7)
    posts = [(person, await person.uses("remove", article="1")) for person in (moderator, other)]
    for person, post in posts:
        await person.presses(post, "Remove", "Removed **No ferry in winter**")
    assert [line.by for line in kept.policies.audit(OWN) if line.what.startswith("removed")] == [str(MEMBER)]


@holding("ferry")
async def test_what_answers_already_is_not_restored(moderator: Moderator, kept: KeptService) -> None:
    """Restoring the version in use changes nothing, and leaves no audit line."""
    asked = await moderator.begins("restore", article="1")
    await moderator.server.until(lambda: asked.seen and "Answers now come from version 1" in asked.seen[0].content)
    assert [line.what for line in kept.policies.audit(OWN)] == ["added “No ferry in winter”"]


@pytest.mark.parametrize(("command", "options"), [("remove", {"article": "1"}), ("roll_back", {})])
@holding("ferry", "sunday")
async def test_two_quick_presses_do_it_once(
    moderator: Moderator, kept: KeptService, command: str, options: dict[str, str]
) -> None:
    """A second press is told privately that the first is under way, and changes nothing."""
    post = await moderator.uses(command, **options)
    custom_id = post.buttons[0]["custom_id"]
    first = await moderator.server.press(post, custom_id, permissions=MANAGE_GUILD)
    second = await moderator.server.press(post, custom_id, permissions=MANAGE_GUILD)
    (beside,) = await moderator.server.seen(second)
    assert (beside.content, beside.private) == ("This was already done, or is under way", True)
    await moderator.server.until(lambda: any(done in post.content for done in ("Removed", "Rolled back")))
    assert first.seen == []
    assert len(entries(kept)) == 1


@holding("ferry")
async def test_an_earlier_version_can_answer_again(moderator: Moderator, kept: KeptService) -> None:
    """An earlier version is put in use while the newer one is kept; an unknown version is refused."""
    post = await moderator.uses("add", file=Upload("ferry.txt", CORRECTED.encode()))
    await moderator.presses(post, "Add as a new version of “No ferry in winter”", "version 2")
    asked = await moderator.begins("restore", article="1", version=1)
    await moderator.server.until(lambda: asked.seen and "Answers now come from version 1" in asked.seen[0].content)
    assert entries(kept) == [(1, "No ferry in winter", 1)]
    assert "**Version 2** · <@" in (await moderator.uses("history", article="1")).content
    asked = await moderator.begins("restore", article="1", version=7)
    await moderator.server.until(lambda: asked.seen and "no version 7" in asked.seen[0].content)


async def test_articles_are_exported_as_they_were_read(moderator: Moderator) -> None:
    """An export is a zip of the texts with a manifest, and refused where there are no articles."""
    assert "There are no articles here to export" in (await moderator.uses("export")).content
    await moderator.adds()
    post = await moderator.uses("export")
    (data,) = post.files.values()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert FERRY in [archive.read(name).decode() for name in archive.namelist()]
        assert any(json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json"))
    assert "kB" in post.content or "bytes" in post.content


async def test_an_export_that_is_too_large_says_so(moderator: Moderator, kept: KeptService) -> None:
    """An export beyond Discord’s limit is answered with the limit."""
    kept.curation.export = lambda *_: ("all.zip", bytes(11_000_000))  # type: ignore[method-assign]
    assert "Discord accepts at most 10.5 MB" in (await moderator.uses("export")).content


@holding("ferry")
async def test_the_last_change_is_rolled_back_after_a_question(moderator: Moderator, kept: KeptService) -> None:
    """The last change is taken back once by the button; then there is no change to take back."""
    post = await moderator.uses("roll_back")
    assert "Undo the last change, which added “No ferry in winter”?" in post.content
    await moderator.presses(post, "Roll back", "Rolled back")
    assert "- Undone: added “No ferry in winter”" in post.content
    assert post.buttons == []
    assert entries(kept) == []
    assert "no change to take back" in (await moderator.uses("roll_back")).content


@holding("ferry")
async def test_rolling_back_takes_back_what_was_meant(moderator: Moderator, kept: KeptService) -> None:
    """A button does not take back what another moderator did since it was shown."""
    post = await moderator.uses("roll_back")
    await moderator.adds(OTHER, "sunday.txt")
    await moderator.presses(post, "Roll back", "no longer works")
    assert len(entries(kept)) == 2


@holding("ferry")
async def test_the_status_tells_how_full_it_is_and_what_happened_last(moderator: Moderator) -> None:
    """The status has the quota and the last job."""
    content = (await moderator.uses("status")).content
    assert content.startswith("**1 article**, with 3 quotes\nQuota: 1 of 500 articles")
    assert f"Last job: add by <@{MEMBER}>" in content


# Which article --------------------------------------------------------------------------------------------------------


@holding("ferry", "sunday")
async def test_articles_are_suggested_by_title_and_sent_as_numbers(moderator: Moderator) -> None:
    """Titles are suggested to moderators, and to nobody else."""
    suggested = moderator.server.suggested
    choices = await suggested("corpus show", "article", "FERRY", permissions=MANAGE_GUILD)
    assert choices == [{"name": "No ferry in winter · number 1", "value": "1"}]
    assert len(await suggested("corpus show", "article", "", permissions=MANAGE_GUILD)) == 2
    assert await suggested("corpus show", "article", "") == []


async def test_of_many_articles_the_likeliest_are_suggested(moderator: Moderator, kept: KeptService) -> None:
    """At most 25 articles are suggested, first those whose title begins as typed; a number suggests its article."""
    titles = [*(f"The boat {number}" for number in range(1, 40)), "Boats and books"]
    texts = (f"---\ntitle: {title}\n---\nWords of {title}.\n".encode() for title in titles)
    added = [Add(parse_article(f"{number}.txt", text), "file") for number, text in enumerate(texts)]
    kept.library.articles.apply(OWN, added, "42", "added many")

    async def suggested(typed: str) -> list[str]:
        choices = await moderator.server.suggested("corpus show", "article", typed, permissions=MANAGE_GUILD)
        return [choice["value"] for choice in choices]

    assert len(await suggested("")) == 25
    assert (await suggested("boat"))[0] == "40"
    assert await suggested("40") == ["40"]
    assert await suggested("BOAT  39") == ["39"]


@holding("ferry", "sunday")
async def test_a_title_that_is_typed_will_do(moderator: Moderator) -> None:
    """An article is found by its title in any case; for a title that is nearly right, the near ones are named."""
    assert "**sunday** · version 1" in (await moderator.uses("show", article="SUNDAY")).content
    assert "did you mean 1 “No ferry in winter”?" in (await moderator.uses("show", article="ferry in winters")).content
    assert "There is no article “zebra”" in (await moderator.uses("show", article="zebra")).content
    assert "Several articles" in (await moderator.uses("show", article="n")).content
