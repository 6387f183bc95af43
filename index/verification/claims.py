"""The quotes in a message, with whom it gives them to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from corpus.english.quotation_marks import MARKS, is_closed, quoted_spans
from corpus.errors import PullquoteError
from corpus.quotes.direct import find_quotes
from corpus.text.document import Document, text_id
from corpus.text.span import Span
from index.verification.places import speeches
from index.verification.tokens import GAP, tokens

MAX_MESSAGE = 12_000  # characters; three times a message on Discord
MAX_QUOTES = 200  # of a message; whoever said each of them is found out in a quarter of a second
SHORTEST = 3  # words; fewer may be anybody's
_FAR = 80  # characters beside a quote, in which its speaker may be named

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_CODES = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|https?:[^<>\s]*)>")
_MARKDOWN = re.compile(r"\*+|__|~~|\|\||```|(?<![`\w])`(?!`)|(?<!`)`(?![`\w])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_QUOTING = re.compile(r"\s*>{1,3}\s")
_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?:[ ]+[^\W\d_][\w.'’-]*){0,5}?)"
_DASH = r"(?:--?|[–—~])"
_SIGNATURE = re.compile(
    rf"[\s,]*(?:{_DASH}\s*|\(|by\s+|from\s+)(?:the\s+)?{_NAME}(?=[^\w“”\"]*(?:$|[\n,;()\d]))", re.IGNORECASE
)
_SIGNED = re.compile(rf"{_DASH}\s*\w")
_ASKED = re.compile(
    rf"\b(?:did|has|does)\s+(?:the\s+)?{_NAME}?\s+(?:(?:really|actually|ever|even)\s+)?(?:say|said|claim|write|tweet)\b"
    r"[^\n“”\"]{0,30}$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"([^\W\d_][^:“”\"]{0,60}):\s+(\S.*)")
_UNMARKED = re.compile(rf"(.*\S)\s+({_DASH}\s*[^\W\d_][^“”\"]{{0,60}})")


class ClaimError(PullquoteError):
    """A claim or a message that is too long, or quotes too much, to be held against the articles."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody says are a quote, and who is said to have said them."""

    words: str
    speaker: str | None = None


def find_claims(text: str) -> tuple[Claim, ...]:
    """The quotes in a message, each with whom the message gives it to; the whole message where it quotes nothing.

    Those of fewer than SHORTEST words are left out, unless there are no others. Raises ClaimError where the message is
    too long, or has more than MAX_QUOTES quotes.
    """
    check_message(text)
    plain = _MARKDOWN.sub("", _CODES.sub("", _LINK.sub(r"\1", text)))
    blocks = _blocks(plain)
    quotes = sum(len(_spans(block)) for block in blocks)
    if quotes > MAX_QUOTES:
        raise ClaimError(f"that message has {quotes:,} quotes; the limit is {MAX_QUOTES:,}")
    claims = [claim for claim in _claims(blocks) or _unmarked(" ".join(blocks)) if _length(claim)]
    return tuple([claim for claim in claims if _length(claim) >= SHORTEST] or claims)


def check_message(text: str) -> None:
    """Raises ClaimError where a message is too long to be looked into."""
    if len(text) > MAX_MESSAGE:
        raise ClaimError(f"that message has {len(text):,} characters; the limit is {MAX_MESSAGE:,}")


def _claims(blocks: Sequence[str]) -> list[Claim]:
    document = _document(blocks)
    claims = []
    quotes = find_quotes(document, least=0)  # whoever puts words between marks claims that somebody said them
    for speech in speeches(quotes, Span(0, len(document.text))):
        named = next((quote.speaker.name for quote in speech if quote.speaker), None)
        speaker = named or _named_around(document.text, speech[0].span.start, speech[-1].span.end)
        claims.append(Claim(" ".join(quote.text.strip(MARKS + " ") for quote in speech), speaker))
    return claims


def _named_around(text: str, start: int, end: int) -> str | None:
    """Who is named as articles do not: “…” – Jones, or: did Jones really say “…”?"""
    name = _SIGNATURE.match(text, end, end + _FAR) or _ASKED.search(text, max(0, start - _FAR), start)
    return name["name"] if name else None


def _unmarked(message: str) -> list[Claim]:
    """A message without quotation marks, which may begin or end with a name."""
    for pattern, marked in ((_UNMARKED, "“{0}” {1}"), (_LABEL, "{0}: “{1}”")):
        named = pattern.fullmatch(message)
        claims = _claims([marked.format(*named.groups())]) if named else []
        if claims and claims[0].speaker:
            return claims
    return [Claim(message)]


def _length(claim: Claim) -> int:
    return sum(word.key != GAP for word in tokens(claim.words))


# From a message to paragraphs -----------------------------------------------------------------------------------------


def _blocks(text: str) -> list[str]:
    """The lines of a message, joined where a quote runs over several or its speaker stands on the next.

    A block quote of Discord's is put between quotation marks.
    """
    blocks: list[str] = []
    for quoting, group in groupby(text.splitlines(), key=lambda line: bool(_QUOTING.match(line))):
        lines = [_QUOTING.sub("", line).strip() for line in group]
        for line in [_marked(lines)] if quoting else _whole(lines):
            if blocks and (blocks[-1].endswith(":") if quoting else _signs(line, blocks[-1])):
                blocks[-1] += f" {line}"
            else:
                blocks.append(line)
    return blocks


def _signs(line: str, before: str) -> bool:
    return before.endswith(tuple(MARKS)) and bool(_SIGNED.match(line))


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """Lines, or all that stand between empty ones as one where a quote goes on in the next."""
    for filled, group in groupby(lines, key=bool):
        paragraph = list(group) if filled else []
        yield from [" ".join(paragraph)] if any(map(_is_open, paragraph)) else paragraph


def _marked(lines: Sequence[str]) -> str:
    """A block quote between marks, unless it has some, with the name that may stand in its last line."""
    *above, last = lines
    signature = last if above and _SIGNED.match(last) else ""
    words = " ".join(above if signature else lines)
    return f"{words if _spans(words) else f'“{words}”'} {signature}".strip()


def _is_open(block: str) -> bool:
    spans = _spans(block)
    return bool(spans) and not is_closed(block, spans[-1])


def _spans(text: str) -> list[Span]:
    return quoted_spans(text, [Span(0, len(text))])[0]


def _document(blocks: Sequence[str]) -> Document:
    """A message as an article, a paragraph for each block, so that quotes and speakers are found as in one."""
    text = "\n\n".join(blocks)
    ends = accumulate(len(block) + 2 for block in blocks)
    paragraphs = tuple(Span(end - len(block) - 2, end - 2) for end, block in zip(ends, blocks, strict=True))
    return Document(text_id(text), text, "message", "message", paragraphs=paragraphs)
