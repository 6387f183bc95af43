"""Whose words are meant: suggestions while a name is typed, and what becomes of what was typed."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from discord.app_commands import Choice

from bot.conversation import Interaction
from bot.escape import label
from bot.limits import CHOICE, CHOICES, NAME
from bot.wording import described
from bot.work import Library, Worker
from index.people import Person, matching
from index.sayings import PersonError

_NAMED = 5  # of those who may be meant, so that one line tells them


def suggestions(worker: Worker) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]:
    """For an option that names a speaker. Each is sent as the person's id, beside which free text still arrives."""

    async def suggest(_: Interaction, typed: str) -> list[Choice[str]]:
        # Not in the worker's thread, where it would wait for questions; nothing is embedded.
        found = await asyncio.to_thread(lambda: matching(worker.library.people, typed[:NAME]))
        return [Choice(name=label(described(person), CHOICE), value=person.id) for person in found[:CHOICES]]

    return suggest


def meant(library: Library, typed: str) -> Person:
    """The one person whom somebody means by an id or a name. Raises PersonError where nobody or several may be."""
    people = library.people
    found = [person for person in people if person.id == typed] or matching(people, typed)
    if not found:
        raise PersonError(f"no words of {typed} were found in the articles")
    same = [person for person in found if person.name.casefold() == typed.strip().casefold()]
    if len(found) > 1 and len(same) != 1:
        raise PersonError(f"several may be meant, so please choose from the suggestions: {_named(found)}")
    return (same or found)[0]


def name_of(library: Library, typed: str) -> str:
    """The name behind a suggestion that was chosen; else what was typed, since anybody may be said to have spoken."""
    return next((person.name for person in library.people if person.id == typed), typed)


def _named(people: Sequence[Person]) -> str:
    more = f" and {len(people) - _NAMED:,} more" if len(people) > _NAMED else ""
    return "; ".join(described(person) for person in people[:_NAMED]) + more
