"""Figures for Prometheus: numbers alone, on an address of their own, counted anew for each call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.domain.overview import QueueFigures
from bot.service.coordination import Figures, figures
from bot.service.ports import Clock, UnitOfWorkFactory

PATH = "/metrics"


def metrics_app(new_uow: UnitOfWorkFactory, clock: Clock) -> web.Application:
    """Serves the figures at PATH and nothing else."""

    async def handler(request: web.Request) -> web.Response:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collected(await figures(new_uow, clock)))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get(PATH, handler)])
    return app


class _Collected(Collector):
    def __init__(self, found: Figures) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        found = self._found
        states = {str(state): count for state, count in found.states.items()}
        yield _by("dichtbij_handovers", "Handovers by state", "state", states)
        yield _one(
            "dichtbij_handovers_late", "Handovers whose resident has waited too long for the partner", found.late
        )
        times = {f"{share:g}": time.total_seconds() for share, time in found.answer_times.items()}
        yield _by("dichtbij_first_answer_seconds", "Time to a partner's first answer, 30 days", "quantile", times)
        yield _one("dichtbij_first_answers", "First answers of partners, 30 days", found.answers)
        yield _sum("dichtbij_unmet_needs", "Needs for which there was no offer", "need", found.unmet)
        yield _sum("dichtbij_outcomes", "How handovers ended, and if it helped", "outcome", found.outcomes)
        yield from _queue("outbox", "Messages to send", found.outbox)
        yield from _queue("inbox", "Messages that came in", found.inbox)


def _queue(name: str, about: str, found: QueueFigures) -> Iterable[Metric]:
    yield _by(f"dichtbij_{name}_waiting", f"{about} that wait, by channel", "channel", found.waiting)
    yield _by(f"dichtbij_{name}_dead", f"{about} that were given up, by channel", "channel", found.dead)
    oldest = f"{about}: for how long the oldest could have been worked on"
    yield _one(f"dichtbij_{name}_oldest_seconds", oldest, found.oldest.total_seconds())


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _by(name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _sum(name: str, about: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, about, labels=[label])
    for key, count in counts.items():
        family.add_metric([key], count)
    return family
