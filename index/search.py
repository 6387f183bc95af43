"""From a query to hits: dense and lexical scores of passages and sentences, fused."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.speakers import SPEECH_VERBS, names_match
from index.encoder import Matrix
from index.generation import Generation, Sentence
from index.question import Query
from index.quoted import holders
from index.words import stems

# Weights of the z-normalised scores; a sentence's cosine has 1. Found on 2,000 tuning questions, where R@1 stays
# within .811 to .816 from .5 to 1 for either: see docs/quality.md.
LEXICAL = 0.7
PASSAGE = 0.7
# What it adds to be said by the asked speaker: between quotation marks as much as a good match of the topic, in
# reported speech less.
QUOTED, REPORTED = 6.0, 4.0
# What each word of a quoted phrase adds to the sentences that hold the phrase. Of 84 tuning questions with quotation
# marks R@1 is .917 without, .929 with 1, .940 from 2 to 6; R@5 falls from 4 on. Long phrases are first with any.
PHRASE = 3.0
DEPTH = 50  # hits; the tenth passage is nearly always among them

_SPEECH = "|".join(sorted(SPEECH_VERBS))


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence in its passage, and why it was found."""

    number: int
    """Of the sentence, among the generation's."""
    sentence: Sentence
    score: float
    """Higher is closer; comparable within one search only."""
    cosine: float
    """−1 to 1, of the sentence with the question."""
    by_speaker: bool
    """Whether the asked speaker says it, in quotation marks or in reported speech."""


def search(generation: Generation, query: Query, vector: Matrix) -> tuple[Hit, ...]:
    """The best DEPTH sentences for a query whose text has `vector`, best first."""
    passages = len(generation.passages)
    cosines = generation.vectors.scores(vector)
    of_passages, of_sentences = cosines[:passages], cosines[passages:]
    home = generation.homes
    scores = _z(of_sentences) + LEXICAL * _z(generation.sentence_words.scores(query.words))
    around = _z(of_passages) + _z(generation.passage_words.scores(query.words))
    quoted, reported = said_by(generation, query.speaker) if query.speaker else (set(), set())
    scores = scores + PASSAGE * around[home]
    scores[list(quoted)] += QUOTED
    scores[list(reported - quoted)] += REPORTED
    for phrase in query.phrases:
        scores[list(holders(generation, phrase))] += PHRASE * len(phrase.split())
    best = np.argsort(-scores, kind="stable")[:DEPTH]
    return tuple(
        Hit(
            number=int(i),
            sentence=generation.sentences[i],
            score=float(scores[i]),
            cosine=float(of_sentences[i]),
            by_speaker=int(i) in quoted or int(i) in reported,
        )
        for i in best
    )


def said_by(generation: Generation, speaker: str) -> tuple[set[int], set[int]]:
    """The numbers of the sentences that quote a speaker, and of those that report what he or she said."""
    quoted = {
        number
        for number, quotes in generation.quotes_in.items()
        if any(quote.speaker and names_match(speaker, quote.speaker) for quote in quotes)
    }
    surname = speaker.split()[-1]
    name = rf"(?<!\w){re.escape(surname)}(?!\w|['’]s)"
    reports = re.compile(  # “Mattis, the secretary, also warned”, “said Secretary of Defense Mattis”
        rf"{name}(?:,[^,]{{1,80}},)?\s+(?:\w+\s+){{0,2}}(?:{_SPEECH})\b|"
        rf"\b(?:{_SPEECH}|according\s+to)\s+(?:[\w.]+\s+){{0,5}}{name}",
        re.IGNORECASE,
    )
    near = np.flatnonzero(generation.sentence_words.scores(stems(surname))).tolist()
    texts = ((number, generation.sentence_text(number)) for number in near)
    return quoted, {number for number, text in texts if reports.search(text)}


def _z(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean 0 and deviation 1 over the collection; zeros where all are alike."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
