"""Conditions about handoffs: the debrief or the introduction of a deal that was not held in time."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from health.domain.alerts.conditions import Condition, condition
from health.domain.alerts.kinds import AlertKind
from stakeholders.domain.handoff_clocks import Clock, ClockState
from stakeholders.domain.sky import Sky


class Late(NamedTuple):
    """A clock of a deal."""

    deal_id: int
    deal: str
    clock: Clock


def late_handoffs(sky: Sky, pressing: Iterable[Late]) -> Iterator[Condition]:
    """One for each clock that was breached; those that still run are none."""
    for late in pressing:
        clock = late.clock
        if clock.state is ClockState.BREACHED and clock.due_at is not None:
            figures = {
                "clock": clock.kind.value,
                "why": clock.why.value,
                "deal": late.deal,
                "due_at": clock.due_at.isoformat(),
            }
            yield condition(AlertKind.HANDOFF_LATE, sky, figures, clock_subject(late.deal_id, clock.kind))


def clock_subject(deal_id: int, kind: str) -> str:
    """The subject of a condition about a clock.

    >>> clock_subject(12, "debrief")
    'deal:12:debrief'
    """
    return f"deal:{deal_id}:{kind}"
