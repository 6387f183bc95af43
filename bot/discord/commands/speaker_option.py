"""The speaker that an option names: suggestions while a name is typed, and what becomes of what was typed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from discord.app_commands import Choice

from bot.discord.commands.tree import StaleButtonError
from bot.discord.messages.conversation import Interaction
from bot.discord.messages.limits import CHOICE, CHOICES, NAME
from bot.discord.runtime.permissions import scope_of
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import label
from bot.presentation.wording import described
from corpus.errors import PullquoteError
from index.people.people import Person, matching
from index.service.protocols import View


def suggestions(worker: Worker) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]:
    """For an option that names a speaker. Each is sent as the person's id, beside which free text still arrives."""

    async def suggest(interaction: Interaction, typed: str) -> list[Choice[str]]:
        try:
            collections = (await scope_of(interaction, worker)).collections
            # Not in the worker's thread, where it would wait for questions; nothing is embedded.
            people = await asyncio.to_thread(
                lambda: matching(worker.service.views.view(collections).people, typed[:NAME])
            )
        except PullquoteError:  # nothing is indexed, or the person may not ask here, as a command would say
            return []
        return [_choice(person) for person in people[:CHOICES]]

    return suggest


def _choice(person: Person) -> Choice[str]:
    return Choice(name=label(described(person, person.count), CHOICE), value=person.id)


def person_with(view: View, number: str) -> Person:
    """The person with that id, which a button carries. Raises StaleButtonError where there is none any more."""
    for person in view.people:
        if person.id == number:
            return person
    raise StaleButtonError


def name_of(view: View, typed: str) -> str:
    """The name behind a suggestion that was chosen; else what was typed, since anybody may be said to have spoken."""
    return next((person.name for person in view.people if person.id == typed), typed)
