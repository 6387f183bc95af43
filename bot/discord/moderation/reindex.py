"""Building a server's index anew, and taking back the last change of its articles."""

from bot.discord.commands.tree import StaleButtonError
from bot.discord.messages.escape import clipped
from bot.discord.messages.reply import Button, Reply, plain_reply
from bot.discord.moderation.request import Request
from bot.discord.moderation.status import report_reply
from index.engine.build import Progress
from index.service.protocols import Service

CONFIRM = "roll"  # the name of the button
_CHANGE = 300  # characters of what is taken back


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


def roll_back(request: Request, service: Service, _: Progress, payload: str) -> Reply:
    """Take back the last change. Raises StaleButtonError where it is no longer the one that was asked about."""
    if payload != _last_job(request, service):
        raise StaleButtonError
    return report_reply("Rolled back", service.curation.roll_back(request.collection, request.by), can_roll_back=False)


def _last_job(request: Request, service: Service) -> str:
    last = service.indexing.status(request.collection).last
    return str(last.id if last else 0)
