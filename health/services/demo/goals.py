"""Goals of the demo portfolio with their readings, dependencies and confirmations, copied in one statement each."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import F, Min, Q

from accounts.models import Account, Contract, ExternalId
from csm.foundation.demo_parts import DemoPart
from health.domain.demo.goals import GoalDraft, draw_first_goal, draw_goals
from health.models import Goal, GoalNeed, GoalState, Metric, NeedState, Reading, TypicalGoal, ValueConfirmation
from health.services.goals import free_key
from stakeholders.domain.demo.portfolio import Order
from stakeholders.models import Stakeholder
from stakeholders.services.demo.copying import CopiedTable, reserve_ids
from stakeholders.services.demo.marks import SOURCE, mark

KIND: Final = "goal_metric"
BEGUN_DAYS: Final = 140  # every goal is at least as old
LEFT_EACH: Final = 8  # of every so many accounts the goals belong to whoever left since, if anybody did
RECORDED: Final = ("recorded_at", "recorded_by_id")


def write_goals(order: Order, first: int, account_ids: Sequence[int]) -> None:
    """Write the goals of some accounts."""
    typical = {one.name: one for one in TypicalGoal.objects.filter(is_offered=True)}
    metrics = _metrics(typical.values())
    accounts = Account.objects.in_bulk(account_ids, field_name="pk")
    levels = dict(Account.objects.filter(pk__in=account_ids).values_list("pk", "segment__touch_level"))
    tables, drawn = _Tables(), []
    begun = _somebody_there(account_ids, order.as_of - timedelta(days=BEGUN_DAYS))
    present, sold = _somebody_there(account_ids, order.as_of), _first_sold(account_ids)
    for index, pk in enumerate(account_ids, start=first):
        offered = [one.name for one in typical.values() if one.touch_level in ("", levels[pk])]
        owners = begun if index % LEFT_EACH == 0 else present
        who = Who(pk, owners.get(pk), present.get(pk), accounts[pk].owner_id)
        drawn += [(who, draft) for draft in draw_goals(index, order.seed, offered, order.as_of)]
        early = (
            draw_first_goal(index, order.seed, offered, levels[pk], sold[pk], order.as_of)
            if pk in sold and who.confirms
            else None
        )
        drawn += [(who, early)] if early else []
    for goal_id, (who, draft) in zip(reserve_ids(Goal, len(drawn)), drawn, strict=True):
        kind = typical[draft.typical]
        tables.add(goal_id, who, draft, kind, metrics[kind.metric_name])
    tables.write()


def _metrics(typical: Any) -> dict[str, int]:
    """The metrics of the typical goals by name; those that lack are made as the customers' own."""
    known = dict(Metric.objects.values_list("name", "pk"))
    for one in typical:
        if one.metric_name not in known:
            metric = Metric.objects.create(
                key=free_key(one.metric_name),
                name=one.metric_name,
                unit=one.unit,
                direction=one.direction,
                is_customers=True,
            )
            mark(KIND, metric.key, metric.pk)
            known[metric.name] = metric.pk
    return known


def _somebody_there(account_ids: Sequence[int], on: date) -> Mapping[int, int]:
    """Somebody at each account who was still there on a day: whoever left soonest after it, else the first mapped."""
    there = Q(left_on__isnull=True) | Q(left_on__gt=on)
    soonest = F("left_on").asc(nulls_last=True)
    rows = Stakeholder.objects.filter(there, account_id__in=account_ids).order_by("account_id", soonest, "number")
    return dict(rows.distinct("account_id").values_list("account_id", "pk"))


def _first_sold(account_ids: Sequence[int]) -> Mapping[int, date]:
    """When the first contract of each account began."""
    rows = Contract.objects.filter(account_id__in=account_ids).values("account_id").order_by()
    return dict(rows.annotate(on=Min("starts_on")).values_list("account_id", "on"))


class Who(NamedTuple):
    """The account of a goal, who owned it when it was agreed on, who of theirs confirms value, and who of ours."""

    account_id: int
    theirs: int | None
    confirms: int | None
    ours: int | None


class _Tables:
    def __init__(self) -> None:
        self.goals = CopiedTable(
            Goal, "id", "account_id", "words", "metric_id", "baseline", "baseline_on", "target", "due_on",
            "stakeholder_id", "owner_id", "state", "closed_on", "set_on", "typical_id", *RECORDED,
        )  # fmt: skip
        self.readings = CopiedTable(
            Reading, "account_id", "metric_id", "value", "read_at", "on", "source", "recorded_at"
        )
        self.needs = CopiedTable(
            GoalNeed,
            "account_id",
            "goal_id",
            "kind",
            "what",
            "meaning",
            "state",
            "settled_on",
            "stakeholder_id",
            *RECORDED,
        )
        self.said = CopiedTable(
            ValueConfirmation, "account_id", "goal_id", "percent", "on", "stakeholder_id", *RECORDED
        )

    def add(
        self,
        pk: int,
        who: Who,
        draft: GoalDraft,
        typical: TypicalGoal,
        metric_id: int,
    ) -> None:
        """Take one goal with all that belongs to it."""
        account_id, theirs, confirms, ours = who
        at = f"{draft.baseline_on} 09:00+00"
        state = GoalState.REACHED if draft.reached_on else GoalState.OPEN
        self.goals.add(
            pk, account_id, typical.words, metric_id, draft.baseline, draft.baseline_on, draft.target, draft.due_on,
            theirs, ours, state.value, draft.reached_on, draft.baseline_on, typical.pk, at, ours,
        )  # fmt: skip
        for value, on in draft.readings:
            self.readings.add(account_id, metric_id, value, f"{on} 12:00+00", on, SOURCE, f"{on} 12:00+00")
        for need, is_met in zip(typical.dependencies, _answers(draft, typical), strict=False):
            settled_on = None if is_met is None else draft.baseline_on
            person = confirms if need["kind"] == "people" else None
            said = (need["kind"], need["what"], need["meaning"], _state(is_met))
            self.needs.add(account_id, pk, *said, settled_on, person, at, ours)
        for percent, on, is_theirs in draft.said:
            self.said.add(account_id, pk, percent, on, confirms if is_theirs else None, f"{on} 15:00+00", ours)

    def write(self) -> None:
        for table in (self.goals, self.readings, self.needs, self.said):
            table.write()


def _answers(draft: GoalDraft, typical: TypicalGoal) -> Sequence[bool | None]:
    return draft.answers or [None] * len(typical.dependencies)


def _state(is_met: bool | None) -> str:
    return {None: NeedState.UNKNOWN, True: NeedState.MET, False: NeedState.UNMET}[is_met].value


def remove_metrics() -> None:
    """Take away the metrics that were made for demo goals, where nobody else uses them."""
    marked = ExternalId.objects.filter(source=SOURCE, kind=KIND).values("row_id")
    Metric.objects.filter(pk__in=marked, goals__isnull=True, readings__isnull=True).delete()


GOALS = DemoPart("goals", write_goals, remove=remove_metrics, position=12)
