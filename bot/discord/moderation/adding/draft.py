"""What becomes of a draft: the buttons under its preview add it, correct it, or throw it away."""

from bot.discord.commands.tree import text_fields
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.mentions import title_of
from bot.discord.messages.reply import Button, Form, Reply, plain_reply
from bot.discord.moderation.adding.forms import details_form
from bot.discord.moderation.adding.preview import BACK, CORRECT, preview_reply
from bot.discord.moderation.request import Request, RequestRunner
from bot.discord.moderation.status import fit_lines, itemized_problems
from bot.presentation.wording import sentence
from corpus.errors import ArticleError
from index.engine.build import Progress
from index.service.adding.preview import Preview
from index.service.errors import DraftError
from index.service.protocols import Service

_REASON = 300  # characters of what went wrong


def show_preview(request: Request, service: Service, draft: str) -> Reply:
    """The preview of a draft. Raises DraftError."""
    return preview_reply(service.additions.preview(request.collection, draft, request.by))


def drop_draft(request: Request, service: Service, draft: str) -> Reply:
    """Throw a draft or a batch of them away. Raises DraftError where it was added by now."""
    service.additions.find_drafts(request.collection, draft, request.by)
    service.additions.drop(request.collection, draft, request.by)
    return plain_reply("Cancelled. Nothing was added.")


# Adding ---------------------------------------------------------------------------------------------------------------


async def add_draft(runner: RequestRunner, interaction: Interaction, draft: str, revises: str = "") -> None:
    """Add a draft, as a version of the article that it revises or as another one, while its message shows the progress.
    Where that fails, a button leads back to the preview."""
    back = Button("Back to the preview", f"{BACK}:{draft}")
    await runner.reply_with_progress("Adding an article", _add, interaction, draft, revises, after_failure=(back,))


def _add(request: Request, service: Service, progress: Progress, draft: str, revises: str) -> Reply:
    article = _revised(service.additions.preview(request.collection, draft, request.by), revises) if revises else None
    entry, report = service.additions.add(request.collection, draft, request.by, article, progress)
    version = f", version {entry.revision}" if entry.revision > 1 else ""
    return plain_reply(
        fit_lines([f"Added {title_of(entry)}{version}. `/ask` answers from it now.", *itemized_problems(report)])
    )


def _revised(preview: Preview, article: str) -> int:
    """The article that a button named, if it is still so: another moderator may have changed something in between."""
    if preview.revises is None or str(preview.revises.article) != article:
        raise DraftError("the articles have changed since this preview was shown; look at it again")
    return preview.revises.article


# Correcting -----------------------------------------------------------------------------------------------------------


async def open_correction(runner: RequestRunner, interaction: Interaction, draft: str) -> None:
    """Open the form at once, since none can be opened after Discord was told to wait."""
    async with private_conversation(interaction) as conversation:
        await conversation.open(await runner.run(_form, interaction, draft))


async def reopen_form(runner: RequestRunner, interaction: Interaction, number: str) -> None:
    """Open a form that was refused again, with what was typed."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)
        await conversation.open(runner.refused.form(number, interaction.user.id))


def _form(request: Request, service: Service, draft: str) -> Form:
    document = service.additions.find_draft(request.collection, draft, request.by).document
    return details_form(document, f"{CORRECT}:{draft}")


async def correct_draft(runner: RequestRunner, interaction: Interaction, draft: str) -> None:
    """Correct a draft, and preview it. Where that is refused, a button opens the form again with what was typed."""
    fields = text_fields(interaction)
    async with private_conversation(interaction) as conversation:
        await conversation.think()
        try:
            reply = await runner.run(_correct, interaction, draft, fields, reads=True)
        except ArticleError as error:
            form = await runner.run(_form, interaction, draft)
            again = runner.refused.button(form, fields, interaction.user.id)
            await conversation.complain(clipped(sentence(str(error)), _REASON), (again,))
        else:
            await conversation.say(reply)


def _correct(request: Request, service: Service, draft: str, fields: dict[str, str]) -> Reply:
    return preview_reply(service.additions.correct(request.collection, draft, request.by, fields))
