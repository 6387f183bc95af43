"""What Pullquote does, in a message: `/help`, and whoever says nothing."""

import discord
from discord import app_commands

from bot.conversation import Interaction, SlashConversation, attend
from bot.reply import plain_reply
from bot.work import Worker
from index.strictness import Strictness

SHORT_HELP = (
    "Ask me about the articles: I answer with their own words, who said them and where they stand. "
    "Use `/ask`, write to me directly, or mention me with your question. `/help` tells more."
)
HELP = """\
**Pullquote answers with quotes.** It searches a set of articles and shows their own words, never changed and never cut.

**Asking**
- `/ask` with a question; `only_me` keeps the answer private.
- Write to me in a direct message: the whole message is the question.
- Mention me in a channel, with the question in the same message.
A question of its own works best, such as *What did the minister say about the budget?* After it you can go on with
*and the mayor?*, *what else did she say?* or *when was that?*: I say how I understood it.

**Reading an answer**
- A name after a dash is the speaker. “Speaker not named” means that the article does not say who spoke.
- Below stand the article, the paragraph and the sentence, so that you can check.
- Confidence: of answers marked *high* at least four in five are right, of *fair* ones at least half; check a *low* one.
  A question that the articles nearly answer can still mislead me: read the words.
- Where the articles do not answer, I say so. What I show then is only near, and marked as no answer. {strictness}

**More**
- `/sources` lists the articles.
- `/reindex` reads them anew, for those who may manage the server.
Your last question and its answer are kept in memory for ten minutes, for such follow-ups of yours, and never stored."""


_STRICTNESS = {
    Strictness.STRICT: "I am set to be *strict*: I answer only where I am rather sure.",
    Strictness.BALANCED: "I am set to be *balanced*, neither strict nor open.",
    Strictness.OPEN: "I am set to be *open*: I answer also where I am rather unsure.",
}


def help_text(strictness: Strictness) -> str:
    """What `/help` says, where this strictness is in force."""
    return HELP.format(strictness=_STRICTNESS[strictness])


def add_help(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/help`."""

    @tree.command(name="help", description="What Pullquote does, and how to ask it")
    async def show_help(interaction: Interaction) -> None:
        conversation = SlashConversation(interaction, private=True)
        await attend(conversation, conversation.say(plain_reply(help_text(worker.strictness))))
