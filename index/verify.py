"""Whether somebody's quote is real: a claim held against the words of the articles."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from corpus.excerpt import Excerpt
from corpus.span import Span
from index.claims import SHORTEST, ClaimError
from index.claims import Claim as Claim
from index.claims import find_claims as find_claims
from index.embedding import Embedding
from index.generation import Generation
from index.matching import Change as Change
from index.matching import Match, changes, match
from index.nearest import MOST, nearest
from index.people import Person
from index.question import ASKING
from index.quoted import holders
from index.shown import is_by, show_match
from index.stretches import stretches
from index.verbatim import GAP, Token, tokens
from index.words import folded, stems

MAX_CLAIM = 4_000  # characters; the longest message that Discord lets anybody write
NEAR = 12  # sentences by their words, around which a claim is looked for
HOLDING = 24  # sentences that hold a claim word for word; the others are not told
SOURCES = 8  # places that are shown of the same words
# Of the words of a claim and the real ones together, so many are the same.
LIKENESS = 0.6
FEW = 3  # words that differ: fewer are an alteration, even where the claim could be pieced together
PIECE = 4  # words; shorter pieces stand somewhere by chance
PARAPHRASE = 0.7
_GLUE = frozenset("and but so because".split())
_COMMON = frozenset(stems(ASKING))
_CONFIRMED = (True, None, False)  # best first
_KINDS = ("direct", "mixed", "reported", "narration", "caption")  # best first
_NO = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|nowhere|without|cannot)\b|n['’]t\b", re.IGNORECASE)


class Finding(StrEnum):
    """What came out."""

    EXACT = "exact"
    ALTERED = "altered"
    WRONG_SPEAKER = "wrong speaker"
    SPLICED = "spliced"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not found"
    TOO_SHORT = "too short"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of a claimed quote."""

    claim: Claim
    finding: Finding
    excerpts: tuple[Excerpt, ...] = ()
    """Where the real words stand: every source of exact or altered ones, best first; both pieces of spliced ones, in
    the claim's order; of a paraphrase what it renders; of what is not found the nearest real words, at most three."""
    changes: tuple[Change, ...] = ()
    """Of altered words: the whole claim against the first excerpt, in order. Of exact ones only where an ellipsis of
    the claim leaves words out."""
    confirmed: bool | None = None
    """Whether the first excerpt gives the words to the claim's speaker; None where none is claimed, where the article
    does not tell, and where no real words are held against the claim."""


def verify(
    generation: Generation,
    claim: Claim,
    embed: Callable[[str], Embedding],
    people: Sequence[Person] = (),
) -> Verdict:
    """Hold a claim against the articles. Raises ClaimError where it is too long.

    `embed` is called only where the words are not found, for what says the same in other words; `people` are those of
    the generation, so that a speaker is known by every name that the articles have.
    """
    if len(claim.words) > MAX_CLAIM:
        raise ClaimError(f"that quote has {len(claim.words):,} characters; {MAX_CLAIM:,} is the most")
    words = _trimmed(tokens(claim.words))
    if sum(word.key != GAP for word in words) < SHORTEST:
        return Verdict(claim, Finding.TOO_SHORT)
    near = _matches(generation, claim.words, words)
    exact = [each for each in near if not each.different]
    if exact:
        return _real(generation, claim, exact, people)
    best = [each for each in near if each.different == near[0].different]
    if best and best[0].different <= FEW:
        return _altered(generation, claim, best, people)
    spliced = _spliced(generation, claim, words, people)
    if spliced:
        return spliced
    if best:
        return _altered(generation, claim, best, people)
    return _in_other_words(generation, claim, embed(claim.words), people)


def _trimmed(words: Sequence[Token]) -> tuple[Token, ...]:
    """Without the ellipses at either end: most quotes begin and end somewhere."""
    inside = [number for number, word in enumerate(words) if word.key != GAP]
    return tuple(words[inside[0] : inside[-1] + 1]) if inside else ()


# Verdicts -------------------------------------------------------------------------------------------------------------


def _real(generation: Generation, claim: Claim, found: Sequence[Match], people: Sequence[Person]) -> Verdict:
    first, excerpts, confirmed = _sources(generation, claim, found, people)
    finding = Finding.WRONG_SPEAKER if confirmed is False else Finding.EXACT
    marked = changes(first, claim.words) if len(first.spans) > 1 else ()
    return Verdict(claim, finding, excerpts, marked, confirmed)


def _altered(generation: Generation, claim: Claim, found: Sequence[Match], people: Sequence[Person]) -> Verdict:
    first, excerpts, confirmed = _sources(generation, claim, found, people)
    return Verdict(claim, Finding.ALTERED, excerpts, changes(first, claim.words), confirmed)


