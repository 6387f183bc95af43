"""Block quotes, quoted mails and epigraphs, where a signature or the words before them tell whose they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.attribution.blocks import Block
from corpus.attribution.rules import attribute_before
from corpus.english.noun_phrases import in_name, is_name, is_someone, words_around
from corpus.quotes.participants import Participants
from corpus.speakers.names import read_mentions
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span

_EPIGRAPH = 600  # characters at most
_NAME = r"(?P<name>[^\W\d_][^\n\r,;(]{1,60}?)"
_SIGNATURE = re.compile(rf"[>\s*_]*(?:[—–―]|--?)[ \t]*{_NAME}[*_]*(?:,[ \t]*(?P<role>[^\n\r]{{1,80}}?))?[.\s*_]*")
_MAIL = re.compile(r"On \S[^\n]{3,80}, (?P<name>[^\W\d_][^<>\n,]{1,60}?)\s*(?:<[^<>\n]*>)?\s+wrote:\Z")
_PUT = re.compile(r"\b(?:put it|in the words of|wrote)\b")


def find_block_quotes(document: Document) -> Iterator[tuple[tuple[Span, ...], Speaker]]:
    """The spans of each block quote of an article that somebody is said to have said or written, without their
    signatures, and of the epigraph before it; and who that is."""
    paragraphs = document.paragraphs
    people = Participants(document, paragraphs[0].start if paragraphs else 0, ())
    groups = list(_groups(document))
    if len(paragraphs) > 1 and len(paragraphs[0]) <= _EPIGRAPH and not is_quoted(document, 0):
        groups.insert(0, range(1))  # perhaps an epigraph
    for group in groups:
        quoted = is_quoted(document, group[0])
        spans, speaker = _signed(people, group)
        if speaker is None and quoted and group[0]:
            speaker = _introduced(people, paragraphs[group[0] - 1])
        if speaker and spans and (quoted or group[-1] + 2 < len(paragraphs)):
            yield tuple(spans), speaker


def _groups(document: Document) -> Iterator[range]:
    """The numbers of the paragraphs of each block quote."""
    text, paragraphs = document.text, document.paragraphs
    first = 0
    for number in range(len(paragraphs)):
        if not is_quoted(document, number):
            first = number + 1
            continue
        following = paragraphs[number + 1].start if number + 1 < len(paragraphs) else len(text)
        between = text[paragraphs[number].end : following].replace("\r\n", "\n")
        if "\n\n" in between or number + 1 == len(paragraphs) or not is_quoted(document, number + 1):
            yield range(first, number + 1)
            first = number + 1


def is_quoted(document: Document, number: int) -> bool:
    """Whether the line on which a paragraph begins has the `>` of a block quote."""
    start, above = document.paragraphs[number].start, document.paragraphs[number - 1].end if number else 0
    return ">" in re.split(r"[\r\n]", document.text[above : start + 1])[-1]


def _signed(people: Participants, group: range) -> tuple[Sequence[Span], Speaker | None]:
    """The spans of a block quote without its signature, and who signs it: on its last line, or right behind it."""
    text, paragraphs = people.document.text, people.document.paragraphs
    spans = [_without_mark(text, paragraphs[number]) for number in group]
    begin, end = spans[-1].start, spans[-1].end
    last_line = Span(max(begin, *(text.rfind(sign, begin, end) + 1 for sign in "\r\n")), end)
    behind = paragraphs[group.stop] if group.stop < len(paragraphs) else Span(0, 0)
    for place, inside in ((last_line, True), (behind, False)):
        signature = _SIGNATURE.fullmatch(text, place.start, place.end)
        speaker = _signer(people, signature) if signature else None
        if speaker:
            words = text[begin : place.start if inside else end].rstrip("> \t\r\n")
            spans[-1] = Span(begin, begin + len(words))
            return [span for span in spans if len(span)], speaker
    return spans, None


def _without_mark(text: str, span: Span) -> Span:
    start = span.start + len(span.of(text)) - len(span.of(text).lstrip("> \t"))
    return Span(start, max(start, span.end))


def _signer(people: Participants, signature: re.Match[str]) -> Speaker | None:
    text, name = people.document.text, Span(*signature.span("name"))
    words = words_around(text, name, ())
    if not all(map(in_name, words)) or not is_name(words[-1]):
        return None
    speaker = people.labelled(name)
    return replace(speaker, role=speaker.role or signature["role"])


def _introduced(people: Participants, before: Span) -> Speaker | None:
    """Who is said to say or write what follows a paragraph that ends with a colon."""
    text = people.document.text
    mail = _MAIL.search(text, before.start, before.end)
    if mail:
        return people.labelled(Span(*mail.span("name")))
    if not before.of(text).endswith(":"):
        return None
    words = words_around(text, before, ())
    match = attribute_before(Block(words), len(words))
    if match and (is_name(words[match.end - 1]) or is_someone(words[match.first : match.end])):
        return people.labelled(Span(words[match.first].start, words[match.end - 1].end))
    named = [mention for mention in read_mentions(words[-40:]) if mention.name and mention.is_named_person]
    return people.labelled(named[0].span) if len(named) == 1 and _PUT.search(text, before.start, before.end) else None
