"""Whose words are meant: suggestions while a name is typed, and what becomes of what was typed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from discord.app_commands import Choice

from bot.conversation import Interaction
from bot.escape import label
from bot.limits import CHOICE, CHOICES, NAME
from bot.wording import described
from bot.work import Library, Worker
from index.people import Person, matching
from index.sayings import find_person


def suggestions(worker: Worker) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]:
    """For an option that names a speaker. Each is sent as the person's id, beside which free text still arrives."""

    async def suggest(_: Interaction, typed: str) -> list[Choice[str]]:
        # Not in the worker's thread, where it would wait for questions; nothing is embedded.
        found = await asyncio.to_thread(lambda: matching(worker.library.people, typed[:NAME]))
        return [_choice(person) for person in found[:CHOICES]]

    return suggest


def _choice(person: Person) -> Choice[str]:
    return Choice(name=label(described(person, len(person.quotes)), CHOICE), value=person.id)


def meant(library: Library, typed: str) -> Person:
    """The one person whom somebody means by an id or a name. Raises PersonError where nobody or several may be."""
    chosen = (person for person in library.people if person.id == typed)
    return next(chosen, None) or find_person(library.people, typed)


def name_of(library: Library, typed: str) -> str:
    """The name behind a suggestion that was chosen; else what was typed, since anybody may be said to have spoken."""
    return next((person.name for person in library.people if person.id == typed), typed)
