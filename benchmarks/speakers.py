"""Train what tells who speaks: corpus/trained/speakers*.json. Prints figures and the files' sha256.

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

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Figures, show
from benchmarks.forests import PLAIN, write_forest
from benchmarks.questions import Row, read_rows
from benchmarks.quotes import SURE, marked, matched, read
from corpus.attribution.blocks import Block, read_blocks
from corpus.attribution.classifier import FILES, JUDGED_BY, FeatureTable, best_candidate, feature_tables, judged_row
from corpus.attribution.feature_context import FeatureContext
from corpus.quotes.direct import quoted_blocks
from corpus.trained import FOLDER
from index.evaluation.metrics import calibration_error

FOLDS = 5
BOOSTED = {
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 30,
    "max_bin": 63,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    **PLAIN,
}
# Candidates are ranked against each other: of 8,248 speakers this finds .943 (LambdaMART), classification .935.
RANKED, RANKED_TREES = {**BOOSTED, "objective": "lambdarank", "lambdarank_truncation_level": 3}, 250
JUDGED, JUDGED_TREES = {**BOOSTED, "objective": "binary", "num_leaves": 7, "learning_rate": 0.05}, 200
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
    table: FeatureTable
    right: NDArray[np.bool_]
    spoken: bool
    """Whether annotators saw a speaker."""


@dataclass(frozen=True)
class Choices:
    """For each quote what is chosen by trees that have not seen its article, and what annotators saw."""

    folds: NDArray[np.int64]
    table: NDArray[np.float32]
    """The features by which choices are judged."""
    right: NDArray[np.bool_]
    spoken: NDArray[np.bool_]


def speakers(
    data: Annotated[Path, typer.Argument(help="The annotated articles.")],
    only_measure: Annotated[bool, typer.Option(help="Leave the trained file as it is.")] = False,
) -> None:
    """Train, measure and write."""
    articles = [Article.of(row) for row in read_rows(data)]
    telling = tell(articles)
    examples = [each for number, article in enumerate(articles) for each in _examples(number, article, telling)]
    choices = choose(examples)
    chances = {name: cross_validated(choices, getattr(choices, name)) for name in ("right", "spoken")}
    figures = _figures(examples, choices, chances)
    show(f"by cross-validation over {len(articles)} articles", {data.stem: figures})
    if not only_measure:
        made = {"data_sha256": sha256(data.read_bytes()).hexdigest()}
        features = examples[0].table.features
        ranker, *judges = FILES
        write_forest(FOLDER / ranker, features, [_ranker(examples)], {"made": made | RANKED, "telling": telling})
        for name, right in zip(judges, (choices.right, choices.spoken), strict=True):
            write_forest(
                FOLDER / name, (*features, *JUDGED_BY), [_judge(choices.table, right)], {"made": made | JUDGED}
            )


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
    return Example(number, table, np.array(right), bool(speakers))


def choose(examples: Sequence[Example]) -> Choices:
    """The best candidate of each quote by trees that have not seen its article, as it is judged."""
    folds = np.array([example.article % FOLDS for example in examples])
    rows: list[list[float]] = [[] for _ in examples]
    right = np.zeros(len(examples), bool)
    for fold in range(FOLDS):
        ranker = _ranker([example for example in examples if example.article % FOLDS != fold])
        for place in np.flatnonzero(folds == fold).tolist():
            example = examples[place]
            scores = list(ranker.predict(np.array(example.table.rows, np.float32), raw_score=True, num_threads=1))
            best = best_candidate(example.table, scores)
            rows[place] = judged_row(example.table.rows[best], scores, best)
            right[place] = example.right[best]
    return Choices(folds, np.array(rows, np.float32), right, np.array([example.spoken for example in examples]))


def cross_validated(choices: Choices, true: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The chance of each choice to be what is true of it, by trees that have not seen its article."""
    chances = np.zeros(len(true))
    for fold in range(FOLDS):
        here = choices.folds == fold
        chances[here] = _judge(choices.table[~here], true[~here]).predict(choices.table[here], num_threads=1)
    return chances


def _ranker(examples: Sequence[Example]) -> "lightgbm.Booster":
    """What annotators took for nobody's words has wrong candidates only."""
    table = np.array([row for example in examples for row in example.table.rows], np.float32)
    right = np.concatenate([example.right for example in examples])
    sizes = [len(example.right) for example in examples]
    return lightgbm.train(RANKED, lightgbm.Dataset(table, right.astype(int), group=sizes), RANKED_TREES)


def _judge(table: NDArray[np.float32], true: NDArray[np.bool_]) -> "lightgbm.Booster":
    return lightgbm.train(JUDGED, lightgbm.Dataset(table, true.astype(int)), JUDGED_TREES)


def _figures(examples: Sequence[Example], choices: Choices, chances: Mapping[str, NDArray[np.float64]]) -> Figures:
    right, spoken, sure = choices.right, choices.spoken, chances["right"]
    surest = np.argsort(-sure[spoken])[: round(SURE * spoken.sum())]
    figures = {
        "quotes": float(len(examples)),
        "among the candidates": float(np.mean([example.right.any() for example in examples if example.spoken])),
        "speaker": float(right[spoken].mean()),
        "speaker, surest 80 %": float(right[spoken][surest].mean()),
        "ECE": calibration_error(sure, right),
        "sure from": _sure_from(sure, right),
    }
    for chance in (0.2, 0.3, 0.4, 0.5, 0.9):
        named = sure >= chance
        figures[f"named from {chance}"] = float(named[spoken].mean())
        figures[f"right from {chance}"] = float(right[named].mean())
    for chance in (0.3, 0.4, 0.5, 0.6):
        kept = chances["spoken"] >= chance
        figures[f"somebody's from {chance}"] = float(kept[spoken].mean())
        figures[f"nobody's from {chance}"] = float(kept[~spoken].mean())
    return figures


def _sure_from(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The least chance from which RIGHT of the quotes have the right speaker; who is named for nobody's is wrong."""
    order = np.argsort(-chances, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    return float(chances[order][shares >= RIGHT][-1])


if __name__ == "__main__":
    typer.run(speakers)
