"""The features by which the ranker tells a sentence that answers: for each a name, and a function to its numbers.

The trained trees know a feature by its name: one that is new changes nothing until they are trained again.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import groupby

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

_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})(?=s?\b)")  # also that of “the 1950s”
LATE = 64.0  # a fused score is worth this much of late interaction: best of 8 to 64 on 1,000 tuning questions

# The candidates of a passage by themselves ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Passage:
    """The candidates of one passage, and what is asked."""

    generation: Generation
    question: TextFeatures
    rarity: Mapping[str, float]
    """Telling word of the question → how rare it is in the passages."""
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

    @cached_property
    def tokens(self) -> list[tuple[int, int]]:
        """The tokens of each candidate, half-open."""
        return [self.generation.tokens.within(number, self.number) for number in self.candidates]

    @cached_property
    def met(self) -> Matrix:
        """The best cosine of each of the question's tokens with each candidate's, shape (tokens, candidates); −1 where
        a candidate has none."""
        cosines = self.interaction.cosines
        return np.stack([cosines[:, start:end].max(axis=1, initial=-1) for start, end in self.tokens], axis=1)

    @cached_property
    def late(self) -> Matrix:
        return self.late_of(self.met)

    def late_of(self, met: Matrix) -> Matrix:
        """The MaxSim of candidates from the best cosines; 0 of one without tokens."""
        late: Matrix = np.where(met.max(axis=0, initial=-1) > -1, self.interaction.weights @ met, 0)
        return late

    @cached_property
    def shared(self) -> list[float]:
        return [self.share(text.vocabulary) for text in self.texts]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset[str]().union(*(text.vocabulary for text in self.texts))

    @cached_property
    def document(self) -> Document:
        return self.generation.passages[self.number].document

    @cached_property
    def around(self) -> list[TextFeatures]:
        """The title, the passage and those beside it."""
        passages = self.generation.passages[max(0, self.number - 1) : self.number + 2]
        texts = (passage.text for passage in passages if passage.document == self.document)
        return [text_features(text) for text in (self.document.title, *texts)]

    @cached_property
    def place(self) -> int:
        segments = self.generation.segment_of_passage
        return self.number - int(np.searchsorted(segments, segments[self.number]))

    @cached_property
    def words_of_document(self) -> frozenset[str]:
        segment = self.generation.segments[self.generation.segment_of_passage[self.number]]
        asked = self.question.vocabulary
        title = text_features(self.document.title).vocabulary
        return frozenset(word for word in asked if word in segment.passage_postings.terms or word in title)

    @cached_property
    def words_around(self) -> frozenset[str]:
        return frozenset[str]().union(*(text.vocabulary for text in self.around))

    @cached_property
    def speakers(self) -> list[list[frozenset[str]]]:
        """The words of each name of those who speak in each candidate."""
        said = (self.generation.quotes_by_sentence, self.generation.reported_by_sentence)
        return [
            [
                text_features(quote.speaker_name).vocabulary
                for by_sentence in said
                for quote in by_sentence.get(number, ())
                if quote.speaker_name
            ]
            for number in self.candidates
        ]

    def share(self, vocabulary: frozenset[str]) -> float:
        """How much of the telling words is in a vocabulary, by rarity."""
        total = sum(self.rarity.values()) or 1.0
        return sum(rarity for word, rarity in self.rarity.items() if word in vocabulary) / total

    def rarest_missing(self, vocabulary: frozenset[str]) -> float:
        """The rarity of the rarest telling word that is not in a vocabulary."""
        return max((rarity for word, rarity in self.rarity.items() if word not in vocabulary), default=0.0)


def _late_with_before(passage: _Passage) -> Matrix:
    met = passage.met
    return passage.late_of(np.maximum(met, met[:, [0, *range(met.shape[1] - 1)]]))


def _late_with_after(passage: _Passage) -> Matrix:
    met = passage.met
    return passage.late_of(np.maximum(met, met[:, [*range(1, met.shape[1]), -1]]))


def _least_met(passage: _Passage) -> Matrix:
    """The best cosine of the question's token that is met least, of those that are rarer than the mean."""
    return np.where([start < end for start, end in passage.tokens], passage.interaction.least(passage.met), 0)


def _met_by(passage: _Passage) -> list[float]:
    """The mean of the best cosines of the sentence's tokens with the question's."""
    best = passage.interaction.cosines.max(axis=0, initial=-1)
    return [float(best[start:end].mean()) if start < end else 0.0 for start, end in passage.tokens]


def _shared_around(passage: _Passage) -> list[float]:
    words = [text.vocabulary for text in passage.texts]
    return [passage.share(frozenset().union(*words[max(0, i - 1) : i + 2])) for i in range(len(words))]


