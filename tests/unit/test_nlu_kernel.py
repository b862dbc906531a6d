"""The kernel's scores, on made-up vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from bot.nlu import kernel, ngrams
from bot.nlu.vectors import WIDTH

RANDOM = np.random.default_rng(0)
COUNT = 24
VECTORS = RANDOM.normal(size=(COUNT, WIDTH)).astype(np.float32)
TARGETS = RANDOM.integers(0, 2, size=(COUNT, 3)).astype(np.float64)
TEXTS = [" ".join(RANDOM.choice(["geen", "geld", "huis", "bus", "werk"], 4)) for _ in range(COUNT)]


def literal() -> sparse.csr_matrix:
    counted = ngrams.counts(TEXTS)
    return ngrams.weighted(counted, ngrams.rarity(counted))


def test_left_out_scores_are_those_of_a_training_without_the_message() -> None:
    _, left_out = kernel.fit(VECTORS, literal(), TARGETS, centers=np.zeros(WIDTH, np.float32))
    for index in (0, 7, COUNT - 1):
        rest = np.arange(COUNT) != index
        model, _ = kernel.fit(VECTORS[rest], literal()[rest], TARGETS[rest], centers=np.zeros(WIDTH, np.float32))
        again = model.scores(VECTORS[[index]], literal()[[index]])
        np.testing.assert_allclose(again[0], left_out[index], atol=1e-3)


def test_blocks_of_columns_give_what_one_block_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    model, left_out = kernel.fit(VECTORS, literal(), TARGETS)
    monkeypatch.setattr(kernel, "COLUMNS_AT_ONCE", 7)
    again, left_out_again = kernel.fit(VECTORS, literal(), TARGETS)
    np.testing.assert_allclose(again.coefficients, model.coefficients, atol=1e-4)
    np.testing.assert_allclose(left_out_again, left_out, atol=1e-4)


def test_a_saved_model_gives_the_same_scores(tmp_path: Path) -> None:
    model, _ = kernel.fit(VECTORS, literal(), TARGETS)
    model.save(tmp_path / "kernel.npz")
    loaded = kernel.KernelModel.load(tmp_path / "kernel.npz")
    before, after = model.scores(VECTORS, literal()), loaded.scores(VECTORS, literal())
    np.testing.assert_allclose(after, before, atol=2e-3)


def test_folding_makes_spellings_alike() -> None:
    assert ngrams.folded("HEEEELP  mé 12") == "heelp me 00"
    assert ngrams.folded("أحتاجُ") == ngrams.folded("احتاج")
