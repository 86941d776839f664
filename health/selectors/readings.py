"""The readings of an account: the latest of each metric with its course."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final, NamedTuple

from health.models import Metric, PulseReading, Reading

COURSE_DAYS: Final = 365
WIDTH, HEIGHT = 96, 24


class MetricLine(NamedTuple):
    """A metric of an account: its latest reading, how it went, and what it is in words."""

    metric: Metric
    latest: Reading | None
    points: str
    last_x: float | None
    last_y: float | None
    total: int


def metric_lines(account_id: int, on: date) -> list[MetricLine]:
    """Every metric with what is known of it for an account, in two queries; a customer's own where it was read here."""
    rows = Reading.objects.standing().filter(account_id=account_id, on__lte=on, on__gt=on - timedelta(days=COURSE_DAYS))
    by_metric: dict[int, list[Reading]] = defaultdict(list)
    for row in rows.order_by("on", "read_at", "pk"):
        by_metric[row.metric_id].append(row)
    shown = [metric for metric in Metric.objects.all() if not metric.is_customers or metric.pk in by_metric]
    return [_line(metric, by_metric[metric.pk]) for metric in shown]


def _line(metric: Metric, course: list[Reading]) -> MetricLine:
    places = _places([(row.on.toordinal(), float(row.value)) for row in course]) if len(course) > 1 else []
    points = " ".join(f"{x},{y}" for x, y in places)
    last_x, last_y = places[-1] if places else (None, None)
    return MetricLine(metric, course[-1] if course else None, points, last_x, last_y, len(course))


def _places(course: list[tuple[int, float]]) -> list[tuple[float, float]]:
    days, values = [day for day, _ in course], [value for _, value in course]
    first, span = days[0], max(1, days[-1] - days[0])
    least, height = min(values), (max(values) - min(values)) or 1
    return [
        (round(WIDTH * (day - first) / span, 1), round(HEIGHT - HEIGHT * (value - least) / height, 1))
        for day, value in course
    ]


def latest_pulses(account_id: int, limit: int = 6) -> list[PulseReading]:
    """The latest pulses of an account, newest first."""
    rows = PulseReading.objects.standing().filter(account_id=account_id).select_related("recorded_by")
    return list(rows.order_by("-on", "-pk")[:limit])