def _shared_pairs(passage: _Passage) -> list[float]:
    pairs = passage.question.pairs
    return [len(pairs & text.pairs) / max(1, len(pairs)) for text in passage.texts]


def _has_head(passage: _Passage) -> list[float]:
    head = passage.question.head
    return [float(head in text.vocabulary) if head else -1.0 for text in passage.texts]


def _holds_asked(passage: _Passage) -> list[float]:
    held = [text.holds_asked(passage.question) for text in passage.texts]
    return [-1.0 if holds is None else float(holds) for holds in held]


@lru_cache(maxsize=1_000)
def _years(document: Document) -> frozenset[str]:
    """The years that stand in a document, and that of its date."""
    return frozenset(_YEAR.findall(f"{document.published} {document.title} {document.text}"))


def _share_there(asked: frozenset[str], there: frozenset[str]) -> float:
    """The share of what is asked that is there; below 0 where nothing is asked."""
    return len(asked & there) / len(asked) if asked else -1.0


CANDIDATE_FEATURES: Mapping[str, Callable[[_Passage], ArrayLike]] = {
    "meaning": lambda passage: passage.scores.dense[passage.candidates],
    "words": lambda passage: passage.scores.lexical[passage.candidates],
    "passage meaning": lambda passage: passage.scores.passage_dense[passage.candidates],
    "passage words": lambda passage: passage.scores.passage_lexical[passage.candidates],
    "document meaning": lambda passage: passage.scores.document_dense[passage.candidates],
    "document words": lambda passage: passage.scores.document_lexical[passage.candidates],
    "cosine": lambda passage: passage.scores.cosines[passage.candidates],
    "passage cosine": lambda passage: passage.scores.passage_cosines[passage.candidates],
    "fused": lambda passage: passage.scores.fused[passage.candidates],
    "late": lambda passage: passage.late,
    "late before": lambda passage: [0.0, *passage.late[:-1]],
    "late after": lambda passage: [*passage.late[1:], 0.0],
    "late with before": _late_with_before,
    "late with after": _late_with_after,
    "late passage": lambda passage: passage.interaction.maxsim(),
    "least met": _least_met,
    "met by": _met_by,
    "shared": lambda passage: passage.shared,
    "shared before": lambda passage: [0.0, *passage.shared[:-1]],
    "shared after": lambda passage: [*passage.shared[1:], 0.0],
    "shared around": _shared_around,
    "shared passage": lambda passage: passage.share(passage.vocabulary),
    "rarest missing": lambda passage: [passage.rarest_missing(text.vocabulary) for text in passage.texts],
    "rarest missing in passage": lambda passage: passage.rarest_missing(passage.vocabulary),
    "pairs": _shared_pairs,
    "head": _has_head,
    "numbers": lambda passage: [_share_there(passage.question.numbers, text.numbers) for text in passage.texts],
    "numbers in passage": lambda passage: _share_there(
        passage.question.numbers, frozenset().union(*(text.numbers for text in passage.texts))
    ),
    "names": lambda passage: [_share_there(passage.question.names, text.vocabulary) for text in passage.texts],
    "names in passage": lambda passage: _share_there(passage.question.names, passage.vocabulary),
    "number": lambda passage: [len(text.numbers - passage.question.numbers) for text in passage.texts],
    "year": lambda passage: [len(text.years - passage.question.years) for text in passage.texts],
    "new names": lambda passage: [len(text.names - passage.question.vocabulary) for text in passage.texts],
    **{name: partial(lambda name, passage: [name in text.marks for text in passage.texts], name) for name in MARKS},
    "length": lambda passage: [len(text.words) for text in passage.texts],
    "place": lambda passage: range(len(passage.candidates)),
    "of": lambda passage: len(passage.candidates),
    "quotes": lambda passage: [
        len(passage.generation.quotes_by_sentence.get(number, ())) for number in passage.candidates
    ],
    "quoted": lambda passage: [number in passage.scores.quoted for number in passage.candidates],
    "reported": lambda passage: [number in passage.scores.reported for number in passage.candidates],
    "question length": lambda passage: len(passage.question.words),
    "shared title": lambda passage: passage.share(
        text_features(passage.generation.passages[passage.number].document.title).vocabulary
    ),
    "shared with those around": lambda passage: passage.share(passage.words_around),
    "names around": lambda passage: _share_there(passage.question.names, passage.words_around),
    "numbers around": lambda passage: _share_there(
        passage.question.numbers, frozenset().union(*(text.numbers for text in passage.around))
    ),
    "years in document": lambda passage: _share_there(passage.question.years, _years(passage.document)),
    "asked speaks": lambda passage: [
        any(name & passage.question.names for name in names) for names in passage.speakers
    ],
    "other speaks": lambda passage: [
        any(name.isdisjoint(passage.question.vocabulary) for name in names) for names in passage.speakers
    ],
    "late document": lambda passage: passage.interaction.weights @ passage.met_in_document,
    "least met in passage": lambda passage: passage.interaction.least(passage.interaction.met),
    "least met in document": lambda passage: passage.interaction.least(passage.met_in_document),
    "shared in document": lambda passage: passage.share(passage.words_of_document),
    "rarest missing in document": lambda passage: passage.rarest_missing(passage.words_of_document),
    "names in document": lambda passage: _share_there(passage.question.names, passage.words_of_document),
    "holds what is asked": _holds_asked,
    "own words": lambda passage: [
        len(text.vocabulary - passage.question.vocabulary) / (len(text.vocabulary) + 1) for text in passage.texts
    ],
    "passage place": lambda passage: passage.place,
    **{f"asks {name}": partial(lambda name, passage: passage.question.asks == name, name) for name in ASKS},
}

