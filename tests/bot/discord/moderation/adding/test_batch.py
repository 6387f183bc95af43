"""Adding several articles at once on Discord."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from bot.discord.runtime.permissions import NOT_MODERATING
from corpus.readers.forms import SUFFIXES
from tests.bot.discord.moderation.conftest import CORRECTED, FERRY, OWN, Moderator, entries, holding
from tests.support.discord_values import MEMBER, Post, Upload
from tests.support.kept_service import KeptService

PHOTO = f"- photo.png: refused: is of a form that is not read; these are: {', '.join(SUFFIXES)}"
MILL = "“The mill turns again,” said Lena Vogt, the miller.\n"


def zipped(**texts: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return data.getvalue()


async def sends(moderator: Moderator, *uploads: Upload, **typed: str) -> Post:
    """A moderator sends files in the form, and sees what they are."""
    asked = await moderator.begins("add")
    await moderator.server.opened(asked)
    sent = await moderator.server.submit(asked, None, uploads, **typed)
    (post,) = await moderator.server.seen(sent)
    await moderator.server.until(lambda: "Reading files" not in post.content and not post.loading)
    return post


def lines(post: Post) -> Sequence[str]:
    return post.content.replace("\\", "").split("\n")


async def test_several_files_are_shown_and_added_with_one_button(moderator: Moderator, kept: KeptService) -> None:
    """The form takes them; what has to be looked at stands first, and a report names each."""
    uploads = [Upload("ferry.txt", FERRY.encode()), Upload("mill.md", MILL.encode()), Upload("photo.png", b"x")]
    post = await sends(moderator, *uploads, Upload("gone.txt", b"x", status=404), Upload("copy.txt", MILL.encode()))
    assert post.private
    assert lines(post) == [
        "**5 files: 2 new, 1 here already, 2 refused.** Nothing is added yet.",
        PHOTO,
        "- gone.txt: refused: is no longer on Discord; attach it again",
        "- copy.txt: duplicate: the same text is already here, as mill.md, which comes with it",
        "- ferry.txt: new",
        "- mill.md: new",
    ]
    assert [button["label"] for button in post.buttons] == ["Add all (2)", "Cancel"]
    assert entries(kept) == []
    await moderator.presses(post, "Add all (2)", "2 added")
    assert lines(post)[0] == "**5 files: 2 added, 1 here already, 2 refused.** `/ask` answers from what was added now."
    assert "- ferry.txt: added as article 1" in lines(post)
    assert PHOTO in lines(post)
    assert entries(kept) == [(1, "No ferry in winter", 1), (2, "mill", 1)]
    assert kept.policies.audit(OWN)[0].what == "added 2 articles"
    question = await moderator.uses("roll_back")
    assert "which added 2 articles?" in question.content
    await moderator.presses(question, "Roll back", "Rolled back")
    assert entries(kept) == []


@holding("ferry")
async def test_newer_versions_can_be_left_out(moderator: Moderator, kept: KeptService) -> None:
    """A button adds only what is new."""
    post = await sends(moderator, Upload("ferry.txt", CORRECTED.encode()), Upload("mill.txt", MILL.encode()))
    assert "- ferry.txt: new version of “No ferry in winter” (article 1)" in lines(post)
    assert [button["label"] for button in post.buttons] == ["Add all (2)", "Only the new one", "Cancel"]
    await moderator.presses(post, "Only the new one", "1 added")
    assert "- ferry.txt: left out" in lines(post)
    assert entries(kept) == [(1, "No ferry in winter", 1), (2, "mill", 1)]


async def test_a_zip_comes_by_the_option_too(moderator: Moderator, kept: KeptService) -> None:
    """What is too long for a message stands in a file beside it, before and after the articles are added."""
    names = [f"{'story ' * 30}{number}.txt" for number in range(25)]
    data = zipped(**{name.removesuffix(".txt"): f"Boat number {name[-6:-4]} has sailed." for name in names})
    asked = await moderator.begins("add", file=Upload("all.zip", data, content_type="application/zip"))
    (post,) = await moderator.server.seen(asked)
    await moderator.server.until(lambda: "25 files" in post.content)
    listing = post.files["articles.txt"].decode()
    assert [line for line in listing.split("\n") if line.startswith("- ")] == [f"- {name}: new" for name in names]
    assert "stands in articles.txt" in post.content
    await moderator.presses(post, "Add all (25)", "25 added")
    assert f"- {names[-1]}: added as article 25" in post.files["articles.txt"].decode()
    assert len(entries(kept)) == 25


async def test_one_file_in_the_form_is_shown_whole(moderator: Moderator) -> None:
    """With its details, which can be corrected."""
    post = await sends(moderator, Upload("ferry.txt", FERRY.encode()))
    assert post.content.startswith("**No ferry in winter** is not added yet.")


async def test_a_title_in_the_form_is_that_of_its_one_file(moderator: Moderator) -> None:
    """What may have been read wrongly is told beside it; a title of blanks is none."""
    post = await sends(moderator, Upload("ferry.txt", FERRY.encode("cp1252")), title="The ferry stays")
    assert post.content.startswith("**The ferry stays** is not added yet.\nPublisher: The Tidewater Post\n")
    assert "Windows-1252" in post.content
    post = await sends(moderator, Upload("ferry.txt", FERRY.encode()), title=" ")
    assert post.content.startswith("**No ferry in winter** is not added yet.")


async def test_a_batch_that_was_thrown_away_is_gone(moderator: Moderator, kept: KeptService) -> None:
    """As is one that another moderator, or nobody who moderates, wants to add."""
    uploads = (Upload("ferry.txt", FERRY.encode()), Upload("mill.txt", MILL.encode()))
    post = await sends(moderator, *uploads)
    add = post.buttons[0]["custom_id"]
    other = replace(moderator, user=MEMBER + 7)
    await other.presses(await other.uses("list"), add, "draft no longer exists")
    nobody = await moderator.server.press(post, add, permissions=0)
    assert (await moderator.server.seen(nobody))[0].content == NOT_MODERATING
    await moderator.presses(post, "Cancel", "Cancelled")
    await moderator.presses(post, add, "draft no longer exists")
    await moderator.presses(post, "addall:nonsense", "no longer works")
    assert entries(kept) == []


async def test_a_failure_leads_back_to_the_preview(moderator: Moderator, kept: KeptService) -> None:
    """Where it is cancelled, nothing is added, and it can be tried again."""
    post = await sends(moderator, Upload("ferry.txt", FERRY.encode()), Upload("mill.txt", MILL.encode()))
    batch = post.buttons[0]["custom_id"].split(":")[1]
    await moderator.presses(post, f"batch:{batch}", "2 files: 2 new")
    await moderator.presses(post, "Add all (2)", "2 added")
    assert len(entries(kept)) == 2


async def test_nothing_to_add_has_no_buttons(moderator: Moderator) -> None:
    """It is said why."""
    post = await sends(moderator, Upload("a.png", b"x"), Upload("b.zip", b"PK"))
    assert lines(post)[0] == "**2 files: 2 refused.** Nothing can be added."
    assert post.buttons == []


async def test_a_text_beside_files_is_handed_back(moderator: Moderator) -> None:
    """As it is; an empty form says what it needs."""
    post = await sends(moderator, Upload("ferry.txt", FERRY.encode()), title="The mill", text=MILL)
    assert "holds a text and files" in post.content
    assert post.files == {"text.txt": MILL.encode()}
    assert "is empty" in (await sends(moderator)).content


async def test_for_others_no_file_is_fetched(moderator: Moderator) -> None:
    """Who sends a form that a moderator opened is checked anew."""
    asked = await moderator.begins("add")
    await moderator.server.opened(asked)
    asked.permissions = 0
    sent = await moderator.server.submit(asked, None, [Upload("a.txt", b"x"), Upload("b.txt", b"x")])
    assert (await moderator.server.seen(sent))[0].content == NOT_MODERATING
