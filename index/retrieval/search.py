"""From a query to hits: fused scores find candidates, late interaction and the cross-encoder read them, trees rank.

The ranker is a forest of gradient-boosted trees trained with LambdaMART (Burges, 2010).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

import numpy as np

from corpus.trained.gradient_trees import Trees, to_trees
from index.encoding.embedding import Embedding
from index.engine.generation import Generation
from index.engine.segment import Sentence
from index.query.query import Query
from index.reading.reader import Reader
from index.retrieval.depths import DEPTH, NEAR, PASSAGES, READ, SENTENCES
from index.retrieval.features import LATE, find_features, to_table
from index.retrieval.fusion import SentenceScores, fused_scores
from index.retrieval.late_interaction import LateInteraction, late_interactions
from index.retrieval.windows import read_windows
from index.trained import load_object

FILE = "ranker.json"
SHA256 = "a5fa3846cb91b931785b41f5ef9bb5e9166590503c1b905aabc8a06162f916a6"


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence in its passage, and why it was found."""

    number: int
    """Of the sentence, among the generation's."""
    sentence: Sentence
    score: float
    """The ranker's. Higher is closer; comparable within one search only."""
    by_speaker: bool
    """Whether the asked speaker says it, in quotation marks or in reported speech."""
    told: bool
    """Whether it tells that the asked speaker says something, and it is not known whether that is this."""
    requested: int
    """How much of what was expressly asked for it is: the words of a speaker, a phrase."""
    features: Mapping[str, float]
    """What the ranker sees, by name."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search finds."""

    hits: tuple[Hit, ...]
    """Best first; DEPTH at most."""
    heard: bool
    """Whether anything in the articles may be words of the asked speaker; false where none is asked for."""
    absent: tuple[str, ...]
    """The long phrases between quotation marks in the question that stand nowhere in the articles."""


def search(
    generation: Generation, query: Query, question: Embedding, reader: Reader | None = None, read: int = READ
) -> Results:
    """The best sentences for a query, whose text has the embedding `question`.

    The reader reads the `read` likeliest of them with those beside them.
    """
    scores = fused_scores(generation, query, question.vector)
    candidates = find_candidates(generation, query, scores, question, reader, read)
    ranker = load_ranker()
    ranks = ranker.scores(to_table([hit.features for hit in candidates], ranker.features)).tolist()
    hits = [replace(hit, score=rank) for hit, rank in zip(candidates, ranks, strict=True)]
    return Results(
        hits=tuple(sorted(hits, key=lambda hit: (-hit.requested, -hit.score))[:DEPTH]),
        heard=scores.speech.heard,
        absent=scores.absent,
    )


@cache
def load_ranker() -> Trees:
    """The one that Pullquote comes with, made by benchmarks/ranker.py."""
    return to_trees(load_object(FILE, SHA256))


def find_candidates(
    generation: Generation,
    query: Query,
    scores: SentenceScores,
    question: Embedding,
    reader: Reader | None,
    read: int = READ,
) -> list[Hit]:
    """The sentences worth a closer look, those of a passage together, not yet ranked: each with the score 0."""
    numbers, interactions = nearest(generation, scores, question)
    read_scores = dict[int, float]()
    if reader:
        likeliest = sorted(numbers, key=lambda number: -_closeness(generation, scores, interactions, number))[:read]
        read_scores = read_windows(generation, query.text, likeliest, reader)
    rows = find_features(generation, query, scores, interactions, numbers, read_scores)
    said = scores.speech.quoted | scores.speech.reported
    return [
        Hit(
            number=number,
            sentence=generation.sentences[number],
            score=0.0,
            by_speaker=number in said,
            told=number in scores.speech.told,
            requested=int(query.only_words and number in said) + int(number in scores.holding),
            features=features,
        )
        for number, features in zip(numbers, rows, strict=True)
    ]


def nearest(
    generation: Generation, scores: SentenceScores, question: Embedding
) -> tuple[list[int], dict[int, LateInteraction]]:
    """The sentences of the nearest passages, those of a passage together, and each passage's interaction."""
    count = min(NEAR, len(scores.fused))
    near = np.argpartition(-scores.fused, count - 1)[:count] if count else np.zeros(0, np.int64)
    home = generation.passage_of_sentence
    interactions = late_interactions(generation, question, np.unique(home[near]).tolist())
    best: dict[int, float] = {}
    for number in near.tolist():
        passage = int(home[number])
        best[passage] = max(best.get(passage, -np.inf), _closeness(generation, scores, interactions, number))
    nearest_first = sorted(best, key=lambda passage: (-best[passage], passage))
    chosen = _first(generation, nearest_first, PASSAGES, SENTENCES)
    return [number for passage in chosen for number in generation.sentences_of(passage)], interactions


def _closeness(
    generation: Generation, scores: SentenceScores, interactions: Mapping[int, LateInteraction], number: int
) -> float:
    """The fused score of a sentence and its late interaction."""
    passage = int(generation.passage_of_sentence[number])
    late = interactions[passage].maxsim(*generation.tokens.within(number, passage))
    return float(scores.fused[number]) + LATE * late


def _first(generation: Generation, passages: Sequence[int], count: int, sentences: int) -> list[int]:
    """The first `count` passages, and more until they have so many sentences."""
    before = accumulate((len(generation.sentences_of(passage)) for passage in passages), initial=0)
    return [
        passage
        for place, (passage, held) in enumerate(zip(passages, before, strict=False))
        if place < count or held < sentences
    ]
