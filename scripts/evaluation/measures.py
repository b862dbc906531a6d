"""Figures over pairs of what a message says and what was heard in it. All are shares between 0 and 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.labels import Crisis, Need, Topic
from bot.domain.understanding import REPLY_FROM, Understanding
from bot.nlu.reply_reader import REPLIES
from tests.support.held_out import HeldOut


@dataclass(frozen=True)
class Pair:
    """A message with its labels, and what was heard."""

    said: HeldOut
    heard: Understanding


Pairs = Sequence[Pair]
Measure = Callable[[Pairs], float]


def needs_f1(pairs: Pairs) -> float:
    """Micro-averaged over all messages."""
    hits = sum(len(pair.said.needs & set(pair.heard.needs)) for pair in pairs)
    return _share(2 * hits, sum(len(pair.said.needs) + len(pair.heard.needs) for pair in pairs))


def needs_among_first_three(pairs: Pairs) -> float:
    """Of the true needs, the share among the three highest scores."""
    hits = sum(len(pair.said.needs & set(pair.heard.guesses(3, 0.0))) for pair in pairs)
    return _share(hits, sum(len(pair.said.needs) for pair in pairs))


def crisis_recall(pairs: Pairs) -> float:
    return _share_of(pair.heard.crisis is not None for pair in pairs if pair.said.crisis)


def crisis_precision(pairs: Pairs) -> float:
    return _share_of(pair.said.crisis is not None for pair in pairs if pair.heard.crisis)


def crisis_kind(pairs: Pairs) -> float:
    """Of the crises that were seen as one, the share with the right kind."""
    return _share_of(pair.said.crisis is pair.heard.crisis for pair in pairs if pair.said.crisis and pair.heard.crisis)


def acts(pairs: Pairs) -> float:
    return _share_of(pair.said.act is pair.heard.act for pair in pairs if pair.said.act)


def topics_recall(pairs: Pairs) -> float:
    return _share_of(pair.said.topic is pair.heard.topic for pair in pairs if pair.said.topic)


def topics_precision(pairs: Pairs) -> float:
    return _share_of(pair.said.topic is pair.heard.topic for pair in pairs if pair.heard.topic)


def replies_recall(pairs: Pairs) -> float:
    return _share_of(pair.said.topic is _reply(pair) for pair in pairs if pair.said.topic in REPLIES)


def replies_precision(pairs: Pairs) -> float:
    return _share_of(pair.said.topic is _reply(pair) for pair in pairs if _reply(pair))


def _reply(pair: Pair) -> Topic | None:
    return pair.heard.reply if pair.heard.reply_score >= REPLY_FROM else None


def language(pairs: Pairs) -> float:
    return _share_of(pair.said.language == pair.heard.language for pair in pairs)


def confusions(pairs: Pairs) -> Counter[tuple[Need, Need]]:
    """How often one need was missed in a message in which another was heard that isn't there."""
    found: Counter[tuple[Need, Need]] = Counter()
    for pair in pairs:
        heard = set(pair.heard.needs)
        found.update((missed, wrong) for missed in pair.said.needs - heard for wrong in heard - pair.said.needs)
    return found


def calibration(pairs: Pairs, bins: int = 10) -> list[tuple[float, float, int]]:
    """For each bin of need scores: the mean score, the share that is true, how many there are."""
    scored = [(score, need in pair.said.needs) for pair in pairs for need, score in pair.heard.need_scores.items()]
    rows = []
    for number in range(bins):
        within = [(score, true) for score, true in scored if min(int(score * bins), bins - 1) == number]
        if within:
            rows.append((_mean(score for score, _ in within), _mean(true for _, true in within), len(within)))
    return rows


def badness(pair: Pair) -> float:
    """How wrong a reading is: a missed crisis weighs most, a false one and a wrong act next, then each need."""
    needs = set(pair.heard.needs)
    wrong = len(pair.said.needs ^ needs) + sum(
        pair.heard.need_scores.get(need, 0.0) for need in needs - pair.said.needs
    )
    missed = 10.0 * (pair.said.crisis is not None and pair.heard.crisis is None)
    return (
        missed + 5.0 * (pair.said.crisis is not pair.heard.crisis) + 2.0 * (pair.said.act is not pair.heard.act) + wrong
    )


def labels(needs: Iterable[Need], crisis: Crisis | None, act: object) -> str:
    """For a reader: what a message says, in label names."""
    return ", ".join(
        [*(f"!{each}" for each in (crisis,) if each), *(f"={each}" for each in (act,) if each), *map(str, needs)]
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _share_of(outcomes: Iterable[bool]) -> float:
    listed = list(outcomes)
    return _share(sum(listed), len(listed))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
