"""Taking an article away, and having it back."""

import re

from bot.discord.commands.tree import payload_fields
from bot.discord.messages.mentions import title_of
from bot.discord.messages.reply import Button, Reply, plain_reply
from bot.discord.moderation.request import Request
from bot.presentation.article_lookup import entry_in
from index.engine.build import Progress
from index.service.protocols import Service

REMOVE = "remove"  # the name of the button
_PAYLOAD = re.compile(r"(\d{1,18})")


def confirm_removal(request: Request, service: Service, article: str) -> Reply:
    """The question whether to remove an article, with the button that does. Raises ArticleUnknownError."""
    entry = entry_in(service.curation, request.collection, article, removed=False)
    text = f"Remove {title_of(entry)}? Answers will no longer come from it; what was quoted can still be looked up."
    return Reply((text,), (Button("Remove", f"{REMOVE}:{entry.article}"),))


def remove(request: Request, service: Service, _: Progress, payload: str) -> Reply:
    """Remove an article, unless another moderator has done so since the question."""
    (digits,) = payload_fields(_PAYLOAD, payload)
    number = int(digits)
    removed = (entry for entry in service.curation.entries(request.collection, removed=True) if entry.article == number)
    entry = next(removed, None) or service.curation.remove(request.collection, number, request.by)
    return plain_reply(f"Removed {title_of(entry)}. `/corpus restore article:{entry.article}` brings it back.")


def restore(request: Request, service: Service, progress: Progress, article: str, version: int | None) -> Reply:
    """Have an article answer again, by an earlier version if one is given."""
    number = entry_in(service.curation, request.collection, article).article
    entry = service.curation.restore(request.collection, number, version, request.by, progress)
    return plain_reply(f"Answers now come from version {entry.revision} of {title_of(entry)}.")
