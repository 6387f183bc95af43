"""Making a private answer's quotes public: the button “Share”."""

import re
from collections.abc import Iterable

from bot.commands import Commands, StaleButtonError
from bot.conversation import Interaction, SlashConversation, reply_with
from bot.limits import CUSTOM_ID
from bot.reply import Button, Reply, excerpt_blocks, fitted
from bot.work import Library, Worker
from corpus.citation import cite
from corpus.excerpt import Excerpt

NAME = "share"
_HELD = re.compile(r"[0-9a-f]{10}-\d+-\d+(?:,[0-9a-f]{10}-\d+-\d+)*")


def share_button(excerpts: Iterable[Excerpt], label: str = "Share") -> tuple[Button, ...]:
    """A button that shows as many of these to all as their citations fit into it; none where there are none."""
    held = ""
    for excerpt in excerpts:
        longer = f"{held},{cite(excerpt).id}" if held else f"{NAME}:{cite(excerpt).id}"
        if len(longer) > CUSTOM_ID:
            break
        held = longer
    return (Button(label, held),) if held else ()


def add_share(tree: Commands, worker: Worker) -> None:
    """The button alone."""

    async def share(interaction: Interaction, held: str) -> None:
        conversation = SlashConversation(interaction, private=False)
        await reply_with(conversation, worker, lambda library: shared(library, held))

    tree.on_press(NAME, share)


def shared(library: Library, held: str) -> Reply:
    """What a button held, which anybody may have written, each recalled and checked anew.

    Raises StaleButtonError, or CitationError where there are no such words.
    """
    if not _HELD.fullmatch(held):
        raise StaleButtonError
    return fitted([excerpt_blocks(library.recall(citation).excerpt) for citation in held.split(",")])
