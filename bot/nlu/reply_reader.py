"""What a message does with what the bot has just shown (an order about the question, a yes to going on, a denial).

A reader of its own beside the one for all topics (bot.nlu.topic_reader): where the question stands on the screen, or a
danger was asked about, few kinds of messages come, and told apart among these alone they are heard far more surely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.domain.labels import Topic
from bot.nlu import heads, kernel, ngrams
from bot.nlu.example import Example
from bot.nlu.heads import Head
from bot.nlu.kernel import KernelModel
from bot.nlu.tuned import key
from bot.nlu.vectors import Vectors

REPLIES = (
    Topic.LEAVE_OUT,
    Topic.PUT_BACK,
    Topic.ADD_TO_IT,
    Topic.KEEP_IT,
    Topic.SAY_IT_SO,
    Topic.GO_ON,
    Topic.IS_IT_IN,
    Topic.NO_DANGER,
)
NONE = len(REPLIES)
"""The class of a message that does none of these."""
WORDS_OF_A_SHORT_ONE = 25
"""Longer messages tell a story."""
OTHERS_KEPT = 0.12
"""The share of the messages that do none of these from which they are told."""


@dataclass(frozen=True)
class ReplyReader:
    """``head`` gives each of REPLIES, and none of them, its share of one probability."""

    kernel: KernelModel
    rarity: NDArray[np.float32]
    head: Head

    def read(self, vectors: Vectors, counted: sparse.csr_matrix) -> list[tuple[Topic | None, float]]:
        """What each text does, or None, and how probable that is; rows as for a Reader."""
        shares = self.head.probabilities(self.kernel.scores(vectors, ngrams.weighted(counted, self.rarity)))
        found = ((int(row.argmax()), float(row.max())) for row in shares)
        return [(None if at == NONE else REPLIES[at], share) for at, share in found]

    def save(self, folder: Path) -> None:
        self.kernel.save(folder / "reply_kernel.npz")
        np.savez_compressed(
            folder / "reply_head.npz", rarity=self.rarity, weights=self.head.weights, bias=self.head.bias
        )

    @classmethod
    def load(cls, folder: Path) -> ReplyReader:
        with np.load(folder / "reply_head.npz") as arrays:
            head, rarity = Head(arrays["weights"], arrays["bias"], exclusive=True), arrays["rarity"]
        return cls(KernelModel.load(folder / "reply_kernel.npz"), rarity, head)


def learn_replies(examples: Sequence[Example], vectors: Vectors, counted: sparse.csr_matrix) -> ReplyReader:
    """Trains on labelled messages, among which each of REPLIES must occur some times."""
    taught = np.array([_teaches(example) for example in examples])
    rarity = ngrams.rarity(counted[taught])
    classes = np.array([_class_of(example) for example in examples])[taught]
    targets = np.eye(NONE + 1)[classes]
    model, left_out = kernel.fit(vectors[taught], ngrams.weighted(counted[taught], rarity), targets)
    head, _ = heads.fit_classes(left_out, classes, heads.evened_out(classes))
    return ReplyReader(model, rarity, head)


def _class_of(example: Example) -> int:
    return REPLIES.index(example.topic) if example.topic in REPLIES else NONE


def _teaches(example: Example) -> bool:
    short = len(example.text.split()) <= WORDS_OF_A_SHORT_ONE
    is_chosen = key(example.text)[1] < OTHERS_KEPT * 256  # byte 0 chooses what is held back from the encoder
    return example.topic in REPLIES or example.near_topic or (short and is_chosen)
