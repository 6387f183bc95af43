"""What Pullquote does and keeps, in a message: `/help`, `/privacy`, and what an empty mention is answered with."""

import discord
from discord import app_commands

from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.reply import plain_reply
from bot.discord.runtime.permissions import scope_of
from bot.discord.runtime.worker import Worker
from corpus.errors import PullquoteError
from corpus.library.policy import Strictness

SHORT_HELP = (
    "Ask me about the articles. I answer in their own words, and say who said them and where they stand. "
    "Use `/ask`, send me a direct message, or mention me with your question. `/help` has more."
)
HELP = """\
**Pullquote answers with quotes.** It searches a set of articles and shows their own words, never changed and never cut.

**Asking**
- Use `/ask` with a question; `only_me` keeps the answer private.
- Send me a direct message: the whole message is the question.
- Mention me in a channel, with the question in the same message, or reply to a message of mine.
Complete questions work best, such as *What did the minister say about the budget?* You can then follow up with *and the
mayor?*, *what else did she say?* or *when was that?* I tell you how I understood it.

**Reading an answer**
- The name after the dash is the speaker. “Speaker not named” means that the article does not say who spoke.
- Below are the article, the paragraph and the sentence, so that you can check.
- Confidence: at least four in five answers marked *high* are right, and at least half of the *fair* ones; check a *low*
  one. A question that the articles almost answer can still mislead me, so read the words.
- If the articles do not answer, I say so; a button may show you the nearest passages. {strictness}

**Checking quotes**
- `/verify` checks whether a quote is real; so does *Verify quotes* in a message’s menu, under *Apps*.
- *Find source*, in the same menu, shows what the articles say that is close to a message.
- `/quotes` lists what somebody says, `/compare` what two people say about a topic.
- `/cite` shows the words behind the id below each quote.

**More**
- `/sources` lists the articles; `/privacy` explains what I see and keep.
- `/server`, in direct messages, chooses a server whose articles I search there besides the shared ones.
- For moderators: `/corpus` manages a server’s articles, *Add to corpus* in a message’s menu makes one of it, and
`/settings` sets who may ask and who sees the answers."""
PRIVACY = """\
**What I see**: what you send me, in a command, a direct message or a message that mentions me or replies to me, and the
one message whose menu you use me from. Other messages do not reach me.
**What I keep**: your last question in each channel and its answer, in memory, for ten minutes, so that you can follow
up; a restart clears them. I neither store nor log your questions.
On disk, for as long as they are in use: the articles that a server’s moderators add, and the pages they were
fetched from, with who added them and when; the server’s settings, and who changed what; and the server that you chose
with `/server`, until you choose none.
**What is erased**: everything of a server, when somebody who manages it uses `/settings erase`, or some time after I am
removed from it.
**Buttons** carry what they need, such as a topic that you typed, in the message they belong to, which Discord stores.
**Who sees an answer**: everyone in the channel; only you with `only_me`, in channels that moderators made private, from
a message’s menu, and for lists and help. No server’s own articles are shown in another one. *Share* shows the quotes of
a private answer to the channel, with the topic if there is one.
I send nothing to anybody but Discord, and to a site only a moderator’s request for its page."""


_STRICTNESS = {
    Strictness.STRICT: "I am set to be *strict*: I answer only when I am quite sure.",
    Strictness.BALANCED: "I am set to be *balanced*, between strict and open.",
    Strictness.OPEN: "I am set to be *open*: I also answer when I am rather unsure.",
}


def help_text(strictness: Strictness) -> str:
    """What `/help` says, where this strictness is in force."""
    return HELP.format(strictness=_STRICTNESS[strictness])


def add_help(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/help` and `/privacy`."""

    @tree.command(name="privacy", description="What Pullquote sees and keeps, and who sees its answers")
    async def show_privacy(interaction: Interaction) -> None:
        async with private_conversation(interaction) as conversation:
            await conversation.say(plain_reply(PRIVACY))

    @tree.command(name="help", description="What Pullquote does, and how to use it")
    async def show_help(interaction: Interaction) -> None:
        async with private_conversation(interaction) as conversation:
            await conversation.think()
            try:
                strictness = (await scope_of(interaction, worker)).strictness
            except PullquoteError:  # who may not ask may still read how it is done
                strictness = None
            await conversation.say(plain_reply(help_text(strictness or worker.strictness)))
