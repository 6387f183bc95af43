"""Adding an article: `/corpus add`, from a file or a form, with a preview before anything is kept."""

import re
from collections.abc import Mapping

import discord
from discord import app_commands

from bot.commands import Commands, StaleButtonError
from bot.conversation import Interaction, SlashConversation
from bot.escape import clipped
from bot.fetching import fetch
from bot.forms import Field, Form
from bot.limits import FIELD
from bot.moderating import Moderation, attended
from bot.outcomes import fitting, report_lines
from bot.preview import ADD, BACK, CORRECT, DROP, REVISE, correction_form, preview_reply
from bot.reply import Button, Reply, plain_reply
from bot.shelf import title_of
from bot.wording import sentence
from corpus.errors import ArticleError, PullquoteError
from index.collections import Collections, DraftError, Preview, Progress

TEXT = "text"  # the name of the form
_TITLE = 300  # characters
_WHY = 300  # characters of what went wrong
_NAME = 80  # characters of a name made of a title
_DRAFT = re.compile(r"[0-9a-f]{16}")
_TEXT_FORM = Form(
    "Add an article",
    f"{TEXT}:",
    (
        Field("title", "Title", most=_TITLE, required=True),
        Field(
            "text",
            "Text",
            required=True,
            tall=True,
            hint=f"Up to {FIELD:,} characters, a blank line between paragraphs. Longer ones: /corpus add with a file",
        ),
    ),
)