# A candidate beside all others ----------------------------------------------------------------------------------------

Column = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Scores:
    """All candidates, by the scores that there are without the ranker."""

    passages: NDArray[np.int64]
    documents: NDArray[np.int64]
    late: Column
    shared: Column
    base: Column
    """Fused score and late interaction."""
    read: Column
    """The cross-encoder's; UNREAD where it has not read."""


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


def _rank_of(groups: NDArray[np.int64], scores: Column) -> NDArray[np.int64]:
    """The rank, from 0, of each candidate's group by its best score."""
    best = _best_in(groups, scores)
    return np.searchsorted(-np.unique(best)[::-1], -best)


def _read_shares(scores: _Scores) -> Column:
    if not (scores.read > UNREAD).any():
        return np.zeros_like(scores.read)  # as it was trained; some thresholds are smaller than what exp leaves of it
    shares: Column = np.exp(scores.read) / (1 + np.exp(scores.read).sum())
    return shares


RELATIVE_FEATURES: Mapping[str, Callable[[_Scores], ArrayLike]] = {
    "lead": lambda scores: _lead(scores.base),
    "lead in passage": lambda scores: scores.base - _best_in(scores.passages, scores.base),
    "rank": lambda scores: np.argsort(np.argsort(-scores.base, kind="stable"), kind="stable"),
    "rank of passage": lambda scores: _rank_of(scores.passages, scores.base),
    "lead in document": lambda scores: scores.base - _best_in(scores.documents, scores.base),
    "rank of document": lambda scores: _rank_of(scores.documents, scores.base),
    "document lead": lambda scores: _lead(_best_in(scores.documents, scores.base)),
    "late lead": lambda scores: _lead(scores.late),
    "shared lead": lambda scores: _lead(scores.shared),
    "read": lambda scores: scores.read,
    "read lead": lambda scores: _lead(scores.read),
    "read in passage": lambda scores: scores.read - _best_in(scores.passages, scores.read),
    "read share": _read_shares,
}

# All of them ----------------------------------------------------------------------------------------------------------

NAMES = (*CANDIDATE_FEATURES, *RELATIVE_FEATURES)


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
    question = text_features(query.text)
    rarity = {word: generation.passage_bm25.weight(word) for word in query.telling}
    passages = generation.passage_of_sentence[np.array(numbers, np.int64)]
    table = np.empty((len(numbers), len(NAMES)), np.float32)
    documents = generation.segment_of_passage
    met: dict[int, Matrix] = {}
    for number, interaction in interactions.items():
        best = met.get(documents[number])
        met[documents[number]] = interaction.met if best is None else np.maximum(best, interaction.met)
    first = 0
    for number, group in groupby(numbers, key=generation.passage_of_sentence.__getitem__):
        passage = _Passage(
            generation,
            question,
            rarity,
            scores,
            interactions[number],
            met[documents[number]],
            int(number),
            list(group),
        )
        rows = table[first : first + len(passage.candidates)]
        for place, feature in enumerate(CANDIDATE_FEATURES.values()):
            rows[:, place] = feature(passage)
        first += len(rows)
    late, shared, fused = (table[:, NAMES.index(name)] for name in ("late", "shared", "fused"))
    read = np.array([read_scores.get(number, UNREAD) for number in numbers], np.float32)
    compared = _Scores(passages, documents[passages], late, shared, fused + LATE * late, read)
    for place, compare in enumerate(RELATIVE_FEATURES.values(), start=len(CANDIDATE_FEATURES)):
        table[:, place] = compare(compared)
    return table
