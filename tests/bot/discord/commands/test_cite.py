"""`/cite`: from an id back to the words."""

import pytest

from bot.discord.commands.cite import CONTEXT, recalled_reply
from bot.discord.messages.limits import MESSAGE
from bot.presentation.wording import OUTDATED
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from index.answers.recall import Recalled
from tests.support.discord_server import DiscordServer
from tests.support.fake_service import FakeView, excerpt_of, speech_of


@pytest.mark.usefixtures("client")
async def test_a_citation_gives_the_words_their_speaker_and_their_paragraph(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """Marked as what stands around them."""
    view.tell(("Ada Holm", holm))
    (post,) = await server.seen(await server.ask("cite", id=cite(holm[1]).id))
    words, context = post.content.split("\n\n")
    assert words.startswith("> “We asked the board twice,”\n— **Ada Holm**, harbour master\n-# The quay ")
    assert context == f"{CONTEXT}\n> “We asked the board twice,” Holm said. “Nobody wrote back.”"
    assert OUTDATED["removed"] not in post.content
    assert not post.private
    assert not post.buttons


@pytest.mark.usefixtures("client")
async def test_an_article_that_no_longer_answers_is_told(
    server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """The words stay what they were."""
    view.cited["old"] = Recalled(holm[0], state="removed")
    (post,) = await server.seen(await server.ask("cite", id="old"))
    assert holm[0].text in post.content
    assert OUTDATED["removed"] in post.content


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("typed", ["x", "0000000000-1-2", "@everyone", "\u202e", "`"])
async def test_an_id_of_nothing_is_told_privately(server: DiscordServer, typed: str) -> None:
    """Whatever it is made of."""
    (post,) = await server.seen(await server.ask("cite", id=typed))
    assert post.content.startswith("No citation has the id ")
    assert post.private


@pytest.mark.usefixtures("client")
async def test_a_private_one_can_be_shared(server: DiscordServer, view: FakeView, holm: tuple[Excerpt, ...]) -> None:
    """It is recalled anew; where it no longer can be, that is told to whoever pressed."""
    view.tell(("Ada Holm", holm))
    (post,) = await server.seen(await server.ask("cite", id=cite(holm[0]).id, only_me=True))
    assert post.private
    (public,) = await server.seen(await server.press(post, "Share"))
    assert not public.private
    assert public.content == post.content.split("\n\n")[0]
    assert not public.buttons
    view.cited.clear()
    (told,) = await server.seen(await server.press(post, "Share"))
    assert told.private
    assert "No citation has the id" in told.content


def test_a_paragraph_that_does_not_fit_is_left_away() -> None:
    """The words are not; a caption has no paragraph, and whole paragraphs are not shown twice."""
    around = "It was long ago. " * 150
    document = parse_article("a.txt", f"{around}“Here,” said Ada Holm. {around}\n\nAlone.\n\nImage: A quay".encode())
    here = speech_of(document, "“Here,”", "Ada Holm")
    for excerpt in (here, excerpt_of(document, "Alone."), excerpt_of(document, "Image: A quay", kind="caption")):
        (message,) = recalled_reply(Recalled(excerpt, state="current")).messages
        assert message.startswith(f"> {excerpt.text}\n")
        assert CONTEXT not in message


def test_a_long_citation_stays_whole() -> None:
    """Over several messages, none too long."""
    document = parse_article("a.txt", ("word " * 1500).encode())
    messages = recalled_reply(Recalled(excerpt_of(document, document.text.strip()), state="removed")).messages
    assert len(messages) > 3
    assert all(len(message) <= MESSAGE for message in messages)
    assert "\n".join(messages).count("word ") + 1 >= 1500
