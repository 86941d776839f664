"""The way of a concern from being raised to being confirmed as settled by whoever raised it.

Source: mission.md S1.12.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from accounts.domain.business_days import WorkWeek

ANYWHERE: Final = WorkWeek()


class Stage(StrEnum):
    """Where a concern stands; each but `raised` is a step that somebody recorded with its day.

    `unsolved`: they say that what was delivered does not solve it, so that another solution is due.
    """

    RAISED = "raised"
    HEARD = "heard"
    PROPOSED = "proposed"
    DELIVERED = "delivered"
    UNSOLVED = "unsolved"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"

    @property
    def is_closed(self) -> bool:
        return self in {Stage.CONFIRMED, Stage.WITHDRAWN}

    @property
    def is_theirs(self) -> bool:
        """Whether only somebody at the customer can take this step."""
        return self in {Stage.UNSOLVED, Stage.CONFIRMED, Stage.WITHDRAWN}


# What may follow, the usual step first.
FOLLOWING: Final[Mapping[Stage, tuple[Stage, ...]]] = {
    Stage.RAISED: (Stage.HEARD, Stage.WITHDRAWN),
    Stage.HEARD: (Stage.PROPOSED, Stage.WITHDRAWN),
    Stage.PROPOSED: (Stage.DELIVERED, Stage.WITHDRAWN),
    Stage.DELIVERED: (Stage.CONFIRMED, Stage.UNSOLVED, Stage.WITHDRAWN),
    Stage.UNSOLVED: (Stage.PROPOSED, Stage.WITHDRAWN),
    Stage.CONFIRMED: (),
    Stage.WITHDRAWN: (),
}

# Business days that the step after a stage may take before it is in My day; delivering takes longer than answering.
PATIENCE_DAYS: Final[Mapping[Stage, int]] = {
    Stage.RAISED: 1,
    Stage.HEARD: 3,
    Stage.PROPOSED: 10,
    Stage.DELIVERED: 5,
    Stage.UNSOLVED: 3,
}


class Waiting(NamedTuple):
    """The step that is next, the business days it has waited, and whether that is too long."""

    step: Stage
    days: int
    is_long: bool


def next_step(stage: Stage) -> Stage | None:
    """The usual step after a stage; None once it is closed.

    >>> next_step(Stage.UNSOLVED), next_step(Stage.CONFIRMED)
    (<Stage.PROPOSED: 'proposed'>, None)
    """
    return FOLLOWING[stage][0] if FOLLOWING[stage] else None


def waiting(stage: Stage, since: date, on: date, week: WorkWeek = ANYWHERE) -> Waiting | None:
    """What a concern waits for and since how many business days.

    Parameters
    ----------
    stage : Stage
        Where it stands.
    since : date
        The day of its last step.
    on : date
    week : WorkWeek
        Of whoever looks after it.

    Returns
    -------
    Waiting or None
        None once it is closed. Too long is more than the patience of the stage.

    Examples
    --------
    >>> waiting(Stage.HEARD, date(2026, 3, 6), date(2026, 3, 11))  # Friday to Wednesday
    Waiting(step=<Stage.PROPOSED: 'proposed'>, days=3, is_long=False)
    """
    step = next_step(stage)
    if step is None:
        return None
    days = week.count(since, on)
    return Waiting(step, days, days > PATIENCE_DAYS[stage])


def last_patient_day(stage: Stage, on: date, week: WorkWeek = ANYWHERE) -> date:
    """The earliest day a step may have been taken on for the next one not to have waited too long on a day.

    >>> last_patient_day(Stage.RAISED, date(2026, 3, 9))  # a Monday: what was raised on Friday is one business day old
    datetime.date(2026, 3, 6)
    >>> last_patient_day(Stage.RAISED, date(2026, 12, 28), WorkWeek("DE"))  # Christmas Day was a Friday
    datetime.date(2026, 12, 24)
    """
    since, days = on, 0
    while days + week.is_working(since) <= PATIENCE_DAYS[stage]:
        days += week.is_working(since)
        since -= timedelta(days=1)
    return since
