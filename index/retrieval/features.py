"""The features by which the ranker tells a sentence that answers: for each a name, and a number for every candidate.

The trained trees know a feature by its name: one that is new changes nothing until they are trained again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corpus.text.document import Document
from index.encoding.compression import Matrix
from index.engine.generation import Generation
from index.query.query import Query
from index.query.text_features import ASKS, MARKS, TextFeatures, text_features
from index.reading.reader import UNREAD
from index.retrieval.fusion import SentenceScores
from index.retrieval.late_interaction import LateInteraction

LATE = 64.0  # a fused score is worth this much of late interaction: best of 8 to 64 on 1,000 tuning questions

Column = NDArray[np.float32]
Features = Mapping[str, ArrayLike]
"""Name → a number for each candidate of a passage, or one for all of them."""


def find_features(
    generation: Generation,
    query: Query,
    scores: SentenceScores,
    interactions: Mapping[int, LateInteraction],
    numbers: Sequence[int],
    read_scores: Mapping[int, float],
) -> list[dict[str, float]]:
    """Of each candidate sentence its features by name; all of a passage's sentences stand together, in order.

    `read_scores` has the cross-encoder's scores of the sentences that it has read.
    """
    if not numbers:
        return []
    question = text_features(query.text)
    rarity = _Rarity({word: generation.passage_bm25.weight(word) for word in query.telling})
    documents = generation.segment_of_passage
    met: dict[int, Matrix] = {}
    for number, interaction in interactions.items():
        best = met.get(documents[number])
        met[documents[number]] = interaction.met if best is None else np.maximum(best, interaction.met)
    columns = defaultdict[str, Column](lambda: np.empty(len(numbers), np.float32))
    first = 0
    for number, group in groupby(numbers, key=generation.passage_of_sentence.__getitem__):
        passage = _Passage(
            generation, question, rarity, scores, interactions[number], met[documents[number]], int(number), [*group]
        )
        for features in (_nearness(passage), _late(passage), _shared(passage), _looks(passage), _speech(passage)):
            for name, values in features.items():
                columns[name][first : first + len(passage.candidates)] = values
        first += len(passage.candidates)
    passages = generation.passage_of_sentence[np.array(numbers, np.int64)]
    read = np.array([read_scores.get(number, UNREAD) for number in numbers], np.float32)
    columns |= _beside_others(columns, passages, documents[passages], read)
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def to_table(rows: Iterable[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float32]:
    """The features of those names, shape (rows, names)."""
    return np.array([*map(itemgetter(*names), rows)], np.float32).reshape(-1, len(names))


# The candidates of a passage by themselves ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rarity:
    """How rare the telling words of a question are in the passages."""

    words: Mapping[str, float]

    def share(self, vocabulary: frozenset[str]) -> float:
        """How much of the telling words is in a vocabulary, by rarity."""
        total = sum(self.words.values()) or 1.0
        return sum(rarity for word, rarity in self.words.items() if word in vocabulary) / total

    def rarest_missing(self, vocabulary: frozenset[str]) -> float:
        """The rarity of the rarest telling word that is not in a vocabulary."""
        return max((rarity for word, rarity in self.words.items() if word not in vocabulary), default=0.0)


@dataclass(frozen=True)
class _Passage:
    """The candidates of one passage, and what is asked."""

    generation: Generation
    question: TextFeatures
    rarity: _Rarity
    scores: SentenceScores
    interaction: LateInteraction
    met_in_document: Matrix
    """The best cosine of each of the question's tokens with the near passages of the document."""
    number: int
    candidates: Sequence[int]
    """The numbers of the sentences, in order."""

    @cached_property
    def texts(self) -> list[TextFeatures]:
        return [text_features(self.generation.sentence_text(number)) for number in self.candidates]

    @property
    def document(self) -> Document:
        return self.generation.passages[self.number].document


