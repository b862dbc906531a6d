"""``python -m scripts.finetune.train BUNDLE TUNED``: tunes the layers; writes them and the keys of what they have seen.

Tuned onward, they go half of the way: that keeps more of what they knew.

Needs PyTorch and NumPy alone; runs on an accelerator where there is one. About a quarter of an hour for 8,000 messages
on two cores that know bfloat16.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.finetune.network import Network, halfway, layer_bytes

Arrays = dict[str, Any]

BATCH, SEED = 32, 0
LAYER_RATE, HEAD_RATE, DECAY = 1e-4, 2e-3, 0.01
WARM_UP = 0.1
MAX_TOKENS = 128
NEEDS_WEIGHT, CRISIS_WEIGHT, TELLS_WEIGHT = 6.0, 2.0, 0.5
"""What the needs, the crisis and "tells something" count for in the loss beside the act, which is 1."""
SAMPLE = 1000
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Batches:
    """Messages of about the same length together, padded; in another order each time."""

    def __init__(self, bundle: Arrays) -> None:
        self._ids, self._lengths = bundle["ids"], bundle["lengths"]
        self._starts = np.concatenate([[0], np.cumsum(self._lengths)[:-1]])
        self._random = np.random.default_rng(SEED)
        self.count = len(self._lengths)

    def shuffled(self) -> list[np.ndarray]:
        """The numbers of the messages of each batch."""
        order = np.argsort(self._lengths + self._random.uniform(0, 4, self.count))
        parts = [order[start : start + BATCH] for start in range(0, self.count, BATCH)]
        self._random.shuffle(parts)
        return parts

    def padded(self, rows: np.ndarray) -> tuple[Tensor, Tensor]:
        """Token ids and the mask of those that are there."""
        lengths = np.minimum(self._lengths[rows], MAX_TOKENS)
        ids = np.zeros((len(rows), lengths.max()), np.int64)
        for at, (row, length) in enumerate(zip(rows, lengths)):
            ids[at, :length] = self._ids[self._starts[row] : self._starts[row] + length]
        mask = np.arange(ids.shape[1]) < lengths[:, None]
        return torch.from_numpy(ids).to(DEVICE), torch.from_numpy(mask).to(DEVICE)


class Loss:
    """How far the heads are from the labels."""

    def __init__(self, bundle: Arrays) -> None:
        self._flags = [torch.tensor(bundle[name], dtype=torch.float32, device=DEVICE) for name in ("needs", "tells")]
        self._classes = [torch.tensor(bundle[name], device=DEVICE) for name in ("crisis", "act")]
        needs, kinds = bundle["needs"].shape[1], [int(bundle[name].max()) + 1 for name in ("crisis", "act")]
        self.parts = [needs, *kinds, 1]

    def __call__(self, logits: Tensor, rows: np.ndarray) -> Tensor:
        at = torch.from_numpy(rows).to(DEVICE)
        needs, crisis, act, tells = logits.split(self.parts, dim=1)
        flags = functional.binary_cross_entropy_with_logits
        return (
            NEEDS_WEIGHT * flags(needs, self._flags[0][at])
            + TELLS_WEIGHT * flags(tells[:, 0], self._flags[1][at])
            + CRISIS_WEIGHT * functional.cross_entropy(crisis, self._classes[0][at])
            + functional.cross_entropy(act, self._classes[1][at])
        )


def tune(bundle: Arrays) -> Network:
    """The network after all epochs; says every hundred steps how it goes."""
    torch.manual_seed(SEED)
    batches, loss = Batches(bundle), Loss(bundle)
    network = Network(bundle, sum(loss.parts)).to(DEVICE)
    _standardise(network, batches)
    network.train()
    optimiser = _optimiser(network)
    steps = int(bundle["epochs"]) * len(batches.shuffled())
    cycle = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / steps)
    )
    sums = 0.0
    for step, rows in enumerate(_endless(batches, steps), 1):
        with torch.autocast(DEVICE, dtype=torch.bfloat16):
            _, logits = network(*batches.padded(rows))
        cost = loss(logits.float(), rows)
        optimiser.zero_grad()
        cost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        cycle.step()
        sums += float(cost.detach())
        if step % 100 == 0:
            print(f"step {step} of {steps}: loss {sums / 100:.3f}", flush=True)
            sums = 0.0
    return network


def _endless(batches: Batches, steps: int) -> Iterator[np.ndarray]:
    done = 0
    while done < steps:
        for rows in batches.shuffled():
            yield rows
            done += 1


def _standardise(network: Network, batches: Batches) -> None:
    network.eval()
    rows = np.random.default_rng(SEED).choice(batches.count, min(SAMPLE, batches.count), replace=False)
    with torch.no_grad(), torch.autocast(DEVICE, dtype=torch.bfloat16):
        parts = [network.encoder(*batches.padded(part)) for part in np.array_split(rows, 1 + len(rows) // BATCH)]
    network.standardise(torch.cat(parts).float())


def _optimiser(network: Network) -> torch.optim.Optimizer:
    layers = list(network.encoder.parameters())
    return torch.optim.AdamW(
        [
            {"params": [each for each in layers if each.ndim == 2], "lr": LAYER_RATE, "weight_decay": DECAY},
            {"params": [each for each in layers if each.ndim < 2], "lr": LAYER_RATE, "weight_decay": 0.0},
            {"params": network.head.parameters(), "lr": HEAD_RATE, "weight_decay": DECAY},
        ],
        betas=(0.9, 0.98),
    )


def main() -> None:
    bundle = dict(np.load(sys.argv[1]))
    network = tune(bundle).cpu()
    if bundle["onward"]:
        halfway(network.encoder, bundle)
    layers = np.frombuffer(layer_bytes(network.encoder, bundle), np.uint8)
    np.savez(sys.argv[2], layers=layers, keys=bundle["keys"])


if __name__ == "__main__":
    main()
