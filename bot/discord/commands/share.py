"""Making a private answer's quotes public: the button “Share”, which public answers go without."""

import re
from collections.abc import Iterable

from bot.discord.commands.scoped_reply import reply_with
from bot.discord.commands.tree import Commands, payload_fields
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.limits import CUSTOM_ID
from bot.discord.messages.reply import Button, Reply, excerpt_blocks, fitted
from bot.discord.runtime.worker import Worker
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from index.service.protocols import View

NAME = "share"
_PAYLOAD = re.compile(r"([0-9a-f]{10}-\d+-\d+(?:,[0-9a-f]{10}-\d+-\d+)*)")


def share_button(excerpts: Iterable[Excerpt], label: str = "Share") -> tuple[Button, ...]:
    """A button that shows as many of these to all as their citations fit into it; none where there are none."""
    custom_id = ""
    for excerpt in excerpts:
        longer = f"{custom_id},{cite(excerpt).id}" if custom_id else f"{NAME}:{cite(excerpt).id}"
        if len(longer) > CUSTOM_ID:
            break
        custom_id = longer
    return (Button(label, custom_id, shares=True),) if custom_id else ()


def add_share(tree: Commands, worker: Worker) -> None:
    """The button alone."""

    async def share(interaction: Interaction, payload: str) -> None:
        conversation = SlashConversation(interaction, private=False)
        await reply_with(conversation, worker, lambda view: shared(view, payload))

    tree.on_press(NAME, share)


def shared(view: View, payload: str) -> Reply:
    """The reply to a button’s payload, which anybody may have written, each recalled and checked anew.

    Raises StaleButtonError, or CitationError where there are no such words.
    """
    (citations,) = payload_fields(_PAYLOAD, payload)
    return fitted([excerpt_blocks(view.recall(citation).excerpt) for citation in citations.split(",")])
