"""Train the ranker and the confidence model: index/trained/ranker.json, confidence.json. Prints figures and sha256.

Of the encyclopedia questions only the half is used that the reader was not trained on. Figures are by cross-validation
over articles, and of the split `tune` alone.
"""

import sys
import tempfile
from collections.abc import Iterable, Sequence
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

from benchmarks.figures import COLUMNS as PROGRESS
from benchmarks.figures import Data, Figures, Keep, Result, keep_figures, show
from benchmarks.forests import PLAIN, write_forest
from benchmarks.trial_figures import figures_of
from benchmarks.trials import SEARCHED, WIKIPEDIA, Table, Trial, ask, encyclopedia, feature_names, news_collections
from index.encoding.runtimes import find_encoder
from index.reading.reader import UNREAD
from index.reading.readers import find_reader
from index.retrieval import confidence, search
from index.retrieval.confidence import confidence_features
from index.retrieval.features import to_table
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
# Of twelve sure answers to newsqa that are not marked as right, four or five answer all the same: so a wrong one counts
# less there. With 1 the news is refused too often, with .6 the confidence in it is .06 off.
DOUBTFUL, DOUBT = ("newsqa", "newsqa_gap"), 0.8
# The answers of SEARCHED are marked more sparely still.
SPARE = 0.4


def ranker(
    data: Data,
    news: Annotated[Path | None, typer.Argument(help="The folder with those of news.")] = None,
    split: Annotated[str, typer.Option(help="The split of the questions over encyclopedia articles.")] = "tune",
    most: Annotated[int, typer.Option(help="Of these, so many are asked.")] = 3000,
    only_measure: Annotated[bool, typer.Option(help="Leave the trained files as they are.")] = False,
    result: Result = None,
    keep: Keep = Path(".pullquote/benchmarks"),
) -> None:
    """Ask, train, measure and write."""
    collections = [encyclopedia(data, split, most), *(news_collections(news) if news else ())]
    encoder, reader = find_encoder(), find_reader()
    with Progress(*PROGRESS) as progress:
        trials = [trial for each in collections for trial in ask(each, keep, encoder, reader, progress)]
    folder = Path(tempfile.mkdtemp()) if only_measure else FOLDER
    figures = train(trials, [path for path in (data, news) if path], folder)
    show("by cross-validation over articles", figures)
    keep_figures(result, figures=figures)


def train(trials: Sequence[Trial], sources: Iterable[Path], folder: Path) -> dict[str, Figures]:
    """Write both files into a folder, and give what was measured of each collection."""
    made = {"questions_sha256": [sha256((path / "questions.jsonl").read_bytes()).hexdigest() for path in sources]}
    ranking, ranked = _cross_validated_ranking(trials)
    names = feature_names(trials[0].hits[0].features)
    write_forest(folder / search.FILE, names, [ranking], {"made": {**made, "parameters": RANKING}})
    confidence_made = {**made, "parameters": SURE, "trees": SURE_TREES}
    chances = _cross_validated_confidence(ranked, folder / confidence.FILE, confidence_made)
    return figures_of(ranked, chances)


def _folds(trials: Iterable[Trial]) -> NDArray[np.int64]:
    articles = [trial.article for trial in trials]
    numbers = {article: number for number, article in enumerate(sorted(set(articles)))}
    return np.array([numbers[article] % FOLDS for article in articles])


# The ranker -----------------------------------------------------------------------------------------------------------


def _cross_validated_ranking(trials: Sequence[Trial]) -> tuple["lightgbm.Booster", list[Trial]]:
    """The ranker of all, and each trial with the scores of a ranker that has not seen its article."""
    trials = [trial for trial in trials if trial.hits]
    folds, ranked = _folds(trials), list(trials)
    for fold in range(FOLDS):
        booster = _ranker([trial for trial, number in zip(trials, folds, strict=True) if number != fold])
        for place in np.flatnonzero(folds == fold):
            ranked[place] = trials[place].ranked(np.asarray(booster.predict(trials[place].table)))
    return _ranker(trials), ranked


