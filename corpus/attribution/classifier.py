"""Which of the phrases near a quote says who speaks, by trained trees, and how sure that is."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from math import exp
from typing import NamedTuple

import numpy as np

from corpus.attribution.blocks import Block, Candidate, Phrase, Place, is_addressed
from corpus.attribution.feature_context import FeatureContext
from corpus.attribution.features import pair_features, quote_features
from corpus.attribution.labels import is_beside_speech
from corpus.attribution.parse_features import pair_parse_features, phrase_parse_features, quote_parse_features
from corpus.attribution.phrase_features import phrase_features
from corpus.attribution.rule_outcomes import ADJACENT, PLAIN, RuleOutcome
from corpus.trained import FOLDER, load_object
from corpus.trained.gradient_trees import Trees, to_trees

FILES = {  # each with its sha256
    # It judges the candidates of a quote, against each other.
    "speakers.json": "718f234511ec25bdd95373f6ab6a5d02927649499183218d844c8c50e816e447",
    # It judges the choice: whether it is right.
    "speakers_right.json": "6e96f9087f3021b0278a85ce4591cee55b26c12b4828024ba359236e79193a2e",
    # It judges the choice: whether the quote is anybody's words.
    "speakers_spoken.json": "7b06dea88e31c86af93f85ad68ee712bc7712a90ccaa136c3fc941f601c3f204",
}
REACH = 90  # words of the block; .992 of the speakers in 840 articles are among these candidates
_QUOTES = 4  # of the block on either side; beyond them nobody is looked for, so that dense quotes cost no more
_BEFORE, _AFTER = 8, 3  # phrases of the blocks beside it
_FAR = 99  # stands for the order of a candidate outside of these
_PART = 4096  # rows
JUDGED_BY = ("score", "ahead")  # features of a choice besides its own
_ALONE = -9.0  # stands for the score of the second best where there is one candidate
_PLAIN = 0.9  # as often rules of this kind are right; each rests on fewer than 50 quotes


class Choice(NamedTuple):
    """The phrase that says who speaks."""

    where: Candidate
    chance: float
    """0–1: that it is this one, and the quote somebody's words at all."""
    spoken: float
    """0–1: that the quote is somebody's words, whosever."""
    rule: str | None
    """The rule that chooses it too."""


class FeatureTable(NamedTuple):
    """The candidates of a quote, and for each a row of numbers."""

    candidates: Sequence[Candidate]
    features: Sequence[str]
    """The names of the columns; none where there is no candidate."""
    rows: Sequence[Sequence[float]]


@dataclass(frozen=True)
class SpeakerClassifier:
    """Gradient-boosted trees that choose among the candidates of a quote, and others that judge the choice."""

    ranker: Trees
    right: Trees
    """Their scores are the log odds that a choice is right."""
    spoken: Trees
    """Their scores are the log odds that a quote is somebody's words."""
    speech_shares: Mapping[str, float]
    """Words, each with how often it tells of speech, 0–1."""

    def choose(self, text: str, blocks: Sequence[Block]) -> dict[Place, Choice]:
        """The choice for each quote of an article that has a candidate, in order."""
        context = FeatureContext(text, blocks, self.speech_shares)
        tables = {place: table for place, table in feature_tables(context) if table.candidates}
        rows = [row for table in tables.values() for row in table.rows]
        # A part at a time: all at once would need gigabytes for a book.
        parts = (np.array(rows[at : at + _PART], np.float32) for at in range(0, len(rows), _PART))
        scores = chain.from_iterable(map(self.ranker.scores, parts))
        bests, judged = [], []
        for table in tables.values():
            of_table = list(islice(scores, len(table.rows)))
            bests.append(best := best_candidate(table, of_table))
            judged.append(judged_row(table.rows[best], of_table, best))
        rights, spokens = (_chances(trees, judged) for trees in (self.right, self.spoken))
        return {
            place: _agreed(Choice(table.candidates[best], right, spoken, None), context.outcomes[place])
            for (place, table), best, right, spoken in zip(tables.items(), bests, rights, spokens, strict=True)
        }


def best_candidate(table: FeatureTable, scores: Sequence[float]) -> int:
    """The number of the candidate with the highest score; of equal ones it is the rule's choice."""
    ruled = table.features.index("ruled")
    return max(range(len(scores)), key=lambda number: (scores[number], table.rows[number][ruled]))


def judged_row(row: Sequence[float], scores: Sequence[float], best: int) -> list[float]:
    """The features by which a choice is judged: its own, its score, and by how much it is ahead of the second best."""
    second = max((score for number, score in enumerate(scores) if number != best), default=_ALONE)
    return [*row, scores[best], scores[best] - second]


