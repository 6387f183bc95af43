"""What tells a sentence that answers from one that does not, in numbers: what the ranker knows of a candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.compression import Matrix
from index.embedding import Embedding
from index.facts import ASKS, Facts, facts
from index.generation import Generation
from index.question import Query

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
    asked = facts(query.text)
    rarity = {word: generation.passage_words.weight(word) for word in set(asked.words) | set(query.telling)}
    rows: list[list[float]] = []
    for passage, group in groupby(numbers, key=lambda number: generation.sentences[number].passage):
        rows += _of_passage(generation, query, asked, rarity, scores, met[passage], passage, list(group))
    table = np.array(rows, np.float32).reshape(len(rows), len(_OWN) + len(_ASKING))
    passages = np.array([generation.sentences[number].passage for number in numbers], np.int64)
    strengths = np.array([read.get(number, UNREAD) for number in numbers], np.float32)
    return np.concatenate([table, _relative(table, passages), _read(strengths, passages)], axis=1)


_OWN = (
    *("meaning", "words", "passage meaning", "passage words", "cosine", "passage cosine", "fused"),
    *(
        "late",
        "late before",
        "late after",
        "late with before",
        "late with after",
        "late passage",
        "least met",
        "met by",
    ),
    *("shared", "shared before", "shared after", "shared around", "shared passage", "rarest missing"),
    *("rarest missing in passage", "pairs", "head", "numbers", "numbers in passage", "names", "names in passage"),
    *("number", "year", "new names", "number word", "date", "money", "cause", "leans"),
    *("length", "place", "of", "quotes", "quoted", "reported", "question length", "shared title"),
)
_ASKING = tuple(f"asks {name}" for name in ASKS)
_READ = ("read", "read lead", "read in passage", "read share")
_RELATIVE = ("lead", "lead in passage", "rank", "rank of passage", "late lead", "shared lead")
NAMES = (*_OWN, *_ASKING, *_RELATIVE, *_READ)


def _of_passage(
    generation: Generation,
    query: Query,
    asked: Facts,
    rarity: dict[str, float],
    scores: Scores,
    met: Meeting,
    passage: int,
    numbers: list[int],
) -> list[list[float]]:
    texts = [facts(generation.sentence_text(number)) for number in numbers]
    document = generation.passages[passage].document
    title = facts(document.title).vocabulary
    ranges = [generation.tokens.within(number, passage) for number in numbers]
    late = [met.of(*each) for each in ranges]
    total = sum(rarity[word] for word in query.telling) or 1.0
    around = frozenset().union(*(each.vocabulary for each in texts))
    numbered = frozenset().union(*(each.numbers for each in texts))

    def shared(vocabulary: frozenset[str]) -> float:
        return sum(rarity[word] for word in query.telling if word in vocabulary) / total

    def missing(vocabulary: frozenset[str]) -> float:
        return max((rarity[word] for word in query.telling if word not in vocabulary), default=0.0)

    def held(wanted: frozenset[str], there: frozenset[str]) -> float:
        return len(wanted & there) / len(wanted) if wanted else -1.0

    shares = [shared(each.vocabulary) for each in texts]
    shared_passage, missing_passage = shared(around), missing(around)
    rows = []
    for place, (number, text, (start, end)) in enumerate(zip(numbers, texts, ranges, strict=True)):
        before, after = place - 1 if place else None, place + 1 if place + 1 < len(numbers) else None
        cosines = met.cosines[:, start:end]
        beside = text.vocabulary
        for each in (before, after):
            beside |= texts[each].vocabulary if each is not None else frozenset()
        rows.append(
            [
                scores.meaning[number],
                scores.words[number],
                scores.passage_meaning[number],
                scores.passage_words[number],
                scores.cosines[number],
                scores.passage_cosines[number],
                scores.fused[number],
                late[place],
                late[before] if before is not None else 0.0,
                late[after] if after is not None else 0.0,
                met.of(ranges[before][0], end) if before is not None else late[place],
                met.of(start, ranges[after][1]) if after is not None else late[place],
                met.of(0, met.cosines.shape[1]),
                float(np.min(cosines.max(axis=1) + (met.weights < met.weights.mean()))) if start < end else 0.0,
                float(cosines.max(axis=0).mean()) if start < end else 0.0,
                shares[place],
                shares[before] if before is not None else 0.0,
                shares[after] if after is not None else 0.0,
                shared(beside),
                shared_passage,
                missing(text.vocabulary),
                missing_passage,
                len(asked.pairs & text.pairs) / max(1, len(asked.pairs)),
                float(asked.head in text.vocabulary) if asked.head else -1.0,
                held(asked.numbers, text.numbers),
                held(asked.numbers, numbered),
                held(asked.names, text.vocabulary),
                held(asked.names, around),
                float(len(text.numbers - asked.numbers)),
                float(len(text.years - asked.years)),
                float(len(text.names - asked.vocabulary)),
                *text.marks,
                float(len(text.words)),
                float(place),
                float(len(numbers)),
                float(len(generation.quotes_in.get(number, ()))),
                float(number in scores.quoted),
                float(number in scores.reported),
                float(len(asked.words)),
                shared(title),
                *asked.asks,
            ]
        )
    return rows


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
