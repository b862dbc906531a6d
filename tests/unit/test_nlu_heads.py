"""Thresholds: what counts as a yes."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import heads

CHANCES = np.array([0.9, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05])


def flags(*ones: int) -> heads.Flags:
    return np.array([index in ones for index in range(len(CHANCES))])


def test_f_score_counts_hits_over_all() -> None:
    assert heads.f_score(flags(0, 1), flags(0, 1)) == 1
    assert heads.f_score(flags(0, 1), flags(0, 2)) == pytest.approx(0.5)
    assert heads.f_score(flags(), flags()) == 0


def test_best_threshold_parts_the_true_from_the_rest() -> None:
    assert 0.4 < heads.best_threshold(CHANCES, flags(0, 1, 2)) <= 0.6


def test_the_more_recall_counts_the_lower_the_threshold() -> None:
    true = flags(0, 1, 3)
    even, leaning = (heads.best_threshold(CHANCES, true, beta) for beta in (0.5, 3.0))
    assert leaning < even
    assert (leaning <= CHANCES)[true].all()


def test_heads_give_probabilities() -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(120, 4))
    classes = (features[:, 0] > 0).astype(int) + (features[:, 0] > 1)
    exclusive, held_out = heads.fit_classes(features, classes)
    np.testing.assert_allclose(exclusive.probabilities(features).sum(axis=1), 1)
    assert held_out.shape == (120, 3)
    independent, _ = heads.fit_flags(features, features[:, :2] > 0)
    chances = independent.probabilities(features)
    assert ((chances > 0) & (chances < 1)).all()
    assert chances[features[:, 0] > 1, 0].mean() > chances[features[:, 0] < -1, 0].mean()


def test_a_careful_threshold_is_low_among_those_that_are_as_good() -> None:
    true = flags(0, 1, 2)
    careful = heads.careful_threshold(CHANCES, true, 3.0)
    assert careful <= heads.best_threshold(CHANCES, true, 3.0)
    assert (careful <= CHANCES)[true].all()
