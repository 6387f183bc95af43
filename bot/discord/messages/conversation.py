"""The two ways a person talks to Pullquote: a slash command and a message. Replies are sent here, nowhere else."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from secrets import randbits, token_hex
from typing import TypeAlias

import discord

from bot.discord.messages.components import files_of, modal_of, view_of
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.reply import Button, Form, Reply
from bot.discord.messages.requests import UNREACHED, accepting_retries, persist
from bot.presentation.wording import sentence
from corpus.errors import PullquoteError

Interaction: TypeAlias = "discord.Interaction[discord.Client]"

NOBODY = discord.AllowedMentions.none()
TOLD_PRIVATELY = "Only the person who asked is told why there is no answer."

_log = logging.getLogger(__name__)
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


class SlashConversation:
    """Whether it is private is decided before it is known what to say, since Discord wants to know at once."""

    def __init__(self, interaction: Interaction, private: bool) -> None:
        self.interaction = interaction
        self.private = private
        self._responded = False
        self._said = False

    async def think(self) -> None:
        """Show at once that a reply is being worked out."""
        if self._responded:
            return
        with accepting_retries():
            await persist(self._defer)
        self._responded = True

    async def _defer(self) -> None:
        await self.interaction.response.defer(ephemeral=self.private, thinking=True)

    async def say(self, reply: Reply) -> None:
        """The first message fills the deferred response: an edit, which shows once however often it is retried."""
        *before, last = reply.messages
        for content in before:
            await self._next(content, ())
        await self._next(last, reply.buttons, reply.file)

    async def report(self, reply: Reply, notice: str) -> None:
        """Send the reply to long work; where Discord no longer takes it, give notice in a direct message.

        Of no more than its end: by then the person may have lost the right to see what became of it.
        """
        try:
            await self.say(reply)
        except discord.HTTPException as error:
            if error.code not in _EXPIRED:
                raise
            await persist(lambda: self.interaction.user.send(notice, allowed_mentions=NOBODY))

    async def open(self, form: Form) -> None:
        """Have the person fill in a form, in place of a reply; what is sent comes to `Commands.react`."""
        with accepting_retries():
            await persist(lambda: self.interaction.response.send_modal(modal_of(form)))
        self._responded = True

    async def amend(self, text: str, buttons: Sequence[Button] = (), file: tuple[str, bytes] | None = None) -> None:
        """Put other words into the response; its file stays unless there is another one."""
        edit = self.interaction.edit_original_response
        await persist(
            lambda: edit(content=text, view=view_of(buttons), allowed_mentions=NOBODY, attachments=files_of(file))
        )

    async def complain(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Say privately what went wrong; buttons where all of the talk is private, as one that opens a form again."""
        if not self._is_deferred:
            await self._send(text, True, buttons)
        elif self.private:
            await self.amend(text, buttons)
        else:
            await self._replace_deferral(text)

    @property
    def _is_deferred(self) -> bool:
        """Whether Discord shows that a reply is being worked out."""
        return self._responded and not self._said

    async def _next(self, text: str, buttons: Sequence[Button], file: tuple[str, bytes] | None = None) -> None:
        if self._is_deferred:
            await self.amend(text, buttons, file)
        else:
            await self._send(text, self.private, buttons, file)
        self._said = True

    async def _replace_deferral(self, text: str) -> None:
        """Say something privately after a public deferral, which goes away.

        It is filled before, since its first follow-up is public whatever it asks for, and Discord may refuse one to a
        deferral that is gone.
        """
        try:
            await self.amend(TOLD_PRIVATELY)
        except UNREACHED:
            await self._send(text, private=True)
            return
        await self._send(text, private=True)
        with suppress(*UNREACHED):
            await self.interaction.delete_original_response()

    async def _send(
        self, text: str, private: bool, buttons: Sequence[Button] = (), file: tuple[str, bytes] | None = None
    ) -> None:
        """Send a message as the response, or as a follow-up where there is one."""
        send: Callable[..., Awaitable[object]] = self.interaction.response.send_message
        if self._responded:
            send = partial(self.interaction.followup.send, wait=True)
        with accepting_retries():
            await persist(
                lambda: send(
                    text,
                    view=view_of(buttons),
                    ephemeral=private,
                    allowed_mentions=NOBODY,
                    suppress_embeds=True,
                    files=files_of(file),
                )
            )
        self._responded = True


class TurnConversation(SlashConversation):
    """The press of a button that changes its message, which stays as it is where that goes wrong."""

    async def _defer(self) -> None:
        await self.interaction.response.defer()

    async def complain(self, text: str, buttons: Sequence[Button] = ()) -> None:
        await self._send(text, True, buttons)


class MessageConversation:
    """A direct message or a mention, replied to where it stands."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._said = False

    async def think(self) -> None:
        try:
            await self._message.channel.typing()
        except UNREACHED as error:  # a courtesy, and not worth a reply
            _log.debug("Could not show that a reply is coming: %s", error)

    async def say(self, reply: Reply) -> None:
        *before, last = reply.messages
        for content in before:
            await self._send(content)
        await self._send(last, reply.buttons)

    async def complain(self, text: str) -> None:
        await self._send(text)

    async def _send(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """By its nonce Discord knows a retry from a second message."""
        send, nonce = self._message.channel.send, randbits(63)
        reference = None if self._said else self._message.to_reference(fail_if_not_exists=False)
        self._said = True
        await persist(
            lambda: send(
                text,
                view=view_of(buttons),
                reference=reference,  # type: ignore[arg-type]  # None is none, as discord.py's own default says
                mention_author=False,
                nonce=nonce,
                allowed_mentions=NOBODY,
                suppress_embeds=True,
            )
        )


Conversation: TypeAlias = SlashConversation | MessageConversation


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
    except UNREACHED as error:
        _log.warning("Could not say what went wrong: %s", error)
