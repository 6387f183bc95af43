"""What somebody says, page by page: `/quotes`."""

from dataclasses import replace
from itertools import chain

from discord import app_commands

from bot.discord.commands.scoped_reply import reply_in_public, reply_with
from bot.discord.commands.speaker_option import person_with, suggestions
from bot.discord.commands.tree import Commands
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
_CARRIED = r"([0-9a-f]{10}):(\d{1,4}):(.*)"  # by the buttons: a person’s id, a page and a topic


class TopicError(PullquoteError):
    """A topic that buttons cannot carry."""


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
            return page(view, find_person(view.people, speaker), 1, " ".join((topic or "").split()))

        await reply_with(SlashConversation(interaction, only_me), worker, first_page)

    async def turn(interaction: Interaction, *carried: str) -> None:
        private = interaction.message is not None and interaction.message.flags.ephemeral
        await reply_with(TurnConversation(interaction, private), worker, lambda view: carried_page(view, *carried))

    tree.on_press(TURN, _CARRIED, turn)
    tree.on_press(SHARE, _CARRIED, reply_in_public(worker, carried_page))


def carried_page(view: View, person: str, number: str, topic: str) -> Reply:
    """The page that a button carries. Raises StaleButtonError where the person is no longer there."""
    return page(view, person_with(view, person), int(number), topic)


def page(view: View, person: Person, number: int, topic: str) -> Reply:
    """A page of what a person says, about a topic unless that is empty: the nearest there is. Of a quote that is longer
    than one, the rest stands on the next.

    Raises TopicError where buttons cannot carry the topic, and TamperedError rather than show a text that has changed.
    """
    sayings = view.sayings(person.id, topic or None)
    if not sayings:
        return plain_reply(clipped(nothing_about(person, topic), MESSAGE))
    heading = _heading(person, len(sayings), topic)
    room = MESSAGE - length(heading) - _PAGES
    pages = packed(chain(*(excerpt_blocks(saying.excerpt, twins=saying.twins, room=room) for saying in sayings)), room)
    turned = paged(heading, pages, number, lambda number: _custom_id(TURN, person, number, topic))
    share = Button("Share", _custom_id(SHARE, person, number, topic), shares=True)
    return replace(turned, buttons=(*turned.buttons, share))


def _custom_id(name: str, person: Person, number: int, topic: str) -> str:
    custom_id = f"{name}:{person.id}:{number}:{topic}"
    if length(custom_id) > CUSTOM_ID:
        raise TopicError("this topic is too long; a few words are enough")
    return custom_id


def _heading(person: Person, number: int, topic: str) -> str:
    name = f"**{clipped(person.name, _NAME)}**" + (f", {clipped(person.role, _ROLE)}" if person.role else "")
    about = f" about “{clipped(topic, 2 * TOPIC)}”" if topic else ""
    return f"{name} · {counted(number, 'quote')}{about}"