def add_adding(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    """The command, its two forms and the buttons of the preview."""

    @group.command(name="add", description="Add an article: a file, or without one a text to paste")
    @app_commands.describe(file="A .txt or .md file; without it, a form opens for a title and a text")
    async def add(interaction: Interaction, file: discord.Attachment | None = None) -> None:
        if file is None:
            await attended(interaction, lambda conversation: _open(conversation, interaction, moderation))
        else:
            await attended(interaction, lambda conversation: _file(conversation, interaction, moderation, file))

    async def text(interaction: Interaction, _: str, written: dict[str, str]) -> None:
        await attended(interaction, lambda conversation: _text(conversation, interaction, moderation, written))

    async def correct(interaction: Interaction, held: str) -> None:
        await attended(interaction, lambda conversation: _open_correction(conversation, interaction, moderation, held))

    async def corrected(interaction: Interaction, held: str, written: dict[str, str]) -> None:
        await attended(
            interaction, lambda conversation: _corrected(conversation, interaction, moderation, held, written)
        )

    async def drop(interaction: Interaction, held: str) -> None:
        def dropped(desk: Collections, collection: str) -> Reply:
            desk.drop(collection, draft_in(held), str(interaction.user.id))
            return plain_reply("Thrown away; nothing was added.")

        await moderation.reply(interaction, dropped)

    async def back(interaction: Interaction, held: str) -> None:
        def preview(desk: Collections, collection: str) -> Reply:
            return preview_reply(desk.preview(collection, draft_in(held), str(interaction.user.id)))

        await moderation.reply(interaction, preview)

    async def keep(interaction: Interaction, held: str) -> None:
        await _keep(interaction, moderation, held)

    commands.on_submit(TEXT, text)
    commands.on_submit(CORRECT, corrected)
    for name, press in ((ADD, keep), (REVISE, keep), (DROP, drop), (BACK, back), (CORRECT, correct)):
        commands.on_press(name, press)


def draft_in(held: str) -> str:
    """The draft that a button or a form is of, which anybody may have written. Raises StaleButtonError."""
    if not _DRAFT.fullmatch(held):
        raise StaleButtonError
    return held


# Reading --------------------------------------------------------------------------------------------------------------


async def _file(
    conversation: SlashConversation, interaction: Interaction, moderation: Moderation, file: discord.Attachment
) -> None:
    moderation.own(interaction)  # before anything is fetched
    await conversation.think()
    data = await fetch(file)

    def drafted(desk: Collections, collection: str) -> Reply:
        return preview_reply(desk.draft(collection, file.filename, data, str(interaction.user.id)))

    await conversation.say(await moderation.consult(interaction, drafted))


async def _open(conversation: SlashConversation, interaction: Interaction, moderation: Moderation) -> None:
    moderation.own(interaction)
    await conversation.ask(_TEXT_FORM)


async def _text(
    conversation: SlashConversation, interaction: Interaction, moderation: Moderation, written: Mapping[str, str]
) -> None:
    """What somebody wrote is handed back where it cannot be added."""
    title, data = written.get("title", ""), written.get("text", "").encode("utf-8", "surrogatepass")
    by = str(interaction.user.id)

    def drafted(desk: Collections, collection: str) -> Reply:
        draft = desk.draft(collection, file_name(title), data, by, "text").draft
        said = draft.document
        published = said.published.isoformat() if said.published else ""
        return preview_reply(
            desk.correct(collection, draft.id, by, title, said.publisher or "", published, said.url or "")
        )

    await conversation.think()
    try:
        reply = await moderation.consult(interaction, drafted)
    except PullquoteError as error:
        await conversation.hand(f"{clipped(sentence(str(error)), _WHY)}\nYour text:", "text.txt", data)
    else:
        await conversation.say(reply)


def file_name(title: str) -> str:
    """What a text that came without a file is known by.

    >>> file_name("The quay: closed?")
    'the-quay-closed.txt'
    """
    return (re.sub(r"\W+", "-", title.casefold()).strip("-")[:_NAME] or "text") + ".txt"


# Correcting -----------------------------------------------------------------------------------------------------------


async def _open_correction(
    conversation: SlashConversation, interaction: Interaction, moderation: Moderation, held: str
) -> None:
    draft, by = draft_in(held), str(interaction.user.id)
    preview = await moderation.consult(interaction, lambda desk, collection: desk.preview(collection, draft, by))
    await conversation.ask(correction_form(preview))


async def _corrected(
    conversation: SlashConversation,
    interaction: Interaction,
    moderation: Moderation,
    held: str,
    written: Mapping[str, str],
) -> None:
    """What was written is said again where it cannot be taken, so that it can be copied."""
    draft, by = draft_in(held), str(interaction.user.id)
    title, publisher, published, url = (written.get(name, "") for name in ("title", "publisher", "published", "url"))

    def corrected(desk: Collections, collection: str) -> Reply:
        return preview_reply(desk.correct(collection, draft, by, title, publisher, published, url))

    await conversation.think()
    try:
        reply = await moderation.consult(interaction, corrected)
    except ArticleError as error:
        typed = "\n".join(f"> {clipped(value, _TITLE)}" for value in (title, publisher, published, url) if value)
        await conversation.complain(f"{clipped(sentence(str(error)), _WHY)}\nYou wrote:\n{typed}")
    else:
        await conversation.say(reply)


# Keeping --------------------------------------------------------------------------------------------------------------


async def _keep(interaction: Interaction, moderation: Moderation, held: str) -> None:
    """The draft's id is the job's too, so that two quick presses add once."""
    draft, _, revises = held.partition(":")
    by = str(interaction.user.id)

    def kept(desk: Collections, collection: str, progress: Progress) -> Reply:
        article = _checked(desk.preview(collection, draft_in(draft), by), revises) if revises else None
        entry, report = desk.add(collection, draft_in(draft), by, article, progress)
        version = f", version {entry.revision}" if entry.revision > 1 else ""
        added = f"Added {title_of(entry)}{version}. `/ask` answers from it now."
        return plain_reply(fitting([added, *report_lines(report)]))

    back = (Button("Back to the preview", f"{BACK}:{draft}"),)
    await moderation.employ(interaction, "Adding an article", kept, draft, back)


def _checked(preview: Preview, revises: str) -> int:
    """The article that a button named, if it is still so: another moderator may have changed something in between."""
    if preview.revises is None or str(preview.revises.article) != revises:
        raise DraftError("the articles have changed since this preview was shown; look at it again")
    return preview.revises.article
