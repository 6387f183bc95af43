"""The features by which the ranker tells a sentence that answers: for each a name, and a function to its numbers.

The trained trees know a feature by its place among NAMES: one that is new or moved makes them useless until they are
trained again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.engine.generation import Generation
from index.query.query import Query
from index.query.text_features import ASKS, MARKS, TextFeatures, text_features
from index.retrieval.fusion import SentenceScores
from index.retrieval.late_interaction import LateInteraction

UNREAD = -20.0  # lower than anything that was read
LATE = 64.0  # a fused score is worth this much of late interaction: best of 8 to 64 on 1,000 tuning questions

# What the features are read from -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Question:
    """What a question asks, and how rare its words are in the passages."""

    text: TextFeatures
    telling: tuple[str, ...]
    rarity: Mapping[str, float]

    @classmethod
    def of(cls, generation: Generation, query: Query) -> "_Question":
        rarity = {word: generation.passage_bm25.weight(word) for word in query.telling}
        return cls(text_features(query.text), query.telling, rarity)

    def shared(self, vocabulary: frozenset[str]) -> float:
        """How much of the telling words is there, by rarity."""
        total = sum(self.rarity[word] for word in self.telling) or 1.0
        return sum(self.rarity[word] for word in self.telling if word in vocabulary) / total

    def rarest_missing(self, vocabulary: frozenset[str]) -> float:
        """The rarity of the rarest telling word that is not there."""
        return max((self.rarity[word] for word in self.telling if word not in vocabulary), default=0.0)


@dataclass(frozen=True, slots=True)
class _Passage:
    """The candidates of one passage."""

    generation: Generation
    question: _Question
    scores: SentenceScores
    interaction: LateInteraction
    numbers: Sequence[int]
    """Of the candidates, in order."""
    texts: Sequence[TextFeatures]
    tokens: Sequence[tuple[int, int]]
    """The tokens of each candidate, half-open."""
    late: Sequence[float]
    shared: Sequence[float]
    vocabulary: frozenset[str]
    """Of all candidates."""
    figures: frozenset[str]
    """The numbers in all of them."""
    shared_by_all: float
    """How much of the telling words is in one of the candidates."""
    missing_in_all: float
    """The rarity of the rarest that is in none."""
    shared_by_title: float
    """How much of them is in the article's title."""

    @classmethod
    def of(
        cls,
        generation: Generation,
        question: _Question,
        scores: SentenceScores,
        interaction: LateInteraction,
        passage: int,
        numbers: Sequence[int],
    ) -> "_Passage":
        texts = [text_features(generation.sentence_text(number)) for number in numbers]
        tokens = [generation.tokens.within(number, passage) for number in numbers]
        vocabulary = frozenset[str]().union(*(text.vocabulary for text in texts))
        title = text_features(generation.passages[passage].document.title)
        return cls(
            generation=generation,
            question=question,
            scores=scores,
            interaction=interaction,
            numbers=numbers,
            texts=texts,
            tokens=tokens,
            late=[interaction.maxsim(*part) for part in tokens],
            shared=[question.shared(text.vocabulary) for text in texts],
            vocabulary=vocabulary,
            figures=frozenset[str]().union(*(text.numbers for text in texts)),
            shared_by_all=question.shared(vocabulary),
            missing_in_all=question.rarest_missing(vocabulary),
            shared_by_title=question.shared(title.vocabulary),
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may answer, in its passage."""

    passage: _Passage
    place: int
    """Among the candidates of the passage."""
    number: int
    question: _Question
    scores: SentenceScores
    text: TextFeatures
    tokens: tuple[int, int]
    before: int | None
    """The place of the one before it."""
    after: int | None

    @classmethod
    def of(cls, passage: _Passage, place: int) -> "_Candidate":
        return cls(
            passage=passage,
            place=place,
            number=passage.numbers[place],
            question=passage.question,
            scores=passage.scores,
            text=passage.texts[place],
            tokens=passage.tokens[place],
            before=place - 1 if place else None,
            after=place + 1 if place + 1 < len(passage.numbers) else None,
        )


# Of a candidate by itself ---------------------------------------------------------------------------------------------


def _at(values: Sequence[float], place: int | None) -> float:
    return values[place] if place is not None else 0.0


def _late_with_before(candidate: _Candidate) -> float:
    passage, before = candidate.passage, candidate.before
    if before is None:
        return passage.late[candidate.place]
    return passage.interaction.maxsim(passage.tokens[before][0], candidate.tokens[1])


def _late_with_after(candidate: _Candidate) -> float:
    passage, after = candidate.passage, candidate.after
    if after is None:
        return passage.late[candidate.place]
    return passage.interaction.maxsim(candidate.tokens[0], passage.tokens[after][1])


def _least_met(candidate: _Candidate) -> float:
    """The best cosine of the question's token that is met least, of those that are rarer than the mean."""
    (start, end), interaction = candidate.tokens, candidate.passage.interaction
    usual = interaction.weights < interaction.weights.mean()
    return float(np.min(interaction.cosines[:, start:end].max(axis=1) + usual)) if start < end else 0.0


def _met_by(candidate: _Candidate) -> float:
    """The mean of the best cosines of the sentence's tokens with the question's."""
    start, end = candidate.tokens
    return float(candidate.passage.interaction.cosines[:, start:end].max(axis=0).mean()) if start < end else 0.0


def _shared_around(candidate: _Candidate) -> float:
    places = (candidate.place, candidate.before, candidate.after)
    texts = (candidate.passage.texts[place] for place in places if place is not None)
    return candidate.question.shared(frozenset[str]().union(*(text.vocabulary for text in texts)))


def _shared_pairs(candidate: _Candidate) -> float:
    pairs = candidate.question.text.pairs
    return len(pairs & candidate.text.pairs) / max(1, len(pairs))


def _has_head(candidate: _Candidate) -> float:
    head = candidate.question.text.head
    return float(head in candidate.text.vocabulary) if head else -1.0


def _share_there(asked: frozenset[str], there: frozenset[str]) -> float:
    """The share of what is asked that is there; below 0 where nothing is asked."""
    return len(asked & there) / len(asked) if asked else -1.0


def _asks_for(place: int, candidate: _Candidate) -> float:
    return candidate.question.text.asks[place]


def _has_mark(place: int, candidate: _Candidate) -> float:
    return candidate.text.marks[place]


CANDIDATE_FEATURES: Mapping[str, Callable[[_Candidate], float]] = {
    "meaning": lambda candidate: candidate.scores.dense[candidate.number],
    "words": lambda candidate: candidate.scores.lexical[candidate.number],
    "passage meaning": lambda candidate: candidate.scores.passage_dense[candidate.number],
    "passage words": lambda candidate: candidate.scores.passage_lexical[candidate.number],
    "cosine": lambda candidate: candidate.scores.cosines[candidate.number],
    "passage cosine": lambda candidate: candidate.scores.passage_cosines[candidate.number],
    "fused": lambda candidate: candidate.scores.fused[candidate.number],
    "late": lambda candidate: candidate.passage.late[candidate.place],
    "late before": lambda candidate: _at(candidate.passage.late, candidate.before),
    "late after": lambda candidate: _at(candidate.passage.late, candidate.after),
    "late with before": _late_with_before,
    "late with after": _late_with_after,
    "late passage": lambda candidate: candidate.passage.interaction.maxsim(),
    "least met": _least_met,
    "met by": _met_by,
    "shared": lambda candidate: candidate.passage.shared[candidate.place],
    "shared before": lambda candidate: _at(candidate.passage.shared, candidate.before),
    "shared after": lambda candidate: _at(candidate.passage.shared, candidate.after),
    "shared around": _shared_around,
    "shared passage": lambda candidate: candidate.passage.shared_by_all,
    "rarest missing": lambda candidate: candidate.question.rarest_missing(candidate.text.vocabulary),
    "rarest missing in passage": lambda candidate: candidate.passage.missing_in_all,
    "pairs": _shared_pairs,
    "head": _has_head,
    "numbers": lambda candidate: _share_there(candidate.question.text.numbers, candidate.text.numbers),
    "numbers in passage": lambda candidate: _share_there(candidate.question.text.numbers, candidate.passage.figures),
    "names": lambda candidate: _share_there(candidate.question.text.names, candidate.text.vocabulary),
    "names in passage": lambda candidate: _share_there(candidate.question.text.names, candidate.passage.vocabulary),
    "number": lambda candidate: len(candidate.text.numbers - candidate.question.text.numbers),
    "year": lambda candidate: len(candidate.text.years - candidate.question.text.years),
    "new names": lambda candidate: len(candidate.text.names - candidate.question.text.vocabulary),
    **{name: partial(_has_mark, place) for place, name in enumerate(MARKS)},
    "length": lambda candidate: len(candidate.text.words),
    "place": lambda candidate: candidate.place,
    "of": lambda candidate: len(candidate.passage.numbers),
    "quotes": lambda candidate: len(candidate.passage.generation.quotes_by_sentence.get(candidate.number, ())),
    "quoted": lambda candidate: candidate.number in candidate.scores.quoted,
    "reported": lambda candidate: candidate.number in candidate.scores.reported,
    "question length": lambda candidate: len(candidate.question.text.words),
    "shared title": lambda candidate: candidate.passage.shared_by_title,
    **{f"asks {name}": partial(_asks_for, place) for place, name in enumerate(ASKS)},
}

# Of a candidate beside the others -------------------------------------------------------------------------------------

Column = NDArray[np.float32] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Ranking:
    """All candidates, by the scores that there are without the ranker."""

    base: NDArray[np.float32]
    """Fused score and late interaction."""
    best: NDArray[np.float32]
    """The highest of these in each candidate's passage."""
    late: NDArray[np.float32]
    shared: NDArray[np.float32]


def _rank_of_passage(ranking: _Ranking) -> Column:
    return np.searchsorted(-np.unique(ranking.best)[::-1], -ranking.best)


RELATIVE_FEATURES: Mapping[str, Callable[[_Ranking], Column]] = {
    "lead": lambda ranking: _behind_best(ranking.base),
    "lead in passage": lambda ranking: ranking.base - ranking.best,
    "rank": lambda ranking: np.argsort(np.argsort(-ranking.base, kind="stable"), kind="stable"),
    "rank of passage": _rank_of_passage,
    "late lead": lambda ranking: _behind_best(ranking.late),
    "shared lead": lambda ranking: _behind_best(ranking.shared),
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the cross-encoder makes of all candidates."""

    scores: NDArray[np.float32]
    """UNREAD where it has not read."""
    best: NDArray[np.float32]
    """The highest in each candidate's passage."""


def _read_shares(reading: _Reading) -> Column:
    shares: NDArray[np.float32] = np.exp(reading.scores) / (1 + np.exp(reading.scores).sum())
    if not (reading.scores > UNREAD).any():
        shares[:] = 0  # as the ranker was taught; some of its thresholds are smaller than what exp leaves of UNREAD
    return shares


READER_FEATURES: Mapping[str, Callable[[_Reading], Column]] = {
    "read": lambda reading: reading.scores,
    "read lead": lambda reading: _behind_best(reading.scores),
    "read in passage": lambda reading: reading.scores - reading.best,
    "read share": _read_shares,
}


def _behind_best(values: NDArray[np.float32]) -> NDArray[np.float32]:
    behind: NDArray[np.float32] = values - values.max(initial=-np.inf)
    return behind


def _best_in_passage(values: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
    _, place = np.unique(passages, return_inverse=True)
    best = np.full(place.max(initial=-1) + 1, -np.inf, np.float32)
    np.maximum.at(best, place, values)
    return best[place]


# All of them ----------------------------------------------------------------------------------------------------------

NAMES = (*CANDIDATE_FEATURES, *RELATIVE_FEATURES, *READER_FEATURES)


def feature_table(
    generation: Generation,
    query: Query,
    scores: SentenceScores,
    interactions: Mapping[int, LateInteraction],
    numbers: Sequence[int],
    read_scores: Mapping[int, float],
) -> NDArray[np.float32]:
    """A row of NAMES for each candidate sentence; all of a passage's sentences stand together, in order.

    `read_scores` has the cross-encoder's scores of the sentences that it has read.
    """
    question = _Question.of(generation, query)
    rows: list[list[float]] = []
    for passage, group in groupby(numbers, key=lambda number: generation.sentences[number].passage):
        inside = _Passage.of(generation, question, scores, interactions[passage], passage, list(group))
        candidates = (_Candidate.of(inside, place) for place in range(len(inside.numbers)))
        rows += ([feature(candidate) for feature in CANDIDATE_FEATURES.values()] for candidate in candidates)
    table = np.array(rows, np.float32).reshape(len(rows), len(CANDIDATE_FEATURES))
    passages = np.array([generation.sentences[number].passage for number in numbers], np.int64)
    fused, late, shared = (table[:, NAMES.index(name)] for name in ("fused", "late", "shared"))
    base = fused + LATE * late
    ranking = _Ranking(base, _best_in_passage(base, passages), late, shared)
    read = np.array([read_scores.get(number, UNREAD) for number in numbers], np.float32)
    reading = _Reading(read, _best_in_passage(read, passages))
    columns = [
        *(feature(ranking) for feature in RELATIVE_FEATURES.values()),
        *(feature(reading) for feature in READER_FEATURES.values()),
    ]
    return np.concatenate([table, np.stack(columns, axis=1).astype(np.float32)], axis=1)
