"""`/quotes`: what somebody says, page by page."""

from pathlib import Path

import pytest

from bot.discord.commands.quotes import TopicError, carried_page, page
from bot.discord.messages.limits import MESSAGE
from bot.presentation.visible import length
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.text.document import Document
from corpus.text.span import Span
from index.people.sayings import Saying
from tests.bot.conftest import logged_in
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import Post
from tests.support.fake_service import FakeCollections, FakeView, person_of, speech_of

HOLM = "0000000001"


@pytest.fixture
def talkative(view: FakeView) -> FakeView:
    """Somebody says forty things."""
    said = [f"“The {number}. thing is that nothing of it is like what came before it.”" for number in range(1, 41)]
    document = parse_article("talk.txt", "\n\n".join(f"{each} said Ada Holm." for each in said).encode())
    view.tell(("Ada Holm", tuple(speech_of(document, each, "Ada Holm") for each in said)))
    return view


def words_in(post: Post) -> list[str]:
    return [line[2:] for line in post.content.split("\n") if line.startswith("> ")]


async def _shown(server: DiscordServer, post: Post, text: str) -> None:
    await server.until(lambda: text in post.content)


@pytest.mark.usefixtures("client")
async def test_what_somebody_says_is_listed_with_speaker_place_and_date(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """For all to see; the article's own title does no harm."""
    view.tell(("Ada Holm", holm))
    (post,) = await server.seen(await server.ask("quotes", speaker="holm"))
    assert not post.private
    assert post.content.startswith("**Ada Holm**, harbour master · 3 quotes\n> “The quay will close in May,”\n")
    assert words_in(post) == [each.text for each in holm]
    assert post.content.count("— **Ada Holm**, harbour master\n-# The quay ") == 3
    assert post.content.count("3 May 2019 · paragraph ") == 3
    assert r"\[closed\](https\:\/\/x.example) \@everyone · Harbour ⟨U+202E⟩News" in post.content
    assert not post.buttons


@pytest.mark.usefixtures("client")
async def test_a_speaker_is_chosen_by_id_or_named_freely(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...], ray: tuple[Excerpt, ...]
) -> None:
    """Who is not known, or may be two people, is said in a private sentence."""
    view.tell(("Ada Holm", holm), ("Ben Ray", ray), ("Ben Holm", holm))
    for typed, shown in ((HOLM, "**Ada Holm**"), (" ADA holm ", "**Ada Holm**"), ("Ray", "**Ben Ray**")):
        (post,) = await server.seen(await server.ask("quotes", speaker=typed))
        assert post.content.startswith(shown)
    for typed, told in (("Zoë", "Zoë"), ("holm", "Ben Holm"), ("[x](y)", r"\[x\](y)"), ("\u202e", "⟨U+202E⟩")):
        (post,) = await server.seen(await server.ask("quotes", speaker=typed))
        assert told in post.content
        assert post.private
        assert "reference" not in post.content


