"""Sentence vectors: the real encoder, and the cache that spares a second training the work."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import vectors

TEXTS = ["ik heb geen geld meer", "je n'ai plus d'argent", "لم يبق معي مال", "the bus never comes"]


def test_the_same_meaning_is_near_in_other_languages() -> None:
    dutch, french, arabic, bus = vectors.encode(TEXTS)
    assert min(dutch @ french, dutch @ arabic) > dutch @ bus


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    together = vectors.encode(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(vectors.encode([text])[0], row, atol=1e-5)


def test_texts_of_any_kind_have_vectors() -> None:
    rows = vectors.encode(["", " ", "\0", "x" * 20_000, "😀", "\ud83d"])
    assert np.isfinite(rows).all()


def test_a_second_training_takes_known_vectors_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache" / "vectors.npz"
    first = vectors.encode_many(TEXTS[:2], cache)
    asked: list[str] = []

    def counted(texts: list[str]) -> vectors.Vectors:
        asked.extend(texts)
        return original(texts)

    original = vectors.encode
    monkeypatch.setattr(vectors, "encode", counted)
    again = vectors.encode_many([TEXTS[1], TEXTS[2], TEXTS[1]], cache)
    assert asked == [TEXTS[2]]
    np.testing.assert_array_equal(again[0], first[1])
    np.testing.assert_array_equal(again[2], first[1])


def test_a_broken_cache_is_made_anew(tmp_path: Path) -> None:
    cache = tmp_path / "vectors.npz"
    cache.write_bytes(b"not a cache")
    assert len(vectors.encode_many(TEXTS[:1], cache)) == 1
    np.testing.assert_array_equal(vectors.encode_many(TEXTS[:1], cache), vectors.encode_many(TEXTS[:1], cache))
