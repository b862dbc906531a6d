"""Needs, crisis and act of a message, learnt from labelled ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.domain.labels import Act, Crisis, Need
from bot.nlu import heads, kernel, ngrams
from bot.nlu.example import OUT_OF_SCOPE, Example
from bot.nlu.heads import Flags, Head
from bot.nlu.kernel import KernelModel, Matrix
from bot.nlu.vectors import Vectors

NEEDS, CRISES, ACTS = tuple(Need), tuple(Crisis), tuple(Act)
MAX_NEEDS = 4
ALWAYS_NEEDED = {
    Crisis.SUICIDE: Need.MENTAL_HEALTH,
    Crisis.NO_SHELTER: Need.HOUSING,
    Crisis.MEDICAL_EMERGENCY: Need.HEALTH,
}
"""The need that a crisis brings with it, whatever else the message says; a danger in doubt brings none."""
CRISIS_BETA = 3.0
"""Recall of crises counts for that much more than precision (F-beta score)."""
DOUBT_FROM = 0.13
"""Below it a doubt is hardly ever right (decision 0032)."""
SURE_ACT, SURE_CRISIS = 0.9, 0.8
LIKELY_CRISIS = 0.5
"""An act this sure ("they will take my children") outweighs a crisis that is less than likely."""
FROM_WITH_SIGNS = 0.02
"""Words of danger count from here on; below, the message as a whole says that they are harmless."""
SOMEONE_ELSE_FROM = 0.4
"""To be taken for a neighbour while asking for oneself is worse than the other way round."""
HEADS = ("needs", "crisis", "act", "tells")


@dataclass(frozen=True)
class Reading:
    """What one message says, with probabilities; ``needs`` in the order of their weight.

    ``crisis`` leans towards hearing too much, ``crisis_sure`` tells whether it is beyond doubt. ``tells`` is how
    probable it is that the message has to do with somebody's life at all.
    """

    needs: tuple[Need, ...]
    need_scores: dict[Need, float]
    crisis: Crisis | None
    crisis_score: float
    crisis_sure: bool
    act: Act | None
    act_score: float
    tells: float


@dataclass(frozen=True)
class Thresholds:
    needs: tuple[float, ...]
    crisis: float
    act: float


@dataclass(frozen=True)
class Reader:
    """The trained model: pure, small, and fast for one message."""

    kernel: KernelModel
    rarity: NDArray[np.float32]
    heads: dict[str, Head]
    thresholds: Thresholds

    def read(
        self, vectors: Vectors, counted: sparse.csr_matrix, extras: Matrix, signs: Sequence[Crisis | None]
    ) -> list[Reading]:
        """What each text tells.

        ``vectors`` come from the encoder, ``counted`` from bot.nlu.ngrams, ``extras`` are a few further features; one
        row a text in each.

        ``signs`` are the dangers that the words alone sound like (see bot.domain.warning_signs).
        """
        literal = ngrams.weighted(counted, self.rarity)
        features = np.hstack([self.kernel.scores(vectors, literal), extras])
        rows = (self.heads[name].probabilities(features) for name in HEADS)
        return [self._decide(*row) for row in zip(signs, *rows, strict=True)]

    def _decide(self, sign: Crisis | None, needs: Matrix, crisis: Matrix, act: Matrix, tells: Matrix) -> Reading:
        act_score, score = float(act[1:].max()), 1 - float(crisis[0])
        danger = self._danger(sign, crisis, act_score)
        danger_sure = danger is not None and (sign is not None or score >= SURE_CRISIS)
        heard = self._heard(needs)
        said = ACTS[int(act[1:].argmax())] if danger is None and act_score >= self.thresholds.act else None
        if said is Act.FOR_SOMEONE_ELSE:
            said = said if act_score >= SOMEONE_ELSE_FROM else None
        elif said is not None and heard:
            said, heard = (said, ()) if act_score >= needs.max() else (None, heard)
        brought = ALWAYS_NEEDED.get(danger) if danger and danger_sure else None
        if brought is not None and brought not in heard:
            heard = (brought, *heard)
        return Reading(
            needs=heard[:MAX_NEEDS],
            need_scores={need: float(score) for need, score in zip(NEEDS, needs, strict=True)},
            crisis=danger,
            crisis_score=score,
            crisis_sure=danger_sure,
            act=said,
            act_score=act_score,
            tells=float(tells[0]),
        )

    def _danger(self, sign: Crisis | None, crisis: Matrix, act_score: float) -> Crisis | None:
        score = 1 - float(crisis[0])
        if act_score >= SURE_ACT and score < LIKELY_CRISIS:
            return None
        if score >= self.thresholds.crisis:
            return CRISES[int(crisis[1:].argmax())]
        return sign if score >= FROM_WITH_SIGNS else None

    def _heard(self, needs: Matrix) -> tuple[Need, ...]:
        order = np.argsort(-needs)
        return tuple(NEEDS[at] for at in order if needs[at] >= self.thresholds.needs[at])[:MAX_NEEDS]

    def save(self, folder: Path) -> None:
        self.kernel.save(folder / "kernel.npz")
        weights = {f"{name}_weights": head.weights for name, head in self.heads.items()}
        biases = {f"{name}_bias": head.bias for name, head in self.heads.items()}
        np.savez_compressed(folder / "heads.npz", rarity=self.rarity, **weights, **biases)
        (folder / "thresholds.json").write_text(json.dumps(vars(self.thresholds)), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Reader:
        with np.load(folder / "heads.npz") as arrays:
            loaded = {
                name: Head(arrays[f"{name}_weights"], arrays[f"{name}_bias"], exclusive=name in ("crisis", "act"))
                for name in HEADS
            }
            rarity = arrays["rarity"]
        thresholds = json.loads((folder / "thresholds.json").read_text(encoding="utf-8"))
        return cls(KernelModel.load(folder / "kernel.npz"), rarity, loaded, Thresholds(**thresholds))


def learn(
    examples: Sequence[Example],
    vectors: Vectors,
    counted: sparse.csr_matrix,
    extras: Matrix,
    held_back: Flags | None = None,
) -> Reader:
    """Trains on labelled messages, among which every need, crisis and act must occur some times; rows as for reading.

    ``held_back`` marks those that the encoder is never tuned on (by default all): thresholds come from them alone. An
    encoder knows its own messages too well, and what has been added last is harder than what people write.
    """
    rarity = ngrams.rarity(counted)
    needs = np.array([[need in example.needs for need in NEEDS] for example in examples])
    crisis = np.array([CRISES.index(example.crisis) + 1 if example.crisis else 0 for example in examples])
    act = np.array([ACTS.index(example.act) + 1 if example.act else 0 for example in examples])
    tells = np.array([[example.intent != OUT_OF_SCOPE and example.act is None] for example in examples])
    targets = np.hstack([needs, np.eye(len(CRISES) + 1)[crisis], np.eye(len(ACTS) + 1)[act], tells]).astype(np.float64)
    model, left_out = kernel.fit(vectors, ngrams.weighted(counted, rarity), targets)
    features = np.hstack([left_out, extras])
    need_head, need_chances = heads.fit_flags(features, needs)
    crisis_head, crisis_chances = heads.fit_classes(features, crisis)
    act_head, act_chances = heads.fit_classes(features, act)
    tells_head, _ = heads.fit_flags(features, tells)
    honest = np.ones(len(examples), bool) if held_back is None else held_back
    thresholds = Thresholds(
        needs=heads.flag_thresholds(need_chances[honest], needs[honest]),
        crisis=max(DOUBT_FROM, heads.careful_threshold(1 - crisis_chances[honest, 0], crisis[honest] > 0, CRISIS_BETA)),
        act=_act_threshold(act_chances[honest], act[honest]),
    )
    trained = dict(zip(HEADS, (need_head, crisis_head, act_head, tells_head), strict=True))
    return Reader(model, rarity, trained, thresholds)


def _act_threshold(chances: Matrix, act: NDArray[np.int_]) -> float:
    """Where the most messages get their act, or rightly none."""
    best, sure = chances[:, 1:].argmax(axis=1) + 1, chances[:, 1:].max(axis=1)
    right = [float((np.where(sure >= step, best, 0) == act).mean()) for step in heads.STEPS]
    return float(heads.STEPS[int(np.argmax(right))])
