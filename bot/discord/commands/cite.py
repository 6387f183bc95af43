"""From a citation's id back to the words: `/cite`."""

from discord import app_commands

from bot.discord.commands.scoped_reply import reply_with
from bot.discord.commands.share import share_button
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.escape import block_quote
from bot.discord.messages.limits import CITATION, MESSAGE
from bot.discord.messages.reply import Reply, excerpt_blocks, packed
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import length
from bot.presentation.wording import outdated
from corpus.quotes.excerpt import Excerpt, checked_text
from index.answers.recall import Recalled

CONTEXT = "-# In its paragraph:"


def add_cite(tree: Commands, worker: Worker) -> None:
    """`/cite`."""

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


def recalled_reply(recalled: Recalled) -> Reply:
    """The words, and their paragraph where one message holds both. Raises TamperedError where the text has changed."""
    excerpt = recalled.excerpt
    note = outdated(recalled.state)
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
