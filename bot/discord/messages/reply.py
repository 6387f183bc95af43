"""Replies, and how answers, excerpts and pages become the messages of one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from urllib.parse import quote as percent_encoded

from bot.discord.messages.escape import block_quotes, clipped
from bot.discord.messages.limits import FIELD, MESSAGE, MESSAGES, URL
from bot.presentation.attribution import attribution
from bot.presentation.visible import length
from bot.presentation.wording import SAME_WORDS, counted, day, in_words, looked_for, place
from corpus.quotes.citation import Citation, cite
from corpus.quotes.excerpt import Excerpt, checked_text
from index.answers.answer import Refusal, Response

SHOWN = 3  # excerpts of an answer; a fourth is rarely right where three are not
NEAREST = 2  # passages that may be looked at after a refusal
TWINS = 2  # further articles named for the same words
REFUSAL = "The articles do not answer this"
NOT_AN_ANSWER = "-# Not an answer, only the nearest passage:"
ALSO = "-# Also in the articles:"
CONTINUED = "-# The quote continues in the next message or page."
# Characters of each label, so that a quote always has most of its message to itself.
_QUESTION, _SOUGHT, _LABEL, _PUBLISHER = 200, 60, 160, 80


@dataclass(frozen=True, slots=True)
class Button:
    """A button, which knows all that a press needs: at most CUSTOM_ID characters of it."""

    label: str
    custom_id: str
    disabled: bool = False
    shares: bool = False
    """It makes public what is private: shown there alone, and where answers may be public."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The contents of one or several messages, in order; none longer than Discord takes, and no quote cut short."""

    messages: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    """Under the last message; five at most."""
    file: tuple[str, bytes] | None = None
    """The name and the bytes of a file beside the last message, which is a reply to an interaction."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; the label and the description within Discord's limits."""

    name: str
    label: str
    value: str = ""
    description: str = ""
    required: bool = True
    long: bool = False
    """Of several lines."""
    most: int = FIELD
    """Characters."""
    files: int = 0
    """The most files that may be attached, in place of text; 0 for a field of text."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a person fills in; `custom_id` is `name:…`, as a button's."""

    title: str
    custom_id: str
    fields: tuple[Field, ...]
    """One to five."""


def to_reply(answer: Response, echo: bool = False) -> Reply:
    """What a person sees. With `echo` the question is repeated, for places that do not show it themselves.

    Raises TamperedError rather than show a text that has changed.
    """
    if isinstance(answer, Refusal):
        return plain_reply(refusal(answer, echo))
    asked = f"-# Asked: {clipped(answer.question, _QUESTION)}" if echo else ""
    understood = f"-# Understood as: {clipped(answer.understood, _QUESTION)}" if answer.understood else ""
    closing = f"-# Confidence: {in_words(answer.confidence)}"
    first, *others = answer.excerpts[:SHOWN]
    excerpts = [excerpt_blocks(first, joined([asked, understood]), closing, answer.twins.get(first, ()))]
    excerpts += [excerpt_blocks(other, ALSO, twins=answer.twins.get(other, ())) for other in others]
    return fitted(excerpts)


def refusal(answer: Refusal, echo: bool) -> str:
    """Two lines: that the articles do not answer a question, which is named where it is not to be seen, and what was
    looked for."""
    question = answer.understood or (answer.question if echo else "")
    opening = f"**{REFUSAL}:** {clipped(question, _QUESTION)}" if question else f"**{REFUSAL}.**"
    return joined([opening, looked_for(answer.summary, partial(clipped, room=_SOUGHT))])


def excerpts_reply(excerpts: Iterable[Excerpt], heading: str = "") -> Reply:
    """Excerpts, each under the heading. Raises TamperedError rather than show a text that has changed."""
    return fitted([excerpt_blocks(excerpt, heading) for excerpt in excerpts])


def noted(reply: Reply, note: str) -> Reply:
    """With a note in small print below, where it still fits."""
    messages = packed([*reply.messages, f"-# {note}"])
    return replace(reply, messages=messages) if len(messages) <= MESSAGES else reply


def plain_reply(text: str) -> Reply:
    """A reply of Pullquote's own words, which fit one message."""
    return Reply((text[:MESSAGE],))


# Excerpts -------------------------------------------------------------------------------------------------------------