@pytest.mark.usefixtures("client")
async def test_a_topic_is_passed_on_and_where_nothing_is_said_of_it_that_is_said(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """Blanks around it are none."""
    view.tell(("Ada Holm", holm))
    (post,) = await server.seen(await server.ask("quotes", speaker=HOLM, topic="  the   quay "))
    assert "about “the quay”" in post.content
    (none,) = await server.seen(await server.ask("quotes", speaker=HOLM, topic="nothing", only_me=True))
    assert none.content == "No words of Ada Holm about “nothing” were found in the articles."
    assert not none.buttons
    (everything,) = await server.seen(await server.ask("quotes", speaker=HOLM, topic=" "))
    assert "about" not in everything.content
    assert view.topics == ["the quay", "nothing", None]


async def test_pages_are_turned_also_after_a_restart(
    server: DiscordServer, talkative: FakeView, tmp_path: Path
) -> None:
    """Each press edits the message; every quote stands on one page, whole."""
    async with logged_in(server, FakeCollections(talkative), tmp_path):
        (post,) = await server.seen(await server.ask("quotes", speaker=HOLM, topic="things"))
    shown = words_in(post)
    assert "page 1 of " in post.content
    pages = int(post.content.split("page 1 of ")[1].split("\n")[0])
    assert [button.get("disabled", False) for button in post.buttons] == [True, False]
    async with logged_in(server, FakeCollections(talkative), tmp_path):
        for number in range(2, pages + 1):
            await server.press(post, "▶", user=77)
            await _shown(server, post, f"page {number} of {pages}")
            shown += words_in(post)
        assert [button.get("disabled", False) for button in post.buttons] == [False, True]
        await server.press(post, "◀")
        await server.until(lambda: f"page {pages - 1} of {pages}" in post.content)
    assert shown == [saying.excerpt.text for saying in talkative.said[HOLM]]
    assert len(server.posts) == 1
    assert set(talkative.topics) == {"things"}


@pytest.mark.usefixtures("client")
async def test_a_page_that_is_no_longer_there_is_the_last_one(server: DiscordServer, talkative: FakeView) -> None:
    """And buttons that are of no use any more go away."""
    (post,) = await server.seen(await server.ask("quotes", speaker=HOLM))
    talkative.said[HOLM] = talkative.said[HOLM][:2]
    await server.press(post, "▶")
    await server.until(lambda: len(post.versions) > 2)
    assert len(words_in(post)) == 2
    assert not post.buttons


@pytest.mark.usefixtures("client")
async def test_a_press_that_goes_wrong_leaves_the_page_and_tells_who_pressed(
    server: DiscordServer, talkative: FakeView
) -> None:
    """Somebody may be quoted no more."""
    (post,) = await server.seen(await server.ask("quotes", speaker=HOLM))
    before = post.content
    talkative.people = ()
    (told,) = await server.seen(await server.press(post, "▶"))
    assert told.private
    assert "no longer works" in told.content
    assert post.content == before


@pytest.mark.usefixtures("client", "talkative")
async def test_a_private_page_turns_for_whoever_asked_and_can_be_shared(server: DiscordServer) -> None:
    """What is shared is made anew, public, with buttons of its own."""
    (post,) = await server.seen(await server.ask("quotes", speaker=HOLM, only_me=True))
    assert post.private
    (refused,) = await server.seen(await server.press(post, "▶", user=77))
    assert (refused.private, "page 1 of" in post.content) == (True, True)
    await server.press(post, "▶")
    await server.until(lambda: "page 2 of" in post.content)
    assert [button["label"] for button in post.buttons] == ["◀", "▶", "Share"]
    (public,) = await server.seen(await server.press(post, "Share"))
    assert not public.private
    assert public.content == post.content
    assert [button["label"] for button in public.buttons] == ["◀", "▶"]


def test_a_quote_that_is_longer_than_a_page_goes_on_on_the_next(view: FakeView) -> None:
    """Nothing of it is left out, and each page fits a message."""
    words = "“" + " ".join(f"word{number}" for number in range(600)) + ".”"
    document = parse_article("long.txt", f"“First.” said Ada Holm.\n\n{words} said Ada Holm.".encode())
    view.tell(("Ada Holm", tuple(speech_of(document, each, "Ada Holm") for each in ("“First.”", words))))
    pages = [page(view, view.people[0], number, "").messages[0] for number in (1, 2, 3, 4)]
    assert all(length(each) <= MESSAGE for each in pages)
    shown = " ".join(line[2:] for each in pages for line in each.split("\n") if line.startswith("> "))
    assert shown.split() == f"“First.” {words}".split()


@pytest.mark.parametrize("wide", ["x", "*", "\u202e", "😀", "漢"])
def test_no_name_or_topic_breaks_a_limit(quay: Document, view: FakeView, wide: str) -> None:
    """A topic that buttons cannot carry is refused in a sentence."""
    whole = Excerpt(quay, Span(0, len(quay.text)), "narration")
    view.people = (person_of(wide * 300, whole),)
    view.said = {HOLM: (Saying(whole),) * 30}
    try:
        reply = page(view, view.people[0], 1, wide * 70)
    except TopicError:
        assert wide == "😀"
    else:
        assert length(reply.messages[0]) <= MESSAGE
        assert carried_page(view, *reply.buttons[-1].custom_id.removeprefix("quotes:").split(":", 2)) == reply
