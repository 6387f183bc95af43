"""Train what tells who speaks: corpus/trained/speakers.json. Prints figures and its sha256.

The data is a file of annotated articles as benchmarks/quotes.py reads it. Figures are by cross-validation over
articles.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import lightgbm
import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.answers import show
from benchmarks.figures import Figures
from benchmarks.forests import PLAIN, write_forest
from benchmarks.questions import Row, read_rows
from benchmarks.quotes import marked, matched, read
from corpus.quotes.direct import quoted_blocks
from corpus.speakers.blocks import Block, read_blocks
from corpus.speakers.classifier import FILE, FeatureTable, feature_tables
from corpus.speakers.feature_context import FeatureContext
from corpus.trained import FOLDER
from index.evaluation.metrics import calibration_error

FOLDS = 5
WHOSE = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 30,
    "max_bin": 63,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}
TREES = 120
FEW = 5  # times; a word that tells of speech less often is left out
RIGHT = 0.97  # of those who are named, from the chance that corpus/speakers/speaker.py calls sure
TELLING = 0.1  # and so is one of which a smaller share does


@dataclass(frozen=True)
class Article:
    """An annotated article, its words, and the spans of its quotes as they are found."""

    row: Row
    text: str
    blocks: list[Block]

    @classmethod
    def of(cls, row: Row) -> "Article":
        document = read(row)
        blocks, quotes = zip(*quoted_blocks(document), strict=True)
        return cls(row, document.text, read_blocks(document.text, blocks, quotes))


@dataclass(frozen=True)
class Example:
    """A quote as it is found: the features of its candidates, and which of them name a speaker that annotators saw."""

    article: int
    features: Sequence[str]
    """The names of the columns."""
    table: NDArray[np.float32]
    right: NDArray[np.bool_]
    spoken: bool
    """Whether annotators saw a speaker."""


def speakers(
    data: Annotated[Path, typer.Argument(help="The annotated articles.")],
    only_measure: Annotated[bool, typer.Option(help="Leave the trained file as it is.")] = False,
) -> None:
    """Train, measure and write."""
    articles = [Article.of(row) for row in read_rows(data)]
    telling = tell(articles)
    examples = [each for number, article in enumerate(articles) for each in _examples(number, article, telling)]
    scores = cross_validated(examples)
    right = np.array([bool(each.right[best]) for each, (best, _) in zip(examples, scores, strict=True)])
    raw = np.array([score for _, score in scores])
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(raw, right)
    knots = [[float(x), float(y)] for x, y in zip(isotonic.X_thresholds_, isotonic.y_thresholds_, strict=True)]
    show(f"{data.stem}, by cross-validation over {len(articles)} articles", _figures(examples, raw, right))
    if not only_measure:
        made = {"data_sha256": sha256(data.read_bytes()).hexdigest(), "parameters": WHOSE, "trees": TREES}
        extra = {"made": made, "calibration": knots, "telling": telling}
        write_forest(FOLDER / FILE, examples[0].features, [_trained(examples)], extra)


def tell(articles: Iterable[Article]) -> dict[str, float]:
    """Words, each with the share of its places outside quotes where annotators saw the cue of a statement."""
    told: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for article in articles:
        cues = {at for quote in article.row["quotes"] if quote["cue_start"] is not None
                for at in range(quote["cue_start"], quote["cue_end"])}  # fmt: skip
        for word in (word for block in article.blocks for word in block.words if word.text.isalpha()):
            seen[word.low] += 1
            told[word.low] += word.start in cues
    shares = {word: round(times / seen[word], 2) for word, times in sorted(told.items()) if times >= FEW}
    return {word: share for word, share in shares.items() if share >= TELLING}


def _examples(number: int, article: Article, telling: Mapping[str, float]) -> list[Example]:
    context = FeatureContext(article.text, article.blocks, telling)
    tables = dict(feature_tables(context))
    words = {place: article.blocks[place.block].words[place.at] for place in tables}
    found = [{"start": word.start, "end": word.end, "place": place} for place, word in words.items()]
    gold = {quote["place"]: best for quote, best in matched(found, marked(article.row))}
    return [_example(number, article, table, gold.get(place)) for place, table in tables.items() if table.candidates]


def _example(number: int, article: Article, table: FeatureTable, gold: Row | None) -> Example:
    places = [(article.blocks[b].words, first, end) for b, first, end in table.candidates]
    spans = [(words[first].start, words[end - 1].end) for words, first, end in places]
    speakers = gold["speaker_spans"][:1] if gold else []
    right = [any(start < last and first < end for first, last in speakers) for start, end in spans]
    return Example(number, table.features, np.array(table.rows, np.float32), np.array(right), bool(speakers))


def cross_validated(examples: Sequence[Example]) -> list[tuple[int, float]]:
    """The best candidate of each quote, and its score, by trees that have not seen its article."""
    found: list[tuple[int, float]] = [(0, 0.0)] * len(examples)
    for fold in range(FOLDS):
        booster = _trained([each for each in examples if each.article % FOLDS != fold])
        places = [place for place, each in enumerate(examples) if each.article % FOLDS == fold]
        tables = [examples[place].table for place in places]
        scores = np.asarray(booster.predict(np.concatenate(tables), raw_score=True, num_threads=1))
        ends = np.cumsum([len(table) for table in tables])[:-1]
        for place, each in zip(places, np.split(scores, ends), strict=True):
            found[place] = int(each.argmax()), float(each.max())
    return found


def _trained(examples: Sequence[Example]) -> "lightgbm.Booster":
    """What annotators took for nobody's words has wrong candidates only."""
    table = np.concatenate([each.table for each in examples])
    right = np.concatenate([each.right for each in examples])
    return lightgbm.train({**WHOSE, **PLAIN}, lightgbm.Dataset(table, right.astype(int)), TREES)


def _figures(examples: Sequence[Example], raw: NDArray[np.float64], right: NDArray[np.bool_]) -> Figures:
    """The calibration, too, is judged on articles that it has not seen."""
    folds = np.array([each.article % FOLDS for each in examples])
    spoken = np.array([each.spoken for each in examples])
    chances = np.zeros(len(raw))
    for fold in range(FOLDS):
        others, here = folds != fold, folds == fold
        chances[here] = IsotonicRegression(out_of_bounds="clip").fit(raw[others], right[others]).predict(raw[here])
    figures = {
        "quotes": float(len(examples)),
        "among the candidates": float(np.mean([each.right.any() for each in examples if each.spoken])),
        "speaker": float(right[spoken].mean()),
        "ECE": calibration_error(chances, right),
        "sure from": _sure_from(chances, right),
    }
    for chance in (0.3, 0.4, 0.5, 0.6, 0.7):
        named = chances >= chance
        figures[f"named from {chance}"] = float(named[spoken].mean())
        figures[f"right from {chance}"] = float(right[named & spoken].mean())
    return figures


def _sure_from(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The least chance from which RIGHT of the quotes have the right speaker; who is named for nobody's is wrong."""
    order = np.argsort(-chances, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    return float(chances[order][shares >= RIGHT][-1])


if __name__ == "__main__":
    typer.run(speakers)
