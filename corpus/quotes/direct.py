"""Words between quotation marks, and turns without them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from operator import attrgetter
from typing import Literal

from corpus.english.language import is_english, is_english_text
from corpus.english.lexicon import ARTICLES, PARTICLES, SPEECH_VERBS, STOPS
from corpus.english.noun_phrases import NICKNAME
from corpus.english.quotation_marks import MARKS, is_closed, quoted_spans
from corpus.quotes.turns import Turn, find_turns
from corpus.speakers.name_match import names_match
from corpus.speakers.resolver import NOBODY, Resolution, find_speakers
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.folding import folded_words
from corpus.text.sentences import split_sentences
from corpus.text.span import Span

Kind = Literal["direct", "mixed", "turn", "reported"]
SPEECH: frozenset[Kind] = frozenset(("direct", "turn"))
"""The kinds that can stand alone."""
# Fragments in marks with a smaller chance to be anybody's words are titles, nicknames and so-called things: in 840
# annotated articles .986 of somebody's quotes and .57 of nobody's reach it. From .5 on, .977 and .43, F1 is the same.
_SPOKEN = 0.4
_UNREAD = Resolution(None, 1.0, 1.0)  # somebody's words
_REPEATED = 0.8  # from this chance on a speaker is that of the same words elsewhere, where nobody is as likely
_PULLED = 20  # characters of words that hardly two people say
_LONG_TURN = 400  # characters: two to four sentences, as long as what is shown in one excerpt


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks, the marks included where the article has them; or said or reported without."""

    document: Document
    span: Span
    kind: Kind
    """`direct`: speech that can stand alone; `mixed`: a piece of somebody's words inside the article's sentence;
    `turn`: speech without marks, as a transcript has it; `reported`: in the article's words, as
    `corpus.quotes.reported` finds it."""
    speaker: Speaker | None
    question: Span | None = None
    """What it answers, where a turn before it asks something."""
    unsaid: bool = False
    """Whether the article tells that nobody said it: it was denied, invented or only imagined."""

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)

    @property
    def speaker_name(self) -> str | None:
        return self.speaker.name if self.speaker else None

    @property
    def confidence(self) -> float:
        """0–1, of the speaker; 0 where the speaker is unknown."""
        return self.speaker.chance if self.speaker else 0.0


def is_said_by(quote: Quote, typed: str) -> bool:
    """Whether a quote is of the person whom somebody means who types this, as far as its own article tells."""
    return quote.speaker is not None and names_match(typed, quote.speaker, quote.document.text)


def find_quotes(document: Document, least: float = _SPOKEN) -> tuple[Quote, ...]:
    """The quotes of a document in order, none overlapping another. Nicknames in marks are none, nor are fragments whose
    chance to be somebody's words is below the `least`."""
    blocks = quoted_blocks(document)
    said = resolve_speakers(document, blocks)
    quotes = [quote for block, spans in blocks for quote in _quotes(document, block, spans, said, least)]
    return tuple(sorted(_with_turns(document, _with_repeated(quotes)), key=lambda quote: quote.span))


def resolve_speakers(document: Document, blocks: Sequence[tuple[Span, Sequence[Span]]]) -> dict[Span, Resolution]:
    """Who says what stands between the marks in the blocks of a document, by the span, and how sure that is.

    Of what is not English only the spans are known: the rules would take its words for names.
    """
    if not is_english(document):
        return dict.fromkeys(chain.from_iterable(spans for _, spans in blocks), _UNREAD)
    foreign = (spans for block, spans in blocks if spans and not is_english_text(block.of(document.text)))
    unread = dict.fromkeys(chain.from_iterable(foreign), _UNREAD)
    return find_speakers(document.text, [block for block, _ in blocks], [spans for _, spans in blocks]) | unread


def quoted_blocks(document: Document) -> list[tuple[Span, list[Span]]]:
    """The paragraphs and captions of a document, each with the spans between marks in it, in order."""
    blocks = (*document.paragraphs, *document.captions)  # a caption does not interrupt who is speaking
    quoted = quoted_spans(document.text, blocks)
    return [
        (block, [span for span in spans if not _is_nickname(document.text, span)])
        for block, spans in zip(blocks, quoted, strict=True)
    ]


def _is_nickname(text: str, span: Span) -> bool:
    """Whether a name goes on after the words in marks: Dwayne “The Rock” Johnson."""
    before = _LAST_WORD.search(text[max(0, span.start - 30) : span.start - 1])
    inside, after = span.of(text)[1:-1], text[span.end : span.end + 12].split()
    if not (before and after and text[span.start - 1] == text[span.end] == " " and len(inside) <= NICKNAME):
        return False
    ends = (before[1], next((word for word in after if word not in PARTICLES), ""))
    named = all(word[:1].isupper() and word.lower() not in STOPS | ARTICLES | SPEECH_VERBS for word in ends)
    return named and all(word[0].isupper() for word in inside.split()) and inside[-1:].isalnum()


