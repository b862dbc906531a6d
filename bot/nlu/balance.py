"""How many training messages of each kind a language has at least, so that no kind of person is heard worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.labels import Act, Crisis, Need, Topic
from bot.nlu.example import OUT_OF_SCOPE

WITH_NEEDS, WITH_SEVERAL = "messages with needs", "messages with two needs or more"
LOOK_ALIKES = "messages that sound like a crisis and are none"
FIRST_NEEDS = {need.value: f"messages with {need.value} first" for need in Need}
MINIMUM = {
    WITH_NEEDS: 1500,
    WITH_SEVERAL: 750,
    LOOK_ALIKES: 300,
    OUT_OF_SCOPE: 400,
    **dict.fromkeys(FIRST_NEEDS.values(), 60),
    **{f"crisis {crisis.value}": 60 for crisis in Crisis},
    **{act.value: 50 for act in Act},
    **{f"topic {topic.value}": 15 for topic in Topic},
}


def kinds(file: str, intent: str, needs: Sequence[str], crisis: str, topic: str) -> Iterator[str]:
    """What a message of a file counts for, with its labels."""
    if needs:
        yield WITH_NEEDS
    if len(needs) > 1:
        yield WITH_SEVERAL
    if file in FIRST_NEEDS:
        yield FIRST_NEEDS[file]
    if file == "near_crisis":
        yield LOOK_ALIKES
    if topic:  # from these nothing else is learnt
        yield f"topic {topic}"
        return
    yield f"crisis {crisis}" if crisis else intent


def shortages(counted: Iterable[str]) -> Iterator[str]:
    """What there is too little of, given every kind of every message of one language."""
    numbers = Counter(counted)
    for kind, minimum in MINIMUM.items():
        if numbers[kind] < minimum:
            yield f"{numbers[kind]} of {kind}: at least {minimum} are needed"
