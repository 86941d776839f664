"""Readings: keep, correct and take back the dated values of metrics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import Recorder, act
from health.models import Metric, Reading
from health.models.metrics import BY_HAND

Key = tuple[int, int, datetime, str]


@dataclass(frozen=True)
class NewReading:
    """What a metric of an account was at an instant, as a source says."""

    account_id: int
    metric: Metric
    value: Decimal
    read_at: datetime
    source: str = BY_HAND

    @property
    def key(self) -> Key:
        return self.account_id, self.metric.pk, self.read_at, self.source


@dataclass(frozen=True)
class Outcome:
    """What became of readings: how many were new, corrected an earlier one, or said what was known."""

    created: int
    corrected: int
    unchanged: int


def record_readings(actor: User | None, readings: Sequence[NewReading]) -> Outcome:
    """Keep readings: one sent again changes nothing, another value at its instant and source corrects it.

    The last of several for the same instant and source counts. *Raises* ValidationError.
    """
    wanted = {reading.key: reading for reading in readings}
    account_ids = {reading.account_id for reading in wanted.values()}
    only = next(iter(account_ids)) if len(account_ids) == 1 else None
    with act("record_readings", actor, only, _summary(wanted.values())) as recorder:
        outcome = write_readings(recorder, list(wanted.values()))
        if not recorder.changes:
            recorder.account_ids.clear()
    return outcome


def write_readings(recorder: Recorder, readings: Sequence[NewReading]) -> Outcome:
    """Write readings that contradict each other nowhere, inside an act."""
    known = known_readings(readings)
    fresh = [reading for reading in readings if reading.key not in known]
    wrong = [reading for reading in readings if reading.key in known and known[reading.key].value != reading.value]
    for reading in wrong:
        recorder.retract(known[reading.key])
    rows = [_row(reading) for reading in [*fresh, *wrong]]
    for row in rows:
        row.clean_fields(exclude=["account", "metric"])
    recorder.insert_many(rows)
    recorder.touches(*(row.account_id for row in rows))
    return Outcome(len(fresh), len(wrong), len(readings) - len(rows))


def known_readings(readings: Iterable[NewReading]) -> dict[Key, Reading]:
    """The standing readings at the same instants from the same sources, in one query."""
    wanted = list(readings)
    rows = Reading.objects.standing().filter(
        account_id__in={reading.account_id for reading in wanted},
        metric_id__in={reading.metric.pk for reading in wanted},
        read_at__in={reading.read_at for reading in wanted},
    )
    return {(row.account_id, row.metric_id, row.read_at, row.source): row for row in rows}


def remove_reading(actor: User | None, reading: Reading) -> None:
    """Take a reading back as a mistake."""
    words = _("Removed a reading of %(metric)s") % {"metric": reading.metric}
    with act("remove_reading", actor, reading.account_id, words) as recorder:
        recorder.retract(reading)


def _row(reading: NewReading) -> Reading:
    return Reading(
        account_id=reading.account_id,
        metric=reading.metric,
        value=reading.value,
        read_at=reading.read_at,
        source=reading.source,
    )


def _summary(readings: Iterable[NewReading]) -> str:
    several = list(readings)
    if len(several) == 1:
        return _("Recorded %(metric)s") % {"metric": several[0].metric}
    return _("Recorded %(count)d readings") % {"count": len(several)}
