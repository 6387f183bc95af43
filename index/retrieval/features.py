"""What tells a sentence that answers from one that does not, in numbers: what the ranker knows of a candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding
from index.engine.generation import Generation
from index.query.query import Query
from index.query.text_features import ASKS, Facts, facts

UNREAD = -20.0  # lower than anything that was read
LATE = 64.0  # a fused score is worth this much of late interaction: best of 8 to 64 on 1,000 tuning questions


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all sentences, z-normalised over the collection: higher is closer."""

    meaning: Matrix
    words: Matrix
    passage_meaning: Matrix
    passage_words: Matrix
    cosines: Matrix
    """Not normalised: −1 to 1, of the sentences."""
    passage_cosines: Matrix
    fused: Matrix
    quoted: frozenset[int]
    """The sentences in which the asked speaker is quoted."""
    reported: frozenset[int]
    """Those that report what he or she said."""
    holding: frozenset[int]
    """Those that hold a long phrase of the question."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """How the tokens of a question are met by those of a passage."""

    cosines: Matrix
    """Shape (question's tokens, passage's tokens)."""
    weights: Matrix
    """Of the question's tokens, by rarity; their sum is 1."""

    def of(self, start: int, end: int) -> float:
        """The weighed mean of the best cosine of each token of the question with those from `start` to `end`."""
        return float(self.weights @ self.cosines[:, start:end].max(axis=1)) if start < end else 0.0


def meetings(generation: Generation, question: Embedding, passages: Sequence[int]) -> dict[int, Meeting]:
    """How a question is met by passages."""
    tokens = question.tokens.astype(np.float32)
    tokens /= np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1)
    rarity = generation.tokens.rarity(question.ids)
    weights = rarity / max(float(rarity.sum()), 1e-9)
    return {number: Meeting(tokens @ generation.tokens.passage(number).T, weights) for number in passages}


def features(
    generation: Generation,
    query: Query,
    scores: Scores,
    met: dict[int, Meeting],
    numbers: Sequence[int],
    read: Mapping[int, float],
) -> NDArray[np.float32]:
    """A row of NAMES for each candidate sentence; all of a passage's sentences stand together, in order.

    `read` has what the reader makes of those that it has read.
    """
    asked = _Asked.of(generation, query)
    rows: list[list[float]] = []
    for passage, group in groupby(numbers, key=lambda number: generation.sentences[number].passage):
        inside = _Passage(generation, asked, scores, met[passage], passage, list(group))
        rows += (inside.row(place) for place in range(len(inside.numbers)))
    table = np.array(rows, np.float32).reshape(len(rows), len(_OWN) + len(_ASKING))
    passages = np.array([generation.sentences[number].passage for number in numbers], np.int64)
    strengths = np.array([read.get(number, UNREAD) for number in numbers], np.float32)
    return np.concatenate([table, _relative(table, passages), _read(strengths, passages)], axis=1)


