"""An article on its way in: a file or a pasted text is read, and previewed as a draft."""

import asyncio
from collections.abc import Mapping

import discord

from bot.discord.messages.conversation import UNREACHED, Interaction, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import FIELD
from bot.discord.messages.reply import Field, Form, Reply
from bot.discord.moderation.preview import preview_reply
from bot.discord.moderation.request import Request, RequestRunner
from bot.presentation.visible import visible
from bot.presentation.wording import sentence
from corpus.errors import ArticleError, PullquoteError
from corpus.readers.forms import check_size
from corpus.text.folding import folded_words
from index.service.preview import details_of
from index.service.protocols import Service

TEXT = "text"  # the name of the form
_TITLE = 300  # characters
_REASON = 300  # characters of what went wrong
_NAME = 80  # characters of a name made of a title
_TIMEOUT = 30.0  # seconds: a file of the largest size comes in so much over half a megabit a second
_HINT = f"Up to {FIELD:,} characters, with a blank line between paragraphs. Attach a longer text as a file."
_FORM = Form(
    "Add an article",
    f"{TEXT}:",
    (Field("title", "Title", most=_TITLE), Field("text", "Text", description=_HINT, long=True)),
)


async def open_text_form(runner: RequestRunner, interaction: Interaction) -> None:
    """Open the form for a title and a text."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)
        await conversation.open(_FORM)


async def add_file(runner: RequestRunner, interaction: Interaction, file: discord.Attachment) -> None:
    """Preview an article that was attached."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)  # before anything is fetched
        await conversation.think()
        data = await fetch(file)
        await conversation.say(await runner.read(_draft_file, interaction, file.filename, data))


async def add_text(runner: RequestRunner, interaction: Interaction, _: str, fields: Mapping[str, str]) -> None:
    """Preview an article that was pasted; the text is handed back where it cannot be added."""
    title, data = fields.get("title", ""), fields.get("text", "").encode("utf-8", "surrogatepass")
    async with private_conversation(interaction) as conversation:
        await conversation.think()
        try:
            reply = await runner.read(_draft_text, interaction, title, data)
        except PullquoteError as error:
            await conversation.hand(f"{clipped(sentence(str(error)), _REASON)}\nYour text:", "text.txt", data)
        else:
            await conversation.say(reply)


def _draft_file(request: Request, service: Service, name: str, data: bytes) -> Reply:
    return preview_reply(service.additions.draft(request.collection, name, data, request.by))


def _draft_text(request: Request, service: Service, title: str, data: bytes) -> Reply:
    draft = service.additions.draft(request.collection, file_name(title), data, request.by, "text").draft
    details = {**details_of(draft.document), "title": title}
    return preview_reply(service.additions.correct(request.collection, draft.id, request.by, **details))


def file_name(title: str) -> str:
    """The name by which a text is known that came without a file.

    >>> file_name("The quay: closed?")
    'the-quay-closed.txt'
    """
    return ("-".join(folded_words(title))[:_NAME] or "text") + ".txt"


# Fetching -------------------------------------------------------------------------------------------------------------


async def fetch(attachment: discord.Attachment) -> bytes:
    """The bytes of an attached article.

    Raises ArticleError where it is no article by its name, too large, whatever it says of itself, or cannot be had.
    """
    name = visible(" ".join(attachment.filename.split()))
    check_size(name, attachment.size)
    try:
        async with asyncio.timeout(_TIMEOUT):
            data = await attachment.read()
    except TimeoutError:
        raise ArticleError(name, "took too long to download from Discord; try again") from None
    except (discord.NotFound, discord.Forbidden):
        raise ArticleError(name, "is no longer on Discord; attach it again") from None
    except UNREACHED:
        raise ArticleError(name, "could not be fetched from Discord; try again") from None
    check_size(name, len(data))
    return data
