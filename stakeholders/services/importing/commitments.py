"""Files of commitments: what we promised, to whom, by when, and what became of it."""

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import choice, day, long_text, text, user_word
from accounts.models import Account
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS
from accounts.services.importing.kinds import Batch, Kind, Write
from stakeholders.domain.commitments import CommitmentState
from stakeholders.models import Commitment
from stakeholders.models.commitments import LONGEST_TEXT, STATE_CHOICES
from stakeholders.services.importing.records import Columns, RecordWork, claims, judged

STATE_WORDS: dict[str, str | int] = {
    **{state.value: state.value for state in CommitmentState},
    "fulfilled": "kept",
    "done": "kept",
    "completed": "kept",
    "missed": "broken",
    "not kept": "broken",
    "cancelled": "withdrawn",
    "pending": "open",
}


def fields() -> list[Field]:
    """What a file can say about a commitment."""
    return [
        Field("external_id", _("External id"), text(180), ("commitment id", "promise id", "id", "record id")),
        *ACCOUNT_FIELDS,
        Field("text", _("What we promised"), long_text(LONGEST_TEXT), ("commitment", "promise", "description")),
        Field("person", _("To whom (e-mail or external id)"), text(254), ("promised to", "contact", "contact email")),
        Field("promised_on", _("Promised on"), day, ("date", "promise date", "created on"), is_date=True),
        Field("due_on", _("Due"), day, ("due date", "by when", "deadline"), is_date=True),
        Field("user", _("Who of ours"), user_word, ("owner", "promised by", "assigned to", "owner email")),
        Field("state", _("State"), choice(STATE_WORDS), ("status", "outcome"), options=tuple(STATE_CHOICES)),
        Field("settled_on", _("Settled on"), day, ("kept on", "settled", "closed on"), is_date=True),
        Field("settled_note", _("Note"), long_text(LONGEST_TEXT), ("notes", "comment")),
    ]


class _Work(RecordWork):
    model = Commitment
    named_as: ClassVar[str] = "commitment"

    def same(self, row: Row) -> tuple[Any, ...]:
        return (row.get("text", ""), row.get("promised_on", ""), row.get("person", ""))

    def wanted(self, row: Row, account: Account, held: Any) -> Columns | None:
        if not self.needs(row, held, "text", "due_on"):
            return None
        due_on = row.get("due_on") or held.due_on
        promised_on = row.get("promised_on") or (held.promised_on if held else min(self.batch.as_of, due_on))
        if due_on < promised_on:
            self.batch.fail(row, "due_on", "due_before_promised", found=promised_on)
            return None
        if promised_on > self.batch.as_of and (held is None or promised_on != held.promised_on):
            self.batch.fail(row, "promised_on", "ahead", found=promised_on)
            return None
        columns: Columns = {"promised_on": promised_on, "due_on": due_on}
        columns |= {"text": row["text"]} if "text" in row else {}
        people = self._people(row)
        settled = self._settled(row, held, promised_on)
        return None if people is None or settled is None else {**columns, **people, **settled}

    def _people(self, row: Row) -> Columns | None:
        columns: Columns = {}
        if "person" in row:
            found = self.somebody(row, row["person"], row.get("promised_on") or self.batch.as_of)
            if found is None:
                return None
            columns["stakeholder_id"] = found.pk
        if "user" in row:
            ours = self.user_of(row, row["user"])
            if ours is None and self.ours not in self.batch.lenient:
                return None
            columns |= {"user_id": ours.pk} if ours else {}
        return columns

    def _settled(self, row: Row, held: Any, promised_on: date) -> Columns | None:
        """What became of it; a state without a day is as of the day of the file."""
        state = row.get("state") or (held.state if held else CommitmentState.OPEN.value)
        if state == CommitmentState.OPEN:
            for name in ("settled_on", "settled_note"):
                if name in row:
                    self.batch.fail(row, name, "open_is_unsettled")
                    return None
            return {"state": state, "settled_on": None, "settled_note": ""}
        was_so = held is not None and held.state == state
        on = row.get("settled_on") or (held.settled_on if was_so else self.batch.as_of)
        if not was_so or on != held.settled_on or promised_on != held.promised_on:
            if on < promised_on:
                self.batch.fail(row, "settled_on", "settled_before_promised", found=promised_on)
                return None
            if on > self.batch.as_of:
                self.batch.fail(row, "settled_on", "ahead", found=on)
                return None
        note = row.get("settled_note") or (held.settled_note if was_so else "")
        return {"state": state, "settled_on": on, "settled_note": note}


def plan(batch: Batch) -> Write:
    """Judge rows of commitments."""
    return judged(_Work(batch)).write


COMMITMENTS = Kind(
    key="commitments",
    label=_("Promises"),
    help=_("What we promised, to whom and by when, and whether it was kept."),
    fields=fields,
    needs=((*NEEDS, "person"), ("external_id", "text")),
    claims=claims,
    plan=plan,
    position=70,
)
