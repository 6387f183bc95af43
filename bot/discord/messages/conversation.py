"""The two ways a person talks to Pullquote: a slash command and a message. Replies are sent here, nowhere else."""

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from io import BytesIO
from secrets import token_hex
from typing import Protocol, TypeAlias

import discord

from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.reply import Button, Form, Reply
from bot.presentation.wording import sentence
from corpus.errors import PullquoteError

Interaction: TypeAlias = "discord.Interaction[discord.Client]"

NOBODY = discord.AllowedMentions.none()

_log = logging.getLogger(__name__)
_ACKNOWLEDGED = 40060
_GONE = {
    10003,  # unknown channel
    10008,  # unknown message
    10015,  # unknown webhook: the interaction's token is no longer known
    10062,  # unknown interaction: three seconds have passed
    50001,  # no access to the channel
    50007,  # the person takes no direct messages
    50013,  # not allowed to write there
    50027,  # the interaction's token has expired: fifteen minutes have passed
    50278,  # the person is in no server with Pullquote any more, and takes no direct messages
}
_EXPIRED = {10015, 50027}


class Conversation(Protocol):
    """A person who waits for one reply."""

    async def think(self) -> None:
        """Show at once that a reply is being worked out."""

    async def say(self, reply: Reply) -> None:
        """Send the reply."""

    async def complain(self, text: str) -> None:
        """Say what went wrong, privately where that can be."""


class SlashConversation:
    """Whether it is private is decided before it is known what to say, since Discord wants to know at once."""

    def __init__(self, interaction: Interaction, private: bool) -> None:
        self.interaction = interaction
        self.private = private
        self._responded = False
        self._said = False

    async def think(self) -> None:
        with _accepting_retries():
            await self.interaction.response.defer(ephemeral=self.private, thinking=True)
        self._responded = True

    async def say(self, reply: Reply) -> None:
        """The first message fills the deferred response: an edit, which shows once however often it is retried."""
        *before, last = reply.messages
        for content in before:
            await self._next(content, ())
        await self._next(last, reply.buttons)

    async def report(self, reply: Reply, notice: str) -> None:
        """Send the reply to long work; where Discord no longer takes it, give notice in a direct message.

        Of no more than its end: by then the person may have lost the right to see what became of it.
        """
        try:
            await self.say(reply)
        except discord.HTTPException as error:
            if error.code not in _EXPIRED:
                raise
            await self.interaction.user.send(notice, allowed_mentions=NOBODY)

    async def open(self, form: Form) -> None:
        """Have the person fill in a form, in place of a reply; what is sent comes to `Commands.submit`."""
        with _accepting_retries():
            await self.interaction.response.send_modal(_modal(form))
        self._responded = True

    async def amend(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Put other words into the response."""
        await self.interaction.edit_original_response(content=text, view=_view(buttons), allowed_mentions=NOBODY)

    async def hand(self, text: str, name: str, data: bytes) -> None:
        """Put a file into the response, with words; to be called after `think`."""
        await self.interaction.edit_original_response(
            content=text, attachments=[discord.File(BytesIO(data), name)], view=_view(()), allowed_mentions=NOBODY
        )

    async def _next(self, text: str, buttons: Sequence[Button]) -> None:
        if self._said:
            await self._follow_up(text, self.private, buttons)
        elif self._responded:
            await self.amend(text, buttons)
        else:
            await self._respond(text, self.private, buttons)
        self._said = True

    async def complain(self, text: str) -> None:
        if not self._responded:
            await self._respond(text, private=True)
        elif self.private and not self._said:
            await self.amend(text)
        else:
            if not self._said:
                # The first follow-up to a public deferral is public whatever it asks for, unless the deferral is gone.
                with suppress(discord.NotFound):
                    await self.interaction.delete_original_response()
            await self._follow_up(text, private=True)

    async def _respond(self, text: str, private: bool, buttons: Sequence[Button] = ()) -> None:
        with _accepting_retries():
            await self.interaction.response.send_message(
                text, view=_view(buttons), ephemeral=private, allowed_mentions=NOBODY, suppress_embeds=True
            )
        self._responded = True

    async def _follow_up(self, text: str, private: bool, buttons: Sequence[Button] = ()) -> None:
        await self.interaction.followup.send(
            text, view=_view(buttons), ephemeral=private, allowed_mentions=NOBODY, suppress_embeds=True, wait=True
        )


class TurnConversation(SlashConversation):
    """The press of a button that changes its message, which stays as it is where that goes wrong."""

    async def think(self) -> None:
        with _accepting_retries():
            await self.interaction.response.defer()
        self._responded = True

    async def complain(self, text: str) -> None:
        await (self._follow_up(text, private=True) if self._responded else self._respond(text, private=True))


def _view(buttons: Sequence[Button]) -> discord.ui.View:
    """Stopped at once, so that discord.py keeps nothing of it: `Commands.press` knows what a button does."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(discord.ui.Button(label=button.label, custom_id=button.custom_id, disabled=button.disabled))
    view.stop()
    return view


def _modal(form: Form) -> discord.ui.Modal:
    """Stopped at once, as views are."""
    modal = discord.ui.Modal(title=form.title, custom_id=form.custom_id, timeout=None)
    for field in form.fields:
        text_input: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=field.name,
            style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
            default=field.value or None,
            required=field.required,
            max_length=field.most,
        )
        modal.add_item(discord.ui.Label(text=field.label, description=field.description or None, component=text_input))
    modal.stop()
    return modal