def excerpt_blocks(
    excerpt: Excerpt, heading: str = "", closing: str = "", twins: Sequence[Excerpt] = (), room: int = MESSAGE
) -> list[str]:
    """A block for each message the excerpt takes, of at most `room` characters, its words whole.

    Raises TamperedError rather than show a text that has changed.
    """
    text = "\n".join(filter(None, (excerpt.table_head, checked_text(excerpt))))
    footer = joined([_speaker_line(excerpt), *_sources(excerpt, twins), closing])
    frame = length(heading) + max(length(footer), length(CONTINUED)) + len("\n\n")
    pieces = block_quotes(text, room - frame)
    if len(pieces) > MESSAGES:
        too_long = (
            f"This passage is too long to quote in full here ({len(text):,} characters), and quotes are never cut."
        )
        return [joined([heading, too_long, footer])]
    *before, last = pieces
    blocks = [*(joined([piece, CONTINUED]) for piece in before), joined([last, footer])]
    return [joined([heading, blocks[0]]), *blocks[1:]]


def _speaker_line(excerpt: Excerpt) -> str:
    said_by = attribution(excerpt, partial(clipped, room=_LABEL))
    if said_by is None:
        return ""
    name = f"**{said_by.name}**" if said_by.name else ""
    line = said_by.lead + name + said_by.rest
    return line if excerpt.kind == "direct" else f"-# {line}"


def _sources(excerpt: Excerpt, twins: Sequence[Excerpt]) -> Iterator[str]:
    """Where it stands, and where else the same words do: without links, which would take the quote's room."""
    yield source_line(cite(excerpt))
    for twin in twins[:TWINS]:
        checked_text(twin)
        yield source_line(replace(cite(twin), url=None), SAME_WORDS)


def source_line(citation: Citation, label: str = "") -> str:
    """Title, publisher, date, place, link and id, in small print, after a label."""
    parts = [
        clipped(citation.title, _LABEL),
        clipped(citation.publisher, _PUBLISHER) if citation.publisher else "",
        day(citation.published) if citation.published else "",
        place(citation),
        _link(citation.url),
        f"`{citation.id}`",
    ]
    return joined(("-#", label, joined(parts, " · ")), " ")


def _link(url: str | None) -> str:
    """A link in angle brackets, which Discord does not unfold; every character that could end it is encoded."""
    encoded = percent_encoded(url or "", safe="%/:?#[]@!$&'*+,;=~.-_")
    return f"[open](<{encoded}>)" if url and length(encoded) <= URL else ""


# Messages -------------------------------------------------------------------------------------------------------------


def joined(lines: Iterable[str], gap: str = "\n") -> str:
    """The lines that are not empty."""
    return gap.join(line for line in lines if line)


def fitted(excerpts: Sequence[list[str]]) -> Reply:
    """As many excerpts, each of them whole, as the messages of one reply hold."""
    for count in range(len(excerpts), 0, -1):
        left_out = len(excerpts) - count
        note = [f"-# {counted(left_out, 'further passage')} did not fit here."] if left_out else []
        messages = packed([*chain(*excerpts[:count]), *note])
        if len(messages) <= MESSAGES:
            return Reply(messages)
    return Reply(packed(excerpts[0]))  # whose messages leave no room even for the note


def packed(blocks: Iterable[str], room: int = MESSAGE, gap: str = "\n\n") -> tuple[str, ...]:
    """The blocks in as few messages, or pages of `room` characters, as they fit."""
    messages: list[str] = []
    for block in blocks:
        if messages and length(messages[-1]) + len(gap) + length(block) <= room:
            messages[-1] += gap + block
        else:
            messages.append(block)
    return tuple(messages)


def paged(heading: str, pages: Sequence[str], page: int, custom_id: Callable[[int], str]) -> Reply:
    """A page, the nearest there is, under a heading that tells its number; ◀ and ▶ lead to the pages beside it.

    `custom_id` is that of a button that leads to a page.
    """
    if len(pages) == 1:
        return Reply((joined([heading, *pages]),))
    nearest = max(1, min(page, len(pages)))
    before = Button("◀", custom_id(nearest - 1), disabled=nearest == 1)
    after = Button("▶", custom_id(nearest + 1), disabled=nearest == len(pages))
    number = f" · page {nearest:,} of {len(pages):,}"
    return Reply((joined([heading + number, pages[nearest - 1]]),), (before, after))
