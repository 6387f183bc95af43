"""Adding an article: `/corpus add`, from a file or a form, with a preview before anything is kept."""

import re
from collections.abc import Callable

import discord
from discord import app_commands

from bot.commands import Commands, StaleButtonError
from bot.conversation import Interaction, SlashConversation, TurnConversation, attend
from bot.escape import clipped, escape
from bot.fetching import fetch
from bot.forms import Field, Form, filled_in, show_form
from bot.jobs import Jobs
from bot.limits import FIELD
from bot.moderating import consult, employ, own, reply_to_moderator
from bot.outcomes import fitting, report_lines
from bot.preview import ADD, BACK, CORRECT, DROP, REVISE, correction_form, preview_reply
from bot.reply import Button, Reply, plain_reply
from bot.shelf import title_of
from bot.wording import sentence
from bot.work import Worker
from corpus.errors import ArticleError, PullquoteError
from index.collections import Collections, DraftError, Preview, Progress

TEXT = "text"  # the name of the form
_TITLE = 300  # characters
_NAME = 80  # characters of a name made of a title
_DRAFT = re.compile(r"[0-9a-f]{16}")
_KEPT = re.compile(r"([0-9a-f]{16})(?::(\d{1,18}))?")
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


def add_adding(commands: Commands, group: app_commands.Group, worker: Worker, jobs: Jobs) -> None:
    """The command, its two forms and the buttons of the preview."""

    @group.command(name="add", description="Add an article: a file, or without one a text to paste")
    @app_commands.describe(file="A .txt or .md file; without it, a form opens for a title and a text")
    async def add(interaction: Interaction, file: discord.Attachment | None = None) -> None:
        conversation = SlashConversation(interaction, private=True)
        await attend(
            conversation, _file(conversation, interaction, worker, file) if file else _open(interaction, worker)
        )

    async def text(interaction: Interaction, _: str) -> None:
        conversation = SlashConversation(interaction, private=True)
        await attend(conversation, _text(conversation, interaction, worker))

    async def press(interaction: Interaction, held: str) -> None:
        conversation = TurnConversation(interaction, private=True)
        await attend(conversation, _keep(conversation, interaction, worker, jobs, held))

    async def drop(interaction: Interaction, held: str) -> None:
        def dropped(desk: Collections, collection: str) -> Reply:
            desk.drop(collection, draft_in(held), str(interaction.user.id))
            return plain_reply("Thrown away; nothing was added.")

        await reply_to_moderator(TurnConversation(interaction, private=True), interaction, worker, dropped)

    async def back(interaction: Interaction, held: str) -> None:
        await reply_to_moderator(
            TurnConversation(interaction, private=True), interaction, worker, _preview(interaction, held)
        )

    async def correct(interaction: Interaction, held: str) -> None:
        await attend(SlashConversation(interaction, private=True), _open_correction(interaction, worker, held))

    async def corrected(interaction: Interaction, held: str) -> None:
        conversation = TurnConversation(interaction, private=True)
        await attend(conversation, _corrected(conversation, interaction, worker, held))

    commands.on_submit(TEXT, text)
    commands.on_submit(CORRECT, corrected)
    for name, pressed in ((ADD, press), (REVISE, press), (DROP, drop), (BACK, back), (CORRECT, correct)):
        commands.on_press(name, pressed)


def draft_in(held: str) -> str:
    """The draft that a button or a form is of, which anybody may have written. Raises StaleButtonError."""
    if not _DRAFT.fullmatch(held):
        raise StaleButtonError
    return held


def _preview(interaction: Interaction, held: str) -> Callable[[Collections, str], Reply]:
    def preview(desk: Collections, collection: str) -> Reply:
        return preview_reply(desk.preview(collection, draft_in(held), str(interaction.user.id)))

    return preview


# Reading --------------------------------------------------------------------------------------------------------------


