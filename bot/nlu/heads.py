"""From scores to probabilities, and from probabilities to a yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.nlu.kernel import Matrix

Flags = NDArray[np.bool_]
FOLDS = 5
TINY = 1e-6
STRENGTH = 0.03
"""Inverse of the L2 penalty. More of it is better here than less: rare acts have few examples."""
AS_GOOD = 0.005
"""Scores that differ by less are as good: the best of many thresholds is the best by chance."""
STEPS = np.round(np.arange(0.005, 0.99, 0.005), 3)


@dataclass(frozen=True)
class Head:
    """A logistic layer over all scores of a message, so that what one says counts for the others.

    ``exclusive``: the classes share one probability (softmax); else each is its own yes or no.
    """

    weights: Matrix
    bias: NDArray[np.float64]
    exclusive: bool

    def probabilities(self, features: Matrix) -> Matrix:
        logits = features @ self.weights.T + self.bias
        if not self.exclusive:
            return cast(Matrix, 1 / (1 + np.exp(-logits)))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return cast(Matrix, odds / odds.sum(axis=1, keepdims=True))


def fit_classes(
    features: Matrix, classes: NDArray[np.int_], weights: Mapping[int, float] | None = None
) -> tuple[Head, Matrix]:
    """A head of exclusive classes 0, 1, 2..., all of which must occur, and its out-of-fold probabilities.

    ``weights`` are what a message of each class counts, by default 1.
    """
    scale = features.std(axis=0) + TINY
    model = _logistic(weights)
    held_out = cross_val_predict(model, features / scale, classes, cv=_folds(), method="predict_proba")
    model.fit(features / scale, classes)
    return Head(model.coef_ / scale, model.intercept_, exclusive=True), held_out


def evened_out(classes: NDArray[np.int_]) -> dict[int, float]:
    """Weights that bring rare classes halfway (the square root) to counting as much as the others."""
    numbers = np.bincount(classes)
    return {at: float(np.sqrt(len(classes) / number / len(numbers))) for at, number in enumerate(numbers)}


def fit_flags(features: Matrix, flags: Flags) -> tuple[Head, Matrix]:
    """A head of independent flags, one a column, and its out-of-fold probabilities."""
    scale = features.std(axis=0) + TINY
    held_out = [
        cross_val_predict(_logistic(), features / scale, flag, cv=_folds(), method="predict_proba")[:, 1]
        for flag in flags.T
    ]
    models = [_logistic().fit(features / scale, flag) for flag in flags.T]
    weights, bias = np.vstack([model.coef_ for model in models]), np.concatenate([model.intercept_ for model in models])
    return Head(weights / scale, bias, exclusive=False), np.column_stack(held_out)


def f_score(chosen: Flags, true: Flags, beta: float = 1.0) -> float:
    """Micro-averaged; above 1, ``beta`` weighs recall more than precision."""
    hits = float((chosen & true).sum())
    return (1 + beta**2) * hits / max(1.0, float(chosen.sum()) + beta**2 * float(true.sum()))


def best_threshold(probabilities: NDArray[np.float64], true: Flags, beta: float = 1.0) -> float:
    """The middle one of those whose F score is as good as the best."""
    best = _as_good(probabilities, true, beta)
    return float(best[len(best) // 2])


def careful_threshold(probabilities: NDArray[np.float64], true: Flags, beta: float) -> float:
    """A quarter of the way up through them, for what is better asked about once too often than missed."""
    best = _as_good(probabilities, true, beta)
    return float(best[len(best) // 4])


def _as_good(probabilities: NDArray[np.float64], true: Flags, beta: float) -> NDArray[np.float64]:
    scores = np.array([f_score(probabilities >= step, true, beta) for step in STEPS])
    return cast("NDArray[np.float64]", STEPS[scores >= scores.max() - AS_GOOD])


def flag_thresholds(probabilities: Matrix, flags: Flags) -> tuple[float, ...]:
    """One for each flag, halfway to the one that is best for all together: a label alone has few examples."""
    shared = best_threshold(probabilities, flags)
    own = [best_threshold(column, flag) for column, flag in zip(probabilities.T, flags.T, strict=True)]
    return tuple((threshold + shared) / 2 for threshold in own)


def _logistic(weights: Mapping[int, float] | None = None) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=1000, class_weight=weights)


def _folds() -> StratifiedKFold:
    return StratifiedKFold(FOLDS, shuffle=True, random_state=0)
