"""Files of concerns: who raised what when, and the days of the steps since; a step that was taken stays as it is."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import day, long_text, text, user_word
from accounts.models import Account
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS
from accounts.services.importing.bulk import insert_many
from accounts.services.importing.fresh import fresh
from accounts.services.importing.kinds import Batch, Kind, Write
from stakeholders.domain.concerns import Stage
from stakeholders.models import Concern, ConcernStep
from stakeholders.models.concerns import LONGEST_TEXT
from stakeholders.services.importing.records import Change, Columns, RecordWork, claims, judged

WAY: Final = (Stage.HEARD, Stage.PROPOSED, Stage.DELIVERED, Stage.CONFIRMED)
DAYS: Final = {stage: f"{stage.value}_on" for stage in (*WAY, Stage.WITHDRAWN)}
Step = tuple[Stage, date]


def fields() -> list[Field]:
    """What a file can say about a concern."""
    return [
        Field("external_id", _("External id"), text(180), ("concern id", "case id", "ticket id", "id", "record id")),
        *ACCOUNT_FIELDS,
        Field("person", _("Who raised it (e-mail or external id)"), text(254), ("raised by", "contact", "reporter")),
        Field("text", _("Concern, in their words"), long_text(LONGEST_TEXT), ("concern", "issue", "description")),
        Field("raised_on", _("Raised on"), day, ("date", "raised", "opened on"), is_date=True),
        Field("user", _("Who of ours looks after it"), user_word, ("owner", "assigned to", "owner email")),
        Field("heard_on", _("Heard on"), day, ("heard", "answered on"), is_date=True),
        Field("proposed_on", _("Solution proposed on"), day, ("proposed", "solution proposed"), is_date=True),
        Field(
            "solution", _("What we proposed"), long_text(LONGEST_TEXT), ("what we proposed", "proposal", "resolution")
        ),
        Field("delivered_on", _("Delivered on"), day, ("delivered", "solved on"), is_date=True),
        Field("confirmed_on", _("Confirmed by them on"), day, ("confirmed", "confirmed on"), is_date=True),
        Field("withdrawn_on", _("Withdrawn by them on"), day, ("withdrawn",), is_date=True),
    ]


class _Work(RecordWork):
    model = Concern
    named_as: ClassVar[str] = "concern"

    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        self.steps: dict[str, list[Step]] = {}
        self.raisers: dict[str, int] = {}
        self.solutions: dict[str, str] = {}

    def standing(self) -> Any:
        return super().standing().select_related("stakeholder__person")

    def same(self, row: Row) -> tuple[Any, ...]:
        return (row.get("person", ""), row.get("text", ""), row.get("raised_on", ""))

    def wanted(self, row: Row, account: Account, held: Any) -> Columns | None:
        if not self.needs(row, held, "person", "text", "raised_on"):
            return None
        raised_on = row.get("raised_on") or held.raised_on
        raiser = self.somebody(row, row["person"], raised_on) if "person" in row else held.stakeholder
        steps = self._steps_ahead(row, held, raised_on)
        if raiser is None or steps is None or self._is_said_by_nobody(row, raiser, steps):
            return None
        key = self.keys[row.number]
        self.steps[key], self.raisers[key] = steps, raiser.pk
        self.solutions[key] = row.get("solution", "")
        columns: Columns = {"stakeholder_id": raiser.pk, **({"text": row["text"]} if "text" in row else {})}
        if held is None or held.stage == Stage.RAISED:
            columns["raised_on"] = raised_on
        if "user" in row:
            ours = self.user_of(row, row["user"])
            if ours is None and self.ours not in self.batch.lenient:
                return None
            columns |= {"user_id": ours.pk} if ours else {}
        return {**columns, **self._stage(held, raised_on, steps)}

    def _stage(self, held: Any, raised_on: date, steps: list[Step]) -> Columns:
        """Where it stands after the steps; what is closed here or was not solved stays so until a step follows."""
        if steps:
            return {"stage": steps[-1][0].value, "stage_on": steps[-1][1]}
        return {"stage": Stage.RAISED.value, "stage_on": raised_on} if held is None else self._unmoved(held, raised_on)

    def _unmoved(self, held: Any, raised_on: date) -> Columns:
        return {"stage_on": raised_on} if held.stage == Stage.RAISED else {}

    def _steps_ahead(self, row: Row, held: Any, raised_on: date) -> list[Step] | None:
        """The steps that follow where it stands, in their order and none left out; None where the row has failed."""
        stage = Stage(held.stage) if held else Stage.RAISED
        on = held.stage_on if held is not None and stage is not Stage.RAISED else raised_on
        if stage.is_closed:
            return []
        found = []
        for step, taken_on in self._said(row, stage):
            if taken_on is None:
                self.batch.fail(row, DAYS[step], "needed")
                return None
            if taken_on < on:
                self.batch.fail(row, DAYS[step], "before_last_step", found=on)
                return None
            if taken_on > self.batch.as_of:
                self.batch.fail(row, DAYS[step], "ahead", found=taken_on)
                return None
            if step is Stage.PROPOSED and not row.get("solution"):
                self.batch.fail(row, "solution", "needed")
                return None
            found.append((step, taken_on))
            on = taken_on
        return found

    def _said(self, row: Row, stage: Stage) -> Iterator[tuple[Stage, date | None]]:
        """Each step after a stage up to the last one that the row says, with its day."""
        done = WAY.index(stage) + 1 if stage in WAY else 1 if stage is Stage.UNSOLVED else 0
        ahead = WAY[done:]
        last = max((place for place, step in enumerate(ahead) if DAYS[step] in row), default=-1)
        for step in ahead[: last + 1]:
            yield step, row.get(DAYS[step])
        if DAYS[Stage.WITHDRAWN] in row and (not ahead or DAYS[Stage.CONFIRMED] not in row):
            yield Stage.WITHDRAWN, row[DAYS[Stage.WITHDRAWN]]

    def _is_said_by_nobody(self, row: Row, raiser: Any, steps: list[Step]) -> bool:
        """Whether somebody who had left by then is to have confirmed or withdrawn it."""
        for step, on in steps:
            if step.is_theirs and raiser.left_on is not None and raiser.left_on <= on:
                self.batch.fail(row, DAYS[step], "had_left", found=raiser.person.name)
                return True
        return False

    def write_more(self, recorder: Recorder) -> None:
        concerns = {**{key: record.pk for key, record in self.made.items()}, **self._held_by_key()}
        insert_many(
            recorder,
            [
                self._step(concerns[key], key, stage, on)
                for key, steps in self.steps.items()
                if key in concerns
                for stage, on in steps
            ],
        )

    def _held_by_key(self) -> dict[str, int]:
        return {key: pk for (_source, key), pk in self.known.items() if pk in self.edits}

    def _step(self, concern_id: int, key: str, stage: Stage, on: date) -> ConcernStep:
        by = self.batch.actor.pk if self.batch.actor else None
        who = {"stakeholder_id": self.raisers[key]} if stage.is_theirs else {"user_id": by}
        note = self.solutions[key] if stage is Stage.PROPOSED else ""
        return fresh(ConcernStep, concern_id=concern_id, stage=stage.value, taken_on=on, note=note, **who)

    def more_changes(self, row: Row, held: Any, columns: Columns) -> list[Change]:
        return []


def plan(batch: Batch) -> Write:
    """Judge rows of concerns."""
    return judged(_Work(batch)).write


CONCERNS = Kind(
    key="concerns",
    label=_("Concerns"),
    help=_("What somebody of theirs raised, and when it was heard, proposed, delivered and confirmed."),
    fields=fields,
    needs=((*NEEDS, "person"), ("external_id", "text")),
    claims=claims,
    plan=plan,
    position=76,
)