async def _file(
    conversation: SlashConversation, interaction: Interaction, worker: Worker, file: discord.Attachment
) -> None:
    own(interaction, worker)  # before anything is fetched
    await conversation.think()
    data = await fetch(file)

    def drafted(desk: Collections, collection: str) -> Reply:
        return preview_reply(desk.draft(collection, file.filename, data, str(interaction.user.id)))

    await conversation.say(await consult(interaction, worker, drafted))


async def _open(interaction: Interaction, worker: Worker) -> None:
    own(interaction, worker)
    await show_form(interaction, _TEXT_FORM)


async def _text(conversation: SlashConversation, interaction: Interaction, worker: Worker) -> None:
    """What somebody wrote is handed back where it cannot be added."""
    written, by = filled_in(interaction), str(interaction.user.id)
    title, data = written.get("title", ""), written.get("text", "").encode("utf-8", "surrogatepass")

    def drafted(desk: Collections, collection: str) -> Reply:
        draft = desk.draft(collection, file_name(title), data, by, "text").draft
        said = draft.document
        published = said.published.isoformat() if said.published else ""
        return preview_reply(
            desk.correct(collection, draft.id, by, title, said.publisher or "", published, said.url or "")
        )

    await conversation.think()
    try:
        reply = await consult(interaction, worker, drafted)
    except PullquoteError as error:
        await conversation.hand(f"{escape(sentence(str(error)))}\nYour text:", "text.txt", data)
    else:
        await conversation.say(reply)


def file_name(title: str) -> str:
    """What a text that came without a file is known by.

    >>> file_name("The quay: closed?")
    'the-quay-closed.txt'
    """
    return (re.sub(r"\W+", "-", title.casefold()).strip("-")[:_NAME] or "text") + ".txt"


# Correcting -----------------------------------------------------------------------------------------------------------


async def _open_correction(interaction: Interaction, worker: Worker, held: str) -> None:
    draft, by = draft_in(held), str(interaction.user.id)
    preview = await consult(interaction, worker, lambda desk, collection: desk.preview(collection, draft, by))
    await show_form(interaction, correction_form(preview))


async def _corrected(conversation: TurnConversation, interaction: Interaction, worker: Worker, held: str) -> None:
    """What was written is said again where it cannot be taken, so that it can be copied."""
    written, draft, by = filled_in(interaction), draft_in(held), str(interaction.user.id)
    values = [written.get(name, "") for name in ("title", "publisher", "published", "url")]
    await conversation.think()
    try:
        preview = await consult(
            interaction, worker, lambda desk, collection: desk.correct(collection, draft, by, *values)
        )
    except ArticleError as error:
        typed = "\n".join(f"> {clipped(value, _TITLE)}" for value in values if value.strip())
        await conversation.complain(f"{clipped(sentence(str(error)), _TITLE)}\nYou wrote:\n{typed}")
    else:
        await conversation.say(preview_reply(preview))


# Keeping --------------------------------------------------------------------------------------------------------------


async def _keep(
    conversation: TurnConversation, interaction: Interaction, worker: Worker, jobs: Jobs, held: str
) -> None:
    """The draft's id is the job's too, so that two quick presses add once."""
    found = _KEPT.fullmatch(held)
    if not found:
        raise StaleButtonError
    draft, by = found[1], str(interaction.user.id)
    article = int(found[2]) if found[2] else None

    def kept(desk: Collections, collection: str, progress: Progress) -> Reply:
        if article is not None:
            _check_revises(desk.preview(collection, draft, by), article)
        entry, report = desk.add(collection, draft, by, article, progress)
        version = f", version {entry.revision}" if entry.revision > 1 else ""
        added = f"Added {title_of(entry)}{version}. `/ask` answers from it now."
        return plain_reply(fitting([added, *report_lines(report)]))

    back = (Button("Back to the preview", f"{BACK}:{draft}"),)
    await employ(conversation, interaction, worker, jobs, "Adding an article", kept, draft, back)


def _check_revises(preview: Preview, article: int) -> None:
    """What the button said must still be so: another moderator may have added something in between."""
    if preview.revises is None or preview.revises.article != article:
        raise DraftError("the articles have changed since this preview was shown; look at it again")
