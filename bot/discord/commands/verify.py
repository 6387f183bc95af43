"""Whether a quote is real: `/verify`, and “Verify quotes” in a message's menu."""

from collections.abc import Sequence
from functools import partial
from textwrap import wrap

import discord
from discord import app_commands

from bot.discord.commands.cite import nearest_button, share_button
from bot.discord.commands.find_source import words_of
from bot.discord.commands.scoped_reply import reply_with
from bot.discord.commands.speaker_option import name_of, suggestions
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.escape import clipped, escape
from bot.discord.messages.limits import MESSAGE, MESSAGES, NAME
from bot.discord.messages.reply import (
    ALSO,
    NEAREST,
    Button,
    Reply,
    excerpt_blocks,
    fitted,
    joined,
    packed,
    plain_reply,
)
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import length
from bot.presentation.wording import counted, verdict_line
from index.service.protocols import View
from index.verification.alignment import Change
from index.verification.claims import Claim, find_claims
from index.verification.verify import MAX_CLAIM, Finding, Verdict

CLAIMS = 5  # of one message: more verdicts would not fit, nor their buttons
SHOWN = 3  # excerpts of a verdict
_NEAR = (Finding.NOT_FOUND, Finding.TOO_SHORT)  # whose excerpts are not the claimed words
NO_WORDS = "There is no quote to check here."
KEY = "-# ~~Struck~~ words are not the article’s; **bold** ones are."
_CLAIM = 300  # characters of a claim that is repeated for the reader to know it by
_RUN = 150  # characters of a change that are marked together: any character of them may take ten
_HEADINGS = {
    Finding.EXACT: "",
    Finding.ALTERED: "-# The real words:",
    Finding.WRONG_SPEAKER: "-# Where they stand:",
    Finding.UNSAID: "-# Where they stand:",
    Finding.SPLICED: "-# One of the pieces:",
    Finding.PARAPHRASE: "-# What it paraphrases:",
}


def add_verify(tree: Commands, worker: Worker) -> None:
    """`/verify` and “Verify quotes”."""

    @tree.command(name="verify", description="Check whether a quote is real, and whose it is")
    @app_commands.describe(
        quote="The quote, with or without quotation marks",
        speaker="Who is supposed to have said it",
        only_me="Show the verdict only to you",
    )
    @app_commands.autocomplete(speaker=suggestions(worker))
    async def verify(
        interaction: Interaction,
        quote: app_commands.Range[str, 1, MAX_CLAIM],
        speaker: app_commands.Range[str, 1, NAME] | None = None,
        only_me: bool = False,
    ) -> None:
        def reply(view: View) -> Reply:
            return checked(view, (Claim(quote, speaker and name_of(view, speaker)),))

        await reply_with(SlashConversation(interaction, only_me), worker, reply)

    @tree.context_menu(name="Verify quotes")
    async def verify_quotes(interaction: Interaction, message: discord.Message) -> None:
        conversation = SlashConversation(interaction, private=True)
        await reply_with(conversation, worker, lambda view: checked(view, find_claims(words_of(message))))


def checked(view: View, claims: Sequence[Claim]) -> Reply:
    """A verdict on each claim. Raises TamperedError rather than show a text that has changed."""
    if not claims:
        return plain_reply(NO_WORDS)
    verdicts = [view.verify(claim) for claim in claims[:CLAIMS]]
    blocks = [verdict_blocks(verdict, _numbered(number, verdicts)) for number, verdict in enumerate(verdicts, start=1)]
    left_out = len(claims) - len(verdicts)
    if left_out:
        blocks.append([f"-# {counted(left_out, 'more quote')} in this message: use `/verify` to check them."])
    return Reply(fitted(blocks).messages, _buttons(view, verdicts))


def _numbered(number: int, verdicts: Sequence[Verdict]) -> str:
    return f"{number}. " if len(verdicts) > 1 else ""


def _buttons(view: View, verdicts: Sequence[Verdict]) -> tuple[Button, ...]:
    """One for the real words of each claim, or for what is near it; no two are the same, which Discord refuses."""
    by_id: dict[str, Button] = {}
    for number, verdict in enumerate(verdicts, start=1):
        prefix = _numbered(number, verdicts)
        if verdict.finding in _NEAR:
            near = view.find_source(verdict.claim.words) if verdict.excerpts else ()
            buttons = nearest_button(near[:NEAREST], prefix)
        else:
            buttons = share_button(verdict.excerpts[:SHOWN], f"{prefix}Share the real words")
        for button in buttons:
            by_id.setdefault(button.custom_id, button)
    return tuple(by_id.values())


# One verdict ----------------------------------------------------------------------------------------------------------


def verdict_blocks(verdict: Verdict, number: str = "") -> list[str]:
    """What came out, what was claimed, and the real words, whole: as many of them as one reply holds."""
    line = f"**{number}{verdict_line(verdict, partial(clipped, room=NAME))}**"
    claimed = joined([line, _claimed(verdict.claim)])
    if not verdict.excerpts or verdict.finding in _NEAR:
        return [claimed]
    opening = difference(verdict.changes, line) if verdict.changes else [claimed]
    for count in range(min(len(verdict.excerpts), SHOWN), 0, -1):
        blocks = [*opening, *_real_words(verdict, count)]
        if len(packed(blocks)) <= MESSAGES:
            return blocks
    return excerpt_blocks(verdict.excerpts[0], joined([claimed, _HEADINGS[verdict.finding]]))


def _claimed(claim: Claim) -> str:
    of = f" of {clipped(claim.speaker, NAME)}" if claim.speaker else ""
    return f"-# Claimed{of}: {clipped(claim.words, _CLAIM)}"


def _real_words(verdict: Verdict, count: int) -> list[str]:
    heading = _HEADINGS[verdict.finding]
    also = heading if verdict.finding is Finding.SPLICED else ALSO
    excerpts = enumerate(verdict.excerpts[:count])
    return [block for place, excerpt in excerpts for block in excerpt_blocks(excerpt, also if place else heading)]


def difference(changes: Sequence[Change], heading: str) -> list[str]:
    """A claim against the real words, as blocks of at most a message: what is struck, and what is missing, in bold."""
    runs = [
        f"{mark}{escape(piece)}{mark}"
        for change in changes
        for mark, text in _marked(change)
        for piece in wrap(text, _RUN, break_on_hyphens=False)
    ]
    room = MESSAGE - length(heading) - length(KEY) - len("\n> \n")
    first, *others = (f"> {piece}" for piece in packed(runs, room, gap=" "))
    *before, last = [joined([heading, first]), *others]
    return [*before, joined([last, KEY])]


def _marked(change: Change) -> tuple[tuple[str, str], ...]:
    if change.kind == "same":
        return (("", change.real),)
    return (("~~", change.claimed), ("**", change.real))
