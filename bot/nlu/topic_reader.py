"""The topic of a message (what it asks of the help or of the talk itself), learnt from labelled ones.

A model of its own beside the one for needs, crises and acts (bot.nlu.reader): the work of a kernel machine grows with
the third power of its messages, and a question on the way is told apart by far fewer than a story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from bot.domain.labels import Topic
from bot.nlu import heads, kernel, ngrams
from bot.nlu.example import Example
from bot.nlu.kernel import Matrix
from bot.nlu.kernel_head import KernelHead, is_kept
from bot.nlu.vectors import Vectors

TOPICS = tuple(Topic)
TOPIC_FROM = 0.5
"""From here on the likeliest topic is rather right than wrong."""
OTHERS_KEPT = 0.25
"""The share of the messages without a topic that the topics are told from."""


@dataclass(frozen=True)
class TopicReader:
    """The head tells from the two likeliest scores how probable it is that the first is right."""

    model: KernelHead

    def read(self, vectors: Vectors, counted: sparse.csr_matrix) -> list[tuple[Topic | None, float]]:
        """The topic of each text, if it is rather right than wrong, and how probable it is; rows as for a Reader."""
        scores = self.model.scores(vectors, counted)
        chances = self.model.head.probabilities(_ranking(scores))[:, 0]
        likeliest = (TOPICS[at] if chance >= TOPIC_FROM else None for at, chance in zip(scores.argmax(axis=1), chances))
        return list(zip(likeliest, map(float, chances), strict=True))


def learn_topics(examples: Sequence[Example], vectors: Vectors, counted: sparse.csr_matrix) -> TopicReader:
    """Trains on labelled messages, among which every topic must occur some times."""
    taught = np.array([_teaches(example) for example in examples])
    rarity = ngrams.rarity(counted[taught])
    topics = np.array([[topic is each.topic for topic in TOPICS] for each in examples])[taught]
    literal = ngrams.weighted(counted[taught], rarity)
    model, left_out = kernel.fit(vectors[taught], literal, topics.astype(np.float64))
    is_right = topics[np.arange(len(topics)), left_out.argmax(axis=1)][:, None]
    head, _ = heads.fit_flags(_ranking(left_out), is_right)
    return TopicReader(KernelHead(model, rarity, head))


def _teaches(example: Example) -> bool:
    return example.on_the_way or is_kept(example, OTHERS_KEPT)


def _ranking(topics: Matrix) -> Matrix:
    """How likely the likeliest topic is, and how likely the next."""
    return np.sort(topics, axis=1)[:, :-3:-1]