def _nearness(passage: _Passage) -> Features:
    scores = passage.scores
    near = {
        "meaning": scores.dense,
        "words": scores.lexical,
        "passage meaning": scores.passage_dense,
        "passage words": scores.passage_lexical,
        "document meaning": scores.document_dense,
        "document words": scores.document_lexical,
        "cosine": scores.cosines,
        "passage cosine": scores.passage_cosines,
        "fused": scores.fused,
    }
    return {name: values[passage.candidates] for name, values in near.items()}


def _late(passage: _Passage) -> Features:
    """How the question's tokens meet those of the candidates, of those beside them, and of all."""
    interaction = passage.interaction
    tokens = [passage.generation.tokens.within(number, passage.number) for number in passage.candidates]
    # The best cosine of each of the question's tokens with each candidate's; −1 where a candidate has none.
    met = np.stack([interaction.cosines[:, start:end].max(axis=1, initial=-1) for start, end in tokens], axis=1)
    met_by = interaction.cosines.max(axis=0, initial=-1)

    def maxsim(met: Matrix) -> Matrix:
        late: Matrix = np.where(met.max(axis=0, initial=-1) > -1, interaction.weights @ met, 0)
        return late

    late, last = maxsim(met), len(tokens) - 1
    return {
        "late": late,
        "late before": [0.0, *late[:-1]],
        "late after": [*late[1:], 0.0],
        "late with before": maxsim(np.maximum(met, met[:, [0, *range(last)]])),
        "late with after": maxsim(np.maximum(met, met[:, [*range(1, last + 1), last]])),
        "late passage": interaction.maxsim(),
        "late document": interaction.weights @ passage.met_in_document,
        "least met": np.where([start < end for start, end in tokens], interaction.least(met), 0),
        "least met in passage": interaction.least(interaction.met),
        "least met in document": interaction.least(passage.met_in_document),
        "met by": [float(met_by[start:end].mean()) if start < end else 0.0 for start, end in tokens],
    }


def _shared(passage: _Passage) -> Features:
    """What of the question's words, names, numbers and years stands in the candidates, around them, and elsewhere."""
    question, rarity, texts, document = passage.question, passage.rarity, passage.texts, passage.document
    words = [text.vocabulary for text in texts]
    inside = frozenset[str]().union(*words)
    beside = passage.generation.passages[max(0, passage.number - 1) : passage.number + 2]
    title = text_features(document.title)
    around = [title, *(text_features(other.text) for other in beside if other.document == document)]
    words_around = frozenset[str]().union(*(text.vocabulary for text in around))
    segment = passage.generation.segments[passage.generation.segment_of_passage[passage.number]]
    terms = segment.passage_postings.terms
    in_document = frozenset(word for word in question.vocabulary if word in terms or word in title.vocabulary)
    shared = [rarity.share(each) for each in words]
    return {
        "shared": shared,
        "shared before": [0.0, *shared[:-1]],
        "shared after": [*shared[1:], 0.0],
        "shared around": [rarity.share(frozenset().union(*words[max(0, i - 1) : i + 2])) for i in range(len(words))],
        "shared passage": rarity.share(inside),
        "shared title": rarity.share(title.vocabulary),
        "shared with those around": rarity.share(words_around),
        "shared in document": rarity.share(in_document),
        "rarest missing": [rarity.rarest_missing(each) for each in words],
        "rarest missing in passage": rarity.rarest_missing(inside),
        "rarest missing in document": rarity.rarest_missing(in_document),
        "pairs": [len(question.pairs & text.pairs) / max(1, len(question.pairs)) for text in texts],
        "head": [float(question.head in each) if question.head else -1.0 for each in words],
        "names": [_share_there(question.names, each) for each in words],
        "names in passage": _share_there(question.names, inside),
        "names around": _share_there(question.names, words_around),
        "names in document": _share_there(question.names, in_document),
        "numbers": [_share_there(question.numbers, text.numbers) for text in texts],
        "numbers in passage": _share_there(question.numbers, *(text.numbers for text in texts)),
        "numbers around": _share_there(question.numbers, *(text.numbers for text in around)),
        "years in document": _share_there(question.years, segment.years),
    }


def _share_there(asked: frozenset[str], *there: frozenset[str]) -> float:
    """The share of what is asked that is there; below 0 where nothing is asked."""
    return len(asked.intersection(frozenset().union(*there))) / len(asked) if asked else -1.0


