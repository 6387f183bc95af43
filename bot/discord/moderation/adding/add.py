"""Articles on their way in: a file or a pasted text is read, and previewed as a draft; several files as a batch."""

from collections.abc import Sequence

import discord

from bot.discord.commands.tree import attached_files, text_fields
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import FIELD, MOST_FILES
from bot.discord.messages.reply import Field, Form, Reply
from bot.discord.moderation.adding.batch import add_files
from bot.discord.moderation.adding.preview import draft_article
from bot.discord.moderation.request import RequestRunner
from bot.presentation.wording import sentence
from corpus.errors import ArticleError, PullquoteError
from corpus.text.folding import folded_words

TEXT, FILES = "text", "files"  # the name of the form, and of its field for files
_TITLE = 300  # characters
_REASON = 300  # characters of what went wrong
_NAME = 80  # characters of a name made of a title
_TITLE_HINT = "Of the text, or of a single file"
_TEXT_HINT = f"Up to {FIELD:,} characters, with a blank line between paragraphs. Attach a longer text as a file."
_FILES_HINT = f"Up to {MOST_FILES}: articles, and zip files of articles"
_FORM = Form(
    "Add articles",
    f"{TEXT}:",
    (
        Field("title", "Title", description=_TITLE_HINT, most=_TITLE, required=False),
        Field("text", "Text", description=_TEXT_HINT, long=True, required=False),
        Field(FILES, "Files, in place of a text", description=_FILES_HINT, required=False, files=MOST_FILES),
    ),
)


async def open_form(runner: RequestRunner, interaction: Interaction) -> None:
    """Open the form for a title and a text, or files."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)
        await conversation.open(_FORM)


async def add_attached(
    runner: RequestRunner, interaction: Interaction, files: Sequence[discord.Attachment], title: str = ""
) -> None:
    """Preview what was attached: an article, which has the title if one is given, or several."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)  # before anything is fetched
        await add_files(runner, conversation, files, details={"title": title} if title.strip() else None)


async def add_form(runner: RequestRunner, interaction: Interaction) -> None:
    """Preview what a form holds, files or a text; the text is handed back where it cannot be added."""
    files, fields = attached_files(interaction, FILES), text_fields(interaction)
    title, text = fields.get("title", ""), fields.get("text", "")
    if files and not text.strip():
        await add_attached(runner, interaction, files, title)
        return
    data = text.encode("utf-8", "surrogatepass")
    async with private_conversation(interaction) as conversation:
        await conversation.think()
        try:
            if files:
                raise ArticleError("This form", "holds a text and files: send one of them first, and then the other")
            reply = await runner.run(
                draft_article, interaction, file_name(title), data, "text", {"title": title}, reads=True
            )
        except PullquoteError as error:
            again = runner.refused.button(_FORM, fields, interaction.user.id)
            reason = f"{clipped(sentence(str(error)), _REASON)}\nYour text:"
            await conversation.say(Reply((reason,), (again,), ("text.txt", data)))
        else:
            await conversation.say(reply)


def file_name(title: str) -> str:
    """The name by which a text is known that came without a file.

    >>> file_name("The quay: closed?")
    'the-quay-closed.txt'
    """
    return ("-".join(folded_words(title))[:_NAME] or "text") + ".txt"
