"""What a message does with what the bot has just shown (an order about the question, a yes to going on, a denial).

A reader of its own beside the one for all topics (bot.nlu.topic_reader): where the question stands on the screen, or a
danger was asked about, few kinds of messages come, and told apart among these alone they are heard far more surely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from bot.domain.labels import Topic
from bot.nlu import heads, kernel, ngrams
from bot.nlu.example import Example
from bot.nlu.kernel_head import KernelHead, is_kept
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
OTHERS_KEPT = 0.12
"""The share of the messages that do none of these from which they are told."""


@dataclass(frozen=True)
class ReplyReader:
    """The head gives each of REPLIES, and none of them, its share of one probability."""

    model: KernelHead

    def read(self, vectors: Vectors, counted: sparse.csr_matrix) -> list[tuple[Topic | None, float]]:
        """What each text does, or None, and how probable that is; rows as for a Reader."""
        shares = self.model.head.probabilities(self.model.scores(vectors, counted))
        found = ((int(row.argmax()), float(row.max())) for row in shares)
        return [(None if at == NONE else REPLIES[at], share) for at, share in found]


def learn_replies(examples: Sequence[Example], vectors: Vectors, counted: sparse.csr_matrix) -> ReplyReader:
    """Trains on labelled messages, among which each of REPLIES must occur some times."""
    taught = np.array([_teaches(example) for example in examples])
    rarity = ngrams.rarity(counted[taught])
    classes = np.array([_class_of(example) for example in examples])[taught]
    targets = np.eye(NONE + 1)[classes]
    model, left_out = kernel.fit(vectors[taught], ngrams.weighted(counted[taught], rarity), targets)
    head, _ = heads.fit_classes(left_out, classes, heads.evened_out(classes))
    return ReplyReader(KernelHead(model, rarity, head))


def _class_of(example: Example) -> int:
    return REPLIES.index(example.topic) if example.topic in REPLIES else NONE


def _teaches(example: Example) -> bool:
    return example.topic in REPLIES or example.near_topic or is_kept(example, OTHERS_KEPT)
