"""What becomes of an article that was read: the buttons under its preview."""

import re
from collections.abc import Mapping

from bot.discord.commands.tree import Commands, payload_fields
from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.escape import clipped
from bot.discord.messages.mentions import title_of
from bot.discord.messages.reply import Button, Form, Reply, plain_reply
from bot.discord.moderation.moderation import Moderation
from bot.discord.moderation.preview import ADD, BACK, CORRECT, DROP, REVISE, correction_form, preview_reply
from bot.discord.moderation.status import fitting, report_lines
from bot.presentation.wording import sentence
from corpus.errors import ArticleError
from index.engine.build import Progress
from index.service.collections import Collections
from index.service.curation import DraftError
from index.service.preview import Preview

_WHY = 300  # characters of what went wrong
_VALUE = 300  # characters of what was written, in a message that says so
_DIGITS = 16  # of a draft's id
_DRAFT = re.compile(rf"([0-9a-f]{{{_DIGITS}}})")
_KEPT = re.compile(rf"([0-9a-f]{{{_DIGITS}}})(?::(\d{{1,18}}))?")


def add_deciding(commands: Commands, moderation: Moderation) -> None:
    """The buttons, and the form to correct what is said of the article."""

    async def keep(interaction: Interaction, held: str) -> None:
        await _keep(interaction, moderation, held)

    async def drop(interaction: Interaction, held: str) -> None:
        def dropped(desk: Collections, collection: str) -> Reply:
            (draft,), by = payload_fields(_DRAFT, held), str(interaction.user.id)
            desk.drafted(collection, draft, by)  # it may have been added by now
            desk.drop(collection, draft, by)
            return plain_reply("Thrown away; nothing was added.")

        await moderation.reply(interaction, dropped)

    async def back(interaction: Interaction, held: str) -> None:
        def preview(desk: Collections, collection: str) -> Reply:
            (draft,) = payload_fields(_DRAFT, held)
            return preview_reply(desk.preview(collection, draft, str(interaction.user.id)))

        await moderation.reply(interaction, preview, reads=True)

    for name, press in ((ADD, keep), (REVISE, keep), (DROP, drop), (BACK, back)):
        commands.on_press(name, press)
    _add_correcting(commands, moderation)


# Correcting -----------------------------------------------------------------------------------------------------------


def _add_correcting(commands: Commands, moderation: Moderation) -> None:
    async def correct(interaction: Interaction, held: str) -> None:
        await attend_privately(interaction, lambda conversation: _open(conversation, moderation, held))

    async def corrected(interaction: Interaction, held: str, written: Mapping[str, str]) -> None:
        await attend_privately(interaction, lambda conversation: _corrected(conversation, moderation, held, written))

    commands.on_press(CORRECT, correct)
    commands.on_submit(CORRECT, corrected)


async def _open(conversation: SlashConversation, moderation: Moderation, held: str) -> None:
    """At once, since a form cannot be opened after Discord was told to wait."""
    interaction = conversation.interaction

    def form(desk: Collections, collection: str) -> Form:
        (draft,) = payload_fields(_DRAFT, held)
        return correction_form(desk.drafted(collection, draft, str(interaction.user.id)))

    await conversation.open(await moderation.consult(interaction, form))


async def _corrected(
    conversation: SlashConversation, moderation: Moderation, held: str, written: Mapping[str, str]
) -> None:
    """What was written is said again where it cannot be taken, so that it can be copied."""
    (draft,), by = payload_fields(_DRAFT, held), str(conversation.interaction.user.id)
    said = {name: written.get(name, "") for name in ("title", "publisher", "published", "url")}

    def corrected(desk: Collections, collection: str) -> Reply:
        return preview_reply(desk.correct(collection, draft, by, **said))

    await conversation.think()
    try:
        reply = await moderation.read(conversation.interaction, corrected)
    except ArticleError as error:
        typed = "\n".join(f"> {clipped(value, _VALUE)}" for value in said.values() if value)
        await conversation.complain(f"{clipped(sentence(str(error)), _WHY)}\nYou wrote:\n{typed}")
    else:
        await conversation.say(reply)


# Keeping --------------------------------------------------------------------------------------------------------------


async def _keep(interaction: Interaction, moderation: Moderation, held: str) -> None:
    def kept(desk: Collections, collection: str, progress: Progress) -> Reply:
        (draft, revises), by = payload_fields(_KEPT, held), str(interaction.user.id)
        article = _checked(desk.preview(collection, draft, by), revises) if revises else None
        entry, report = desk.add(collection, draft, by, article, progress)
        version = f", version {entry.revision}" if entry.revision > 1 else ""
        added = f"Added {title_of(entry)}{version}. `/ask` answers from it now."
        return plain_reply(fitting([added, *report_lines(report)]))

    back = (Button("Back to the preview", f"{BACK}:{held[:_DIGITS]}"),)
    await moderation.employ(interaction, "Adding an article", kept, back)


def _checked(preview: Preview, revises: str) -> int:
    """The article that a button named, if it is still so: another moderator may have changed something in between."""
    if preview.revises is None or str(preview.revises.article) != revises:
        raise DraftError("the articles have changed since this preview was shown; look at it again")
    return preview.revises.article