def _ranker(trials: Iterable[Trial]) -> "lightgbm.Booster":
    answered = [trial for trial in trials if trial.right.any() and trial.where != "removed"]
    answered = [trial for trial in answered if trial.collection != SEARCHED]
    marked = [~trial.maybe | trial.right for trial in answered]
    tables = [trial.table[rows] for trial, rows in zip(answered, marked, strict=True)]
    grades = [(trial.same.astype(int) + trial.right)[rows] for trial, rows in zip(answered, marked, strict=True)]
    names = feature_names(answered[0].hits[0].features)
    tables += [_unread(table, names) for table in tables[::3]]  # for encoders that the reader does not know
    grades += grades[::3]
    rows = lightgbm.Dataset(np.concatenate(tables), np.concatenate(grades), group=[len(grade) for grade in grades])
    return lightgbm.train({**RANKING, **PLAIN}, rows, RANKING_TREES)


_BLANK = {"read": UNREAD, "read lead": 0.0, "read in passage": 0.0, "read share": 0.0}


def _unread(table: Table, names: Sequence[str]) -> Table:
    """The table had the reader not read."""
    blank = table.copy()
    for name, value in _BLANK.items():
        blank[:, names.index(name)] = value
    return blank


# The confidence model -------------------------------------------------------------------------------------------------


def _cross_validated_confidence(trials: Sequence[Trial], path: Path, made: dict[str, Any]) -> NDArray[np.float64]:
    """Write the model of all, and give each trial's chance by one that has not seen its article."""
    folds = _folds(trials)
    rows = [row for trial in trials for row in confidence_features(trial.hits, 1)]
    names = feature_names(rows[0])
    table = to_table(rows, names)
    right = np.array([bool((trial.right | trial.maybe)[0]) for trial in trials])
    there = np.array([bool(trial.right.any()) for trial in trials])
    weights = np.array([_weight(trial) for trial in trials])
    raw, chances = np.zeros(len(trials)), np.zeros(len(trials))
    for fold in range(FOLDS):
        others, here = (folds != fold) & (weights > 0), folds == fold
        for booster in _sure(table[others], right[others], there[others], weights[others]):
            raw[here] += np.asarray(booster.predict(table[here], raw_score=True))
    for fold in range(FOLDS):  # the calibration, too, is judged on articles that it has not seen
        others, here = (folds != fold) & (weights > 0), folds == fold
        chances[here] = _isotonic(raw[others], right[others], weights[others]).predict(raw[here])
    learned = weights > 0
    isotonic = _isotonic(raw[learned], right[learned], weights[learned])
    knots = [[float(x), float(y)] for x, y in zip(isotonic.X_thresholds_, isotonic.y_thresholds_, strict=True)]
    boosters = _sure(table[learned], right[learned], there[learned], weights[learned])
    write_forest(path, names, boosters, {"made": made, "calibration": knots})
    return chances


def _weight(trial: Trial) -> float:
    """How much the confidence learns from a trial: nothing from WIKIPEDIA's questions that were written to deceive."""
    if trial.collection == WIKIPEDIA and trial.where == "whole" and not trial.answerable:
        return 0.0
    if trial.collection == SEARCHED:
        return SPARE
    doubtful = trial.collection in DOUBTFUL and trial.answerable and not (trial.right | trial.maybe)[0]
    return DOUBT if doubtful else 1.0


def _isotonic(raw: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64]) -> IsotonicRegression:
    return IsotonicRegression(out_of_bounds="clip").fit(raw, right, sample_weight=weights)


def _sure(
    table: Table, right: NDArray[np.bool_], there: NDArray[np.bool_], weights: NDArray[np.float64]
) -> list["lightgbm.Booster"]:
    """Two, whose scores are added: whether the first hit answers, and whether any does, which refuses better."""
    return [
        lightgbm.train({**SURE, **PLAIN}, lightgbm.Dataset(table, labels.astype(int), weight=weights), SURE_TREES)
        for labels in (right, there)
    ]


if __name__ == "__main__":
    typer.run(ranker)
