"""Train the ranker and the confidence model: index/trained/ranker.json, confidence.json. Prints figures and sha256.

Of the split's articles only the half is used that the reader was not trained on. Figures are by cross-validation over
articles. A question is asked over the whole collection; a sample also without its article, and over its article alone,
since collections are small as often as large.
"""

import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import lightgbm
import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import Progress
from sklearn.isotonic import IsotonicRegression

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.answers import COLUMNS as PROGRESS
from benchmarks.answers import show
from benchmarks.figures import FALSE_ANSWERS, Figures, circumstances, holds
from benchmarks.forests import PLAIN, write_forest
from benchmarks.questions import Asker, Row, alone, halves, indexed, read_rows, without
from corpus.library.policy import Strictness
from index.answers.answer import THRESHOLDS
from index.encoding.model_files import find_model
from index.encoding.sentence_encoder import SentenceEncoder
from index.engine.generation import Generation
from index.evaluation.metrics import auroc, calibration_error
from index.retrieval import confidence, search
from index.retrieval.confidence import COLUMNS, confidence_table
from index.retrieval.features import NAMES, UNREAD
from index.retrieval.search import Hit
from index.trained import FOLDER

FOLDS = 5
RANKING = {
    "objective": "lambdarank",
    "label_gain": [0.0, 0.1, 1.0],  # of another sentence, one of the right passage, one that answers
    "lambdarank_truncation_level": 6,
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}
SURE = {
    "objective": "binary",
    "num_leaves": 7,
    "learning_rate": 0.04,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
}
RANKING_TREES, SURE_TREES = 250, 180
Table = NDArray[np.float32]


@dataclass(frozen=True)
class Asked:
    """A question, how it was asked, and what was found; `right` says of each candidate whether it answers."""

    where: str
    row: Row
    title: str
    hits: tuple[Hit, ...]
    same: NDArray[np.bool_]
    right: NDArray[np.bool_]

    @property
    def table(self) -> Table:
        return np.stack([hit.features for hit in self.hits])

    def ranked(self, scores: NDArray[np.float64]) -> "Asked":
        """The same with other scores of its candidates."""
        order = np.argsort(-scores, kind="stable")
        hits = tuple(replace(self.hits[place], score=float(scores[place])) for place in order.tolist())
        return replace(self, hits=hits, same=self.same[order], right=self.right[order])


