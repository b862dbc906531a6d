"""The encoder in PyTorch, with heads for what a message says; its layers stay representable in 4 bits all along."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.nlu.e5_file import BLOCK, Q4, dequantise, quantise

PARTS = ("q", "k", "v", "ao", "fi", "fo")


def four_bit(weights: Tensor) -> Tensor:
    """What Q4_0 makes of ``weights``; gradients pass as if nothing had happened (straight-through estimator)."""
    blocks = weights.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(dim=1, keepdim=True))
    scales = (largest / -8).half().float()
    inverse = torch.where(scales == 0, torch.zeros_like(scales), 1 / scales)
    rounded = ((blocks * inverse + 8).round().clamp(0, 15) - 8) * scales
    return weights + (rounded.reshape(weights.shape) - weights).detach()


class Layer(nn.Module):
    """One layer of the encoder (post-norm BERT)."""

    def __init__(self, tensors: dict[str, np.ndarray], number: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads, self.epsilon = heads, epsilon
        self.weights = nn.ParameterDict({part: _matrix(tensors, f"l{number}.{part}") for part in PARTS})
        self.biases = nn.ParameterDict({part: _vector(tensors, f"l{number}.{part}.b") for part in PARTS})
        self.norms = nn.ParameterDict(
            {f"{norm}_{kind}": _vector(tensors, f"l{number}.{norm}.{kind}") for norm in ("aln", "oln") for kind in "wb"}
        )
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        q, k, v = (self._split(self._linear(part, x)) for part in "qkv")
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self._norm("aln", x + self.dropout(self._linear("ao", attended.transpose(1, 2).flatten(2))))
        inner = functional.gelu(self._linear("fi", x))
        return self._norm("oln", x + self.dropout(self._linear("fo", inner)))

    def _linear(self, part: str, x: Tensor) -> Tensor:
        return functional.linear(x, four_bit(self.weights[part]), self.biases[part])

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def _norm(self, name: str, x: Tensor) -> Tensor:
        return functional.layer_norm(x, x.shape[-1:], self.norms[f"{name}_w"], self.norms[f"{name}_b"], self.epsilon)


class Encoder(nn.Module):
    """Token ids to one vector of length 1 a text. The word table is no parameter: it stays as packaged."""

    def __init__(self, bundle: dict[str, np.ndarray]) -> None:
        super().__init__()
        width, layers, heads, _inner = (int(size) for size in bundle["shape"])
        self.epsilon = float(bundle["epsilon"])
        for name in ("words", "pos"):
            self.register_buffer(name, torch.tensor(bundle[name].astype(np.float32)).reshape(-1, width))
        self.register_buffer("kind", torch.tensor(bundle["type"][:width]))
        self.register_buffer("norm_w", torch.tensor(bundle["ln.w"]))
        self.register_buffer("norm_b", torch.tensor(bundle["ln.b"]))
        tensors = layer_tensors(bundle)
        self.layers = nn.ModuleList(Layer(tensors, number, heads, self.epsilon) for number in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.words[ids] + self.pos[: ids.shape[1]] + self.kind
        x = functional.layer_norm(x, x.shape[-1:], self.norm_w, self.norm_b, self.epsilon)
        for layer in self.layers:
            x = layer(x, mask)
        pooled = (x.float() * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return functional.normalize(pooled)


class Network(nn.Module):
    """The encoder and a linear layer on its standardised vectors: needs, crisis, act, tells."""

    def __init__(self, bundle: dict[str, np.ndarray], outputs: int) -> None:
        super().__init__()
        self.encoder = Encoder(bundle)
        width = int(bundle["shape"][0])
        self.register_buffer("middle", torch.zeros(width))
        self.register_buffer("spread", torch.ones(width))
        self.head = nn.Linear(width, outputs)
        self.dropout = nn.Dropout(0.1)

    def standardise(self, vectors: Tensor) -> None:
        """Sets the middle and spread of the vectors that the head reads."""
        self.middle.copy_(vectors.mean(dim=0))
        self.spread.copy_(vectors.std(dim=0))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        vectors = self.encoder(ids, mask)
        return vectors, self.head(self.dropout((vectors - self.middle) / self.spread))


def layer_tensors(bundle: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The layers' weights by their names in the packaged file, flat."""
    raw = bundle["layers"].tobytes()
    found: dict[str, Any] = {}
    for name, dtype, _count, offset, size in bundle["directory"]:
        if int(offset) >= 0:
            part = raw[int(offset) : int(offset) + int(size)]
            found[str(name)] = dequantise(part) if int(dtype) == Q4 else np.frombuffer(part, np.float32).copy()
    return found


def _matrix(tensors: dict[str, np.ndarray], name: str) -> nn.Parameter:
    rows = len(tensors[f"{name}.b"])
    return nn.Parameter(torch.tensor(tensors[f"{name}.w"]).reshape(rows, -1))


def _vector(tensors: dict[str, np.ndarray], name: str) -> nn.Parameter:
    return nn.Parameter(torch.tensor(tensors[name]))


def halfway(encoder: Encoder, bundle: dict[str, np.ndarray]) -> None:
    """Moves the layers to the middle between what they are and what they began with in ``bundle``.

    Such layers are right more often than either (Wortsman and others, Robust fine-tuning of zero-shot models, 2022).
    """
    for name, before in layer_tensors(bundle).items():
        weights = _weights(encoder, name)
        with torch.no_grad():
            weights.copy_((weights + torch.tensor(before).reshape(weights.shape)) / 2)


def layer_bytes(encoder: Encoder, bundle: dict[str, np.ndarray]) -> bytes:
    """The encoder's layers as they stand in the packaged file, matrices in 4 bits."""
    raw = bytearray(bundle["layers"].tobytes())
    for name, dtype, _count, offset, size in bundle["directory"]:
        if int(offset) >= 0:
            weights = _weights(encoder, str(name)).detach().numpy().ravel()
            data = quantise(weights) if int(dtype) == Q4 else weights.astype(np.float32).tobytes()
            raw[int(offset) : int(offset) + int(size)] = data
    return bytes(raw)


def _weights(encoder: Encoder, name: str) -> Tensor:
    """By its name in the file: ``l3.q.w``, ``l3.q.b``, ``l3.aln.w``..."""
    number, part, kind = name.split(".")
    layer = encoder.layers[int(number[1:])]
    if part in PARTS:
        return (layer.weights if kind == "w" else layer.biases)[part]
    return layer.norms[f"{part}_{kind}"]
