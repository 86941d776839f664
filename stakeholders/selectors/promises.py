"""What we promised and what they are concerned about: of an account, of people, and how well we keep it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.domain.business_days import WorkWeek
from accounts.models import User
from csm.foundation.clock import today
from csm.foundation.registry import Known
from stakeholders.domain.commitments import CommitmentState, Given, Kept, count_kept, is_overdue
from stakeholders.domain.concerns import FOLLOWING, Stage, Waiting, last_patient_day, waiting
from stakeholders.models import Commitment, Concern, ConcernStep, Milestone, Recognition
from stakeholders.models.concerns import STEP_DEEDS, WAITS_FOR
from stakeholders.selectors.celebrating import never_celebrated, with_celebration

COUNTED_DAYS = 365
TONES = {
    CommitmentState.OPEN: "accent",
    CommitmentState.KEPT: "good",
    CommitmentState.BROKEN: "risk",
    CommitmentState.WITHDRAWN: "neutral",
}
PEOPLE = ("stakeholder__person", "user")
LOOKING_AFTER = (*PEOPLE, "account__owner")  # a concern waits by the calendar of one of these


class OpenCommitment(NamedTuple):
    """A commitment and whether its day has passed."""

    row: Commitment
    is_overdue: bool


class OpenConcern(NamedTuple):
    """A concern with what it waits for, in words too."""

    row: Concern
    waiting: Waiting | None

    @property
    def waits_for(self) -> str:
        return str(WAITS_FOR[self.waiting.step]) if self.waiting else ""

    @property
    def deed(self) -> str:
        return str(STEP_DEEDS[self.waiting.step]) if self.waiting else ""

    @property
    def other_deeds(self) -> list[tuple[str, str]]:
        """Steps that may be taken instead: value and words."""
        return [(stage.value, str(STEP_DEEDS[stage])) for stage in FOLLOWING[Stage(self.row.stage)][1:]]


def commitment_line(row: Commitment, on: date) -> OpenCommitment:
    return OpenCommitment(row, is_overdue(CommitmentState(row.state), row.due_on, on))


def concern_line(row: Concern, on: date) -> OpenConcern:
    """A concern and what it waits for, by the calendar of who looks after it, else of the owner of the account."""
    looks_after = row.user or row.account.owner
    week = WorkWeek(looks_after.country if looks_after is not None else "")
    return OpenConcern(row, waiting(Stage(row.stage), row.stage_on, on, week))


def promises_became(account_id: int, ids: Sequence[int]) -> dict[int, Known]:
    """How the promises stand that were made of what sales promised, by id; one query."""
    on, url = today(), reverse("stakeholders:promises", args=[account_id])
    found = {}
    for row in Commitment.objects.standing().filter(account_id=account_id, pk__in=ids):
        late = commitment_line(row, on).is_overdue
        if row.settled_on is not None:
            label = _("Promise: %(state)s, %(on)s") % {
                "state": row.get_state_display(),
                "on": date_format(row.settled_on),
            }
        else:
            words = _("Promise: was due %(on)s") if late else _("Promise: due %(on)s")
            label = words % {"on": date_format(row.due_on)}
        found[row.pk] = Known(
            label, f"{url}#commitment-{row.pk}", tone="risk" if late else TONES[CommitmentState(row.state)]
        )
    return found


def where_it_stands(row: Concern) -> str:
    """The last step of a concern in a sentence: what, when, by whom, in which words."""
    last = row.steps.filter(retracted_at__isnull=True).order_by("taken_on", "pk").last()
    if last is None:
        return _("raised, %(on)s.") % {"on": date_format(row.raised_on)}
    who = last.stakeholder.person.name if last.stakeholder else last.user or _("nobody named")
    said = {"step": last.get_stage_display(), "on": date_format(last.taken_on), "who": who, "note": last.note}
    return (_("%(step)s, %(on)s, %(who)s: “%(note)s”.") if last.note else _("%(step)s, %(on)s, %(who)s.")) % said


def open_concerns(rows: Any) -> Any:
    """The concerns that nobody closed."""
    return rows.exclude(stage__in=[stage.value for stage in Stage if stage.is_closed])


@dataclass(frozen=True)
class AccountPromises:
    """What the tab of an account says, in a fixed number of queries."""

    account_id: int
    on: date

    @cached_property
    def _commitments(self) -> list[OpenCommitment]:
        rows = Commitment.objects.standing().filter(account_id=self.account_id)
        rows = rows.select_related(*PEOPLE, "touchpoint").order_by("due_on", "pk")
        return [commitment_line(row, self.on) for row in rows]

    @property
    def open_commitments(self) -> list[OpenCommitment]:
        return [one for one in self._commitments if one.row.state == CommitmentState.OPEN]

    @property
    def settled(self) -> list[OpenCommitment]:
        """Those settled, the latest first."""
        done = [one for one in self._commitments if one.row.state != CommitmentState.OPEN]
        return sorted(done, key=lambda one: (one.row.settled_on or self.on, one.row.pk), reverse=True)

    @property
    def overdue_count(self) -> int:
        return sum(one.is_overdue for one in self._commitments)

    @property
    def kept(self) -> Kept:
        """How those due within a year went."""
        since = self.on - timedelta(days=COUNTED_DAYS)
        counted = [one.row for one in self._commitments if one.row.due_on > since]
        return count_kept((Given(row.due_on, CommitmentState(row.state), row.settled_on) for row in counted), self.on)

    @cached_property
    def _concerns(self) -> list[OpenConcern]:
        steps = ConcernStep.objects.standing().select_related("user", "stakeholder__person").order_by("taken_on", "pk")
        rows = Concern.objects.standing().filter(account_id=self.account_id)
        rows = rows.select_related(*LOOKING_AFTER, "touchpoint")
        rows = rows.prefetch_related(Prefetch("steps", steps, to_attr="way"))
        return [concern_line(row, self.on) for row in rows.order_by("stage_on", "pk")]

    @property
    def concerns(self) -> list[OpenConcern]:
        """The open ones, what waits longest first."""
        return [one for one in self._concerns if one.waiting]

    @property
    def past_concerns(self) -> list[OpenConcern]:
        return [one for one in reversed(self._concerns) if not one.waiting]

    @property
    def waiting_count(self) -> int:
        return sum(bool(one.waiting and one.waiting.is_long) for one in self._concerns)

    @cached_property
    def _milestones(self) -> list[Any]:
        rows = with_celebration(Milestone.objects.standing().filter(account_id=self.account_id))
        return list(rows.order_by("planned_on", "reached_on", "pk"))

    @property
    def ahead(self) -> list[Any]:
        return [row for row in self._milestones if row.reached_on is None]

    @property
    def uncelebrated(self) -> list[Any]:
        return [row for row in self._milestones if row.reached_on and not row.is_celebrated]

    @property
    def celebrated(self) -> list[Any]:
        return [row for row in self._milestones if row.reached_on and row.is_celebrated]

    @cached_property
    def recognitions(self) -> list[Recognition]:
        rows = Recognition.objects.standing().filter(account_id=self.account_id).select_related("milestone")
        return list(rows.prefetch_related("users", "stakeholders__person"))

    @cached_property
    def never(self) -> Sequence[Any]:
        """Those present who were never recognised."""
        return list(never_celebrated(self.account_id, self.on))


@dataclass
class Pending:
    """What is open with one of theirs."""

    commitments: list[OpenCommitment] = field(default_factory=list)
    concerns: list[OpenConcern] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.commitments or self.concerns)


def pending_of(stakeholder_ids: Iterable[int], on: date) -> dict[int, Pending]:
    """What is open with each of these people, by stakeholder id: two queries."""
    ids = list(stakeholder_ids)
    found: dict[int, Pending] = {pk: Pending() for pk in ids}
    promised = Commitment.objects.standing().filter(stakeholder_id__in=ids, state=CommitmentState.OPEN)
    for row in promised.select_related(*PEOPLE).order_by("due_on", "pk"):
        found[row.stakeholder_id].commitments.append(commitment_line(row, on))
    raised = open_concerns(Concern.objects.standing().filter(stakeholder_id__in=ids))
    for row in raised.select_related(*LOOKING_AFTER).order_by("stage_on", "pk"):
        found[row.stakeholder_id].concerns.append(concern_line(row, on))
    return found


class KeptRow(NamedTuple):
    """How the commitments of somebody, of a team or of an account went; `key` is None for nobody's."""

    key: int | None
    name: str
    kept: Kept


