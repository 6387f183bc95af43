"""From hits to what may be shown of them: the shortest that stands alone, none repeating another."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from corpus.english.quotation_marks import is_closed
from corpus.quotes.direct import SPEECH, Quote
from corpus.quotes.excerpt import Excerpt
from corpus.quotes.passages import MAX_PASSAGE
from corpus.speakers.name_match import may_be_same
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.folding import folded_words
from corpus.text.sentences import leans
from corpus.text.span import Span
from index.engine.generation import Generation
from index.query.query import Query
from index.query.text_features import text_features
from index.retrieval.search import Hit

QUOTE_SHARE = 0.5  # of its sentences: a quote that is at least this much of them is shown alone
REPORTED_SHARE = 0.5  # of a sentence: with less of somebody's statements it is the article that speaks
PHRASE = 4  # words: fewer may stand in two sentences that have nothing to do with each other
# Of the words of both, so many are in common. Of 21 such pairs among 17,892 sentences of an encyclopedia 18 say the
# same, and three differ in one word that matters; of 29 pairs between .6 and .8 most say different things.
NEARLY = 0.8
_TELLING = re.compile(r".*\d.*|not?|t|never|none")  # of two sentences that differ in these the one may deny the other

_SO = re.compile(r"\b(?:said|says|did|does|thinks?|thought|believes?) so\b")
# “(CNN) -- ”, “Reuters - ”, “- ”, “1. ”, “# ”, “** ”, “**OSLO (AP)** — ”; a place before the agency tells where, and
# stays if it is not in bold.
_FURNITURE = re.compile(
    r"(?:(?:\*\*|__)[A-Z]{2}[^*_\n]{0,60}(?:\*\*|__)\s*(?:--|[-–—])\s*|"
    r"\(?(?:CNN|AP|Reuters|AFP|UPI|BBC|CBS|NBC|ABC|Xinhua|The Associated Press)\)?\s*(?:--|[-–—])\s*|"
    r"[#>•▪‣·]+\s+|[-*+–—]\s+|\d{1,3}[.)]\s+(?=[A-Z“\"‘'])|\*{2,}\s+)+"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be shown of a hit."""

    hit: Hit
    excerpt: Excerpt
    words: tuple[str, ...]
    """Of the excerpt, in small letters, without marks."""
    vocabulary: frozenset[str]
    """Each of them once."""
    twins: tuple[Excerpt, ...] = ()
    """The same words in other documents, one of each."""


class Judged(NamedTuple):
    """A candidate, and how sure to be of it."""

    candidate: Candidate
    chance: float
    """0–1, calibrated: that it answers."""


