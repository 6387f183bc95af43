"""Which of the phrases near a quote says who speaks, by trained trees, and how sure that is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.speakers.blocks import Block, Candidate, Phrase, Place, is_addressed, is_beside_speech
from corpus.speakers.feature_context import FeatureContext
from corpus.speakers.features import pair_features, quote_features
from corpus.speakers.gradient_trees import Trees, to_trees
from corpus.speakers.phrase_features import phrase_features
from corpus.speakers.rule_outcomes import PLAIN, RuleOutcome
from corpus.trained import FOLDER, load_object

FILE = "speakers.json"
SHA256 = "a277e1b05e49bcfcd95d3c40110ccf56a0093396d42c26c72cf2622688fd834e"
REACH = 90  # words of the block; .992 of the speakers in 840 articles are among these candidates
_BEFORE, _AFTER = 8, 3  # phrases of the blocks beside it
_FAR = 99  # stands for the order of a candidate outside of these
_PART = 4096  # rows
_PLAIN = 0.9  # as often rules of this kind are right; each rests on fewer than 50 quotes


class Choice(NamedTuple):
    """The phrase that says who speaks."""

    where: Candidate
    chance: float
    """0–1: that it is this one, and the quote somebody's words at all."""
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
    """Gradient-boosted trees that score candidates, and the isotonic regression from scores to chances."""

    trees: Trees
    speech_shares: Mapping[str, float]
    """Words, each with how often it tells of speech, 0–1."""
    scores: NDArray[np.float32]
    """Ascending."""
    chances: NDArray[np.float32]
    """How often candidates of these scores were right; between them it is interpolated."""

    def choose(self, text: str, blocks: Sequence[Block]) -> dict[Place, Choice]:
        """The choice for each quote of an article that has a candidate, in order."""
        context = FeatureContext(text, blocks, self.speech_shares)
        tables = {place: table for place, table in feature_tables(context) if table.candidates}
        rows = [row for table in tables.values() for row in table.rows]
        # A part at a time: all at once would need gigabytes for a book.
        parts = (np.array(rows[at : at + _PART], np.float32) for at in range(0, len(rows), _PART))
        scores = chain.from_iterable(map(self.trees.scores, parts))
        choices = {}
        for place, table in tables.items():
            best, score = max(zip(table.candidates, scores, strict=False), key=itemgetter(1))
            chance = round(float(np.interp(score, self.scores, self.chances)), 3)
            choices[place] = _agreed(best, chance, context.outcomes[place])
        return choices


def _agreed(where: Candidate, chance: float, outcome: RuleOutcome | None) -> Choice:
    """The choice in the rule's words, where it is the rule's choice too: a rule knows better where a phrase ends."""
    if outcome and outcome.rule in PLAIN:
        return Choice(outcome.where, max(chance, _PLAIN), outcome.rule)
    if outcome and outcome.where.overlaps(where):
        return Choice(outcome.where, chance, outcome.rule)
    return Choice(where, chance, None)


def feature_tables(context: FeatureContext) -> Iterator[tuple[Place, FeatureTable]]:
    """Each quote of an article in order, with its candidates."""
    of_phrases: dict[Candidate, Mapping[str, float]] = {}  # those of the quote before
    before: Candidate | None = None
    for place, outcome in context.outcomes.items():
        of_quote, pool = quote_features(context, place), _pool(context, place)
        of_phrases = {where: of_phrases.get(where) or phrase_features(context, where) for where in pool}
        rows = [
            {**of_quote, **of_phrases[where], **pair_features(context, place, where, order, before)}
            for where, order in pool.items()
        ]
        names = tuple(rows[0]) if rows else ()
        yield place, FeatureTable(tuple(pool), names, [list(row.values()) for row in rows])
        before = outcome.where if outcome else before


def _pool(context: FeatureContext, place: Place) -> dict[Candidate, int]:
    """The candidates for a quote; each with how many are nearer on its side."""
    here = context.blocks[place.block]
    pool: dict[Candidate, int] = {}

    def add(block: int, nearest_first: Iterable[Phrase]) -> None:
        words = context.blocks[block].words
        free = (at for at in nearest_first if not (is_addressed(words, at) or is_beside_speech(words, at)))
        pool.update({Candidate(block, *phrase): order for order, phrase in enumerate(free)})

    add(place.block, reversed(here.phrases[here.phrases_in(place.at - REACH, place.at)]))
    add(place.block, here.phrases[here.phrases_in(place.at, place.at + REACH)])
    for block in _above(context, place):
        add(block, reversed(context.blocks[block].phrases[-_BEFORE:]))
    if place.at == len(here.words) - 1 and place.block + 1 < len(context.blocks):
        add(place.block + 1, context.blocks[place.block + 1].phrases[:_AFTER])
    if outcome := context.outcomes[place]:  # it may be farther away than any other candidate
        number, *inside = outcome.where
        over = context.blocks[number].phrase_over(*inside)
        ruled = outcome.where if over is None else Candidate(number, *context.blocks[number].phrases[over])
        pool.setdefault(ruled, _FAR)
    return pool


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
    stored = load_object(FOLDER / FILE, SHA256)
    scores, chances = np.array(stored["calibration"], np.float32).T
    return SpeakerClassifier(to_trees(stored), stored["telling"], scores, chances)
