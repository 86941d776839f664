"""The life of alerts: what opens, changes and closes when conditions are found anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from health.domain.alerts.conditions import Condition, Figures
from health.domain.alerts.kinds import HELD_DAYS, IN_SET_UP

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert that has not closed.

    Attributes
    ----------
    id : int
    kind, subject : str
    first_seen_on : date
        Since when its condition is known to hold.
    opened_on : date or None
        None while it waits for its condition to have held 7 days.
    figures, weight
        As found last.
    """

    id: int
    kind: str
    subject: str
    first_seen_on: date
    opened_on: date | None
    figures: Figures
    weight: float

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.subject


class Begun(NamedTuple):
    """A condition seen for the first time; `opened_on` is None where it must hold a while."""

    condition: Condition
    first_seen_on: date
    opened_on: date | None


class Changed(NamedTuple):
    """An alert that stands, with what is to be written: it opens now, or its figures moved."""

    id: int
    condition: Condition
    opened_on: date | None
    opens: bool


class Ended(NamedTuple):
    """An alert whose condition no longer holds; one that never opened is forgotten without a word."""

    id: int
    was_open: bool
    by_set_up: bool


class Changes(NamedTuple):
    """What becomes of the alerts of one account."""

    begun: tuple[Begun, ...]
    changed: tuple[Changed, ...]
    ended: tuple[Ended, ...]


def settle(standing: Iterable[Standing], found: Iterable[Condition], on: date, is_set_up: bool = True) -> Changes:
    """Decide what becomes of alerts, given all conditions that hold.

    Parameters
    ----------
    standing : iterable of Standing
        The alerts of one account that have not closed, also those acknowledged, snoozed or resolved by hand: these
        stand until their condition has cleared, and so stay away until it comes again.
    found : iterable of Condition
        All conditions of that account, at most one of a kind and subject.
    on : date
    is_set_up : bool
        Whether the account has been set up; what ends while it is not says so.

    Returns
    -------
    Changes
        Applied twice on a day they equal once: the second time nothing begins, changes or ends.

    Examples
    --------
    >>> from health.domain.alerts.kinds import AlertKind
    >>> lost = Condition(AlertKind.ROUTE_LOST, "", {}, 0.5)
    >>> settle([], [lost], date(2026, 3, 1)).begun[0].opened_on
    datetime.date(2026, 3, 1)
    >>> open_now = Standing(9, "route_lost", "", date(2026, 3, 1), date(2026, 3, 1), {}, 0.0)
    >>> settle([open_now], [lost], date(2026, 3, 2))
    Changes(begun=(), changed=(), ended=())
    >>> settle([open_now], [], date(2026, 3, 2)).ended
    (Ended(id=9, was_open=True, by_set_up=False),)
    """
    held = {each.key: each for each in found}
    stand = {each.key: each for each in standing}
    return Changes(
        tuple(_begin(each, on) for key, each in held.items() if key not in stand),
        tuple(_changed(stand, held, on)),
        tuple(
            Ended(each.id, each.opened_on is not None, not is_set_up and each.kind not in IN_SET_UP)
            for key, each in stand.items()
            if key not in held
        ),
    )


def _begin(found: Condition, on: date) -> Begun:
    first_seen_on = on if found.since is None else min(found.since, on)
    return Begun(found, first_seen_on, on if _has_held(found, first_seen_on, on) else None)


def _changed(stand: Mapping[Key, Standing], held: Mapping[Key, Condition], on: date) -> Iterator[Changed]:
    for key in sorted(held.keys() & stand.keys()):
        alert, found = stand[key], held[key]
        opens = alert.opened_on is None and _has_held(found, alert.first_seen_on, on)
        if opens or dict(alert.figures) != dict(found.figures) or alert.weight != found.weight:
            yield Changed(alert.id, found, on if opens else alert.opened_on, opens)


def _has_held(found: Condition, first_seen_on: date, on: date) -> bool:
    return not found.by_time or (on - first_seen_on).days >= HELD_DAYS
