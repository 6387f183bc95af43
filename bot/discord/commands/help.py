"""What Pullquote does, in a message: `/help`, `/privacy`, and for whoever says nothing."""

import discord
from discord import app_commands

from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.reply import plain_reply
from bot.discord.runtime.permissions import scope_of
from bot.discord.runtime.worker import Worker
from corpus.errors import PullquoteError
from corpus.library.policy import Strictness

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

**Checking quotes**
- `/verify` tells whether a quote is real; so does *Verify quotes* in a message’s menu, under *Apps*.
- *Find source*, in the same menu, shows what the articles have on a message.
- `/quotes` lists what somebody says, `/compare` what two people say on one topic.
- `/cite` shows the words behind the id that stands below each quote.

**More**
- `/sources` lists the articles; `/privacy` tells what I see and keep.
- `/server`, in direct messages, chooses whose articles I search there besides the shared ones.
- For moderators: `/corpus` tends a server’s articles, `/settings` says who may ask, and where answers are seen."""
PRIVACY = """\
**What I see**: what you write to me, in a command, a direct message or a message that mentions me; and the one message
whose menu you use me from. Other messages do not reach me.
**What I keep**: your last question in each channel and its answer, in memory, for ten minutes, so that you can follow
up; a restart forgets them. I store and log nothing of what you ask.
On disk, for as long as they are in use: the articles that a server’s moderators add, with who added them and when; what
they settle, and who changed what; and the server that you chose with `/server`, until you choose none.
**What is erased**: all of a server’s when who manages it uses `/settings erase`, or in time when I am removed from it.
**Buttons** carry what they need, a topic that you typed among it, in the message they stand under, at Discord’s.
**Who sees an answer**: the channel; you alone with `only_me`, in channels that moderators made private, from a
message’s menu, and for lists and help. No server’s own articles are shown in another one. *Share*
shows the quotes of a private answer to the channel, with the topic where one was given.
I send nothing to anybody but Discord."""


_STRICTNESS = {
    Strictness.STRICT: "I am set to be *strict*: I answer only where I am rather sure.",
    Strictness.BALANCED: "I am set to be *balanced*, neither strict nor open.",
    Strictness.OPEN: "I am set to be *open*: I answer also where I am rather unsure.",
}


def help_text(strictness: Strictness) -> str:
    """What `/help` says, where this strictness is in force."""
    return HELP.format(strictness=_STRICTNESS[strictness])


def add_help(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/help` and `/privacy`."""

    @tree.command(name="privacy", description="What Pullquote sees, keeps and shows to whom")
    async def show_privacy(interaction: Interaction) -> None:
        await attend_privately(interaction, lambda conversation: conversation.say(plain_reply(PRIVACY)))

    @tree.command(name="help", description="What Pullquote does, and how to ask it")
    async def show_help(interaction: Interaction) -> None:
        await attend_privately(interaction, lambda conversation: _help(conversation, worker))


async def _help(conversation: SlashConversation, worker: Worker) -> None:
    await conversation.think()
    try:
        strictness = (await scope_of(conversation.interaction, worker)).strictness
    except PullquoteError:  # who may not ask may still read how it is done
        strictness = None
    await conversation.say(plain_reply(help_text(strictness or worker.strictness)))
