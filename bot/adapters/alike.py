"""Which of several texts mean most the same as another, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.nlu.vectors import encode


def most_alike(said: str, told: Sequence[str]) -> list[int]:
    """The numbers of ``told``, from 0, by how near each comes to ``said`` in meaning, the nearest first.

    Nearness is the cosine between their sentence vectors (bot.nlu.e5); each text takes some 20 ms.
    """
    near = encode(told) @ encode([said])[0]
    return [int(at) for at in np.argsort(-near, kind="stable")]
