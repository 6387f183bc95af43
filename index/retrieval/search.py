"""From a query to hits: dense and lexical scores fused, then late interaction and the ranker for the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.quotes.direct import is_said_by
from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding
from index.engine.generation import Generation
from index.engine.segment import Sentence
from index.query.query import Query
from index.retrieval.depths import DEPTH, NEAR, PASSAGES, READ
from index.retrieval.features import LATE, NAMES, Meeting, Scores, features, meetings
from index.retrieval.phrase_match import holders, is_long
from index.retrieval.ranker import RANKER, load_trees

# Weights of the z-normalised scores; a sentence's cosine has 1. Found on 2,000 tuning questions, where R@1 stays
# within .811 to .816 from .5 to 1 for either: see docs/quality.md.
LEXICAL = 0.7
PASSAGE = 0.7
# What it adds to be said by the asked speaker: between quotation marks as much as a good match of the topic, in
# reported speech less.
QUOTED, REPORTED = 6.0, 4.0
# What each word of a quoted phrase adds to the sentences that hold the phrase. Of 84 tuning questions with quotation
# marks R@1, by the fused scores alone, is .917 without, .929 with 1, .940 from 2 to 6; R@5 falls from 4 on.
PHRASE = 3.0


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
    wanted: int
    """How much of what was expressly asked for it is: the words of a speaker, a phrase."""
    features: NDArray[np.float32]
    """What the ranker sees, in the order of index.retrieval.features.NAMES."""


def search(generation: Generation, query: Query, question: Embedding, read: int = READ) -> tuple[Hit, ...]:
    """The best sentences for a query, whose text has the embedding `question`, best first; DEPTH at most.

    `read` passages are read together with the question, where the encoder is the one that the reader was trained with.
    """
    hits = find(generation, query, question, read)
    scores = load_trees(RANKER).scores(np.reshape([hit.features for hit in hits], (len(hits), len(NAMES))))
    ranked = [replace(hit, score=float(score)) for hit, score in zip(hits, scores, strict=True)]
    return tuple(sorted(ranked, key=lambda hit: (-hit.wanted, -hit.score))[:DEPTH])


def find(generation: Generation, query: Query, question: Embedding, read: int) -> tuple[Hit, ...]:
    """The sentences worth a closer look, with what is known of them; not yet ranked."""
    scores = retrieve(generation, query, question.vector)
    numbers, met = candidates(generation, scores, question)
    table = features(generation, query, scores, met, numbers, look(generation, question, numbers, read))
    return tuple(
        Hit(
            number=number,
            sentence=generation.sentences[number],
            score=0.0,
            cosine=float(scores.cosines[number]),
            by_speaker=number in scores.quoted or number in scores.reported,
            wanted=_wanted(query, scores, number),
            features=row,
        )
        for number, row in zip(numbers, table, strict=True)
    )


def _wanted(query: Query, scores: Scores, number: int) -> int:
    """How much of what was expressly asked for a sentence is: the words of a speaker, a phrase."""
    said = number in scores.quoted or number in scores.reported
    return int(bool(query.speaker) and said) + int(number in scores.holding)


def look(generation: Generation, question: Embedding, numbers: Sequence[int], most: int) -> dict[int, float]:
    """What the reader makes of the first passages of candidates."""
    passages = list(dict.fromkeys(generation.sentences[number].passage for number in numbers))[:most]
    if not passages or not generation.tokens.readable or not len(question.states):
        return {}
    from index.retrieval.reader import load_reader  # with torch, seconds: not before it is needed

    return load_reader().read(generation, question, passages)


def retrieve(generation: Generation, query: Query, vector: Matrix) -> Scores:
    """Every sentence's scores for a query whose text has `vector`."""
    passages, sentences = generation.cosines(vector)
    home = generation.passage_of_sentence
    meaning, words = _z(sentences), _z(generation.sentence_bm25.scores(query.words))
    around = _z(passages)[home], _z(generation.passage_bm25.scores(query.words))[home]
    fused = meaning + LEXICAL * words + PASSAGE * (around[0] + around[1])
    quoted, reported = said_by(generation, query.speaker) if query.speaker else (set[int](), set[int]())
    fused[list(quoted)] += QUOTED
    fused[list(reported - quoted)] += REPORTED
    held = [holders(generation, phrase) for phrase in query.phrases]
    for phrase, holding in zip(query.phrases, held, strict=True):
        fused[list(holding)] += PHRASE * len(phrase.split())
    return Scores(
        meaning=meaning,
        words=words,
        passage_meaning=around[0],
        passage_words=around[1],
        cosines=sentences,
        passage_cosines=passages[home],
        fused=fused,
        quoted=frozenset(quoted),
        reported=frozenset(reported),
        holding=frozenset(chain(*(each for each, phrase in zip(held, query.phrases, strict=True) if is_long(phrase)))),
    )


def candidates(generation: Generation, scores: Scores, question: Embedding) -> tuple[list[int], dict[int, Meeting]]:
    """The sentences worth a closer look, those of a passage together, and how their passages meet the question."""
    count = min(NEAR, len(scores.fused))
    near = np.argpartition(-scores.fused, count - 1)[:count] if count else np.zeros(0, np.int64)
    home = generation.passage_of_sentence
    met = meetings(generation, question, np.unique(home[near]).tolist())
    best: dict[int, float] = {}
    for number in near.tolist():
        passage = int(home[number])
        late = met[passage].of(*generation.tokens.within(number, passage))
        best[passage] = max(best.get(passage, -np.inf), float(scores.fused[number]) + LATE * late)
    chosen = sorted(best, key=lambda passage: (-best[passage], passage))[:PASSAGES]
    return [number for passage in chosen for number in generation.sentences_of(passage)], met


def said_by(generation: Generation, speaker: str) -> tuple[set[int], set[int]]:
    """The numbers of the sentences that quote a speaker, and of those that report what he or she said."""
    quoted, reported = (
        {number for number, quotes in each.items() if any(is_said_by(quote, speaker) for quote in quotes)}
        for each in (generation.quotes_by_sentence, generation.reported_by_sentence)
    )
    return quoted, reported


def _z(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean 0 and deviation 1 over the collection; zeros where all are alike."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
