"""What two people say on one topic: `/compare`."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from discord import app_commands

from bot.discord.commands.scoped_reply import reply_in_public, reply_with
from bot.discord.commands.speaker_option import person_with, suggestions
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import CUSTOM_ID, MESSAGES, NAME, TOPIC
from bot.discord.messages.reply import Button, Reply, excerpt_blocks, packed
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import length
from bot.presentation.wording import counted, day, nothing_about
from corpus.errors import PullquoteError
from index.people.people import Person
from index.people.sayings import Saying, find_person
from index.service.protocols import View

SHARE = "compare"  # the name of the button
SHOWN = 3  # passages of each, the best; the more stand there, the less they stand side by side
_NAME, _NOTHING = 80, 400  # characters
_CARRIED = r"([0-9a-f]{10}):([0-9a-f]{10}):(.*\S.*)"  # by the button: two people’s ids and a topic


class ComparisonError(PullquoteError):
    """Two who cannot be compared."""


def add_compare(tree: Commands, worker: Worker) -> None:
    """`/compare`, and its button."""

    @tree.command(name="compare", description="Compare what two people say about a topic, with the dates")
    @app_commands.describe(
        one="The first speaker",
        other="The second speaker",
        topic="What they talk about",
        only_me="Show them only to you",
    )
    @app_commands.autocomplete(one=suggestions(worker), other=suggestions(worker))
    async def compare(
        interaction: Interaction,
        one: app_commands.Range[str, 1, NAME],
        other: app_commands.Range[str, 1, NAME],
        topic: app_commands.Range[str, 1, TOPIC],
        only_me: bool = False,
    ) -> None:
        def reply(view: View) -> Reply:
            people = (find_person(view.people, one), find_person(view.people, other))
            return comparison(view, people, " ".join(topic.split()))

        await reply_with(SlashConversation(interaction, only_me), worker, reply)

    tree.on_press(SHARE, _CARRIED, reply_in_public(worker, shared))


def comparison(view: View, people: tuple[Person, Person], topic: str) -> Reply:
    """Two blocks, one below the other, since Discord has no columns; each in the order of its dates.

    Raises ComparisonError where they are one person, or their words too long to stand together.
    """
    if people[0] == people[1]:
        raise ComparisonError(f"both names mean {people[0].name}; please name two different people")
    said = [view.sayings(person.id, topic) for person in people]
    for count in range(SHOWN, 0, -1):
        sides = [_side(person, sayings, count, topic) for person, sayings in zip(people, said, strict=True)]
        messages = packed([block for side in sides for block in side])
        if len(messages) <= MESSAGES:
            custom_id = f"{SHARE}:{people[0].id}:{people[1].id}:{topic}"
            share = any(said) and length(custom_id) <= CUSTOM_ID
            return Reply(messages, (Button("Share", custom_id, shares=True),) if share else ())
    raise ComparisonError("these quotes are too long to compare in one reply; /quotes shows them page by page")


def _side(person: Person, sayings: Sequence[Saying], count: int, topic: str) -> list[str]:
    if not sayings:
        return [clipped(nothing_about(person, topic), _NOTHING)]
    best = sorted(sayings[:count], key=lambda saying: saying.excerpt.document.published or date.max)
    more = f", {len(best)} of {counted(len(sayings), 'quote')}" if len(sayings) > len(best) else ""
    heading = f"**{clipped(person.name, _NAME)}** about “{clipped(topic, 2 * TOPIC)}”{more}:"
    return [heading, *chain(*(excerpt_blocks(saying.excerpt, _dated(saying), twins=saying.twins) for saying in best))]


def _dated(saying: Saying) -> str:
    published = saying.excerpt.document.published
    return f"-# {day(published)}" if published else ""


def shared(view: View, one: str, other: str, topic: str) -> Reply:
    """The comparison that a button carries. Raises StaleButtonError where somebody is no longer there."""
    return comparison(view, (person_with(view, one), person_with(view, other)), topic)
