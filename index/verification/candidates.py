"""Where the words of a claim stand in a collection, as they are or nearly so: candidates, aligned with the claim."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from corpus.text.folding import folded_words
from index.engine.bm25 import stems
from index.engine.generation import Generation
from index.engine.vocabulary import QUESTION_WORDS
from index.retrieval.phrase_match import holders
from index.verification.alignment import Alignment, align_claim
from index.verification.inner_quotes import quoted_inside
from index.verification.places import places
from index.verification.tokens import Token

BY_WORDS = 12  # sentences with the highest BM25 scores, around which a claim is looked for
WORD_FOR_WORD = 24  # sentences that hold a claim word for word; the others are not shown
# Of the words of a claim and the real ones together, so many are the same: with .6 three of 50 paraphrases were called
# altered, with .65 none. Two words changed in seven leave .71.
LIKENESS = 0.65
SHARED = 0.5  # of a claim's words, each as often as it stands there: a place that holds fewer is not aligned
# Of the same words there are so many, or so many that are rarer than “the” and “said”. Of 280 claims of our own, held
# against 831 news articles that have none of them, one is called altered, and none exact.
MANY, TELLING = 6, 2
_COMMON = frozenset(stems(QUESTION_WORDS))


def find_alignments(generation: Generation, text: str, words: Sequence[Token]) -> list[Alignment]:
    """Alignments with the places where the words stand, or some like them: the least different first, speech before
    running text."""
    claimed = Counter(folded_words(_slice(text, words)))

    def is_promising(around: str) -> bool:
        return (claimed & Counter(folded_words(around))).total() >= SHARED * claimed.total()

    sentences = _candidates(generation, _slice(text, words))
    aligned = [align_claim(words, text, place) for place in places(generation, sentences, len(text), is_promising)]
    alike = [one for one in aligned if one.same and _is_alike(one) and _is_one_speech(generation, one)]
    return sorted(alike, key=lambda alignment: alignment.different)


def _candidates(generation: Generation, claim: str) -> list[int]:
    """The numbers of the sentences around which to look."""
    holding = sorted(holders(generation, claim))[:WORD_FOR_WORD]
    scores = generation.sentence_bm25.scores(stems(claim))
    best = np.argpartition(-scores, min(BY_WORDS, len(scores)) - 1)[:BY_WORDS]
    return list(dict.fromkeys([*holding, *(number for number in sorted(best.tolist()) if scores[number] > 0)]))


def _is_alike(alignment: Alignment) -> bool:
    """Whether so much is the same that the rest was altered; a few common words are the same by chance."""
    if not alignment.different:
        return True
    same = " ".join(word.key for run in alignment.runs if run.kind == "same" for word in run.claimed)
    many = alignment.same >= MANY or len(set(stems(same)) - _COMMON) >= TELLING
    return many and alignment.same >= LIKENESS * (alignment.same + alignment.different)


def _is_one_speech(generation: Generation, alignment: Alignment) -> bool:
    """Whether what an ellipsis parts stands in one paragraph, and in the words of one person or of nobody."""
    spans, document = alignment.spans, alignment.place.document
    if len(spans) < 2:
        return True
    quotes = alignment.place.quotes or generation.quotes[document.id]
    if len({quoted_inside(quotes, [span]) for span in spans}) > 1:
        return False
    if alignment.place.quotes:
        return True
    paragraphs = {document.paragraph_at(span.start) for span in spans}
    speeches = {frozenset(quote.span for quote in quotes if quote.span.overlaps(span)) for span in spans}
    return len(paragraphs) == len(speeches) == 1


def _slice(text: str, words: Sequence[Token]) -> str:
    return text[words[0].span.start : words[-1].span.end]
