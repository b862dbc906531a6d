"""What more training messages are worth: the same exam after trainings on parts of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import glob

import numpy as np
from sklearn.metrics import average_precision_score

from bot.nlu import kernel, ngrams
from bot.nlu.example import stories
from bot.nlu.heads import best_threshold, f_score
from bot.nlu.reader import NEEDS
from bot.nlu.training_data import FolderLanguageImporter, examples
from bot.nlu.validate import MESSAGES
from bot.nlu.vectors import encode_many
from tests.support.held_out import HeldOut

PARTS = (8, 4, 2, 1)
SEED = 0


def points(exam: Sequence[HeldOut]) -> Iterator[tuple[int, float, float]]:
    """For an eighth, a quarter, a half and all of the messages: how many, F1 of the needs, average precision of crises.

    From the kernel's scores; the threshold of the needs is the one that fits the left-out training messages best.
    """
    known = stories(examples(FolderLanguageImporter(training_data_paths=glob(f"{MESSAGES}/*/*.yml")).get_nlu_data()))
    vectors = encode_many([each.text for each in known])
    asked = encode_many([each.text for each in exam], cache=None)
    order = np.random.default_rng(SEED).permutation(len(known))
    for part in PARTS:
        chosen = order[: len(known) // part]
        counts = ngrams.counts([known[at].text for at in chosen])
        rarity = ngrams.rarity(counts)
        targets = np.array(
            [[*(need in known[at].needs for need in NEEDS), known[at].crisis is not None] for at in chosen]
        )
        model, left_out = kernel.fit(vectors[chosen], ngrams.weighted(counts, rarity), targets.astype(float))
        scores = model.scores(asked, ngrams.weighted(ngrams.counts([each.text for each in exam]), rarity))
        threshold = best_threshold(left_out[:, :-1], targets[:, :-1].astype(bool))
        true = np.array([[need in each.needs for need in NEEDS] for each in exam])
        crises = average_precision_score([each.crisis is not None for each in exam], scores[:, -1])
        yield len(chosen), f_score(scores[:, :-1] >= threshold, true), float(crises)
