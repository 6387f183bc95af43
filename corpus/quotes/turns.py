"""Turns: what is said without quotation marks, and by whom the form of the article tells.

These are the labelled lines of transcripts, minutes and chats, the answers of an interview whose questions stand in
bold or italics, and block quotes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, groupby, pairwise, takewhile
from operator import itemgetter

from corpus.english.lexicon import word_set
from corpus.quotes.block_quotes import find_block_quotes, is_quoted
from corpus.quotes.participants import Participants
from corpus.quotes.transcript import ANSWERS, EXAMINER, QUESTIONS, Line, Transcript, read_lines
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.folding import folded_words
from corpus.text.span import Span

_FEWEST = 2  # questions in bold: one is a heading
_SPEAKING = word_set("i we you me us my our your")
_NEAR = 20  # characters
_ENDS = (".", "?", "!", "…", "”", '"', "’", "'", ")", "]", "*", "_", ":", "—")
_EMPHASISED = re.compile(r"[ \t]*(\*\*\*|\*\*|\*|__|_)(?=\S)(?P<words>[^*\r\n][^*]*?)\1\s*")
_SENDER = re.compile(r"^[*_]*From:[*_]* *\"?(?P<name>[^\W\d_][^<>\"\n,@]{1,60}?)\"? *(?:<[^<>\n]*>|\n)", re.MULTILINE)
_MAIL_HEADER = re.compile(r"^[*_]*(?:From|To|Subject|Date|Sent|Cc|Reply-To):", re.MULTILINE)
_WROTE = re.compile(r"On \S[^\n]{3,120}(?:\n[^\n]{0,120})?\bwrote:")
_ANOTHER_MAIL = re.compile(r"-{3,}|_{3,}|[*_]*From:|--\s*$")
_ASIDE = re.compile(
    r"\[(?=[^\[\]\n]*[a-z:])[^\[\]\n]{1,60}\](?!\()|"
    r"\((?:\d{1,2}:\d\d(?::\d\d)?|(?:laugh|applau|cheer|paus|cross|inaudib|sigh|silen|music|interrupt)[^()\n]{0,40})\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says until the next one speaks."""

    spans: tuple[Span, ...]
    """In order, none running over the end of a paragraph; without labels, stage directions and times."""
    speaker: Speaker | None
    """None where the form tells only that somebody answers."""
    question: Span | None = None
    """What it answers, where the turn before it asks something."""


def find_turns(document: Document) -> tuple[Turn, ...]:
    """The turns of an article, in order; none where its form is not that of a transcript or an interview."""
    lines = read_lines(document)
    transcript = Transcript(document.text, lines, recorded=any(place.kind == "time" for place in document.places))
    keys = {line.key for line in lines}
    examined = EXAMINER in keys and not QUESTIONS.isdisjoint(keys)
    speaking = transcript.speaking or (QUESTIONS | ANSWERS if transcript.is_questionnaire else frozenset())
    speaking |= {EXAMINER, *QUESTIONS, *ANSWERS} if examined else frozenset()
    begun = [number for number, line in enumerate(lines) if line.key in speaking and line.label]
    if not begun:
        block_quotes = (Turn(*block_quote) for block_quote in find_block_quotes(document))
        return tuple(_answers(document)) or (*_mail(document), *block_quotes)
    labels = {label.name.of(document.text) for number in begun if (label := lines[number].label)}
    people = Participants(document, lines[begun[0]].span.start, labels)
    if not (transcript.speaking or examined or people.interviewed):
        return ()  # “Q” and “A” of nobody: frequently asked questions
    return tuple(_labelled(document, lines, begun, people))


def _labelled(document: Document, lines: Sequence[Line], begun: Sequence[int], people: Participants) -> Iterator[Turn]:
    before: Line | None = None
    asked: Span | None = None
    examiner: Speaker | None = None
    for first, following in pairwise([*begun, len(lines)]):
        line, last = lines[first], following == len(lines)
        if line.key == EXAMINER and line.label:
            examiner = people.labelled(line.label.name)
            continue
        spans = _spans(document, line, lines[first + 1 : following], last)
        if not spans or line.label is None:
            continue
        question = asked if before and before.key != line.key else None
        if line.key in ANSWERS:
            yield Turn(spans, people.interviewed, question)
        elif line.key not in QUESTIONS:
            yield Turn(spans, people.labelled(line.label.name), question)
        elif examiner:
            yield Turn(spans, examiner)
        before, asked = line, spans[-1] if _asks(document.text, spans[-1]) else None