def _quotes(
    document: Document, block: Span, spans: Sequence[Span], said: Mapping[Span, Resolution], least: float
) -> list[Quote]:
    """The quotes of a block; fragments that are nobody's words are left out."""
    quotes: list[Quote] = []
    for span in spans:
        known = said.get(span, NOBODY)
        resumes = _resumes(span, quotes)
        direct = _is_direct(document.text, block, span, known.speaker is not None) or resumes
        if direct or known.spoken >= least:
            speaker = _as_sure(known.speaker, quotes[-1].speaker) if resumes else known.speaker
            quotes.append(Quote(document, span, "direct" if direct else "mixed", speaker, unsaid=known.unsaid))
    return quotes


def _with_repeated(quotes: Sequence[Quote]) -> Iterator[Quote]:
    """The quotes; one that nobody is sure to say, as a pull quote, is said by whoever is sure to say it elsewhere."""
    words = [" ".join(folded_words(quote.text)) for quote in quotes]
    speakers = {said: quote.speaker for said, quote in zip(words, quotes, strict=True) if quote.confidence >= _REPEATED}
    for said, quote in zip(words, quotes, strict=True):
        repeated = quote.kind == "direct" and quote.confidence < _REPEATED and len(said) >= _PULLED
        yield replace(quote, speaker=speakers.get(said, quote.speaker)) if repeated else quote


def _as_sure(speaker: Speaker | None, before: Speaker | None) -> Speaker | None:
    """The speaker of the second half of a sentence, who is as sure as that of the first where it is the same."""
    if speaker is None or before is None or speaker.name != before.name:
        return speaker
    return speaker.with_chance(max(speaker.chance, before.chance))


# Turns ----------------------------------------------------------------------------------------------------------------


def _with_turns(document: Document, quotes: Iterable[Quote]) -> Iterator[Quote]:
    """The quotes with the turns of a document. What is quoted inside a turn is told apart only where it is speech of
    somebody else; then the sentences that hold it are none of the turn's."""
    quotes, inside = sorted(quotes, key=lambda quote: quote.span), set[int]()
    for turn in find_turns(document):
        for span in turn.spans:
            first = bisect_right(quotes, span.start, key=lambda quote: quote.span.end)
            end = bisect_left(quotes, span.end, key=lambda quote: quote.span.start)
            inside.update(range(first, end))
            yield from _turn(document, turn, span, quotes[first:end])
    yield from (quote for number, quote in enumerate(quotes) if number not in inside)


def _turn(document: Document, turn: Turn, span: Span, quotes: Sequence[Quote]) -> Iterator[Quote]:
    text = document.text
    gaps = pairwise([span.start, *(edge for quote in quotes for edge in (quote.span.start, quote.span.end)), span.end])
    if quotes and not any(map(str.isalnum, "".join(text[a:b] for a, b in islice(gaps, 0, None, 2)))):
        for quote in quotes:  # the turn stands between marks
            yield replace(quote, speaker=turn.speaker, question=turn.question)
        return
    others = [quote for quote in quotes if _is_direct(text, span, quote.span, True) and not _is_of(quote, turn)]
    yield from others
    for piece in _pieces(text, span, [quote.span for quote in others]):
        yield Quote(document, piece, "turn", turn.speaker, turn.question)


def _is_of(quote: Quote, turn: Turn) -> bool:
    """Whether a quote is thought to be of whoever speaks in turn anyway."""
    speaker = quote.speaker
    return bool(speaker and (speaker.how == "continued" or (turn.speaker and turn.speaker.name == speaker.name)))


def _pieces(text: str, span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a turn together, those of a long one in several pieces, without what others say in it."""
    run: Span | None = None
    for sentence in split_sentences(text, span):
        before = bisect_left(others, sentence.end, key=attrgetter("start"))
        theirs = before > 0 and others[before - 1].end > sentence.start
        if run and (theirs or sentence.end - run.start > _LONG_TURN):
            yield run
            run = None
        if not theirs:
            run = Span(run.start if run else sentence.start, sentence.end)
    if run:
        yield run


# Speech that can stand alone ------------------------------------------------------------------------------------------

_LAST_WORD = re.compile(r"(\w+)$")
_STOPS = (".", "!", "?", "…", "—", "–", "-")
_BREAK = 80  # characters between two halves of a sentence: “We came,” she said to nobody in particular, “and we saw.”


def _is_direct(text: str, block: Span, span: Span, attributed: bool) -> bool:
    """Whether a quote begins and ends like a sentence and does not continue one of the article's."""
    inside = span.of(text).strip(MARKS + " ")
    if not inside.endswith(_STOPS) and is_closed(text, span):
        comma = inside.endswith(",") and attributed and " " in inside  # else a title: “Cats,” a musical
        if not comma:
            return False
    first = inside.lstrip("[(…. ")[:1]
    before = _LAST_WORD.search(text[max(block.start, span.start - 30) : span.start].rstrip("*_ \t\r\n"))
    return not first.islower() and (before is None or before[1].lower() in SPEECH_VERBS)


def _resumes(span: Span, before: Sequence[Quote]) -> bool:
    """Whether a quote is the second half of direct speech: “We came,” she said, “and we saw.”"""
    if not before or before[-1].kind != "direct":
        return False
    text = before[-1].document.text
    between = text[before[-1].span.end : span.start].strip()
    halves = before[-1].text.rstrip(MARKS).endswith(",") and between.endswith((",", "—", "–", "-"))
    return halves and len(between) < _BREAK and span.of(text).rstrip(MARKS + " ").endswith((*_STOPS, ","))
