"""A condition found on one account at a date: the material of alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from health.domain.alerts.kinds import BY_KEY, RECENT_DEPARTURE_DAYS, AlertKind, Passing
from stakeholders.domain.sky import Sky

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something found.

    Attributes
    ----------
    kind : AlertKind
    subject : str
        Whom it is about within the account: "" for the account itself, else "stakeholder:12" or "user:7".
    figures : mapping
        What it rests on, as JSON knows it: ids of people and roles, dates as text, figures; never days that count up.
    likelihood : float
        How likely it costs the revenue, 0-1.
    by_time : bool
        Whether time passing alone brought it about.
    since : date or None
        Since when it has held, where the facts tell.
    weight : float
        Its rank among all, from `ranking.weight`.
    """

    kind: AlertKind
    subject: str
    figures: Figures
    likelihood: float
    by_time: bool = False
    since: date | None = None
    weight: float = 0.0

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, self.subject

    def weighing(self, weight: float) -> "Condition":
        return replace(self, weight=weight)


def condition(
    kind: AlertKind,
    sky: Sky,
    figures: Figures,
    subject: str = "",
    likelihood: float | None = None,
    since: date | None = None,
) -> Condition:
    """A condition of a kind, with what the table says of the kind.

    Examples
    --------
    >>> found = condition(AlertKind.MAP_STALE, Sky(1, date(2026, 3, 1), (), ()), {"freshness": 0.5})
    >>> found.by_time, found.likelihood, found.key
    (True, 0.1, ('map_stale', ''))
    """
    row = BY_KEY[kind]
    weighed = row.likelihood if likelihood is None else likelihood
    return Condition(kind, subject, figures, round(weighed, 2), _by_time(row.passing, sky), since)


def star_subject(star_id: int) -> str:
    """The subject of a condition about a stakeholder.

    >>> star_subject(12)
    'stakeholder:12'
    """
    return f"stakeholder:{star_id}"


def stakeholder_of(subject: str) -> int | None:
    """The stakeholder whom a subject names; None where it names one of ours, or the account.

    >>> stakeholder_of("stakeholder:12"), stakeholder_of("user:7"), stakeholder_of("")
    (12, None, None)
    """
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "stakeholder" and number.isdecimal() else None


def user_subject(user_id: int) -> str:
    """The subject of a condition about one of ours.

    >>> user_subject(7)
    'user:7'
    """
    return f"user:{user_id}"


def _by_time(passing: Passing, sky: Sky) -> bool:
    if passing is Passing.WITHOUT_DEPARTURE:
        return not any(
            star.left_on is not None and 0 <= (sky.as_of - star.left_on).days <= RECENT_DEPARTURE_DAYS
            for star in sky.stars
        )
    return passing is Passing.ALWAYS