def _chances(trees: Trees, rows: Sequence[Sequence[float]]) -> list[float]:
    scores = trees.scores(np.array(rows, np.float32)).tolist() if rows else []
    return [round(1 / (1 + exp(-score)), 3) for score in scores]


def _agreed(choice: Choice, outcome: RuleOutcome | None) -> Choice:
    """The choice in the rule's words, where it is the rule's choice too: a rule knows better where a phrase ends."""
    agreed = outcome is not None and outcome.where.overlaps(choice.where)
    if outcome and outcome.rule in PLAIN:
        chance = max(choice.chance, _PLAIN) if agreed else _PLAIN
        return Choice(outcome.where, chance, max(choice.spoken, _PLAIN), outcome.rule)
    if outcome and agreed:
        spoken = max(choice.spoken, _PLAIN if outcome.rule in ADJACENT else 0)
        return choice._replace(where=outcome.where, spoken=spoken, rule=outcome.rule)
    return choice


def feature_tables(context: FeatureContext) -> Iterator[tuple[Place, FeatureTable]]:
    """Each quote of an article in order, with its candidates."""
    of_phrases: dict[Candidate, Mapping[str, float]] = {}  # those of the quote before
    before: Candidate | None = None
    for place, outcome in context.outcomes.items():
        of_quote = {**quote_features(context, place), **quote_parse_features(context, place)}
        pool = _pool(context, place)
        of_phrases = {where: of_phrases.get(where) or _phrase_features(context, where) for where in pool}
        rows = [
            {
                **of_quote,
                **of_phrases[where],
                **pair_features(context, place, where, order, before),
                **pair_parse_features(context, place, where),
            }
            for where, order in pool.items()
        ]
        names = tuple(rows[0]) if rows else ()
        yield place, FeatureTable(tuple(pool), names, [list(row.values()) for row in rows])
        before = outcome.where if outcome else before


def _phrase_features(context: FeatureContext, where: Candidate) -> Mapping[str, float]:
    return {**phrase_features(context, where), **phrase_parse_features(context, where)}


def _pool(context: FeatureContext, place: Place) -> dict[Candidate, int]:
    """The candidates for a quote; each with how many are nearer on its side."""
    here = context.blocks[place.block]
    pool: dict[Candidate, int] = {}

    def add(block: int, nearest_first: Iterable[Phrase]) -> None:
        words = context.blocks[block].words
        free = (at for at in nearest_first if not (is_addressed(words, at) or is_beside_speech(words, at)))
        pool.update({Candidate(block, *phrase): order for order, phrase in enumerate(free)})

    first, end = _reach(here, place.at)
    add(place.block, reversed(here.phrases[here.phrases_in(first, place.at)]))
    add(place.block, here.phrases[here.phrases_in(place.at, end)])
    for block in _above(context, place):
        add(block, reversed(context.blocks[block].phrases[-_BEFORE:]))
    if context.is_last(place):
        add(place.block + 1, context.blocks[place.block + 1].phrases[:_AFTER])
    if outcome := context.outcomes[place]:  # it may be farther away than any other candidate
        number, *inside = outcome.where
        over = context.blocks[number].phrase_over(*inside)
        ruled = outcome.where if over is None else Candidate(number, *context.blocks[number].phrases[over])
        pool.setdefault(ruled, _FAR)
    return pool


def _reach(block: Block, at: int) -> tuple[int, int]:
    """The words around a quote among which its speaker is looked for."""
    before = block.quotes[at]
    first, end = bisect_left(block.quotes, before - _QUOTES), bisect_right(block.quotes, before + 1 + _QUOTES)
    return max(first, at - REACH), min(end, at + REACH)


def _above(context: FeatureContext, place: Place) -> Iterator[int]:
    """The block before, and the one before that where it holds nothing but quotes. A caption has none before it."""
    start = context.blocks[place.block].words[0].start
    for block in range(place.block - 1, max(-1, place.block - 3), -1):
        if context.blocks[block].words[0].start > start:
            return
        yield block
        if not context.blocks[block].only_quotes:
            return


@cache
def load_classifier() -> SpeakerClassifier:
    """The one that Pullquote comes with, made by benchmarks/speakers.py."""
    stored = [load_object(FOLDER / name, digest) for name, digest in FILES.items()]
    ranker, right, spoken = map(to_trees, stored)
    return SpeakerClassifier(ranker, right, spoken, stored[0]["telling"])