@contextmanager
def _accepting_retries() -> Iterator[None]:
    """Discord may do as asked and fail to say so; when discord.py then asks again, it is told that this was done."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise


class MessageConversation:
    """A direct message or a mention, replied to where it stands."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._said = False

    async def think(self) -> None:
        try:
            await self._message.channel.typing()
        except discord.HTTPException as error:  # a courtesy, and not worth a reply
            _log.debug("Could not show that a reply is coming: %s", error)

    async def say(self, reply: Reply) -> None:
        for content in reply.messages:
            await self._send(content)

    async def complain(self, text: str) -> None:
        await self._send(text)

    async def _send(self, text: str) -> None:
        """discord.py gives each message a nonce, by which Discord knows a retry from a second message."""
        channel, said = self._message.channel, self._said
        self._said = True
        if said:
            await channel.send(text, allowed_mentions=NOBODY, suppress_embeds=True)
        else:
            reference = self._message.to_reference(fail_if_not_exists=False)
            await channel.send(
                text, reference=reference, mention_author=False, allowed_mentions=NOBODY, suppress_embeds=True
            )


@asynccontextmanager
async def telling_errors(conversation: Conversation) -> AsyncIterator[None]:
    """Whatever goes wrong in the block is told to the person in a sentence; the details stay in the log."""
    try:
        yield
    except PullquoteError as error:
        await _complain(conversation, clipped(sentence(str(error)), MESSAGE))
    except discord.HTTPException as error:
        if error.code in _GONE:
            _log.warning("A reply came to nothing, since Discord no longer takes it: %s", error)
        else:
            await _apologise(conversation)
    except Exception:
        await _apologise(conversation)


@asynccontextmanager
async def private_conversation(interaction: Interaction) -> AsyncIterator[SlashConversation]:
    """A talk that nobody else sees. Whatever goes wrong in the block is told to the person in a sentence, beside the
    message whose button was pressed."""
    conversation = (TurnConversation if interaction.message else SlashConversation)(interaction, private=True)
    async with telling_errors(conversation):
        yield conversation


async def _apologise(conversation: Conversation) -> None:
    reference = token_hex(4)
    _log.exception("Unexpected, told with reference %s", reference)
    await _complain(
        conversation,
        "Sorry, something went wrong on Pullquote's side. "
        f"If it happens again, please give whoever runs it this reference: `{reference}`",
    )


async def _complain(conversation: Conversation, text: str) -> None:
    try:
        await conversation.complain(text)
    except discord.HTTPException as error:
        _log.warning("Could not say what went wrong: %s", error)
