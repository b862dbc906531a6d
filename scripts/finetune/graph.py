"""``python -m scripts.finetune.graph TUNED FOLDER``: what the tuning gave, in the form that the product runs.

The layers become an ONNX graph from summed embeddings to the last hidden states (layers.onnx). It holds the 4-bit
blocks that were tuned; ONNX Runtime unpacks them when it loads the graph, and multiplies in 8-bit integers.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.e5_file import BLOCK, BLOCK_BYTES, Q4, E5File, dequantise
from bot.nlu.tuned import FIRST, LAYERS, PACKAGED, SEEN

OPSET, IR_VERSION = 18, 8
CONTRIBUTED = "com.microsoft"
"""The operators that ONNX Runtime adds to the standard's."""
LARGEST = 63
"""Of a weight as an integer: one bit less than there is room for, since processors without VNNI sum in 16 bits."""


class Graph:
    """Grows node by node; every value has the name of the node that made it."""

    def __init__(self, file: E5File, layers: bytes) -> None:
        self._file, self._layers = file, layers
        self._first = file.tensors[FIRST].offset
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """All layers, one after the other."""
        for name, value in (("low", 15), ("shift", 4)):
            self._store(name, np.array(value, np.uint8))
        self._store("middle", np.array(8, np.float32))
        x = self._norm("start", "embedded", "emb.ln")
        for number in range(self._file.layers):
            x = self._layer(f"l{number}", x)
        shape = [1, "tokens", self._file.width]
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("embedded", x)]
        graph = helper.make_graph(self._nodes, "layers", ends[:1], ends[1:], self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _layer(self, name: str, x: str) -> str:
        """One layer of the encoder (post-norm BERT)."""
        width = self._file.width
        q, k, v = (self._linear(f"{name}.{part}", x, width) for part in "qkv")
        heads = {"domain": CONTRIBUTED, "num_heads": self._file.heads}
        attended = self._node("MultiHeadAttention", f"{name}.attended", [q, k, v], **heads)
        x = self._added(f"{name}.aln", x, self._linear(f"{name}.ao", attended, width))
        wide = self._node("Gelu", f"{name}.wide", [self._linear(f"{name}.fi", x, width)], domain=CONTRIBUTED)
        return self._added(f"{name}.oln", x, self._linear(f"{name}.fo", wide, self._file.inner))

    def _added(self, norm: str, x: str, change: str) -> str:
        return self._norm(f"{norm}.out", self._node("Add", f"{norm}.sum", [x, change]), norm)

    def _norm(self, name: str, x: str, weights: str) -> str:
        inputs = [x, self._constant(f"{weights}.w"), self._constant(f"{weights}.b")]
        return self._node("LayerNormalization", name, inputs, axis=-1, epsilon=self._file.epsilon)

    def _linear(self, name: str, x: str, inputs: int) -> str:
        matrix, scales = self._integers(name, inputs)
        operands = [x, matrix, scales, "", self._constant(f"{name}.b")]
        return self._node("DynamicQuantizeMatMul", f"{name}.out", operands, domain=CONTRIBUTED)

    def _integers(self, name: str, inputs: int) -> tuple[str, str]:
        """A matrix in 8-bit integers with one scale an output, computed in the graph from its 4-bit blocks."""
        blocks = np.frombuffer(self._raw(f"{name}.w"), np.uint8).reshape(-1, inputs // BLOCK, BLOCK_BYTES)
        block_scales = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
        weights = dequantise(blocks).reshape(-1, inputs)
        scales = np.abs(weights).max(axis=1) / LARGEST
        packed = self._store(f"{name}.w", blocks[:, :, 2:])
        nibbles = [
            self._node("BitwiseAnd", f"{name}.first", [packed, "low"]),
            self._node("BitShift", f"{name}.second", [packed, "shift"], direction="RIGHT"),
        ]
        both = self._node("Concat", f"{name}.nibbles", nibbles, axis=2)
        floats = self._node("Cast", f"{name}.floats", [both], to=TensorProto.FLOAT)
        centred = self._node("Sub", f"{name}.centred", [floats, "middle"])
        ratios = self._store(f"{name}.ratios", block_scales / scales[:, None, None])
        rounded = self._node("Round", f"{name}.rounded", [self._node("Mul", f"{name}.scaled", [centred, ratios])])
        shape = self._store(f"{name}.shape", np.array(weights.shape, np.int64))
        rows = self._node("Reshape", f"{name}.rows", [rounded, shape])
        columns = self._node("Transpose", f"{name}.columns", [rows], perm=[1, 0])
        return self._node("Cast", f"{name}.integers", [columns], to=TensorProto.INT8), self._store(f"{name}.s", scales)

    def _constant(self, name: str) -> str:
        return self._store(name, np.frombuffer(self._raw(name), np.float32))

    def _store(self, name: str, values: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, name: str, inputs: list[str], **attributes: object) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def _raw(self, name: str) -> bytes:
        tensor = self._file.tensors[name]
        if tensor.offset < self._first:
            return self._file.data[tensor.offset : tensor.offset + tensor.size]
        start = tensor.offset - self._first
        return self._layers[start : start + tensor.size]


def layers_in(path: Path, file: E5File) -> bytes:
    """The layers that a graph was made of, as they stand in a packaged file; the way back of ``Graph``."""
    stored = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    return b"".join(
        _blocks(stored, name.removesuffix(".w")) if tensor.dtype == Q4 else stored[name].tobytes()
        for name, tensor in file.tensors.items()
        if tensor.offset >= file.tensors[FIRST].offset
    )


def _blocks(stored: dict[str, NDArray[Any]], name: str) -> bytes:
    scales = (stored[f"{name}.ratios"] * stored[f"{name}.s"][:, None, None]).astype(np.float16)
    return bytes(np.concatenate([scales.view(np.uint8), stored[f"{name}.w"]], axis=2))


def main() -> None:
    tuned, folder = np.load(sys.argv[1]), Path(sys.argv[2])
    onnx.save(Graph(E5File(PACKAGED), tuned["layers"].tobytes()).model(), folder / LAYERS.name)
    (folder / SEEN.name).write_bytes(tuned["keys"].tobytes())


if __name__ == "__main__":
    main()
