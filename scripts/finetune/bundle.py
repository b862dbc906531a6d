"""Everything that tuning needs in one file, so that it can run where there is PyTorch and nothing else of ours.

``python -m scripts.finetune.bundle FILE`` begins with the packaged layers and takes all messages; with ``--onward`` it
goes on from the layers that were tuned before, with the messages that came since and as many of the others.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence, Set
from glob import glob
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.e5_file import E5File
from bot.nlu.example import OUT_OF_SCOPE, Example, stories
from bot.nlu.reader import ACTS, CRISES, NEEDS
from bot.nlu.tokens import Tokenizer
from bot.nlu.training_data import FolderLanguageImporter, examples
from bot.nlu.tuned import FIRST, LAYERS, PACKAGED, held_back, key, seen
from bot.nlu.validate import MESSAGES
from scripts.finetune.graph import layers_in

EPOCHS, EPOCHS_ONWARD = 5, 3


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--onward", action="store_true")
    given = parser.parse_args()
    given.file.parent.mkdir(parents=True, exist_ok=True)
    known = stories(examples(FolderLanguageImporter(training_data_paths=glob(f"{MESSAGES}/*/*.yml")).get_nlu_data()))
    training = [each for each in known if not held_back(each.text)]
    file = E5File(PACKAGED)
    if given.onward:
        write_bundle(given.file, file, layers_in(LAYERS, file), onward(training, seen()), EPOCHS_ONWARD, seen())
    else:
        write_bundle(given.file, file, file.data[file.tensors[FIRST].offset :], training, EPOCHS)


def onward(training: Sequence[Example], known: Set[bytes]) -> list[Example]:
    """Those that are not ``known``, and as many that are, so that these are not forgotten; always the same ones."""
    new = [each for each in training if key(each.text) not in known]
    old = [each for each in training if key(each.text) in known]
    return new + sorted(old, key=lambda example: key(example.text))[: len(new)]


def write_bundle(
    path: Path,
    file: E5File,
    layers: bytes,
    training: Sequence[Example],
    epochs: int,
    known: Set[bytes] = frozenset(),
) -> None:
    """Token ids, the rows of the word table that they use, the ``layers`` to begin with, labels and keys.

    ``known`` are the keys of the messages that those layers have seen.
    """
    tokenizer = Tokenizer(file.pieces)
    rows = [tokenizer.ids(example.text) for example in training]
    used, compact = np.unique(np.concatenate([np.array(row) for row in rows]), return_inverse=True)
    first = file.tensors[FIRST].offset
    tensors = [(t.name, t.dtype, t.count, t.offset - first, t.size) for t in file.tensors.values()]
    np.savez(
        path,
        ids=compact.astype(np.int32),
        lengths=np.array([len(row) for row in rows], np.int32),
        words=file.weights("emb.word").reshape(-1, file.width)[used].astype(np.float16),
        layers=np.frombuffer(layers, np.uint8),
        directory=np.array(tensors, "U24"),
        shape=np.array([file.width, file.layers, file.heads, file.inner]),
        epsilon=file.epsilon,
        epochs=epochs,
        onward=bool(known),
        keys=np.frombuffer(b"".join(sorted(known | {key(example.text) for example in training})), np.uint8),
        **{name: file.weights(f"emb.{name}") for name in ("pos", "type", "ln.w", "ln.b")},
        **_labels(training),
    )


def _labels(training: Sequence[Example]) -> dict[str, NDArray[np.generic]]:
    """One row a message: flags of the needs, numbers of crisis and act (0 is none), whether it tells something."""
    return {
        "needs": np.array([[need in example.needs for need in NEEDS] for example in training]),
        "crisis": np.array([CRISES.index(example.crisis) + 1 if example.crisis else 0 for example in training]),
        "act": np.array([ACTS.index(example.act) + 1 if example.act else 0 for example in training]),
        "tells": np.array([example.intent != OUT_OF_SCOPE and example.act is None for example in training]),
    }


if __name__ == "__main__":
    main()