_SCORES = ("meaning", "words", "passage meaning", "passage words", "cosine", "passage cosine", "fused")
_LATE = (
    *("late", "late before", "late after", "late with before", "late with after", "late passage"),
    *("least met", "met by"),
)
_SHARED = (
    *("shared", "shared before", "shared after", "shared around", "shared passage", "rarest missing"),
    *("rarest missing in passage", "pairs", "head", "numbers", "numbers in passage", "names", "names in passage"),
)
_THERE = (
    *("number", "year", "new names", "number word", "date", "money", "cause", "leans"),
    *("length", "place", "of", "quotes", "quoted", "reported", "question length", "shared title"),
)
_OWN = (*_SCORES, *_LATE, *_SHARED, *_THERE)
_ASKING = tuple(f"asks {name}" for name in ASKS)
_READ = ("read", "read lead", "read in passage", "read share")
_RELATIVE = ("lead", "lead in passage", "rank", "rank of passage", "late lead", "shared lead")
NAMES = (*_OWN, *_ASKING, *_RELATIVE, *_READ)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks, and how rare its words are in the passages."""

    facts: Facts
    telling: tuple[str, ...]
    rarity: Mapping[str, float]

    @classmethod
    def of(cls, generation: Generation, query: Query) -> "_Asked":
        return cls(
            facts(query.text),
            query.telling,
            {word: generation.passage_bm25.weight(word) for word in query.telling},
        )

    def shared(self, vocabulary: frozenset[str]) -> float:
        """How much of the telling words is there, by rarity."""
        total = sum(self.rarity[word] for word in self.telling) or 1.0
        return sum(self.rarity[word] for word in self.telling if word in vocabulary) / total

    def missing(self, vocabulary: frozenset[str]) -> float:
        """The rarity of the rarest telling word that is not there."""
        return max((self.rarity[word] for word in self.telling if word not in vocabulary), default=0.0)


class _Passage:
    """The candidates of one passage."""

    def __init__(
        self, generation: Generation, asked: _Asked, scores: Scores, met: Meeting, passage: int, numbers: list[int]
    ) -> None:
        self.numbers = numbers
        self._generation, self._asked, self._scores, self._met = generation, asked, scores, met
        self._texts = [facts(generation.sentence_text(number)) for number in numbers]
        self._ranges = [generation.tokens.within(number, passage) for number in numbers]
        self._late = [met.of(*each) for each in self._ranges]
        self._shares = [asked.shared(each.vocabulary) for each in self._texts]
        self._vocabulary = frozenset[str]().union(*(each.vocabulary for each in self._texts))
        self._numbers = frozenset[str]().union(*(each.numbers for each in self._texts))
        self._shared = asked.shared(self._vocabulary)
        self._missing = asked.missing(self._vocabulary)
        self._title = asked.shared(facts(generation.passages[passage].document.title).vocabulary)

    def row(self, place: int) -> list[float]:
        """Of the candidate at a place in the passage, in the order of _OWN and _ASKING."""
        before = place - 1 if place else None
        after = place + 1 if place + 1 < len(self.numbers) else None
        return [
            *self._of_scores(self.numbers[place]),
            *self._of_tokens(place, before, after),
            *self._of_words(place, before, after),
            *self._of_itself(place),
            *self._asked.facts.asks,
        ]

    def _of_scores(self, number: int) -> list[float]:
        scores = self._scores
        kinds = (scores.meaning, scores.words, scores.passage_meaning, scores.passage_words)
        return [float(kind[number]) for kind in (*kinds, scores.cosines, scores.passage_cosines, scores.fused)]

    def _of_tokens(self, place: int, before: int | None, after: int | None) -> list[float]:
        met, (start, end), late = self._met, self._ranges[place], self._late[place]
        cosines, usual = met.cosines[:, start:end], met.weights < met.weights.mean()
        return [
            late,
            self._late[before] if before is not None else 0.0,
            self._late[after] if after is not None else 0.0,
            met.of(self._ranges[before][0], end) if before is not None else late,
            met.of(start, self._ranges[after][1]) if after is not None else late,
            met.of(0, met.cosines.shape[1]),
            float(np.min(cosines.max(axis=1) + usual)) if start < end else 0.0,
            float(cosines.max(axis=0).mean()) if start < end else 0.0,
        ]

    def _of_words(self, place: int, before: int | None, after: int | None) -> list[float]:
        asked, text = self._asked.facts, self._texts[place]
        beside = frozenset[str]().union(
            *(self._texts[each].vocabulary for each in (place, before, after) if each is not None)
        )
        return [
            self._shares[place],
            self._shares[before] if before is not None else 0.0,
            self._shares[after] if after is not None else 0.0,
            self._asked.shared(beside),
            self._shared,
            self._asked.missing(text.vocabulary),
            self._missing,
            len(asked.pairs & text.pairs) / max(1, len(asked.pairs)),
            float(asked.head in text.vocabulary) if asked.head else -1.0,
            _held(asked.numbers, text.numbers),
            _held(asked.numbers, self._numbers),
            _held(asked.names, text.vocabulary),
            _held(asked.names, self._vocabulary),
        ]

    def _of_itself(self, place: int) -> list[float]:
        asked, text, number = self._asked.facts, self._texts[place], self.numbers[place]
        return [
            float(len(text.numbers - asked.numbers)),
            float(len(text.years - asked.years)),
            float(len(text.names - asked.vocabulary)),
            *text.marks,
            float(len(text.words)),
            float(place),
            float(len(self.numbers)),
            float(len(self._generation.quotes_by_sentence.get(number, ()))),
            float(number in self._scores.quoted),
            float(number in self._scores.reported),
            float(len(asked.words)),
            self._title,
        ]


def _held(wanted: frozenset[str], there: frozenset[str]) -> float:
    """The share of what is wanted that is there; below 0 where nothing is."""
    return len(wanted & there) / len(wanted) if wanted else -1.0


def _relative(table: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
    """How a candidate stands to the others."""
    late, shares = table[:, NAMES.index("late")], table[:, NAMES.index("shared")]
    base = table[:, NAMES.index("fused")] + LATE * late
    best = _best_of(base, passages)
    ranks = np.searchsorted(-np.unique(best)[::-1], -best)
    leads = [base - base.max(initial=-np.inf), base - best]
    order = np.argsort(np.argsort(-base, kind="stable"), kind="stable")
    others = [late - late.max(initial=-np.inf), shares - shares.max(initial=-np.inf)]
    return np.stack([*leads, order, ranks, *others], axis=1).astype(np.float32)


def _read(strengths: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
    """What the reader makes of candidates: itself, beside the best, beside the best of the passage, and as a share."""
    shares = np.exp(strengths) / (1 + np.exp(strengths).sum())
    if not (strengths > UNREAD).any():
        shares[:] = 0  # as the ranker was taught; some of its thresholds are smaller than what exp leaves of UNREAD
    lead = strengths - strengths.max(initial=-np.inf)
    return np.stack([strengths, lead, strengths - _best_of(strengths, passages), shares], axis=1)


def _best_of(values: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
    """Of each candidate's passage the highest value."""
    _, place = np.unique(passages, return_inverse=True)
    best = np.full(place.max(initial=-1) + 1, -np.inf, np.float32)
    np.maximum.at(best, place, values)
    return best[place]
