"""Places where the words of a claim may stand in a row: an article's running text, or what one person says in it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from corpus.english.quotation_marks import MARKS, is_closed
from corpus.quotes.direct import SPEECH, Quote
from corpus.quotes.passages import MAX_PASSAGE
from corpus.text.document import Document
from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from index.engine.generation import Generation
from index.verification.tokens import GAP, Token, tokens

_BREAK = 80  # characters that part two halves of what is said: “We came,” she said to nobody in particular, “and …”


@dataclass(frozen=True, slots=True)
class Place:
    """Words of an article that follow each other."""

    document: Document
    tokens: tuple[Token, ...]
    quotes: tuple[Quote, ...]
    """What one person says in one go, without the words that tell so; empty for an article's running text."""

    def quote_of(self, number: int) -> int:
        """The number of the quote that a word stands in."""
        return bisect_left(self.quotes, self.tokens[number].span.end, key=attrgetter("span.end"))


def places(
    generation: Generation, sentences: Iterable[int], room: int, is_promising: Callable[[str], bool]
) -> tuple[Place, ...]:
    """The places around sentences where a claim of `room` characters may stand, speech before running text.

    There are none where the text around a sentence is not promising.
    """
    around = dict.fromkeys(_around(generation, generation.sentences[number].passage, room) for number in sentences)
    running: list[Place] = []
    spoken: dict[tuple[Quote, ...], Place] = {}
    for passages in around:
        spans = [generation.passages[number].span for number in passages]
        document = generation.passages[passages[0]].document
        if not is_promising(Span(spans[0].start, spans[-1].end).of(document.text)):
            continue
        running.append(Place(document, _words(document, spans), ()))
        for speech in speeches(generation.quotes[document.id], Span(spans[0].start, spans[-1].end)):
            spoken[speech] = spoken.get(speech) or Place(
                document, _words(document, [quote.span for quote in speech]), speech
            )
    return (*spoken.values(), *running)


_passage_tokens = lru_cache(maxsize=500)(tokens)
"""The quotes of one message are looked for in the same passages. What is longer, as a speech, would fill the memory."""


def _words(document: Document, spans: Iterable[Span]) -> tuple[Token, ...]:
    texts = ((span.of(document.text), span.start) for span in spans)
    read = ((_passage_tokens if len(text) <= MAX_PASSAGE else tokens)(text, start) for text, start in texts)
    return tuple(token for part in read for token in part if token.key != GAP)


def _around(generation: Generation, passage: int, room: int) -> tuple[int, ...]:
    """A passage with those before and after it that the claim may reach into; a caption stands for itself."""
    if _is_caption(generation, passage):
        return (passage,)
    before = _neighbours(generation, passage, -1, room)
    after = _neighbours(generation, passage, 1, room)
    return (*reversed(tuple(before)), passage, *after)


def _neighbours(generation: Generation, passage: int, step: int, room: int) -> Iterator[int]:
    """The passages before (step −1) or after (1) one, as long as there is room; captions do not count."""
    document = generation.passages[passage].document
    number = passage + step
    while room > 0 and 0 <= number < len(generation.passages) and generation.passages[number].document is document:
        if not _is_caption(generation, number):
            yield number
            room -= len(generation.passages[number].span)
        number += step


def _is_caption(generation: Generation, number: int) -> bool:
    passage = generation.passages[number]
    return passage.document.paragraph_at(passage.span.start) is None


# Speech ---------------------------------------------------------------------------------------------------------------


def speeches(quotes: Sequence[Quote], within: Span) -> Iterator[tuple[Quote, ...]]:
    """The quotes that a span of their document touches, those together that one person says in one go."""
    at = bisect_left(quotes, within.start, key=attrgetter("span.end"))
    while at and _goes_on(quotes[at - 1 : at + 1]):
        at -= 1
    while at < len(quotes) and quotes[at].span.start < within.end:
        end = at + 1
        while _goes_on(quotes[end - 1 : end + 1]):
            end += 1
        yield tuple(quotes[at:end])
        at = end


def _goes_on(pair: Sequence[Quote]) -> bool:
    """Whether nothing but who speaks stands between two quotes: opened again, or “We came,” she said, “and we saw.”"""
    if len(pair) < 2:
        return False
    one, other = pair
    text = one.document.text
    between = Span(one.span.end, other.span.start).trimmed(text)
    if not len(between):
        return one.speaker_name == other.speaker_name and (_same_block(one, other) or not is_closed(text, one.span))
    resumes = between.of(text).endswith(",")  # then it is the same person, also where nobody is named again
    if (one.speaker is None or one.speaker_name != other.speaker_name) and not (resumes and other.speaker is None):
        return False
    said = one.text.rstrip(MARKS + " ").endswith((",", "?", "!", "…", "—", "–", "-"))
    near = len(between) <= _BREAK and _same_block(one, other) and not between.of(text).endswith(":")
    return said and near and {one.kind, other.kind} <= SPEECH and len(split_sentences(text, between)) == 1


def _same_block(one: Quote, other: Quote) -> bool:
    return one.document.paragraph_at(one.span.start) == one.document.paragraph_at(other.span.start)