def ranker(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")],
    split: Annotated[str, typer.Option(help="The questions' split.")] = "tune",
    most: Annotated[int, typer.Option(help="Questions to ask over the whole collection.")] = 3000,
    only_measure: Annotated[bool, typer.Option(help="Leave the trained files as they are.")] = False,
    result: Annotated[Path | None, typer.Option(help="A file for the figures, with machine and commit.")] = None,
    keep: Annotated[Path, typer.Option(help="Where indexes are kept between runs.")] = Path(".pullquote/benchmarks"),
) -> None:
    """Ask, train, measure and write."""
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    rows = [row for row in read_rows(data / "questions.jsonl") if row["split"] == split]
    _, mine = halves(passages[row["passage"]]["title"] for row in rows)
    rows = [row for row in rows if passages[row["passage"]]["title"] in mine]
    chosen = random.Random(0).sample(rows, min(most, len(rows)))  # noqa: S311 - a sample, not a secret
    name = passages[rows[0]["passage"]]["collection"]
    with Progress(*PROGRESS) as progress:
        collection = [row for row in passages.values() if row["collection"] == name]
        generation, asker = indexed(keep / name, collection, SentenceEncoder(find_model(None)), progress)
        asker.encode((row["question"] for row in chosen), progress)
        titled = [(passages[row["passage"]]["title"], row) for row in chosen]
        asked = list(progress.track(_asked(generation, asker, titled), total=len(chosen) * 8 // 5))
    folder = Path(tempfile.mkdtemp()) if only_measure else FOLDER
    figures = train(asked, _made(data, split), folder)
    show(f"{split}, by cross-validation over {len(mine)} articles", figures)
    if result:
        facts = {**circumstances(), "split": split, "articles": len(mine), "figures": figures}
        result.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def train(asked: Sequence[Asked], made: dict[str, Any], folder: Path) -> Figures:
    """Write both files into a folder, and give what was measured."""
    ranking, scored = _cross_validated(asked)
    write_forest(
        folder / search.FILE, NAMES, [ranking], {"made": {**made, "parameters": RANKING, "trees": RANKING_TREES}}
    )
    figures = _ranking_figures(scored)
    figures |= _train_confidence(folder, scored, {**made, "parameters": SURE, "trees": SURE_TREES})
    return {name: round(value, 4) for name, value in figures.items()}


def _asked(generation: Generation, asker: Asker, titled: Sequence[tuple[str, Row]]) -> Iterator[Asked]:
    for title, row in titled:
        yield _ask("whole", generation, asker, title, row)
    sample: dict[str, list[Row]] = {}
    for title, row in titled[: len(titled) * 2 // 5]:
        if row["answerable"]:
            sample.setdefault(title, []).append(row)
    for title, smaller in without(generation, sample):
        for row in sample[title]:
            yield _ask("removed", smaller, asker, title, row)
    for title, single in alone(generation, sample):
        others = [row for other, row in titled if other != title][: len(sample[title]) // 4]
        for row in sample[title][::2] + others:
            yield _ask("alone", single, asker, title, row)


def _ask(where: str, generation: Generation, asker: Asker, title: str, row: Row) -> Asked:
    hits = asker.candidates(generation, row["question"])
    same, right = [], []
    for hit in hits:
        document, span = generation.passages[hit.sentence.passage].document, hit.sentence.span
        passage, _, _ = asker.places.of(document, span.start, span.end)
        same.append(passage == row["passage"])
        right.append(same[-1] and row["answerable"] and holds(generation.sentence_text(hit.number), row["answers"]))
    return Asked(where, row, title, hits, np.array(same, bool), np.array(right, bool))


# The ranker -----------------------------------------------------------------------------------------------------------


def _cross_validated(asked: Sequence[Asked]) -> tuple["lightgbm.Booster", list[Asked]]:
    """The ranker of all, and each question with the scores of a ranker that has not seen its article."""
    folds = _folds(asked)
    scored: list[Asked] = list(asked)
    for fold in range(FOLDS):
        booster = _ranker([each for each, number in zip(asked, folds, strict=True) if number != fold])
        for place, number in enumerate(folds):
            if number == fold and asked[place].hits:
                scored[place] = asked[place].ranked(np.asarray(booster.predict(asked[place].table)))
    return _ranker(asked), scored


def _folds(asked: Iterable[Asked]) -> list[int]:
    asked = list(asked)
    titles = sorted({each.title for each in asked})
    return [titles.index(each.title) % FOLDS for each in asked]


def _ranker(asked: Iterable[Asked]) -> "lightgbm.Booster":
    good = [each for each in asked if each.right.any() and each.where != "removed"]
    tables = [each.table for each in good]
    tables += [_unread(table) for table in tables[::3]]  # for encoders that the reader does not know
    grades = [each.same.astype(int) + each.right for each in good]
    grades += grades[::3]
    rows = lightgbm.Dataset(np.concatenate(tables), np.concatenate(grades), group=[len(each) for each in grades])
    return lightgbm.train({**RANKING, **PLAIN}, rows, RANKING_TREES)


_BLANK = [UNREAD, 0.0, 0.0, 0.0]  # what index.features gives where nothing was read


def _unread(table: Table) -> Table:
    """The table had the reader not read."""
    blank = table.copy()
    blank[:, NAMES.index("read") :] = _BLANK
    return blank


def _ranking_figures(scored: Iterable[Asked]) -> Figures:
    whole = [each for each in scored if each.where == "whole" and each.row["answerable"]]
    places = [list(dict.fromkeys(hit.sentence.passage for hit in each.hits)) for each in whole]
    right = [
        next((hit.sentence.passage for hit, same in zip(each.hits, each.same, strict=True) if same), -1)
        for each in whole
    ]
    return {
        "questions": float(len(whole)),
        "R@1": float(np.mean([bool(each.same[:1].any()) for each in whole])),
        "R@5": float(np.mean([passage in found[:5] for passage, found in zip(right, places, strict=True)])),
        "S@1": float(np.mean([bool(each.right[:1].any()) for each in whole])),
        "S@3": float(np.mean([bool(each.right[:3].any()) for each in whole])),
        "among the candidates": float(np.mean([bool(each.right.any()) for each in whole])),
    }


# The confidence model -------------------------------------------------------------------------------------------------


def _train_confidence(folder: Path, scored: Sequence[Asked], made: dict[str, Any]) -> Figures:
    scored = [each for each in scored if each.hits]
    folds = np.array(_folds(scored))
    table = np.concatenate([confidence_table(each.hits, 1) for each in scored])
    right = np.array([bool(each.right[:1].any()) for each in scored])
    there = np.array([bool(each.right.any()) for each in scored])
    hard = np.array([each.where == "whole" and not each.row["answerable"] for each in scored])  # only measured
    raw, chances = np.zeros(len(scored)), np.zeros(len(scored))
    for fold in range(FOLDS):
        others, here = (folds != fold) & ~hard, folds == fold
        for booster in _sure(table[others], right[others], there[others]):
            raw[here] += np.asarray(booster.predict(table[here], raw_score=True))
    for fold in range(FOLDS):  # the calibration, too, is judged on articles that it has not seen
        others, here = (folds != fold) & ~hard, folds == fold
        chances[here] = IsotonicRegression(out_of_bounds="clip").fit(raw[others], right[others]).predict(raw[here])
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(raw[~hard], right[~hard])
    knots = [[float(x), float(y)] for x, y in zip(isotonic.X_thresholds_, isotonic.y_thresholds_, strict=True)]
    boosters = _sure(table[~hard], right[~hard], there[~hard])
    write_forest(folder / confidence.FILE, COLUMNS, boosters, {"made": made, "calibration": knots})
    return _confidence_figures(scored, raw, chances, right)


def _sure(table: Table, right: NDArray[np.bool_], there: NDArray[np.bool_]) -> list["lightgbm.Booster"]:
    """Two, whose scores are added: whether the first hit answers, and whether any does, which refuses better."""
    return [
        lightgbm.train({**SURE, **PLAIN}, lightgbm.Dataset(table, labels.astype(int)), SURE_TREES)
        for labels in (right, there)
    ]


def _confidence_figures(
    scored: Sequence[Asked], raw: NDArray[np.float64], chances: NDArray[np.float64], right: NDArray[np.bool_]
) -> Figures:
    where = np.array([each.where for each in scored])
    answerable = np.array([bool(each.row["answerable"]) for each in scored])
    whole, removed, hard = (where == "whole") & answerable, where == "removed", (where == "whole") & ~answerable
    figures: Figures = {}
    for kind, none in (("hard", hard), ("easy", removed)):
        cut = np.quantile(raw[none], 1 - FALSE_ANSWERS)
        figures[f"{kind} AUROC"] = auroc(raw[whole], raw[none])
        figures[f"{kind} answered at 5 %"] = float((raw[whole] > cut).mean())
    figures["ECE"] = calibration_error(chances[whole | removed], right[whole | removed])
    for name, threshold in THRESHOLDS.items():
        sure = chances >= threshold
        figures[f"{name} answered"] = float(sure[whole].mean())
        figures[f"{name} right"] = float(right[whole & sure].mean())
        figures[f"{name} answered without the article"] = float(sure[removed].mean())
        figures[f"{name} answered, hard"] = float(sure[hard].mean())
    for low, high, word in ((0.8, 1.01, "high"), (0.5, 0.8, "fair"), (0.0, 0.5, "low")):
        here = (whole | removed) & (chances >= max(low, THRESHOLDS[Strictness.BALANCED])) & (chances < high)
        if here.any():
            figures[f"right where {word}"] = float(right[here].mean())
    return figures


def _made(data: Path, split: str) -> dict[str, Any]:
    return {"questions_sha256": sha256((data / "questions.jsonl").read_bytes()).hexdigest(), "split": split}


if __name__ == "__main__":
    typer.run(ranker)
