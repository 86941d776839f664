"""The health of one account explained: every point with its facts, what changed, and what is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.urls import reverse

from accounts.models import Account, Role
from health.domain.judgement import Judgement, Part
from health.domain.measures import Given, Source, measure_of
from health.domain.scorecards import Card
from health.domain.scoring import judge
from health.domain.waterfall import Step, Waterfall, waterfall
from health.models import DailyScore, Metric
from health.models.words import MEASURE_HELP, Words, measure_name
from health.selectors.evidence import evidence_of
from health.selectors.facts import Book, FactLine, facts_of
from health.selectors.scorecards import Regime, parts_from, regime_on
from stakeholders.domain.findings import find
from stakeholders.selectors.skies import sky_at

WEEK: Final = timedelta(days=7)
HISTORY_DAYS: Final = 365


class Row(NamedTuple):
    """One measure as the page shows it."""

    part: Part
    name: str
    help: Words
    unit: str
    is_leading: bool
    is_connected: bool
    facts: list[FactLine]
    ask_url: str
    is_dialog: bool


@dataclass(frozen=True)
class Explained:
    """The judgement on an account now, with everything its page says of it."""

    given: Given
    card: Card | None
    unconnected: frozenset[str]
    judgement: Judgement
    metrics: Mapping[str, tuple[str, str]]
    rows: list[Row]

    @property
    def known(self) -> list[Row]:
        """What is known, what weighs most first."""
        rows = [row for row in self.rows if row.part.points is not None and row.is_connected]
        return sorted(rows, key=lambda row: -row.part.weight)

    @property
    def missing(self) -> list[Row]:
        """What is not known and would count, what weighs most first."""
        rows = [row for row in self.rows if row.part.points is None and row.is_connected]
        return sorted(rows, key=lambda row: -row.part.weight)

    @property
    def not_connected(self) -> list[Row]:
        return [row for row in self.rows if not row.is_connected]

    @property
    def ask_first(self) -> Row | None:
        return next((row for row in self.rows if row.part.key == self.judgement.ask_first), None)


def explained(account_id: int, on: date, is_leading_only: bool = False) -> Explained:
    """Judge one account afresh and explain it; the same functions that judge all accounts."""
    found = find(sky_at(account_id, on))
    evidence = evidence_of([account_id], on)[account_id]
    return explain(Given(found, evidence, on), regime_on(on), is_leading_only)


def explain(given: Given, regime: Regime, is_leading_only: bool = False) -> Explained:
    """The explanation of what is given, under the scorecards in force."""
    card = regime.card(given.evidence.segment_id)
    if card is not None and is_leading_only:
        card = replace(card, entries=tuple(entry for entry in card.entries if entry.measure.is_leading))
    unconnected = regime.without(given.evidence.segment_id)
    judgement = judge(given, card, unconnected)
    metrics = {key: (name, unit) for key, name, unit in Metric.objects.values_list("key", "name", "unit")}
    book = Book(given, dict(Role.objects.values_list("key", "name")), metrics)
    leading = {} if card is None else {entry.key: entry.measure.is_leading for entry in card.entries}
    rows = [_row(part, book, leading[part.key], part.key not in unconnected) for part in judgement.parts]
    return Explained(given, card, unconnected, judgement, metrics, rows)


def _row(part: Part, book: Book, is_leading: bool, is_connected: bool) -> Row:
    measure = measure_of(part.key)
    names = {key: name for key, (name, _) in book.metrics.items()}
    url, is_dialog = ask_url(part.key, book.given.evidence.account_id)
    return Row(
        part,
        measure_name(part.key, names),
        MEASURE_HELP.get(part.key, ""),
        measure.unit if measure else "",
        is_leading,
        is_connected,
        facts_of(part.key, book),
        url,
        is_dialog,
    )


ASKED_AT: Final = {"coverage": "people", "threads": "people", "survival": "people", "balance": "people"}


def ask_url(key: str, account_id: int) -> tuple[str, bool]:
    """Where one enters what a measure needs, and whether that opens in the dialog."""
    measure = measure_of(key)
    if measure is None:
        return "", False
    if measure.source is Source.GOALS:
        return reverse("health:goals", args=[account_id]), False
    if measure.source is Source.PULSE:
        return reverse("health:pulse_add", args=[account_id]), True
    if measure.source is Source.READINGS:
        return f"{reverse('health:reading_add', args=[account_id])}?metric={measure.metrics[0]}", True
    if key in ("cadence", "silence", "bridging"):
        return reverse("stakeholders:touchpoint_add", args=[account_id]), True
    return reverse(f"stakeholders:{ASKED_AT.get(key, 'grid')}", args=[account_id]), False


SAID: Final = 0.05  # points below round to 0.0


class Bar(NamedTuple):
    """What one measure moved as drawn: from `x` over `width` in a box 200 wide; `steps` by cause, those that show."""

    name: str
    points: float
    steps: tuple[Step, ...]
    x: float
    width: float


@dataclass(frozen=True)
class Change:
    """What moved the score since a day."""

    since: date
    fall: Waterfall
    bars: list[Bar]
    still: list[str]  # measures of which everything rounds to nothing


def change_since(explanation: Explained, on: date, is_leading_only: bool = False) -> Change | None:
    """What changed since a week before, or the last day kept before that; None where there is none to compare with."""
    account_id = explanation.judgement.account_id
    row = DailyScore.objects.filter(account_id=account_id, on__lte=on - WEEK).order_by("-on").first()
    if row is None or row.on < on - timedelta(days=HISTORY_DAYS):
        return None
    before = parts_from(row.parts)
    if is_leading_only:
        before = tuple(part for part in before if (measure := measure_of(part.key)) and measure.is_leading)
    fall = waterfall(before, explanation.judgement.parts)
    names = {key: name for key, (name, _) in explanation.metrics.items()}
    return None if fall is None else Change(row.on, fall, bars_of(fall, names), still_of(fall, names))


def bars_of(fall: Waterfall, names: Mapping[str, str]) -> list[Bar]:
    """The measures that moved the score, one after the other, on a scale that fits them all."""
    moves = [move for move in fall.by_measure() if move.size >= SAID]
    ends = [fall.start]
    for move in moves:
        ends.append(ends[-1] + move.points)
    least, span = min(ends), max(max(ends) - min(ends), 1.0)
    return [
        Bar(
            measure_name(move.key, names),
            move.points,
            tuple(step for step in move.steps if abs(step.points) >= SAID),
            round(200 * (min(start, start + move.points) - least) / span, 2),
            max(1.0, round(200 * abs(move.points) / span, 2)),
        )
        for move, start in zip(moves, ends, strict=False)
    ]


def still_of(fall: Waterfall, names: Mapping[str, str]) -> list[str]:
    """The measures that moved by less than can be said."""
    return [measure_name(move.key, names) for move in fall.by_measure() if move.size < SAID]


def history_of(account: Account, on: date) -> list[dict[str, Any]]:
    """The scores of the last year, oldest first, each with the version of the scorecard."""
    rows = DailyScore.objects.filter(account_id=account.pk, on__gt=on - timedelta(days=HISTORY_DAYS), on__lte=on)
    named = rows.order_by("on").values(
        "on", "score", "leading", "low", "high", "version_id", "version__number", "version__note",
        "version__scorecard__name", "version__published_on",
    )  # fmt: skip
    return [dict(row) for row in named]


def version_marks(history: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The days on which another version of the scorecard began to count."""
    marks, last = [], None
    for row in history:
        if last is not None and row["version_id"] not in (None, last):
            marks.append(row)
        last = row["version_id"] or last
    return marks
