"""What changes a server's articles: details corrected, articles removed and restored, the last change taken back."""

from bot.discord.commands.tree import StaleButtonError, text_fields
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.mentions import title_of
from bot.discord.messages.reply import Button, Form, Reply, plain_reply
from bot.discord.moderation.adding.forms import details_form
from bot.discord.moderation.request import Request, RequestRunner
from bot.discord.moderation.status import report_reply
from bot.presentation.article_lookup import entry_in
from index.engine.build import Progress
from index.service.protocols import Service

REMOVE, CONFIRM, EDIT = "remove", "roll", "edit"  # the names of buttons and of a form
_CHANGE = 300  # characters of what is taken back


def confirm_removal(request: Request, service: Service, article: str) -> Reply:
    """The question whether to remove an article, with the button that does. Raises ArticleUnknownError."""
    entry = entry_in(service.curation, request.collection, article, removed=False)
    text = f"Remove {title_of(entry)}? Answers will no longer come from it; what was quoted can still be looked up."
    return Reply((text,), (Button("Remove", f"{REMOVE}:{entry.article}"),))


def remove(request: Request, service: Service, _: Progress, article: str) -> Reply:
    """Remove an article, unless another moderator has done so since the question."""
    number = int(article)
    removed = (entry for entry in service.curation.entries(request.collection, removed=True) if entry.article == number)
    entry = next(removed, None) or service.curation.remove(request.collection, number, request.by)
    return plain_reply(f"Removed {title_of(entry)}. `/corpus restore article:{entry.article}` brings it back.")


def restore(request: Request, service: Service, progress: Progress, article: str, version: int | None) -> Reply:
    """Have an article answer again, by an earlier version if one is given."""
    number = entry_in(service.curation, request.collection, article).article
    entry = service.curation.restore(request.collection, number, version, request.by, progress)
    return plain_reply(f"Answers now come from version {entry.revision} of {title_of(entry)}.")


async def open_edit(runner: RequestRunner, interaction: Interaction, article: str) -> None:
    """Open the form in which an article's details are corrected."""
    async with private_conversation(interaction) as conversation:
        await conversation.open(await runner.run(_edit_form, interaction, article))


def _edit_form(request: Request, service: Service, article: str) -> Form:
    number = entry_in(service.curation, request.collection, article, removed=False).article
    return details_form(service.curation.revision(request.collection, number).document, f"{EDIT}:{number}")


async def edit(runner: RequestRunner, interaction: Interaction, article: str) -> None:
    """Correct an article's details. Where that is refused, a button opens the form again with what was typed."""
    async with private_conversation(interaction) as conversation:
        form, fields = await runner.run(_edit_form, interaction, article), text_fields(interaction)
        again = runner.refused.button(form, fields, interaction.user.id)
        await runner.say_with_progress(
            conversation, "Correcting an article", _edit, int(article), fields, after_failure=(again,)
        )


def _edit(request: Request, service: Service, progress: Progress, article: int, fields: dict[str, str]) -> Reply:
    before = service.curation.revision(request.collection, article).number
    entry = service.curation.edit(request.collection, article, fields, request.by, progress)
    if entry.revision == before:
        return plain_reply(f"Nothing was changed: {title_of(entry)} says so already.")
    return plain_reply(f"Corrected {title_of(entry)}. `/corpus roll_back` takes it back.")


def reindex(request: Request, service: Service, progress: Progress) -> Reply:
    """Check the whole index of a collection and build what is missing; what that came to."""
    report = service.indexing.reindex(request.collection, request.by, progress)
    return report_reply("Reindexed", report, service.indexing.status(request.collection).can_roll_back)


def confirm_roll_back(request: Request, service: Service) -> Reply:
    """The question whether to take back the last change, with the button that does.

    The button carries which work came last, so that it does not take back what somebody else has done since.
    """
    change = service.curation.undoable(request.collection)
    if change is None:
        return plain_reply("There is no change to take back.")
    text = f"Undo the last change, which {clipped(change, _CHANGE)}?"
    outcome = "Articles and answers will be as they were before it; no version is lost."
    return Reply((f"{text} {outcome}",), (Button("Roll back", f"{CONFIRM}:{_last_job(request, service)}"),))


def roll_back(request: Request, service: Service, _: Progress, last_job: str) -> Reply:
    """Take back the last change. Raises StaleButtonError where it is no longer the one that was asked about."""
    if last_job != _last_job(request, service):
        raise StaleButtonError
    return report_reply("Rolled back", service.curation.roll_back(request.collection, request.by), can_roll_back=False)


def _last_job(request: Request, service: Service) -> str:
    last = service.indexing.status(request.collection).last
    return str(last.id if last else 0)
