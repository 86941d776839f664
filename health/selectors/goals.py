"""The goals of an account as its page shows them, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.selectors.finding import written_hit, written_in
from accounts.visibility import Viewer
from csm.foundation.registry import Hit, Known
from health.domain.goals import GoalFacts, Progress, Received, progress_of, received_of
from health.models import Goal, GoalNeed, GoalState, Reading, TypicalGoal, ValueConfirmation
from health.models.goals import WORDS_VECTOR
from stakeholders.domain.succession import propose_heir
from stakeholders.models import Stakeholder
from stakeholders.selectors.skies import sky_at


class Heir(NamedTuple):
    """Who is likely to take over a goal from somebody who left."""

    stakeholder_id: int
    name: str


@dataclass(frozen=True)
class GoalLine:
    """A goal with all its page says of it; once dropped or long reached `progress` and `received` are None."""

    goal: Goal
    progress: Progress | None = None
    received: Received | None = None
    course: Sequence[Reading] = ()
    needs: Sequence[GoalNeed] = ()
    said: Sequence[ValueConfirmation] = ()
    has_lost_owner: bool = False
    heir: Heir | None = None

    @property
    def latest(self) -> Reading | None:
        """The latest reading after the baseline, however old."""
        return self.course[-1] if self.course else None

    @property
    def is_old(self) -> bool:
        """Whether there are readings, but none young enough to count."""
        return bool(self.course) and self.progress is not None and self.progress.points is None


@dataclass(frozen=True)
class GoalBook:
    """The goals of an account: open ones by due date, closed ones latest first."""

    lines: Sequence[GoalLine]
    closed: Sequence[GoalLine] = field(default_factory=tuple)


def goals_of(account: Account, known: Iterable[GoalFacts], on: date) -> GoalBook:
    """All goals of an account; `known` are the facts of those that count on the day."""
    rows = list(
        Goal.objects.standing()
        .filter(account_id=account.pk)
        .select_related("metric", "owner", "stakeholder__person", "typical")
        .order_by("due_on", "pk")
    )
    judged = {facts.id: (progress_of(facts, on), received_of(facts, on)) for facts in known}
    parts = _parts(account.pk, rows)
    heirs = _heirs(account.pk, rows, on)
    lines = [_line(goal, judged.get(goal.pk, (None, None)), parts, heirs, on) for goal in rows]
    closed = [line for line in lines if line.goal.state != GoalState.OPEN]
    return GoalBook(
        [line for line in lines if line.goal.state == GoalState.OPEN],
        sorted(closed, key=lambda line: line.goal.closed_on or on, reverse=True),
    )


Judged = tuple[Progress | None, Received | None]


@dataclass(frozen=True)
class _Parts:
    readings: Mapping[int, list[Reading]]  # by metric
    needs: Mapping[int, list[GoalNeed]]  # by goal
    said: Mapping[int, list[ValueConfirmation]]  # by goal


def _parts(account_id: int, goals: Sequence[Goal]) -> _Parts:
    readings = Reading.objects.standing().filter(account_id=account_id, metric__in={goal.metric_id for goal in goals})
    needs = GoalNeed.objects.standing().filter(goal__in=goals).select_related("stakeholder__person", "user")
    said = ValueConfirmation.objects.standing().filter(goal__in=goals)
    return _Parts(
        _grouped(readings.order_by("on", "read_at", "pk"), "metric_id"),
        _grouped(needs.order_by("pk"), "goal_id"),
        _grouped(said.select_related("stakeholder__person", "recorded_by"), "goal_id"),
    )


def _grouped(rows: "QuerySet[Any]", name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _line(goal: Goal, judged: Judged, parts: _Parts, heirs: Mapping[int, Heir], on: date) -> GoalLine:
    end = goal.closed_on or on
    course = [row for row in parts.readings.get(goal.metric_id, []) if goal.baseline_on < row.on <= end]
    return GoalLine(
        goal,
        *(judged if goal.state != GoalState.DROPPED else (None, None)),
        course,
        parts.needs.get(goal.pk, []),
        parts.said.get(goal.pk, []),
        goal.state == GoalState.OPEN and is_gone(goal.stakeholder, on),
        heirs.get(goal.stakeholder_id or 0),
    )


def is_gone(stakeholder: Stakeholder | None, on: date) -> bool:
    """Whether somebody left the account."""
    return stakeholder is not None and stakeholder.left_on is not None and stakeholder.left_on <= on


def _heirs(account_id: int, goals: Iterable[Goal], on: date) -> dict[int, Heir]:
    """Who is likely to follow those owners of open goals who left; the map is read only where one did."""
    gone = {goal.stakeholder_id for goal in goals if goal.state == GoalState.OPEN and is_gone(goal.stakeholder, on)} - {
        None
    }
    if not gone:
        return {}
    sky = sky_at(account_id, on)
    names = {star.id: star.name for star in sky.stars}
    proposed = {pk: propose_heir(sky, pk) for pk in gone if pk is not None}
    return {pk: Heir(heir.star_id, names[heir.star_id]) for pk, heir in proposed.items() if heir is not None}


def typical_goals_for(account: Account) -> list[TypicalGoal]:
    """The typical goals that suit the segment of an account; all of them where it has none."""
    offered = TypicalGoal.objects.filter(is_offered=True)
    if account.segment is None:
        return list(offered)
    return list(offered.filter(touch_level__in=("", account.segment.touch_level)))


def goal_hits(viewer: Viewer, words: str, limit: int) -> list[Hit]:
    """What the search box finds of goals, the latest due first; one query."""
    found = written_in(Goal.objects.visible_to(viewer), WORDS_VECTOR, words).order_by("-due_on", "-pk")[:limit]
    return [_hit(goal) for goal in found]


def _hit(goal: Goal) -> Hit:
    kind = _("goal, %(state)s") % {"state": goal.get_state_display()}
    return written_hit(goal.words, kind, goal.account, goal_url(goal.account_id, goal.pk))


def goal_url(account_id: int, goal_id: int) -> str:
    """Where a goal stands."""
    return f"{reverse('health:goals', args=[account_id])}#goal-{goal_id}"


TONES = {GoalState.OPEN: "accent", GoalState.REACHED: "good", GoalState.DROPPED: "neutral"}


def goals_became(account_id: int, ids: Sequence[int]) -> dict[int, Known]:
    """How the goals stand that were made of what sales wrote, by id; one query."""
    url = reverse("health:goals", args=[account_id])
    found = {}
    for row in Goal.objects.standing().filter(account_id=account_id, pk__in=ids):
        said = {"state": row.get_state_display(), "on": date_format(row.closed_on or row.due_on)}
        words = _("Goal: %(state)s, %(on)s") if row.closed_on else _("Goal: due %(on)s")
        found[row.pk] = Known(words % said, f"{url}#goal-{row.pk}", tone=TONES[GoalState(row.state)])
    return found