def _answers(document: Document) -> Iterator[Turn]:
    """The answers to questions in bold or italics, where the introduction says whose they are."""
    text, paragraphs = document.text, document.paragraphs
    asked = [number for number, paragraph in enumerate(paragraphs) if _is_marked_question(text, paragraph)]
    people = Participants(document, paragraphs[asked[0]].start, ()) if len(asked) >= _FEWEST else None
    if people is None or people.interviewed is None:
        return
    for first, following in pairwise([*asked, len(paragraphs)]):
        blocks = [Line(number, paragraphs[number], None) for number in range(first + 1, following)]
        if not blocks or _EMPHASISED.fullmatch(text, blocks[0].span.start, blocks[0].span.end):
            continue
        spans = _spans(document, blocks[0], blocks[1:], following == len(paragraphs))
        if spans:
            yield Turn(spans, people.interviewed, paragraphs[first])


def _mail(document: Document) -> Iterator[Turn]:
    """What the sender of a mail writes, above and between the words that it answers, up to another mail."""
    text, paragraphs = document.text, document.paragraphs
    header = _SENDER.search(text, 0, paragraphs[0].end) if paragraphs else None
    if not header or not _MAIL_HEADER.search(text, header.end(), paragraphs[0].end):
        return
    name = Span(*header.span("name")).trimmed(text)
    body = dropwhile(
        lambda number: _MAIL_HEADER.match(text, paragraphs[number].start, paragraphs[number].end),
        range(1, len(paragraphs)),
    )
    for answered, numbers in groupby(_own(document, body), key=itemgetter(0)):
        if not answered:
            spans = tuple(paragraphs[number] for _, number in numbers)
            yield Turn(spans, Speaker(name.of(text), None, name, "named"))


def _own(document: Document, numbers: Iterable[int]) -> Iterator[tuple[bool, int]]:
    """Up to another mail, whether each paragraph quotes what is answered, or tells who wrote that."""
    last = len(document.paragraphs) - 1
    for number in numbers:
        span = document.paragraphs[number]
        wrote = _WROTE.match(document.text, span.start, span.end) is not None
        unmarked = wrote and (number == last or not is_quoted(document, number + 1))
        if unmarked or _ANOTHER_MAIL.match(document.text, span.start, span.end):
            return
        yield wrote or is_quoted(document, number), number


def _is_marked_question(text: str, paragraph: Span) -> bool:
    emphasis = _EMPHASISED.fullmatch(text, paragraph.start, paragraph.end)
    return emphasis is not None and emphasis["words"].rstrip("”\"’' ").endswith("?")


def _asks(text: str, span: Span) -> bool:
    return span.of(text).rstrip("”\"’' *_").endswith("?")


# Where a turn stands --------------------------------------------------------------------------------------------------


def _spans(document: Document, line: Line, rest: Sequence[Line], last: bool) -> tuple[Span, ...]:
    """What is said from a line on, a span or several in each paragraph."""
    text = document.text
    start = line.label.end if line.label else line.span.start
    here = [other for other in rest if other.block == line.block]
    begun = Span(start, max(start, here[-1].span.end if here else line.span.end))
    blocks = [begun] if last else [begun, *_going_on(document, rest[len(here) :])]
    return tuple(span for block in blocks for span in _without_asides(text, block))


def _going_on(document: Document, rest: Iterable[Line]) -> list[Span]:
    """The further paragraphs of a turn: up to the last that is spoken in the first or the second person."""
    paragraphs: list[Span] = []
    spoken = 0
    for number in dict.fromkeys(line.block for line in takewhile(lambda line: line.label is None, rest)):
        paragraph = document.paragraphs[number]
        words = paragraph.of(document.text)
        if not words.rstrip().endswith(_ENDS) or words[0] in "#>–":
            break
        paragraphs.append(paragraph)
        if not _SPEAKING.isdisjoint(folded_words(words)):
            spoken = len(paragraphs)
    return paragraphs[:spoken]


def _without_asides(text: str, span: Span) -> Iterator[Span]:
    """The parts of a span between the stage directions and times that stand between sentences."""
    start = span.start
    for aside in _ASIDE.finditer(text, span.start, span.end):
        before = text[max(start, aside.start() - _NEAR) : aside.start()].rstrip()
        after = text[aside.end() : min(span.end, aside.end() + _NEAR)].lstrip()
        if (not before or before.endswith((".", "?", "!", "…", "”", "—"))) and not after[:1].islower():
            yield from _spoken(text, Span(start, aside.start()))
            start = aside.end()
    yield from _spoken(text, Span(start, span.end))


def _spoken(text: str, span: Span) -> Iterator[Span]:
    trimmed = span.trimmed(text)
    words = trimmed.of(text)
    if words.count("*") == len(words) - len(words.rstrip("*")):  # what it closes was opened before the label
        trimmed = Span(trimmed.start, trimmed.start + len(words.rstrip("*")))
    if any(map(str.isalnum, trimmed.of(text))):
        yield trimmed
