"""What counts how much when services are ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.labels import Need, Reach, ServiceType

PARTS = ("needs", "together", "reach", "nearness", "language", "woman", "opening", "capacity", "freshness")
"""The parts of a score, each between 0 and 1 before it is weighed."""


@dataclass(frozen=True)
class Weights:
    """How a score is made. Without values every part counts the same and nothing but the service's own word counts.

    ``parts`` are the points of each part. ``next_need`` is what a need counts of the one that the resident put before
    it; ``by_type`` what an answer counts that only follows from the kind of service (``type_needs``), ``unlisted`` the
    same where the service lists other needs, ``listed_only`` what one counts that it lists though its kind is meant for
    others, ``by_broad_kind`` what one counts whose only kinds that are meant for it are meant for ``broad_from`` needs
    or more.
    ``instead`` tells how well one way of meeting takes the place of the one that was wished.
    ``from_afar`` is the nearness of a service by phone, chat or video; a location that is ``half_km`` away by road
    (``half_km_without_car``) is half as near as one next door; a road is ``road_factor`` as long as the straight line.
    Without a car ``by_train`` is the nearness of a location to which a train goes, with walks up to ``walk_km``.
    ``interpreter`` is what an interpreter counts beside a helper who speaks the language. A service that opens in
    ``half_hours`` counts half of an open one, one of unknown hours ``hours_unknown``. ``capacity`` is by the word of
    the directory. What was confirmed ``fresh_days`` ago is as good as new, after ``stale_days`` it counts for nothing.
    Scores within ``equal_within`` points are equals, and fewer open handovers decide. Who is meant for what weighs most
    is shown first if no more than ``first_within`` points behind.
    """

    parts: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 1.0))
    next_need: float = 1.0
    by_type: float = 0.0
    unlisted: float = 0.0
    listed_only: float = 1.0
    by_broad_kind: float = 1.0
    broad_from: float = 1.0
    type_needs: Mapping[ServiceType, frozenset[Need]] = field(default_factory=dict)
    instead: Mapping[Reach, Mapping[Reach, float]] = field(default_factory=dict)
    from_afar: float = 0.0
    half_km: float = 1.0
    half_km_without_car: float = 1.0
    road_factor: float = 1.0
    by_train: float = 0.0
    walk_km: float = 0.0
    interpreter: float = 0.0
    half_hours: float = 1.0
    hours_unknown: float = 0.0
    capacity: Mapping[str, float] = field(default_factory=dict)
    fresh_days: float = 1.0
    stale_days: float = 2.0
    equal_within: float = 0.0
    first_within: float = 0.0
