"""Which of the phrases near a quote says who speaks, by trained trees, and how sure that is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.english.noun_phrases import Word
from corpus.speakers.candidates import Block, Candidate, Place, is_addressed
from corpus.speakers.features import Scene, of_both, of_phrase, of_quote, overlap
from corpus.speakers.gradient_trees import Trees, trees
from corpus.speakers.turns import PLAIN, Trace, trace
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


class Table(NamedTuple):
    """The candidates of a quote, and a row of CLUES for each."""

    candidates: Sequence[Candidate]
    rows: Sequence[Sequence[float]]


@dataclass(frozen=True)
class Judge:
    """Trees that score candidates, and what their scores have meant."""

    trees: Trees
    telling: Mapping[str, float]
    scores: NDArray[np.float32]
    """Ascending."""
    chances: NDArray[np.float32]
    """How often candidates of these scores were right; between them it is interpolated."""

    def choose(self, text: str, lines: Sequence[Sequence[Word]]) -> dict[Place, Choice]:
        """The choice for each quote that has a candidate, in order; `lines` are the words of each block."""
        scene = survey(text, lines, self.telling)
        tables = {place: table for place, table in look(scene) if table.candidates}
        scored = iter(_scored(self.trees, [row for table in tables.values() for row in table.rows]))
        return {place: self._best(scene, place, table, scored) for place, table in tables.items()}

    def _best(self, scene: Scene, place: Place, table: Table, scored: Iterator[float]) -> Choice:
        scores = list(islice(scored, len(table.candidates)))
        best = max(range(len(scores)), key=scores.__getitem__)
        chance = float(np.interp(scores[best], self.scores, self.chances))
        found = scene.traces[place]
        return _phrased(table.candidates[best], round(chance, 3), found)


def _phrased(where: Candidate, chance: float, found: Trace | None) -> Choice:
    """The choice in the rule's words, where it is the rule's choice too: a rule knows better where a phrase ends."""
    if found and found.rule in PLAIN:
        return Choice(found.where, max(chance, _PLAIN), found.rule)
    if found and overlap(found.where, where):
        return Choice(found.where, chance, found.rule)
    return Choice(where, chance, None)


def _scored(forest: Trees, rows: Sequence[Sequence[float]]) -> list[float]:
    """The scores of rows, a part at a time: all at once would need gigabytes for a book."""
    table = np.array(rows, np.float32).reshape(len(rows), len(forest.features))
    return [float(score) for at in range(0, len(table), _PART) for score in forest.scores(table[at : at + _PART])]


def survey(text: str, lines: Sequence[Sequence[Word]], telling: Mapping[str, float]) -> Scene:
    """An article with what the rules see in it."""
    blocks = [Block.of(words) for words in lines]
    return Scene.of(text, blocks, trace(text, blocks), telling)


def look(scene: Scene) -> Iterator[tuple[Place, Table]]:
    """Each quote of an article in order, with its candidates."""
    seen: dict[Candidate, list[float]] = {}
    before: Candidate | None = None
    for place, found in scene.traces.items():
        quote = of_quote(scene, place)
        pool = _pool(scene, place)
        for where in pool:
            if where not in seen:
                seen[where] = of_phrase(scene, where)
        rows = [[*quote, *seen[where], *of_both(scene, place, where, order, before)] for where, order in pool.items()]
        yield place, Table(tuple(pool), rows)
        before = found.where if found else before


def _pool(scene: Scene, place: Place) -> dict[Candidate, int]:
    """The candidates for a quote; each with how many are nearer on its side."""
    here = scene.blocks[place.block]
    pool: dict[Candidate, int] = {}

    def add(block: int, numbers: Iterable[int]) -> None:
        phrases = scene.blocks[block].phrases
        words = scene.blocks[block].words
        near = [phrases[number] for number in numbers]
        free = (phrase for phrase in near if not is_addressed(words, phrase))
        pool.update({Candidate(block, *phrase): order for order, phrase in enumerate(free)})

    add(place.block, reversed(here.between(place.at - REACH, place.at)))
    add(place.block, here.between(place.at, place.at + REACH))
    for block in _above(scene, place):
        add(block, reversed(range(len(scene.blocks[block].phrases))[-_BEFORE:]))
    if place.at == len(here.words) - 1 and place.block + 1 < len(scene.blocks):
        add(place.block + 1, range(len(scene.blocks[place.block + 1].phrases))[:_AFTER])
    _add_ruled(scene, place, pool)
    return pool


def _above(scene: Scene, place: Place) -> Iterator[int]:
    """The block before, and the one before that where it holds nothing but quotes. A caption has none before it."""
    start = scene.blocks[place.block].words[0].start
    for block in range(place.block - 1, max(-1, place.block - 3), -1):
        if scene.blocks[block].words[0].start > start:
            return
        yield block
        if not scene.blocks[block].only_quotes:
            return


def _add_ruled(scene: Scene, place: Place, pool: dict[Candidate, int]) -> None:
    """The rules' choice may be farther away than any other candidate."""
    found = scene.traces[place]
    if not found:
        return
    block = scene.blocks[found.where.block]
    number = block.covering(found.where.first, found.where.end)
    where = found.where if number is None else Candidate(found.where.block, *block.phrases[number])
    pool.setdefault(where, _FAR)


@cache
def load_judge() -> Judge:
    """The one that Pullquote comes with, made by benchmarks/speakers.py."""
    stored = load_object(FOLDER / FILE, SHA256)
    scores, chances = np.array(stored["calibration"], np.float32).T
    return Judge(trees(stored), stored["telling"], scores, chances)