def distinct(generation: Generation, query: Query, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
    """What may be shown of hits, in their order; what repeats an earlier one is left out, or is its twin."""
    found: list[Candidate] = []
    for hit in (_answering(generation, hit) for hit in hits):
        excerpt = show(generation, query, hit, above=found[0].excerpt if found else None)
        words = tuple(folded_words(excerpt.text))
        new = Candidate(hit, excerpt, words, frozenset(words))
        place = next((place for place, each in enumerate(found) if _repeats(each, new)), None)
        if place is None:
            found.append(new)
        elif excerpt.speaker and found[place].excerpt.speaker is None and not _overlap(found[place], new):
            found[place] = _signed(found[place], new)
        elif _is_twin(found[place], new):
            found[place] = replace(found[place], twins=(*found[place].twins, excerpt))
    return tuple(found)


def _signed(unsigned: Candidate, signed: Candidate) -> Candidate:
    """Words that nobody is named for, as a pull quote has them, from where the article says whose they are."""
    known, better = unsigned.hit, signed.hit
    by_speaker, requested = known.by_speaker or better.by_speaker, max(known.requested, better.requested)
    return replace(signed, hit=replace(better, features=known.features, by_speaker=by_speaker, requested=requested))


def _answering(generation: Generation, hit: Hit) -> Hit:
    """A hit; where its sentence asks and is nobody's who is asked for, what stands behind it, which may answer."""
    after = hit.number + 1
    if hit.by_speaker or not asks(generation, hit.number) or after == len(generation.sentences):
        return hit
    sentence, document = generation.sentences[after], generation.passages[hit.sentence.passage].document
    if generation.passages[sentence.passage].document != document or asks(generation, after):
        return hit
    return replace(hit, number=after, sentence=sentence)


def asks(generation: Generation, number: int) -> bool:
    """Whether a sentence asks something."""
    return "question" in text_features(generation.sentence_text(number)).marks


# One excerpt ----------------------------------------------------------------------------------------------------------


def show(generation: Generation, query: Query, hit: Hit, above: Excerpt | None = None) -> Excerpt:
    """The shortest that stands alone around a hit: its quote, or its sentence with those that it cannot do without.

    What stands in the excerpt `above` it already is not shown again to explain it.
    """
    document = generation.passages[hit.sentence.passage].document
    if document.paragraph_at(hit.sentence.span.start) is None:
        return Excerpt(document, without_furniture(document, hit.sentence.span), "caption")
    run = _with_whole_quotes(generation, range(hit.number, hit.number + 1))
    quote, quotes = _standing_alone(generation, run), _quotes(generation, run)
    beside = query.wants_circumstances and speech_kind(quotes) != "turn"  # beside a turn there is only its label
    if quote and not beside:
        return Excerpt(document, quote, speech_kind(quotes), only_speaker(quotes))
    longer = _explained(generation, run)
    if above is None or above.document != document or not above.span.overlaps(_span(generation, longer)):
        run = longer
    span, quotes = without_furniture(document, _span(generation, run)), _quotes(generation, run)
    if quotes:
        return Excerpt(document, span, "mixed", only_speaker(quotes))
    source = _reported_of(generation, run, hit.number)
    return Excerpt(document, span, "reported" if source else "narration", source)


def show_said(generation: Generation, number: int, said: Mapping[int, Sequence[Quote]]) -> Excerpt:
    """The shortest that stands alone around what somebody says in a sentence: the direct speech, or all of it.

    `said` has what he or she says, by sentence.
    """
    run = _with_whole_quotes(generation, range(number, number + 1))
    quotes = [quote for each in run for quote in said.get(each, ())]
    document, span = quotes[0].document, Span(quotes[0].span.start, quotes[-1].span.end)
    if is_speech(document, span, quotes):
        return Excerpt(document, span, speech_kind(quotes), only_speaker(quotes))
    reported = all(quote.kind == "reported" for quote in quotes)
    whole = _span(generation, _explained(generation, run))
    return Excerpt(document, whole, "reported" if reported else "mixed", only_speaker(quotes))


def is_speech(document: Document, span: Span, quotes: Sequence[Quote]) -> bool:
    """Whether a span is nothing but speech, which `quotes` are."""
    outside = "".join(document.text[one.span.end : other.span.start] for one, other in pairwise(quotes))
    whole = bool(quotes) and span == Span(quotes[0].span.start, quotes[-1].span.end)
    return whole and not outside.strip() and all(quote.kind in SPEECH for quote in quotes)


def speech_kind(quotes: Iterable[Quote]) -> Literal["direct", "turn"]:
    """How speech is shown: as a turn where some of it has no marks."""
    return "turn" if any(quote.kind == "turn" for quote in quotes) else "direct"


def _with_whole_quotes(generation: Generation, run: range) -> range:
    """Sentences by number, with those around them that a quote runs through, opened again at each."""
    first, end = run.start, run.stop
    while _reopens(generation, first):
        first -= 1
    while _reopens(generation, end):
        end += 1
    return range(first, end)


def _reopens(generation: Generation, number: int) -> bool:
    """Whether a sentence opens again a quote that the one before it left open: “We came. “We saw,” she said."""
    before, here = generation.quotes_by_sentence.get(number - 1), generation.quotes_by_sentence.get(number)
    if not before or not here or not _follows(generation, number):
        return False
    one, other, text = before[-1], here[0], here[0].document.text
    touching = one.kind != "turn" and not text[one.span.end : other.span.start].strip()
    return touching and not is_closed(text, one.span) and one.speaker_name == other.speaker_name


def _follows(generation: Generation, number: int) -> bool:
    """Whether the sentence before stands in the same paragraph."""
    if number == 0:
        return False
    before, here = generation.sentences[number - 1], generation.sentences[number]
    document = generation.passages[here.passage].document
    paragraph = document.paragraph_at(here.span.start)
    same = generation.passages[before.passage].document == document
    return same and document.paragraph_at(before.span.start) == paragraph is not None


def _standing_alone(generation: Generation, run: range) -> Span | None:
    """The direct speech that sentences are made of for the most part, a quote each."""
    quotes = _quotes(generation, run)
    if len(quotes) != len(run) or any(quote.kind not in SPEECH for quote in quotes):
        return None
    span = Span(quotes[0].span.start, quotes[-1].span.end)
    alone = quotes[0].kind == "turn" or len(span) >= QUOTE_SHARE * len(_span(generation, run))
    return span if alone else None


def _explained(generation: Generation, run: range) -> range:
    """Sentences, from the one on that explains who “he” is or what “this”; not more than a passage of them."""
    while _needs_before(generation, run):
        longer = _with_whole_quotes(generation, range(run.start - 1, run.stop))
        if len(_span(generation, longer)) > MAX_PASSAGE:
            break
        run = longer
    return run


def _needs_before(generation: Generation, run: range) -> bool:
    """Whether sentences lean on the one before, in their paragraph or at the end of the one before.

    There the pronoun alone of a known speaker is explained beside the excerpt; what a colon introduces is not.
    """
    text = generation.sentence_text(run.start)
    if _follows(generation, run.start):
        return leans(text)
    if not _opens_after(generation, run):
        return False
    known = only_speaker([*_quotes(generation, run), *_reported(generation, run)])
    introduced = generation.sentence_text(run.start - 1).endswith(":") and not known
    return introduced or (leans(text) and (known is None or bool(_SO.search(text))))


def _opens_after(generation: Generation, run: range) -> bool:
    """Whether sentences within one paragraph open it, and another paragraph of the document stands before."""
    if run.start == 0:
        return False
    before, first, last = (generation.sentences[number] for number in (run.start - 1, run.start, run.stop - 1))
    document = generation.passages[first.passage].document
    there, here, end = (document.paragraph_at(sentence.span.start) for sentence in (before, first, last))
    return generation.passages[before.passage].document == document and bool(there) and there != here == end


def without_furniture(document: Document, span: Span) -> Span:
    """A span without what stands before its first word for the page alone: an agency, list marks, emphasis."""
    furniture = _FURNITURE.match(document.text, span.start, span.end)
    return Span(furniture.end(), span.end) if furniture and furniture.end() < span.end else span


def _span(generation: Generation, run: range) -> Span:
    return Span(generation.sentences[run.start].span.start, generation.sentences[run.stop - 1].span.end)


def _quotes(generation: Generation, run: range) -> list[Quote]:
    return [quote for number in run for quote in generation.quotes_by_sentence.get(number, ())]


def _reported(generation: Generation, run: range) -> list[Quote]:
    return [statement for number in run for statement in generation.reported_by_sentence.get(number, ())]


def _reported_of(generation: Generation, run: range, number: int) -> Speaker | None:
    """Whose statements sentences report, if that of `number` does little else."""
    told = sum(len(each.span) for each in generation.reported_by_sentence.get(number, ()))
    if told < REPORTED_SHARE * len(generation.sentences[number].span):
        return None
    return only_speaker(_reported(generation, run))


def only_speaker(quotes: Sequence[Quote]) -> Speaker | None:
    """Who says all of the quotes, as the least sure of them tells it; None where it is not known of one."""
    one = len({quote.speaker_name for quote in quotes}) == 1
    return min(quotes, key=lambda quote: quote.confidence).speaker if one else None


# Several --------------------------------------------------------------------------------------------------------------


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether two say nearly the same in the same words; the same words of two speakers are two things."""
    if _overlap(one, other):
        return True
    if one.excerpt.speaker and other.excerpt.speaker and not may_be_same(one.excerpt.speaker, other.excerpt.speaker):
        return False
    common = len(one.vocabulary & other.vocabulary)
    if common < NEARLY * min(len(one.vocabulary), len(other.vocabulary)):
        return False
    apart = one.vocabulary ^ other.vocabulary
    nearly = common >= NEARLY * (common + len(apart)) and not any(map(_TELLING.fullmatch, apart))
    shorter, longer = sorted((one.words, other.words), key=len)
    return nearly or (len(shorter) >= PHRASE and f" {' '.join(shorter)} " in f" {' '.join(longer)} ")


def _overlap(one: Candidate, other: Candidate) -> bool:
    # By their ids: each of fifty candidates is held against all others.
    return one.excerpt.document.id == other.excerpt.document.id and one.excerpt.span.overlaps(other.excerpt.span)


def _is_twin(candidate: Candidate, other: Candidate) -> bool:
    """Whether the same words stand in a document that is not named yet."""
    named = (candidate.excerpt, *candidate.twins)
    return candidate.words == other.words and all(each.document != other.excerpt.document for each in named)
