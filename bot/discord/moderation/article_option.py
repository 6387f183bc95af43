"""Which article of their server moderators mean: suggestions while a title is typed, and what was typed."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from discord import app_commands
from discord.app_commands import Choice

from bot.discord.messages.conversation import Interaction
from bot.discord.messages.limits import CHOICE, CHOICES
from bot.discord.moderation.moderation import Moderation
from bot.presentation.article_lookup import comparable, entries_of
from bot.presentation.visible import label
from corpus.errors import PullquoteError
from corpus.library.models import Entry

TYPED = 300  # characters of an article's title that may be typed
Typed = app_commands.Range[str, 1, TYPED]


def suggestions(
    moderation: Moderation, removed: bool = True
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]:
    """For an option that names an article of the server; whoever may not moderate it is suggested nothing."""

    async def suggest(interaction: Interaction, typed: str) -> list[Choice[str]]:
        try:
            collection = moderation.own(interaction)
            # Not in the thread of moderators' work, where it would wait.
            entries = await asyncio.to_thread(entries_of, moderation.worker.service, collection, removed)
        except PullquoteError:
            return []
        return article_choices(entries, typed)

    return suggest


def article_choices(entries: Sequence[Entry], typed: str) -> list[Choice[str]]:
    """The articles whose title has what is typed, first those that begin with it. Each is sent as its number."""
    words = comparable(typed)
    found = [entry for entry in entries if words in comparable(entry.title) or words == str(entry.article)]
    found.sort(key=lambda entry: not comparable(entry.title).startswith(words))
    return [Choice(name=_choice(entry), value=str(entry.article)) for entry in found[:CHOICES]]


def _choice(entry: Entry) -> str:
    number = f" · number {entry.article}"
    return label(entry.title, CHOICE - len(number)) + number
