"""How well a corpus is answered: from questions with known answers to figures."""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from corpus.speakers.name_match import names_match
from corpus.text.document import Document
from corpus.text.folding import fold_text
from corpus.text.span import Span
from index.answers.answer import Answer, Refusal, Response
from index.evaluation.question_file import EvalQuestion

BINS = 10
# Questions. With 400 a confidence that is calibrated perfectly seems to be .05 off by chance alone, with 100 .10.
ENOUGH = 400

# Quotation marks, dashes and commas are no words; the dot of 4.5 and the sign before $4 make another number.
_WORD = re.compile(r"[$£€¥%°]|\d+(?:[.,:]\d+)*\w*|\w+")

Place = tuple[frozenset[str], str]  # an article's names, and words of it, plain
Result = Literal["right", "speaker", "further", "wrong", "refused", "answered"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question."""

    question: EvalQuestion
    answer: Response
    right: tuple[bool, ...]
    """Of each excerpt, or of a refusal's nearest passages: whether it holds an expected answer."""
    speaker_right: bool | None
    """Of a first excerpt that answers, where a speaker is expected: whether that one stands beside it; else None."""

    @property
    def refused(self) -> bool:
        return isinstance(self.answer, Refusal)

    @property
    def first(self) -> bool:
        """Whether the first excerpt answers."""
        return not self.refused and self.right[0]

    @property
    def shown(self) -> bool:
        """Whether one of the excerpts answers."""
        return not self.refused and any(self.right)

    @property
    def result(self) -> Result:
        """`right`, or what went wrong.

        `speaker`: the right words with another name, or none; `further`: another excerpt than the first answers;
        `wrong`: none does; `refused`: though the corpus answers; `answered`: though it does not.
        """
        if not self.question.answers:
            return "right" if self.refused else "answered"
        if self.first:
            return "speaker" if self.speaker_right is False else "right"
        if self.refused:
            return "refused"
        return "further" if self.shown else "wrong"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What outcomes come to."""

    first: Share
    """Of the questions that the corpus answers: the first excerpt answers."""
    shown: Share
    """Of the same: one of the excerpts does."""
    refused_wrongly: Share
    """Of the same."""
    speakers: Share
    """Of the first excerpts that answer, where a speaker is expected: that one stands beside it."""
    refused: Share
    """Of the questions that the corpus does not answer."""
    auroc: float | None
    """0–1: the chance that of one question of either kind the answerable one has the higher confidence; .5 is blind."""
    ece: float | None
    """0–1, lower is better: how far confidence and share of right answers lie apart. None below ENOUGH questions."""
    length: float | None
    """Median of the first excerpts, in characters."""


def judge(question: EvalQuestion, answer: Response) -> Outcome:
    """What became of a question that got this answer."""
    right = tuple(_stands_in([_place(excerpt.document, [excerpt.span])], question) for excerpt in answer.excerpts)
    speaker_right = None
    if question.speaker and isinstance(answer, Answer) and right[0]:
        speaker = answer.excerpts[0].speaker
        speaker_right = speaker is not None and names_match(question.speaker, speaker, answer.excerpts[0].document.text)
    return Outcome(question, answer, right, speaker_right)


def summarize(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of outcomes."""
    answerable = [outcome for outcome in outcomes if outcome.question.answers]
    others = [outcome for outcome in outcomes if not outcome.question.answers]
    best = [any(outcome.right[:1]) for outcome in outcomes]  # also of a refusal, whose confidence is of the nearest
    lengths = [len(outcome.answer.excerpts[0].span) for outcome in outcomes if not outcome.refused]
    return Figures(
        first=_share(outcome.first for outcome in answerable),
        shown=_share(outcome.shown for outcome in answerable),
        refused_wrongly=_share(outcome.refused for outcome in answerable),
        speakers=_share(outcome.speaker_right for outcome in answerable if outcome.speaker_right is not None),
        refused=_share(outcome.refused for outcome in others),
        auroc=auroc(_confidences(answerable), _confidences(others)) if answerable and others else None,
        ece=calibration_error(_confidences(outcomes), best) if len(outcomes) >= ENOUGH else None,
        length=float(statistics.median(lengths)) if lengths else None,
    )


def by_tag(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """The figures of each tag, in the order of the questions; those without one are left out."""
    tags = dict.fromkeys(outcome.question.tag for outcome in outcomes)
    return {tag: summarize([outcome for outcome in outcomes if outcome.question.tag == tag]) for tag in tags if tag}


def absent(questions: Iterable[EvalQuestion], documents: Iterable[Document]) -> tuple[EvalQuestion, ...]:
    """Those whose answer stands in no document, or not in the one that is asked for: they cannot be answered right."""
    places = [_place(document, (*document.paragraphs, *document.captions)) for document in documents]
    return tuple(question for question in questions if question.answers and not _stands_in(places, question))


def repeated(questions: Iterable[EvalQuestion]) -> dict[int, int]:
    """Line → the line that asks the same first."""
    first: dict[str, int] = {}
    firsts = {question.line: first.setdefault(fold_text(question.question), question.line) for question in questions}
    return {line: before for line, before in firsts.items() if line != before}


def auroc(positive: ArrayLike, negative: ArrayLike) -> float:
    """The chance, 0–1, that one of `positive` is above one of `negative`, ties counted half; neither is empty."""
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / (2 * len(ordered)))


def calibration_error(confidence: ArrayLike, right: ArrayLike) -> float:
    """Expected calibration error, 0–1, in ten bins: how far confidence and the share of right answers lie apart."""
    distances = np.asarray(confidence, float) - np.asarray(right, bool)
    bins = np.minimum((np.asarray(confidence) * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(bins, distances)).sum() / max(len(bins), 1))


def _share(kinds: Iterable[bool]) -> Share:
    counted = list(kinds)
    return Share(sum(counted), len(counted))


def _confidences(outcomes: Iterable[Outcome]) -> list[float]:
    return [outcome.answer.confidence for outcome in outcomes]


def _place(document: Document, blocks: Iterable[Span]) -> Place:
    words = "\n".join(_plain(block.of(document.text)) for block in blocks)
    return frozenset({_plain(document.title), _plain(document.name)}), words


def _stands_in(places: Iterable[Place], question: EvalQuestion) -> bool:
    """Whether an expected answer stands in one of the places, in the expected article."""
    answers = [_plain(answer) for answer in question.answers]
    article = question.article and _plain(question.article)
    return any(answer in words for names, words in places if not article or article in names for answer in answers)


def _plain(text: str) -> str:
    """The folded words between blanks, numbers whole: “We’ve  WON—4.5” → " we ve won 4.5 "."""
    return f" {' '.join(_WORD.findall(fold_text(text)))} "
