"""Where the words of a claim stand in a collection, as they are or nearly so."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from corpus.text.folding import folded_words
from index.engine.generation import Generation
from index.engine.stemming import stems
from index.engine.vocabulary import QUESTION_WORDS
from index.retrieval.phrase_match import holders
from index.verification.alignment import Match, match
from index.verification.context import stretches
from index.verification.tokens import GAP, Token

NEAR = 12  # sentences by their words, around which a claim is looked for
HOLDING = 24  # sentences that hold a claim word for word; the others are not told
# Of the words of a claim and the real ones together, so many are the same: with .6 three of 50 paraphrases were called
# altered, with .65 none. Two words changed in seven leave .71.
LIKENESS = 0.65
SHARED = 0.5  # of a claim's words: a place that holds fewer is not looked at, which takes most of the time
# Of these, so many words, or so many that are rarer than “the” and “said”. Of 280 claims of our own, held against 831
# news articles that have none of them, one is called altered, and none exact.
MANY, TELLING = 6, 2
PIECE = 4  # words; shorter pieces stand somewhere by chance
_GLUE = frozenset("and but so because".split())
_COMMON = frozenset(stems(QUESTION_WORDS))


def find_matches(generation: Generation, text: str, words: Sequence[Token]) -> list[Match]:
    """Where the words stand, or some like them, the least different first, speech before running text."""
    wanted = set(folded_words(text[words[0].span.start : words[-1].span.end]))

    def worth(around: str) -> bool:
        return len(wanted.intersection(folded_words(around))) >= SHARED * len(wanted)

    found = [
        match(words, text, stretch)
        for stretch in stretches(generation, _candidates(generation, text, words), len(text), worth)
    ]
    alike = [each for each in found if each.same and _is_like(each) and _is_one(generation, each)]
    return sorted(alike, key=lambda each: each.different)


def _candidates(generation: Generation, text: str, words: Sequence[Token]) -> list[int]:
    """The numbers of the sentences around which to look."""
    slice_ = text[words[0].span.start : words[-1].span.end]
    held = sorted(holders(generation, slice_))[:HOLDING]
    scores = generation.sentence_bm25.scores(stems(slice_))
    best = np.argpartition(-scores, min(NEAR, len(scores)) - 1)[:NEAR]
    return list(dict.fromkeys([*held, *(number for number in sorted(best.tolist()) if scores[number] > 0)]))


def _is_like(found: Match) -> bool:
    """Whether so much is the same that the rest was altered; a few common words are the same by chance."""
    if not found.different:
        return True
    many = found.same >= MANY or len(_telling(found)) >= TELLING
    return many and found.same >= LIKENESS * (found.same + found.different)


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


def find_pieces(generation: Generation, text: str, words: Sequence[Token]) -> list[Sequence[Token]]:
    """The claim cut into the longest pieces that stand in the articles; nothing where it cannot be cut so."""

    def stands(first: int, end: int) -> bool:
        piece = " ".join(folded_words(text[words[first].span.start : words[end - 1].span.end]))
        return any(f" {piece} " in segment.running_words[0] for segment in generation.segments)

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
