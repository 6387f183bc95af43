"""What somebody says, page by page: `/quotes`."""

import re
from dataclasses import dataclass, replace
from itertools import chain

from discord import app_commands

from bot.discord.commands.scoped_reply import reply_in_public, reply_with
from bot.discord.commands.speaker_option import suggestions
from bot.discord.commands.tree import Commands, StaleButtonError, payload_fields
from bot.discord.messages.conversation import Interaction, SlashConversation, TurnConversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import CUSTOM_ID, MESSAGE, NAME, TOPIC
from bot.discord.messages.reply import Button, Reply, excerpt_blocks, packed, paged, plain_reply
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import length
from bot.presentation.wording import counted, nothing_about
from corpus.errors import PullquoteError
from index.people.people import Person
from index.people.sayings import find_person
from index.service.protocols import View

TURN, SHARE = "page", "quotes"  # the names of the buttons
_NAME, _ROLE = 80, 160  # characters
_PAGES = 40  # characters kept for telling the page
_PAYLOAD = re.compile(r"([0-9a-f]{10}):(\d{1,4}):(.*)", re.DOTALL)


class TopicError(PullquoteError):
    """A topic that buttons cannot carry."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what a person says, about a topic or not: all that a button needs."""

    person: str
    page: int
    topic: str

    def custom_id(self, name: str) -> str:
        """The custom_id of a button of that name."""
        custom_id = f"{name}:{self.person}:{self.page}:{self.topic}"
        if length(custom_id) > CUSTOM_ID:
            raise TopicError("this topic is too long; a few words are enough")
        return custom_id


def add_quotes(tree: Commands, worker: Worker) -> None:
    """`/quotes`, and its buttons."""

    @tree.command(name="quotes", description="List what somebody says in the articles, about everything or one topic")
    @app_commands.describe(
        speaker="Who says it",
        topic="What the quotes are about; leave it out for everything",
        only_me="Show them only to you",
    )
    @app_commands.autocomplete(speaker=suggestions(worker))
    async def quotes(
        interaction: Interaction,
        speaker: app_commands.Range[str, 1, NAME],
        topic: app_commands.Range[str, 1, TOPIC] | None = None,
        only_me: bool = False,
    ) -> None:
        def first_page(view: View) -> Reply:
            return page(view, Listing(find_person(view.people, speaker).id, 1, " ".join((topic or "").split())))

        await reply_with(SlashConversation(interaction, only_me), worker, first_page)

    async def turn(interaction: Interaction, payload: str) -> None:
        private = interaction.message is not None and interaction.message.flags.ephemeral
        conversation = TurnConversation(interaction, private)
        await reply_with(conversation, worker, lambda view: page_of(view, payload))

    tree.on_press(TURN, turn)
    tree.on_press(SHARE, reply_in_public(worker, page_of))


def page(view: View, listing: Listing) -> Reply:
    """A page, the nearest there is; of a quote that is longer than one, the rest stands on the next.

    Raises StaleButtonError where the person is no longer there, TopicError, and TamperedError rather than show a text
    that has changed.
    """
    person = next((person for person in view.people if person.id == listing.person), None)
    if person is None:
        raise StaleButtonError
    sayings = view.sayings(person.id, listing.topic or None)
    if not sayings:
        return plain_reply(clipped(nothing_about(person, listing.topic), MESSAGE))
    heading = _heading(person, len(sayings), listing.topic)
    room = MESSAGE - length(heading) - _PAGES
    pages = packed(chain(*(excerpt_blocks(saying.excerpt, twins=saying.twins, room=room) for saying in sayings)), room)
    turned = paged(heading, pages, listing.page, lambda number: replace(listing, page=number).custom_id(TURN))
    return replace(turned, buttons=(*turned.buttons, Button("Share", listing.custom_id(SHARE), shares=True)))


def page_of(view: View, payload: str) -> Reply:
    """The page that a button’s payload names, which anybody may have written. Raises StaleButtonError."""
    person, number, topic = payload_fields(_PAYLOAD, payload)
    return page(view, Listing(person, int(number), topic))


def _heading(person: Person, number: int, topic: str) -> str:
    name = f"**{clipped(person.name, _NAME)}**" + (f", {clipped(person.role, _ROLE)}" if person.role else "")
    about = f" about “{clipped(topic, 2 * TOPIC)}”" if topic else ""
    return f"{name} · {counted(number, 'quote')}{about}"
