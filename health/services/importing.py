"""Files of readings: one row for the value of a metric of an account at an instant."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import Parser, choice, instant, number
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, claim, find_accounts
from accounts.services.importing.kinds import Batch, Kind, Write
from health.models import Metric
from health.services.readings import NewReading, known_readings, write_readings

CSV = "csv"
MOST = 10**15


def fields() -> list[Field]:
    """What a file can say about a reading."""
    return [
        *ACCOUNT_FIELDS,
        Field(
            "metric",
            _("Metric"),
            _metrics(),
            ("measure", "kpi", "metric key", "metric name"),
            options=tuple((metric.key, metric.name) for metric in Metric.objects.all()),
        ),
        Field("value", _("Value"), number, ("reading", "amount", "score")),
        Field(
            "read_at",
            _("When"),
            instant(ZoneInfo(settings.TIME_ZONE)),
            ("date", "day", "at", "on", "timestamp", "time", "period"),
            is_date=True,
        ),
    ]


def _metrics() -> Parser:
    words: dict[str, str | int] = {}
    for metric in Metric.objects.all():
        words[metric.key], words[metric.name] = metric.key, metric.key
    return choice(words)


def claims(row: Row) -> list[Claim]:
    """A metric of an account has one value at an instant."""
    if "metric" not in row or "read_at" not in row:
        return []
    return [claim(row, row["metric"], row["read_at"].isoformat())]


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.metrics = {metric.key: metric for metric in Metric.objects.all()}
        self.wanted: list[tuple[Row, NewReading]] = []

    def take(self, row: Row) -> None:
        """Note what a row says, where it says all that is needed."""
        missing = next((name for name in ("metric", "value", "read_at") if name not in row), None)
        if missing:
            self.batch.fail(row, missing, "needed")
        elif abs(row["value"]) >= MOST:
            self.batch.fail(row, "value", "whole", least=-MOST, most=MOST)
        else:
            account, metric = self.accounts[row.number], self.metrics[row["metric"]]
            value = round(row["value"], 4)
            self.wanted.append((row, NewReading(account.pk, metric, value, row["read_at"], self.batch.source or CSV)))

    def judge(self) -> list[NewReading]:
        """What is new or different; the others change nothing."""
        known = known_readings(reading for _row, reading in self.wanted)
        return [reading for row, reading in self.wanted if self._is_news(row, reading, known.get(reading.key))]

    def _is_news(self, row: Row, reading: NewReading, held: object) -> bool:
        day = timezone.localdate(reading.read_at)
        title = f"{self.accounts[row.number].name}, {reading.metric}, {day}"
        if held is None:
            self.batch.create(row, title)
            return True
        before = held.value  # type: ignore[attr-defined]
        self.batch.settle(row, title, [] if before == reading.value else [("value", before, reading.value)])
        return bool(before != reading.value)


def plan(batch: Batch) -> Write:
    """Judge rows of readings."""
    work = _Work(batch)
    for row in batch.rows:
        if row.number in work.accounts:
            work.take(row)
    news = work.judge()

    def write(recorder: Recorder) -> None:
        write_readings(recorder, list({reading.key: reading for reading in news}.values()))

    return write


READINGS = Kind(
    key="readings",
    label=_("Readings"),
    help=_("What a metric of an account was at an instant. One sent again changes nothing, another value corrects it."),
    fields=fields,
    needs=(NEEDS, ("metric",), ("value",), ("read_at",)),
    claims=claims,
    plan=plan,
    position=60,
)
