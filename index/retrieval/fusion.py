"""The scores of all sentences for a query: dense and lexical, z-normalised and added (weighted score fusion)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.text.folding import folded_words
from index.encoding.compression import Matrix
from index.engine.generation import Generation
from index.query.query import Query
from index.retrieval.phrase_match import holders
from index.retrieval.speech import SILENCE, Speech, find_speech

# Weights of the z-normalised scores; a sentence's cosine has 1. Found on 2,000 tuning questions, where R@1 stays
# within .811 to .816 from .5 to 1 for either: see docs/quality.md.
LEXICAL = 0.7
PASSAGE = 0.7
# Of the z-normalised scores of the whole document, whose title and first paragraphs often name what the others tell of.
# Of 300 questions over news the answer is among the candidates for .76 with it, .71 without; of 300 over encyclopedia
# articles for .997 and 1.
DOCUMENT = 1.0
# What it adds to be said by the asked speaker: between quotation marks as much as a good match of the topic, in
# reported speech less.
QUOTED, REPORTED = 6.0, 4.0
RATHER = 0.3  # of that where also something else than the speaker's words answers
# What each word of a quoted phrase adds to the sentences that hold the phrase. Of 84 tuning questions with quotation
# marks R@1, by the fused scores alone, is .917 without, .929 with 1, .940 from 2 to 6; R@5 falls from 4 on.
PHRASE = 3.0
VERBATIM = 3  # words; a shorter phrase may be a title, or a word of the asker’s own


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Of all sentences, by number; but for cosines z-normalised over the collection. Higher is closer."""

    dense: Matrix
    lexical: Matrix
    """BM25."""
    passage_dense: Matrix
    passage_lexical: Matrix
    document_dense: Matrix
    """Of the passage of the document that is nearest."""
    document_lexical: Matrix
    """By which of the question's words the document holds."""
    cosines: Matrix
    """−1 to 1, of the sentences."""
    passage_cosines: Matrix
    fused: Matrix
    speech: Speech
    """Of the asked speaker."""
    holding: frozenset[int]
    """The sentences that hold a long phrase of the question."""
    absent: tuple[str, ...]
    """The long phrases of the question that no sentence holds."""


def fused_scores(generation: Generation, query: Query, vector: Matrix) -> SentenceScores:
    """Every sentence's scores for a query whose text has the vector `vector`."""
    passages, sentences = generation.cosines(vector)
    home = generation.passage_of_sentence
    dense, lexical = _z(sentences), _z(generation.sentence_bm25.scores(query.words))
    passage_dense, passage_lexical = _z(passages)[home], _z(generation.passage_bm25.scores(query.words))[home]
    document_dense, document_lexical = _document_scores(generation, query, passages)
    fused = dense + LEXICAL * lexical + PASSAGE * (passage_dense + passage_lexical)
    fused += DOCUMENT * (document_dense + document_lexical)
    speech = find_speech(generation, query.speaker) if query.speaker else SILENCE
    weight = 1.0 if query.only_words else RATHER
    fused[list(speech.quoted)] += weight * QUOTED
    fused[list((speech.reported | speech.told) - speech.quoted)] += weight * REPORTED
    holding = {phrase: holders(generation, phrase) for phrase in query.phrases}
    for phrase, numbers in holding.items():
        fused[list(numbers)] += PHRASE * len(phrase.split())
    long = {phrase: numbers for phrase, numbers in holding.items() if len(folded_words(phrase)) >= VERBATIM}
    return SentenceScores(
        dense=dense,
        lexical=lexical,
        passage_dense=passage_dense,
        passage_lexical=passage_lexical,
        document_dense=document_dense,
        document_lexical=document_lexical,
        cosines=sentences,
        passage_cosines=passages[home],
        fused=fused,
        speech=speech,
        holding=frozenset[int]().union(*long.values()),
        absent=tuple(phrase for phrase, numbers in long.items() if not numbers),
    )


def _document_scores(generation: Generation, query: Query, cosines: Matrix) -> tuple[Matrix, Matrix]:
    """Of each sentence's document the z-normalised scores: the best cosine of its passages, and its coverage."""
    documents = generation.segment_of_passage
    best = np.full(len(generation.segments), -1, np.float32)
    np.maximum.at(best, documents, cosines)
    home = documents[generation.passage_of_sentence]
    return _z(best)[home], _z(generation.passage_bm25.coverage(query.words))[home]


def _z(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean 0 and deviation 1 over the collection; zeros where all are alike."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
