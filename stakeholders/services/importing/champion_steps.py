"""Files of champion steps: who had which step of the programme, and when. Somebody has a step once."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import Misread, Parser, day, fold, text
from accounts.models import Account
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import claim
from accounts.services.importing.fresh import fresh
from accounts.services.importing.kinds import Batch, Kind, Write
from stakeholders.models import ChampionStep, ChampionStepTaken
from stakeholders.models.champions import LONGEST_NOTE
from stakeholders.services.importing.records import Columns, RecordWork, judged


def _step_parser(steps: dict[str, ChampionStep]) -> Parser:
    def parse(cell: str, order: str) -> str:
        found = steps.get(fold(cell))
        if found is None:
            raise Misread("choice", choices=", ".join(dict.fromkeys(step.name for step in steps.values())))
        return str(found.key)

    return parse


def _steps() -> dict[str, ChampionStep]:
    """The steps by key and name as they are compared."""
    return {fold(word): step for step in ChampionStep.objects.all() for word in (step.key, step.name)}


def fields() -> list[Field]:
    """What a file can say about a step that somebody had."""
    steps = _steps()
    options = tuple((step.key, step.name) for step in dict.fromkeys(steps.values()))
    return [
        Field("external_id", _("External id"), text(180), ("step id", "id", "record id")),
        Field("person", _("Person (e-mail or external id)"), text(254), ("champion", "contact", "contact email")),
        Field("step", _("Step"), _step_parser(steps), ("champion step", "programme step"), options=options),
        Field("taken_on", _("Date"), day, ("date", "taken on", "had on", "when"), is_date=True),
        Field("note", _("Note"), text(LONGEST_NOTE), ("notes", "comment")),
        *ACCOUNT_FIELDS,
    ]


def claims(row: Row) -> list[Claim]:
    """Somebody has a step once."""
    return [claim(row, row["person"], row["step"])] if "person" in row and "step" in row else []


class _Work(RecordWork):
    model = ChampionStepTaken
    named_as: ClassVar[str] = "champion_step"

    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        self.steps = {step.key: step for step in ChampionStep.objects.all()}
        ids = self.participants.stakeholder_ids
        taken = ChampionStepTaken.objects.standing().filter(stakeholder_id__in=ids)
        self.taken = {(one.stakeholder_id, one.step_id): one for one in taken.select_related("stakeholder__person")}

    def standing(self) -> Any:
        return super().standing().select_related("stakeholder__person", "step")

    def same(self, row: Row) -> tuple[Any, ...]:
        return (row.get("person", ""), row.get("step", ""))

    def alike(self, row: Row, account: Account) -> Any:
        if "person" not in row or "step" not in row:
            return None
        found = self.participants.find(account, row["person"], row.get("taken_on") or self.batch.as_of)
        return self.taken.get((found.pk, self.steps[row["step"]].pk)) if found else None

    def account_of(self, record: Any) -> int:
        return int(record.stakeholder.account_id)

    def wanted(self, row: Row, account: Account, held: Any) -> Columns | None:
        if not self.needs(row, held, "person", "step", "taken_on"):
            return None
        on = row.get("taken_on") or held.taken_on
        found = self.somebody(row, row["person"], on) if "person" in row else held.stakeholder
        if found is None:
            return None
        if on > self.batch.as_of:
            self.batch.fail(row, "taken_on", "ahead", found=on)
            return None
        if found.left_on is not None and found.left_on <= on:
            self.batch.fail(row, "taken_on", "had_left", found=found.person.name)
            return None
        columns: Columns = {"stakeholder_id": found.pk, "taken_on": on}
        columns |= {"step_id": self.steps[row["step"]].pk} if "step" in row else {}
        return {**columns, **({"note": row["note"]} if "note" in row else {})}

    def made_of(self, row: Row, account: Account, columns: Columns) -> Any:
        return fresh(ChampionStepTaken, **columns)

    def title(self, record: Any, account: Account) -> str:
        step = next(step for step in self.steps.values() if step.pk == record.step_id)
        return f"{step}, {account.name}"


def plan(batch: Batch) -> Write:
    """Judge rows of steps."""
    return judged(_Work(batch)).write


CHAMPION_STEPS = Kind(
    key="champion_steps",
    label=_("Champion steps"),
    help=_("Which steps of the champion programme somebody had, and when."),
    fields=fields,
    needs=(("external_id", "person"), ("external_id", "step")),
    claims=claims,
    plan=plan,
    position=74,
)
