"""The figures of trials: how often the first sentence answers, what is refused, and whether confidences are true.

A near-miss is a question of an article that does not answer it; of an easy one the whole article is missing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figures, refusals
from benchmarks.trials import NEWS, WIKIPEDIA, Trial
from bot.presentation.wording import in_words
from corpus.library.policy import Strictness
from index.answers.answer import THRESHOLDS
from index.evaluation.metrics import calibration_error

Mask = NDArray[np.bool_]


def figures_of(trials: Sequence[Trial], chances: NDArray[np.float64]) -> dict[str, Figures]:
    """Of each collection, and of those of news together; questions of split `tune` alone."""
    names = np.array([trial.collection for trial in trials])
    tuned = np.array([trial.row["split"] == "tune" for trial in trials])
    groups = {name: names == name for name in dict.fromkeys(names.tolist())}
    if any(name in NEWS for name in groups):
        groups["news"] = np.isin(names, NEWS)
    return {name: _figures(trials, chances, tuned & group) for name, group in groups.items()}


def _figures(trials: Sequence[Trial], chances: NDArray[np.float64], group: Mask) -> Figures:
    chosen = [trials[place] for place in np.flatnonzero(group).tolist()]
    sure = chances[group]
    where = np.array([trial.where for trial in chosen])
    answerable = np.array([trial.answerable for trial in chosen])
    right = np.array([bool(trial.right[:1].any()) for trial in chosen])
    whole, removed, missed = (where == "whole") & answerable, where == "removed", (where == "whole") & ~answerable
    figures = _ranking([trial for trial, here in zip(chosen, whole, strict=True) if here])
    figures |= refusals("near-misses", sure[whole], sure[missed]) | refusals("easy", sure[whole], sure[removed])
    judged = whole | removed
    if chosen[0].collection != WIKIPEDIA:  # whose near-misses were written to deceive: no confidence is claimed there
        judged |= missed
    judged &= ~np.array([bool(trial.maybe[0] and not trial.right[0]) for trial in chosen])
    for name, threshold in THRESHOLDS.items():
        answered = sure >= threshold
        figures[f"{name} answered"] = float(answered[whole].mean())
        if (whole & answered).any():
            figures[f"{name} right"] = float(right[whole & answered].mean())
        figures[f"{name} refused though right"] = float((right & ~answered)[whole].mean())
        for kind, none in (("near-misses", missed), ("easy", removed)):
            if none.any():
                figures[f"{name} {kind} refused"] = float(1 - answered[none].mean())
    figures["ECE"] = calibration_error(sure[judged], right[judged])
    answered = judged & (sure >= THRESHOLDS[Strictness.BALANCED])
    figures["ECE of answers"] = calibration_error(sure[answered], right[answered])
    words = np.array([in_words(chance) for chance in sure.tolist()])
    for word in ("high", "fair", "low"):
        if (judged & (words == word)).any():
            figures[f"right where {word}"] = float(right[judged & (words == word)].mean())
    return {name: round(value, 4) for name, value in figures.items()}


def _ranking(trials: Sequence[Trial]) -> Figures:
    """Of questions over their whole collection, which answers them."""
    passages = [list(dict.fromkeys(hit.sentence.passage for hit in trial.hits)) for trial in trials]
    mine = [
        {hit.sentence.passage for hit, same in zip(trial.hits, trial.same, strict=True) if same} for trial in trials
    ]
    return {
        "questions": float(len(trials)),
        "R@1": float(np.mean([bool(trial.same[:1].any()) for trial in trials])),
        "R@5": float(np.mean([not own.isdisjoint(found[:5]) for own, found in zip(mine, passages, strict=True)])),
        "S@1": float(np.mean([bool(trial.right[:1].any()) for trial in trials])),
        "S@3": float(np.mean([bool(trial.right[:3].any()) for trial in trials])),
        "among the candidates": float(np.mean([bool(trial.right.any()) for trial in trials])),
    }
