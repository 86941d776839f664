"""Files of the value received: one row for what was said of a goal on a day."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import day, text, whole
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, claim, find_accounts
from accounts.services.importing.bulk import insert_many
from accounts.services.importing.kinds import Batch, Kind, Write
from csm.foundation.clock import today
from health.models import Goal, ValueConfirmation
from health.models.goals import LONGEST_NOTE
from health.services.importing_goals import GOAL, fold_words, known_goals
from stakeholders.models import Stakeholder
from stakeholders.services.importing.participants import Participants

Said = tuple[int, Any, int | None]  # of which goal, on which day, by whom


def fields() -> list[Field]:
    """What a file can say about value received."""
    return [
        *ACCOUNT_FIELDS,
        GOAL,
        Field("percent", _("Share of the value received, in %"), whole(0, 100), ("value", "share", "value received")),
        Field("on", _("Day"), day, ("date", "confirmed on"), is_date=True),
        Field("person", _("Confirmed by (e-mail or external id)"), text(254), ("confirmed by", "contact id", "email")),
        Field("note", _("Note"), text(LONGEST_NOTE), ("comment",)),
    ]


def claims(row: Row) -> list[Claim]:
    """Of a goal one thing was said on a day by the same person."""
    if "goal" not in row or "on" not in row:
        return []
    return [claim(row, fold_words(row["goal"]), row["on"].isoformat(), row.get("person", "").casefold())]


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.goals = known_goals(self.accounts.values())
        wanted = [(self.accounts[row.number], row["person"]) for row in batch.rows if self._names_somebody(row)]
        self.people = Participants(batch.source, wanted)
        held = ValueConfirmation.objects.standing().filter(goal__in=self.goals.values())
        self.known: dict[Said, ValueConfirmation] = {(one.goal_id, one.on, one.stakeholder_id): one for one in held}
        self.made: list[ValueConfirmation] = []
        self.wrong: list[ValueConfirmation] = []

    def _names_somebody(self, row: Row) -> bool:
        return row.number in self.accounts and "person" in row

    def take(self, row: Row) -> None:
        """Judge what a row says, where it says all that is needed."""
        missing = next((name for name in ("goal", "percent", "on") if name not in row), None)
        account = self.accounts[row.number]
        goal = self.goals.get((account.pk, fold_words(row.get("goal", ""))))
        who = self.people.find(account, row["person"], row["on"]) if "person" in row and "on" in row else None
        if missing:
            self.batch.fail(row, missing, "needed")
        elif row["on"] > today():
            self.batch.fail(row, "on", "ahead", found=row["on"])
        elif goal is None:
            self.batch.fail(row, "goal", "no_goal", found=row["goal"], account=account.name)
        elif who is None and "person" in row:
            self.batch.fail(row, "person", "no_person", found=row["person"], account=account.name)
        else:
            self._settle(row, goal, who)

    def _settle(self, row: Row, goal: Goal, who: Stakeholder | None) -> None:
        title = f"{self.accounts[row.number].name}: {goal.words[:80]}, {row['on']}"
        held = self.known.get((goal.pk, row["on"], who.pk if who else None))
        if held is None:
            self.batch.create(row, title)
        else:
            changes = [] if held.percent == row["percent"] else [("percent", held.percent, row["percent"])]
            self.batch.settle(row, title, changes)
            if not changes:
                return
            self.wrong.append(held)
        said = {"percent": row["percent"], "on": row["on"], "note": row.get("note", held.note if held else "")}
        self.made.append(ValueConfirmation(account_id=goal.account_id, goal=goal, stakeholder=who, **said))

    def write(self, recorder: Recorder) -> None:
        """Keep what was said; what is corrected stays in the records as a mistake."""
        for held in self.wrong:
            recorder.retract(held)
        insert_many(recorder, self.made)
        recorder.touches(*(one.account_id for one in self.made))


def plan(batch: Batch) -> Write:
    """Judge rows of value received."""
    work = _Work(batch)
    for row in batch.rows:
        if row.number in work.accounts:
            work.take(row)
    return work.write


VALUE_ROWS = Kind(
    key="value",
    label=_("Value received"),
    help=_("How much of the value of a goal was received, as said on a day. Without a person it is our own estimate."),
    fields=fields,
    needs=(NEEDS, ("goal",), ("percent",), ("on",)),
    claims=claims,
    plan=plan,
    position=64,
)
