"""Measures: the inputs of scores, each a raw value of an account from its sky, its readings or the pulse.

A measure says what is known and None where nothing is: unknown is never 0. Besides those named here every metric is a
measure by itself: `metric.<key>`, its latest reading.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from health.domain.evidence import Evidence
from health.domain.goals import goal_progress, value_as_expected
from health.domain.rules import PULSE_DAYS, Linear, PulseRule, Rule, Tiers
from stakeholders.domain.findings import Findings
from stakeholders.domain.practices import PracticeKey

METRIC: Final = "metric."
PERCENT: Final = 100.0


class Source(StrEnum):
    """Where the raw value of a measure comes from."""

    SKY = "sky"
    READINGS = "readings"
    PULSE = "pulse"
    GOALS = "goals"


class Given(NamedTuple):
    """What a measure is computed from: all that is known of one account at a date."""

    found: Findings
    evidence: Evidence
    on: date


class Measure(NamedTuple):
    """One input of a score: `unit` of its raw value, leading or lagging, and the rule proposed for it."""

    key: str
    source: Source
    is_leading: bool
    unit: str
    rule: Rule
    raw: Callable[[Given], float | None]
    metrics: tuple[str, ...] = ()


def _threads(given: Given) -> float | None:
    return given.found.threads.count


def _survival(given: Given) -> float | None:
    chance = given.found.survival
    return None if chance is None else PERCENT * chance.share


def _coverage(given: Given) -> float | None:
    """Unknown while nobody is mapped: an empty map says nothing of the account."""
    if not given.found.freshness.stars:
        return None
    covered = given.found.coverage
    return _share(covered.engaged_count, covered.required_count)


def _balance(given: Given) -> float | None:
    return next((each.score for each in given.found.practices if each.key is PracticeKey.BALANCE), None)


def _bridging(given: Given) -> float | None:
    share = given.found.bridging.share
    return None if share is None else PERCENT * share


def _cadence(given: Given) -> float | None:
    """Of those whom we spoke with, or who had to be spoken with; nobody was promised anything else."""
    owed = [promise for promise in given.found.promises if promise.last_two_way_on is not None or promise.is_stale]
    return _share(sum(not promise.is_stale for promise in owed), len(owed))


def _silence(given: Given) -> float | None:
    judged = given.found.silences
    return float(sum(silence.is_unusual for silence in judged)) if judged else None


def _sentiment(given: Given) -> float | None:
    """The mean sentiment of the stars who are present and whose sentiment is known, by influence, 5 if unknown."""
    sky = given.found.sky
    known = [
        (5 if star.assessed.influence is None else star.assessed.influence, star.assessed.sentiment)
        for star in sky.stars
        if star.is_present(sky.as_of) and star.assessed is not None and star.assessed.sentiment is not None
    ]
    weight = sum(each for each, _ in known)
    return sum(each * sentiment for each, sentiment in known) / weight if weight else None


def _freshness(given: Given) -> float | None:
    share = given.found.freshness.share
    return None if share is None else PERCENT * share


def _adoption(given: Given) -> float | None:
    active, licences = (given.evidence.readings.get(key) for key in ("active_users", "licences"))
    if active is None or licences is None or licences.value <= 0:
        return None
    return PERCENT * active.value / licences.value


def _trend(given: Given) -> float | None:
    active = given.evidence.readings.get("active_users")
    if active is None or not active.earlier or active.earlier <= 0:
        return None
    return PERCENT * (active.value / active.earlier - 1)


def _pulse(given: Given) -> float | None:
    pulse = given.evidence.pulse
    return None if pulse is None or pulse_is_over(pulse.on, given.on) else float(pulse.step)


def _goals(given: Given) -> float | None:
    return goal_progress(given.evidence.goals, given.on)


def _value(given: Given) -> float | None:
    return value_as_expected(given.evidence.goals, given.on)


def pulse_is_over(felt_on: date, on: date) -> bool:
    """Whether a pulse no longer counts: it does for 90 days, the last included.

    >>> pulse_is_over(date(2026, 1, 1), date(2026, 4, 1)), pulse_is_over(date(2026, 1, 1), date(2026, 4, 2))
    (False, True)
    """
    return (on - felt_on).days > PULSE_DAYS


def _latest(metric: str) -> Callable[[Given], float | None]:
    def raw(given: Given) -> float | None:
        measured = given.evidence.readings.get(metric)
        return None if measured is None else measured.value

    return raw


def _share(part: int, whole: int) -> float | None:
    return PERCENT * part / whole if whole else None


def _of_reading(key: str, is_leading: bool, unit: str, rule: Rule, metric: str) -> Measure:
    return Measure(key, Source.READINGS, is_leading, unit, rule, _latest(metric), (metric,))


MEASURES: Final[dict[str, Measure]] = {
    measure.key: measure
    for measure in (
        Measure("threads", Source.SKY, True, "people", Tiers(((0, 0), (1, 40), (2, 80)), 100), _threads),
        Measure("survival", Source.SKY, True, "%", Linear(30, 95), _survival),
        Measure("coverage", Source.SKY, True, "%", Linear(0, 100), _coverage),
        Measure("balance", Source.SKY, True, "%", Linear(0, 100), _balance),
        Measure("bridging", Source.SKY, True, "%", Linear(0, 50), _bridging),
        Measure("cadence", Source.SKY, True, "%", Linear(25, 100), _cadence),
        Measure("silence", Source.SKY, True, "people", Tiers(((0, 100), (1, 40), (2, 10)), 0), _silence),
        Measure("sentiment", Source.SKY, True, "-2 to 2", Linear(-1, 1.5), _sentiment),
        Measure("freshness", Source.SKY, True, "%", Linear(40, 95), _freshness),
        Measure(
            "adoption", Source.READINGS, True, "%", Linear(20, 80), _adoption, ("active_users", "licences")
        ),
        _of_reading("breadth", True, "%", Linear(10, 70), "feature_breadth"),
        Measure("trend", Source.READINGS, True, "%", Linear(-30, 10), _trend, ("active_users",)),
        _of_reading("support", False, "tickets", Tiers(((2, 100), (5, 70), (10, 35)), 0), "tickets_open"),
        _of_reading("nps", False, "-100 to 100", Linear(-40, 60), "nps"),
        _of_reading("csat", False, "1 to 5", Linear(2.5, 4.7), "csat"),
        _of_reading("payment", False, "days", Tiers(((0, 100), (15, 70), (45, 30)), 0), "invoices_overdue"),
        _of_reading("onboarding", True, "%", Linear(0, 100), "onboarding_done"),
        Measure("pulse", Source.PULSE, True, "1 to 6", PulseRule(), _pulse),
        Measure("goals", Source.GOALS, True, "%", Linear(0, 100), _goals),
        Measure("value", Source.GOALS, False, "%", Linear(0, 100), _value),
    )
}  # fmt: skip


def measure_of(key: str, is_leading: bool = False) -> Measure | None:
    """A measure by its key: one that is named here, or any metric's latest reading.

    Parameters
    ----------
    key : str
        As in a scorecard.
    is_leading : bool
        Of a metric, which says itself whether it leads.

    Returns
    -------
    Measure or None
        None for a key that names nothing.

    Examples
    --------
    >>> measure_of("metric.seats_sold").metrics, measure_of("nonsense")
    (('seats_sold',), None)
    """
    if key.startswith(METRIC):
        metric = key.removeprefix(METRIC)
        return Measure(key, Source.READINGS, is_leading, "", Linear(0, 100), _latest(metric), (metric,))
    return MEASURES.get(key)
