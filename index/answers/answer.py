"""From hits to an answer: what to show of them, how sure to be, and when to refuse."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.library.policy import Strictness
from corpus.quotes.excerpt import Excerpt
from index.answers.asked_speaker import UNSAID, by_speaker, by_words, who_said
from index.answers.excerpts import Candidate, Judged, distinct
from index.answers.reactions import by_others
from index.engine.bm25 import stems
from index.engine.generation import Generation
from index.query.asked_detail import lacks_asked_detail
from index.query.query import Query
from index.retrieval.confidence import load_confidence_model
from index.retrieval.depths import DEPTH
from index.retrieval.search import Results

MOST = 3  # excerpts, or nearest passages

# The confidence from which a question is answered: docs/quality.md has what each costs. With `balanced` three in four
# of our own unanswerable questions are refused, most of which are close to something in the articles.
THRESHOLDS = {Strictness.STRICT: 0.75, Strictness.BALANCED: 0.5, Strictness.OPEN: 0.35}
# Of the first excerpt's confidence: less sure ones are not shown beside it. One of the excerpts answers .853 of 1,500
# tuning questions, with 2.3 shown on average.
FURTHER = 0.25
CONSIDERED = 10  # candidates for the further excerpts; with the first 3 alone it is .840
# An excerpt of a document that is shown already counts for so much less than one of another. Of those 1,500 questions,
# each answered in one document, 1 costs nothing, .7 costs .001 and shows several documents in .105 instead of .095.
SAME_DOCUMENT = 0.7
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


Where = Literal["everywhere", "beyond", "near"]
"""Of the articles; beyond what had been shown before, or only near it."""


@dataclass(frozen=True, slots=True)
class SearchSummary:
    """What a question was understood to ask for; a refusal says it."""

    speaker: str | None
    """Whose words, if anybody's."""
    heard: bool
    """Whether anything in the articles may be words of that speaker; false without one."""
    words: tuple[str, ...]
    """Those an answer should share, as the question writes them, each once."""
    where: Where = "everywhere"
    absent: tuple[str, ...] = ()
    """Phrases between quotation marks in the question that stand nowhere."""


NOTHING_ASKED = SearchSummary(speaker=None, heard=False, words=())


@dataclass(frozen=True, slots=True)
class Response:
    """What a question is answered with: an Answer or a Refusal."""

    question: str
    """As it was typed."""
    excerpts: tuple[Excerpt, ...]
    """What is shown of the articles, best first."""
    confidence: float
    """0–1, calibrated: that the first excerpt answers. Of answers at 0.8 four in five are right."""
    understood: str | None = None
    """The question as it was taken, where that is not what was typed."""
    twins: Mapping[Excerpt, tuple[Excerpt, ...]] = field(default_factory=dict)
    """The same words in other documents, of the excerpts that have such."""
    summary: SearchSummary = NOTHING_ASKED
    left_out: tuple[Excerpt, ...] = ()
    """What was shown before and therefore not again, and its twins."""


class Answer(Response):
    """Excerpts of the articles that answer a question; at least one."""

    __slots__ = ()


class Refusal(Response):
    """What is said where the articles do not answer a question; its excerpts are the nearest passages, if any."""

    __slots__ = ()


def summarize(query: Query, results: Results, where: Where = "everywhere") -> SearchSummary:
    """What `query` was understood to ask for, and what of it stands nowhere."""
    written: dict[tuple[str, ...], str] = {}
    for word in _WORD.findall(query.text):
        written.setdefault(tuple(stems(word)), word)
    words = tuple(word for stemmed, word in written.items() if not set(stemmed).isdisjoint(query.telling))
    speaker = query.speaker if query.only_words else None
    return SearchSummary(speaker, results.heard, words, where, results.absent)


def decide(
    generation: Generation,
    query: Query,
    results: Results,
    threshold: float = THRESHOLDS[Strictness.BALANCED],
    where: Where = "everywhere",
    left_out: tuple[Excerpt, ...] = (),
) -> Response:
    """An answer with the best hits, or a refusal where even the first is not sure enough.

    `where` in the articles the hits are from, and what was `left_out` because it was shown before, is only told.
    """
    candidates = distinct(generation, query, results.hits)
    considered = DEPTH if query.only_words else CONSIDERED  # somebody says much, and the topic decides
    chances = load_confidence_model().confidences([candidate.hit for candidate in candidates], considered)
    judged = [
        Judged(candidate, min(chance, UNSAID) if _lacks(query, candidate) else chance)
        for candidate, chance in zip(candidates, chances, strict=False)
    ]
    if query.speaker:
        judged = by_speaker(generation, query, judged, results.heard)
    elif query.reaction:
        judged = by_others(generation, query.reaction, judged)
    elif who_said(query):
        judged = by_words(judged)
    confidence = judged[0].chance if judged and not results.absent else 0.0  # for other words than are asked for
    answered = bool(judged) and confidence >= threshold
    chosen = [candidate for candidate, _ in (choose(judged) if answered else judged[:MOST])]
    excerpts = tuple(candidate.excerpt for candidate in chosen)
    twins = {candidate.excerpt: candidate.twins for candidate in chosen if candidate.twins}
    summary = summarize(query, results, where)
    response = Answer if answered else Refusal
    return response(query.typed, excerpts, confidence, query.understood, twins, summary, left_out)


def _lacks(query: Query, candidate: Candidate) -> bool:
    """Whether its article has no year that is asked for, or it has no detail that is."""
    if candidate.hit.features["years in document"] == 0:
        return True
    return not query.only_words and lacks_asked_detail(query.text, candidate.excerpt.text)


def choose(judged: Sequence[Judged]) -> list[Judged]:
    """The first candidate and the surest of the others, those of another document before as sure ones of the same.

    Beside words of the asked speaker only further ones of his or hers are an answer.
    """
    first = judged[0]
    chosen = [first]
    others = [
        other
        for other in judged[1:]
        if other.chance >= FURTHER * first.chance and other.candidate.hit.by_speaker >= first.candidate.hit.by_speaker
    ]

    def worth(other: Judged) -> float:
        known = any(other.candidate.excerpt.document == each.candidate.excerpt.document for each in chosen)
        return other.chance * (SAME_DOCUMENT if known else 1)

    while others and len(chosen) < MOST:
        best = max(others, key=worth)
        chosen.append(best)
        others = [other for other in others if other is not best]
    return chosen
