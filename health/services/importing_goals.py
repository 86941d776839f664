"""Files of goals, one row each; a goal is known by its words within its account."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import day, number, text
from accounts.models import Account
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, claim, find_accounts
from accounts.services.importing.kinds import Batch, Kind, Write
from csm.foundation.clock import today
from health.models import Goal, Metric
from health.models.goals import LONGEST_WORDS
from health.models.metrics import Direction
from health.services.goals import free_key

GOAL = Field("goal", _("Goal, in their words"), text(LONGEST_WORDS), ("objective", "outcome", "desired outcome"))
EXACT = 4


def goal_fields() -> list[Field]:
    """What a file can say about a goal."""
    return [
        *ACCOUNT_FIELDS,
        GOAL,
        Field("metric", _("Metric"), text(80), ("kpi", "north star metric", "metric name")),
        Field("unit", _("Unit"), text(20), ("unit of measure",)),
        Field("baseline", _("Baseline"), number, ("start value", "baseline value")),
        Field("baseline_on", _("Baseline of"), day, ("baseline date", "start date"), is_date=True),
        Field("target", _("Target"), number, ("target value", "goal value")),
        Field("due_on", _("Due"), day, ("due date", "target date", "end date"), is_date=True),
    ]


def goal_claims(row: Row) -> list[Claim]:
    """An account has one goal of the same words."""
    return [claim(row, fold_words(row["goal"]))] if "goal" in row else []


def fold_words(words: str) -> str:
    """What makes two goals of an account the same."""
    return " ".join(words.split()).casefold()


def known_goals(accounts: Iterable[Account]) -> dict[tuple[int, str], Goal]:
    """The goals of accounts by their words, in one query."""
    rows = Goal.objects.standing().filter(account_id__in={account.pk for account in accounts}).select_related("metric")
    return {(goal.account_id, fold_words(goal.words)): goal for goal in rows}


class _Goals:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.known = known_goals(self.accounts.values())
        self.metrics = {metric.name.casefold(): metric for metric in Metric.objects.all()}
        self.made: list[tuple[Row, Goal]] = []
        self.changed: list[tuple[Goal, dict[str, Any]]] = []

    def take(self, row: Row) -> None:
        """Judge what a row says, where it says all that is needed."""
        missing = next((name for name in ("goal", "metric", "baseline", "target", "due_on") if name not in row), None)
        if missing:
            self.batch.fail(row, missing, "needed")
            return
        account = self.accounts[row.number]
        held = self.known.get((account.pk, fold_words(row["goal"])))
        said = self._said(row, held)
        if said["due_on"] <= said["baseline_on"]:
            self.batch.fail(row, "due_on", "end_before_start")
        elif not self._leads_the_right_way(row, held, said):
            self.batch.fail(row, "target", "wrong_way", found=row["target"], baseline=row["baseline"])
        else:
            self._settle(row, account, held, said)

    def _said(self, row: Row, held: Goal | None) -> dict[str, Any]:
        figures = {name: round(Decimal(row[name]), EXACT) for name in ("baseline", "target")}
        begun = row.get("baseline_on") or (held.baseline_on if held else self.batch.as_of)
        return {**figures, "baseline_on": begun, "due_on": row["due_on"]}

    def _leads_the_right_way(self, row: Row, held: Goal | None, said: dict[str, Any]) -> bool:
        metric = held.metric if held else self.metrics.get(row["metric"].casefold())
        is_up = bool(said["target"] > said["baseline"])
        return said["target"] != said["baseline"] and (metric is None or (metric.direction == Direction.UP) is is_up)

    def _settle(self, row: Row, account: Account, held: Goal | None, said: dict[str, Any]) -> None:
        title = f"{account.name}: {row['goal'][:80]}"
        if held is None:
            self.batch.create(row, title)
            set_on = min(said["baseline_on"], today())
            fresh = Goal(account_id=account.pk, words=row["goal"], owner_id=account.owner_id, set_on=set_on, **said)
            self.made.append((row, fresh))
            return
        changes = {name: value for name, value in said.items() if getattr(held, name) != value}
        self.batch.settle(row, title, [(name, getattr(held, name), value) for name, value in changes.items()])
        if changes:
            self.changed.append((held, changes))

    def write(self, recorder: Recorder) -> None:
        """Add the goals with the metrics that lack, and change those that are known."""
        for row, goal in self.made:
            goal.metric = self._metric(recorder, row, goal)
            recorder.insert(goal)
        for goal, changes in self.changed:
            recorder.change(goal, **changes)
        recorder.touches(*(goal.account_id for _row, goal in self.made), *(goal.account_id for goal, _ in self.changed))

    def _metric(self, recorder: Recorder, row: Row, goal: Goal) -> Metric:
        name = row["metric"].strip()
        if name.casefold() not in self.metrics:
            direction = Direction.UP if goal.target > goal.baseline else Direction.DOWN
            unit = row.get("unit", "")
            made = Metric(key=free_key(name), name=name, unit=unit, direction=direction, is_customers=True)
            self.metrics[name.casefold()] = recorder.insert(made)
        return self.metrics[name.casefold()]


def plan_goals(batch: Batch) -> Write:
    """Judge rows of goals."""
    work = _Goals(batch)
    for row in batch.rows:
        if row.number in work.accounts:
            work.take(row)
    return work.write


GOAL_ROWS = Kind(
    key="goals",
    label=_("Goals"),
    help=_("What customers want, with baseline, target and due date. A goal is known by its words at its account."),
    fields=goal_fields,
    needs=(NEEDS, ("goal",), ("metric",), ("baseline",), ("target",), ("due_on",)),
    claims=goal_claims,
    plan=plan_goals,
    position=62,
)
