"""From a citation's id back to the words: `/cite`, and the buttons that show what they carry the ids of."""

from collections.abc import Iterable

from discord import app_commands

from bot.discord.commands.scoped_reply import reply_in_public, reply_with
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.escape import block_quote
from bot.discord.messages.limits import CITATION, CUSTOM_ID, MESSAGE
from bot.discord.messages.reply import NOT_AN_ANSWER, Button, Reply, excerpt_blocks, excerpts_reply, packed
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import length
from bot.presentation.wording import OUTDATED
from corpus.quotes.citation import cite as citation_of
from corpus.quotes.excerpt import Excerpt, checked_text
from index.answers.recall import Recalled
from index.service.protocols import View

SHARE, NEAREST = "share", "nearest"  # the names of the buttons
CONTEXT = "-# In its paragraph:"
_CITATIONS = r"([0-9a-f]{10}-\d+-\d+(?:,[0-9a-f]{10}-\d+-\d+)*)"  # what the buttons carry


def add_cite(tree: Commands, worker: Worker) -> None:
    """`/cite`, and the buttons “Share” and “Nearest passages”."""

    @tree.command(name="cite", description="Show the quote that a citation id stands for, with its paragraph")
    @app_commands.rename(citation="id")
    @app_commands.describe(citation="The id below each quote", only_me="Show them only to you")
    async def cite(
        interaction: Interaction, citation: app_commands.Range[str, 1, CITATION], only_me: bool = False
    ) -> None:
        await reply_with(
            SlashConversation(interaction, only_me),
            worker,
            lambda view: recalled_reply(view.recall(citation)),
        )

    async def show_nearest(interaction: Interaction, citations: str) -> None:
        conversation = SlashConversation(interaction, private=True)
        await reply_with(conversation, worker, lambda view: excerpts_reply(_recalled(view, citations), NOT_AN_ANSWER))

    tree.on_press(SHARE, _CITATIONS, reply_in_public(worker, shared))
    tree.on_press(NEAREST, _CITATIONS, show_nearest)


def recalled_reply(recalled: Recalled) -> Reply:
    """The words, and their paragraph where one message holds both. Raises TamperedError where the text has changed."""
    excerpt = recalled.excerpt
    note = OUTDATED[recalled.state]
    blocks = excerpt_blocks(excerpt, closing=f"-# {note}" if note else "")
    context = _context(excerpt)
    if context and length(blocks[-1]) + length(context) + len("\n\n") <= MESSAGE and len(blocks) == 1:
        blocks.append(context)
    return Reply(packed(blocks), share_button([excerpt]))


def _context(excerpt: Excerpt) -> str:
    number = excerpt.document.paragraph_at(excerpt.span.start)
    paragraph = excerpt.document.paragraphs[number - 1] if number else excerpt.span
    if paragraph == excerpt.span or not paragraph.contains(excerpt.span):
        return ""
    return f"{CONTEXT}\n{block_quote(checked_text(Excerpt(excerpt.document, paragraph, 'narration')))}"


def share_button(excerpts: Iterable[Excerpt], label: str = "Share") -> tuple[Button, ...]:
    """A button that shows as many of these to all as their citations fit into it; none where there are none."""
    custom_id = _custom_id(SHARE, excerpts)
    return (Button(label, custom_id, shares=True),) if custom_id else ()


def nearest_button(excerpts: Iterable[Excerpt], number: str = "") -> tuple[Button, ...]:
    """A button that shows these to who presses it, as what does not answer; none where there are none."""
    custom_id = _custom_id(NEAREST, excerpts)
    return (Button(f"{number}Nearest passages", custom_id),) if custom_id else ()


def _custom_id(name: str, excerpts: Iterable[Excerpt]) -> str:
    custom_id = ""
    for excerpt in excerpts:
        longer = f"{custom_id},{citation_of(excerpt).id}" if custom_id else f"{name}:{citation_of(excerpt).id}"
        if len(longer) > CUSTOM_ID:
            break
        custom_id = longer
    return custom_id


def shared(view: View, citations: str) -> Reply:
    """The quotes whose ids a button carries. Raises CitationError where there are no such words."""
    return excerpts_reply(_recalled(view, citations))


def _recalled(view: View, citations: str) -> list[Excerpt]:
    """What a button carries the ids of, each recalled and checked anew."""
    return [view.recall(citation).excerpt for citation in citations.split(",")]
