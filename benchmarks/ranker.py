"""Train the ranker and the sureness: index/trained/ranker.json and sureness.json. Prints figures and their sha256.

Of the split's articles only the half is used that the reader was not trained on. Figures are by cross-validation over
articles. A question is asked over the whole collection; a sample also without its article, and over its article alone,
since collections are small as often as large.
"""

import random
import sys
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
from benchmarks.figures import FALSE_ANSWERS, holds
from benchmarks.questions import Asker, Row, alone, halves, indexed, read_rows, without
from index.encoder import Encoder
from index.evaluation import auroc, calibration_error
from index.features import NAMES, UNREAD
from index.generation import Generation
from index.model import find_model
from index.ranker import RANKER, SURENESS, to_json
from index.search import Hit
from index.sureness import COLUMNS, judged
from index.trained import FOLDER

FOLDS = 5
RANKING = {
    "objective": "rank_xendcg",
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}
SURE = {**RANKING, "objective": "binary", "num_leaves": 7, "learning_rate": 0.04, "min_data_in_leaf": 40}
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
        generation, asker = indexed(keep / name, collection, Encoder(find_model(None)), progress)
        asker.encode((row["question"] for row in chosen), progress)
        titled = [(passages[row["passage"]]["title"], row) for row in chosen]
        asked = list(progress.track(_asked(generation, asker, titled), total=len(chosen) * 8 // 5))
    ranking, scored = _cross_validated(asked)
    _tell_ranking(scored)
    _write(RANKER, NAMES, ranking, {"made": _made(data, split, RANKING, RANKING_TREES)})
    _train_sureness(scored, _made(data, split, SURE, SURE_TREES))


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
    right = [each.right for each in good] + [each.right for each in good[::3]]
    rows = lightgbm.Dataset(np.concatenate(tables), np.concatenate(right).astype(int), group=[len(r) for r in right])
    return lightgbm.train({**RANKING, **_PLAIN}, rows, RANKING_TREES)


_BLANK = [UNREAD, 0.0, 0.0, 0.0]  # what index.features gives where nothing was read
_PLAIN = {"verbose": -1, "num_threads": 2, "seed": 0, "deterministic": True, "force_row_wise": True}


def _unread(table: Table) -> Table:
    """The table had the reader not read."""
    blank = table.copy()
    blank[:, NAMES.index("read") :] = _BLANK
    return blank


def _tell_ranking(scored: Iterable[Asked]) -> None:
    whole = [each for each in scored if each.where == "whole" and each.row["answerable"]]
    first = np.mean([bool(each.same[:1].any()) for each in whole])
    sentence = np.mean([bool(each.right[:1].any()) for each in whole])
    three = np.mean([bool(each.right[:3].any()) for each in whole])
    among = np.mean([bool(each.right.any()) for each in whole])
    print(f"{len(whole)} questions: R@1 {first:.3f} S@1 {sentence:.3f} S@3 {three:.3f}, among all {among:.3f}")


# The sureness ---------------------------------------------------------------------------------------------------------


def _train_sureness(scored: Sequence[Asked], made: dict[str, Any]) -> None:
    scored = [each for each in scored if each.hits]
    folds = np.array(_folds(scored))
    table = np.concatenate([judged(each.hits, 1) for each in scored])
    right = np.array([bool(each.right[:1].any()) for each in scored])
    unseen = np.zeros(len(scored))
    for fold in range(FOLDS):
        booster = _sure(table[folds != fold], right[folds != fold])
        unseen[folds == fold] = np.asarray(booster.predict(table[folds == fold], raw_score=True))
    isotonic = IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(unseen, right)
    knots = [[float(x), float(y)] for x, y in zip(isotonic.X_thresholds_, isotonic.y_thresholds_, strict=True)]
    calibrated = np.zeros(len(scored))
    for fold in range(FOLDS):  # the calibration, too, is judged on articles that it has not seen
        other = IsotonicRegression(out_of_bounds="clip").fit(unseen[folds != fold], right[folds != fold])
        calibrated[folds == fold] = other.predict(unseen[folds == fold])
    _tell_sureness(scored, unseen, calibrated, right)
    _write(SURENESS, COLUMNS, _sure(table, right), {"made": made, "calibration": knots})


def _sure(table: Table, right: NDArray[np.bool_]) -> "lightgbm.Booster":
    return lightgbm.train({**SURE, **_PLAIN}, lightgbm.Dataset(table, right.astype(int)), SURE_TREES)


def _tell_sureness(
    scored: Sequence[Asked], raw: NDArray[np.float64], chances: NDArray[np.float64], right: NDArray[np.bool_]
) -> None:
    where = np.array([each.where for each in scored])
    answerable = np.array([bool(each.row["answerable"]) for each in scored])
    whole = (where == "whole") & answerable
    for kind, none in (("hard", (where == "whole") & ~answerable), ("easy", where == "removed")):
        cut = np.quantile(raw[none], 1 - FALSE_ANSWERS)
        area, share = auroc(raw[whole].tolist(), raw[none].tolist()), (raw[whole] > cut).mean()
        print(f"{kind}: AUROC {area:.3f}, answered at {FALSE_ANSWERS:.0%} {share:.3f}")
    mixed = whole | (where == "removed")
    print(f"ECE {calibration_error(chances[mixed].tolist(), right[mixed].tolist()):.3f}")
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        kinds = {"answerable": whole, "hard": (where == "whole") & ~answerable, "removed": where == "removed"}
        print(
            f"from {cut}: " + ", ".join(f"{name} {(chances[which] >= cut).mean():.3f}" for name, which in kinds.items())
        )


# Files ----------------------------------------------------------------------------------------------------------------


def _write(name: str, columns: Sequence[str], booster: "lightgbm.Booster", made: dict[str, Any]) -> None:
    trees = [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    data = to_json(columns, trees, made).encode()
    (FOLDER / name).write_bytes(data)
    print(f"{name}: {sha256(data).hexdigest()}")


def _nodes(root: dict[str, Any]) -> list[list[float]]:
    """The nodes of a tree, parents before children; numbers as short as single precision needs."""
    nodes: list[list[float]] = []
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if "split_feature" in node:
            ahead = len(nodes) + len(waiting) + 1
            nodes.append([node["split_feature"], _short(node["threshold"]), ahead, ahead + 1])
            waiting += [node["left_child"], node["right_child"]]
        else:
            nodes.append([_short(node["leaf_value"])])
    return nodes


def _short(number: float) -> float:
    return float(f"{number:.7g}")


def _made(data: Path, split: str, parameters: dict[str, Any], count: int) -> dict[str, Any]:
    questions = sha256((data / "questions.jsonl").read_bytes()).hexdigest()
    return {"questions_sha256": questions, "split": split, "parameters": parameters, "trees": count}


if __name__ == "__main__":
    typer.run(ranker)