def _sources(
    generation: Generation, claim: Claim, found: Sequence[Match], people: Sequence[Person]
) -> tuple[Match, tuple[Excerpt, ...], bool | None]:
    """The matches' excerpts, those of the claimed speaker first; whose the first is, and the match that it shows."""
    shown: dict[Excerpt, tuple[int, Match, bool | None]] = {}
    for each in found:
        excerpt = show_match(generation, each)
        if not any(other.document == excerpt.document and other.span.overlaps(excerpt.span) for other in shown):
            by = is_by(excerpt, claim.speaker, people)
            shown[excerpt] = (_CONFIRMED.index(by), each, by)
    ordered = sorted(shown, key=lambda excerpt: (shown[excerpt][0], _KINDS.index(excerpt.kind)))
    _, first, confirmed = shown[ordered[0]]
    return first, tuple(ordered[:SOURCES]), confirmed


def _spliced(generation: Generation, claim: Claim, words: Sequence[Token], people: Sequence[Person]) -> Verdict | None:
    """Pieces that stand in the articles, but not as one; words left out of one are altered."""
    pieces = _pieces(generation, claim.words, words)
    if len(pieces) < 2:
        return None
    joined = [word for piece in pieces for word in (Token(GAP, Span(0, 0)), *piece)][1:]
    one = [each for each in _matches(generation, claim.words, joined) if not each.different]
    if one:
        return _altered(generation, claim, one, people)
    found = [[each for each in _matches(generation, claim.words, piece) if not each.different] for piece in pieces]
    if not all(found):
        return None
    sources = [_sources(generation, claim, each, people) for each in found]
    confirmed = {by for _, _, by in sources}
    by = False if False in confirmed else None if None in confirmed else True
    return Verdict(claim, Finding.SPLICED, tuple(excerpts[0] for _, excerpts, _ in sources), confirmed=by)


def _in_other_words(generation: Generation, claim: Claim, embedding: Embedding, people: Sequence[Person]) -> Verdict:
    found = nearest(generation, claim.words, embedding)
    best = max(found, key=lambda each: each[0].cosine, default=None)
    if best and best[0].cosine >= PARAPHRASE and _denials(best[1].text) == _denials(claim.words):
        return Verdict(claim, Finding.PARAPHRASE, (best[1],), (), is_by(best[1], claim.speaker, people))
    return Verdict(claim, Finding.NOT_FOUND, tuple(excerpt for _, excerpt in found[:MOST]))


# Words ----------------------------------------------------------------------------------------------------------------


def _matches(generation: Generation, text: str, words: Sequence[Token]) -> list[Match]:
    """Where the words stand, or some like them, the least different first, speech before running text."""
    wanted = {word.key for word in words} - {GAP}
    found = [
        match(words, text, stretch)
        for stretch in stretches(generation, _candidates(generation, text, words), len(text))
        if len(wanted.intersection(word.key for word in stretch.tokens)) >= LIKENESS * len(wanted)
    ]
    alike = [each for each in found if each.same and _is_like(each) and _is_one(generation, each)]
    return sorted(alike, key=lambda each: each.different)


def _candidates(generation: Generation, text: str, words: Sequence[Token]) -> list[int]:
    """The numbers of the sentences around which to look."""
    slice_ = text[words[0].span.start : words[-1].span.end]
    held = sorted(holders(generation, slice_))[:HOLDING]
    scores = generation.sentence_words.scores(stems(slice_))
    best = np.argsort(-scores, kind="stable")[:NEAR]
    return list(dict.fromkeys([*held, *(number for number in best.tolist() if scores[number] > 0)]))


def _is_like(found: Match) -> bool:
    return not found.different or (
        found.same >= LIKENESS * (found.same + found.different) and len(_telling(found)) >= 2
    )


def _telling(found: Match) -> set[str]:
    """The words that are the same and tell something, stemmed."""
    same = " ".join(word.key for run in found.runs if run.kind == "same" for word in run.claimed)
    return set(stems(same)) - _COMMON


def _is_one(generation: Generation, found: Match) -> bool:
    """Whether what an ellipsis parts stands in one paragraph, and in one person's speech or in nobody's."""
    if found.stretch.quotes or len(found.spans) < 2:
        return True
    document = found.stretch.document
    quotes = generation.quotes[document.id]
    paragraphs = {document.paragraph_at(span.start) for span in found.spans}
    speech = {frozenset(quote.span for quote in quotes if quote.span.overlaps(span)) for span in found.spans}
    return len(paragraphs) == len(speech) == 1


def _pieces(generation: Generation, text: str, words: Sequence[Token]) -> list[Sequence[Token]]:
    """The claim cut into the longest pieces that stand in the articles; nothing where it cannot be cut so."""
    running, _ = generation.running_words

    def stands(first: int, end: int) -> bool:
        piece = " ".join(folded(text[words[first].span.start : words[end - 1].span.end]))
        return f" {piece} " in running

    pieces: list[Sequence[Token]] = []
    at = 0
    while at < len(words):
        ends = range(at + 1, next((n for n in range(at, len(words)) if words[n].key == GAP), len(words)) + 1)
        end = at + bisect_left(ends, True, key=lambda end: not stands(at, end))
        if end - at >= PIECE:
            pieces.append(words[at:end])
            at = end
        elif words[at].key == GAP or (pieces and words[at].key in _GLUE):
            at += 1
        else:
            return []
    return pieces


def _denials(text: str) -> int:
    """How often a text says no, even or odd."""
    return len(_NO.findall(text)) % 2