# What commitments are grouped by: the id and the name.
GROUPS = {
    "user": ("user_id", "user__name"),
    "team": ("user__team_id", "user__team__name"),
    "account": ("account_id", "account__name"),
}


def counted(rows: Any, on: date) -> Any:
    """The commitments that the share counts: due within a year."""
    return rows.filter(due_on__gt=on - timedelta(days=COUNTED_DAYS))


def which(state: str, on: date) -> Q:
    """The condition of the figures of `Kept`, by name: what is due is kept, broken or overdue."""
    kept = Q(state=CommitmentState.KEPT)
    conditions = {
        "late": kept & Q(settled_on__gt=F("due_on")),
        "kept": kept,
        "broken": Q(state=CommitmentState.BROKEN),
        "overdue": Q(state=CommitmentState.OPEN, due_on__lt=on),
        "open": Q(state=CommitmentState.OPEN),
    }
    return conditions[state]


def kept_by(rows: "QuerySet[Commitment]", by: str, on: date) -> list[KeptRow]:
    """How commitments went by user, team or account, the most overdue first; one query."""
    key, name = GROUPS[by]
    figures = {state: Count("pk", filter=which(state, on)) for state in ("kept", "late", "broken", "overdue")}
    grouped = counted(rows, on).order_by().values(key, name).annotate(**figures)
    found = [
        KeptRow(row[key], row[name] or "", Kept(row["kept"], row["late"], row["broken"], row["overdue"]))
        for row in grouped
    ]
    due = (one for one in found if one.kept.due_count)
    return sorted(due, key=lambda one: (-one.kept.overdue_count, one.kept.share or 0, one.name, one.key or 0))


def overdue(rows: Any, on: date) -> Any:
    """Open commitments past their day, the oldest first."""
    return rows.filter(which("overdue", on)).order_by("due_on", "pk")


def waiting_long(rows: Any, on: date) -> Any:
    """Open concerns whose next step waits longer than the patience of their stage, the oldest first.

    The days are those of the country of whoever looks after each: one query finds the countries there are.
    """
    alike: defaultdict[tuple[str, date], list[str]] = defaultdict(list)
    for country in {"", *User.objects.order_by().values_list("country", flat=True).distinct()}:
        for stage in Stage:
            if not stage.is_closed:
                alike[stage.value, last_patient_day(stage, on, WorkWeek(country))].append(country)
    too_long = Q(pk__in=[])
    for (stage_key, since), countries in alike.items():
        too_long |= Q(stage=stage_key, stage_on__lt=since, country__in=countries)
    whose = Coalesce("user__country", "account__owner__country", Value(""))
    return rows.alias(country=whose).filter(too_long).select_related(*LOOKING_AFTER).order_by("stage_on", "pk")