def _looks(passage: _Passage) -> Features:
    """What can be seen of the question, and what the candidates have that it lacks."""
    question, texts = passage.question, passage.texts
    held = [text.holds_asked(question) for text in texts]
    segments = passage.generation.segment_of_passage
    return {
        "question length": len(question.words),
        **{f"asks {name}": name == question.asks for name in ASKS},
        **{name: [name in text.marks for text in texts] for name in MARKS},
        "holds what is asked": [-1.0 if holds is None else float(holds) for holds in held],
        "number": [len(text.numbers - question.numbers) for text in texts],
        "year": [len(text.years - question.years) for text in texts],
        "new names": [len(text.names - question.vocabulary) for text in texts],
        "own words": [len(text.vocabulary - question.vocabulary) / (len(text.vocabulary) + 1) for text in texts],
        "length": [len(text.words) for text in texts],
        "place": range(len(texts)),
        "of": len(texts),
        "passage place": passage.number - int(np.searchsorted(segments, segments[passage.number])),
    }


def _speech(passage: _Passage) -> Features:
    """Who speaks in the candidates."""
    generation, question, speech = passage.generation, passage.question, passage.scores.speech
    quotes = [generation.quotes_by_sentence.get(number, ()) for number in passage.candidates]
    reported = [generation.reported_by_sentence.get(number, ()) for number in passage.candidates]
    names = [
        [text_features(quote.speaker_name).vocabulary for quote in (*said, *told) if quote.speaker_name]
        for said, told in zip(quotes, reported, strict=True)
    ]
    return {
        "quotes": list(map(len, quotes)),
        "quoted": [number in speech.quoted for number in passage.candidates],
        "reported": [number in speech.reported for number in passage.candidates],
        "asked speaks": [any(name & question.names for name in each) for each in names],
        "other speaks": [any(name.isdisjoint(question.vocabulary) for name in each) for each in names],
    }


# A candidate beside all others ----------------------------------------------------------------------------------------


def _beside_others(
    columns: Mapping[str, Column], passages: NDArray[np.int64], documents: NDArray[np.int64], read: Column
) -> dict[str, Column]:
    """How all candidates stand to each other, by the scores that there are without the ranker.

    `read` has the cross-encoder's, UNREAD where it has not read.
    """
    late, base = columns["late"], columns["fused"] + LATE * columns["late"]
    best_in_document = _best_in(documents, base)
    features: Features = {
        "lead": _lead(base),
        "lead in passage": base - _best_in(passages, base),
        "rank": np.argsort(np.argsort(-base, kind="stable"), kind="stable"),
        "rank of passage": _rank(_best_in(passages, base)),
        "lead in document": base - best_in_document,
        "rank of document": _rank(best_in_document),
        "document lead": _lead(best_in_document),
        "late lead": _lead(late),
        "shared lead": _lead(columns["shared"]),
        "read": read,
        "read lead": _lead(read),
        "read in passage": read - _best_in(passages, read),
        "read share": _read_shares(read),
    }
    return {name: np.asarray(values, np.float32) for name, values in features.items()}


def _best_in(groups: NDArray[np.int64], scores: Column) -> Column:
    """The highest score in each candidate's group."""
    _, place = np.unique(groups, return_inverse=True)
    best = np.full(place.max(initial=-1) + 1, -np.inf, np.float32)
    np.maximum.at(best, place, scores)
    return best[place]


def _lead(scores: Column) -> Column:
    """How far each score is below the highest."""
    lead: Column = scores - scores.max(initial=-np.inf)
    return lead


def _rank(scores: Column) -> NDArray[np.int64]:
    """The rank of each score, from 0; those that are alike have the same."""
    return np.searchsorted(-np.unique(scores)[::-1], -scores)


def _read_shares(read: Column) -> Column:
    if not (read > UNREAD).any():
        return np.zeros_like(read)  # as it was trained; some thresholds are smaller than what exp leaves of it
    shares: Column = np.exp(read) / (1 + np.exp(read).sum())
    return shares
