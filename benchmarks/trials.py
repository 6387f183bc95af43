"""Questions asked in ways that a ranker learns from, with what of the found answers.

A question is asked over its whole collection; a sample also without its article, and over its article alone, since
collections are small as often as large.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from benchmarks.questions import Asker, Row, alone, halves, indexed, read_rows, without
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.reading.reader import Reader
from index.retrieval.features import to_table
from index.retrieval.search import FILE, Hit
from index.trained import FOLDER

MOST = 300  # questions of each split and kind of a collection of news
MOST_SEARCHED = 560  # questions of SEARCHED
WIKIPEDIA = "wiki"
NEWS = ("newsqa", "newsqa_gap", "multirc_news", "qamr_wikinews", "quail_news")
SEARCHED = "wikiqa"  # what people typed into a search engine, over first paragraphs of encyclopedia articles

Where = Literal["whole", "removed", "alone"]
Table = NDArray[np.float32]


def feature_names(found: Iterable[str]) -> list[str]:
    """The names of features: those of the ranker in its order, so that training repeats itself, then the others."""
    known = _features_of_ranker()
    return sorted(found, key=lambda name: known.get(name, len(known)))


@cache
def _features_of_ranker() -> dict[str, int]:
    """The place of each feature in the ranker's file, which may be one that was just trained and has a new hash."""
    stored = json.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    return {name: place for place, name in enumerate(stored["features"])}


@dataclass(frozen=True)
class Trial:
    """A question, how it was asked, and what was found."""

    where: Where
    collection: str
    title: str
    row: Row
    hits: tuple[Hit, ...]
    same: NDArray[np.bool_]
    """Of each hit whether it is in the question's passage."""
    right: NDArray[np.bool_]
    """Whether it answers."""
    maybe: NDArray[np.bool_]
    """Whether it may answer, though it is not marked as the answer."""

    @property
    def article(self) -> str:
        """The title as versions of one article share it."""
        return re.sub(r" \(\d+\)$", "", self.title)

    @property
    def answerable(self) -> bool:
        return self.where != "removed" and bool(self.row["answerable"])

    @cached_property
    def table(self) -> Table:
        """A row of `feature_names` for each hit."""
        return to_table([hit.features for hit in self.hits], feature_names(self.hits[0].features))

    def ranked(self, scores: NDArray[np.float64]) -> "Trial":
        """The same with other scores of its hits, best first."""
        order = np.argsort(-scores, kind="stable")
        hits = tuple(replace(self.hits[place], score=float(scores[place])) for place in order.tolist())
        return replace(self, hits=hits, same=self.same[order], right=self.right[order], maybe=self.maybe[order])


@dataclass(frozen=True)
class Collection:
    """Articles, and the questions to ask over them."""

    name: str
    passages: Sequence[Row]
    questions: Sequence[Row]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Passage → the title of its article."""
        return {row["id"]: row["title"] for row in self.passages}


def encyclopedia(data: Path, split: str, most: int) -> Collection:
    """The questions of a split over articles that the reader was not trained on."""
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    rows = [row for row in read_rows(data / "questions.jsonl") if row["split"] == split]
    _, mine = halves(passages[row["passage"]]["title"] for row in rows)
    rows = [row for row in rows if passages[row["passage"]]["title"] in mine]
    chosen = random.Random(0).sample(rows, min(most, len(rows)))  # noqa: S311 - a sample, not a secret
    name = passages[rows[0]["passage"]]["collection"]
    return Collection(name, [row for row in passages.values() if row["collection"] == name], chosen)


def news_collections(data: Path) -> Iterator[Collection]:
    """Samples of the collections of news and of SEARCHED, with the articles that they are asked of."""
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    questions = read_rows(data / "questions.jsonl")
    for name in (*NEWS, SEARCHED):
        kinds: dict[tuple[str, bool, bool], list[Row]] = {}
        for row in questions:
            if passages[row["passage"]]["collection"] == name:
                kinds.setdefault((row["split"], row["answerable"], row.get("standalone", True)), []).append(row)
        draw = random.Random(0)  # noqa: S311 - a sample, not a secret
        chosen = [
            row
            for kind in sorted(kinds)
            for row in draw.sample(kinds[kind], min(MOST if kind[2] else MOST // 2, len(kinds[kind])))
        ]
        draw.shuffle(chosen)
        titles = {passages[row["passage"]]["title"] for row in chosen}
        asked = [row for row in passages.values() if row["collection"] == name and row["title"] in titles]
        yield Collection(name, asked, chosen[:MOST_SEARCHED] if name == SEARCHED else chosen)


def ask(collection: Collection, keep: Path, encoder: Encoder, reader: Reader | None, progress: Progress) -> list[Trial]:
    """Every question of a collection, asked; `keep` has the index for the next time."""
    generation, asker = indexed(keep / collection.name, collection.passages, encoder, reader, progress)
    asker.encode((row["question"] for row in collection.questions), progress)
    trials = _trials(collection, generation, asker)
    total = len(collection.questions) * 11 // 8
    return list(progress.track(trials, total=total, description=f"asking {collection.name}"))


def _trials(collection: Collection, generation: Generation, asker: Asker) -> Iterator[Trial]:
    standing = [row for row in collection.questions if row.get("standalone", True)]
    for row in standing:
        yield _trial("whole", collection, generation, asker, row)
    if collection.name == SEARCHED:  # whose articles are one paragraph each, and of which many do not answer
        return
    sample: dict[str, list[Row]] = {}
    for row in standing[: len(standing) // 4]:
        if row["answerable"]:
            sample.setdefault(collection.titles[row["passage"]], []).append(row)
    for title, rows in sample.items():
        smaller = without(generation, title)
        yield from (_trial("removed", collection, smaller, asker, row) for row in rows)
    yield from _trials_alone(collection, generation, asker, sample)


def _trials_alone(
    collection: Collection, generation: Generation, asker: Asker, sample: Mapping[str, list[Row]]
) -> Iterator[Trial]:
    chosen = {title: rows[::2] for title, rows in sample.items()}
    for row in collection.questions:
        if not row.get("standalone", True):
            chosen.setdefault(collection.titles[row["passage"]], []).append(row)
    for title, rows in chosen.items():
        single = alone(generation, title)
        others = [row for row in collection.questions if collection.titles[row["passage"]] != title]
        yield from (_trial("alone", collection, single, asker, row) for row in rows + others[: len(rows) // 2])


def _trial(where: Where, collection: Collection, generation: Generation, asker: Asker, row: Row) -> Trial:
    hits = asker.candidates(generation, row["question"])
    sentences = [hit.sentence for hit in hits]
    places = [asker.places.of(generation.passages[each.passage].document, each.span) for each in sentences]
    answers = [(row["passage"], start, end) for start, end in row["answer_sentences"]]
    return Trial(
        where,
        collection.name,
        collection.titles[row["passage"]],
        row,
        hits,
        same=np.array([place[0] == row["passage"] for place in places], bool),
        right=np.array([_overlaps(place, answers) for place in places], bool),
        maybe=np.array([_overlaps(place, map(tuple, row.get("maybe", ()))) for place in places], bool),
    )


def _overlaps(place: tuple[str, int, int], others: Iterable[tuple[str, int, int]]) -> bool:
    """Whether a place shares half of the shorter of both with one of the others."""
    passage, start, end = place
    return any(
        passage == other and min(end, last) - max(start, first) >= min(end - start, last - first) / 2
        for other, first, last in others
    )
