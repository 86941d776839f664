"""What a rule assumed of people is right, or is put right: stated over the same days, and confirmed today."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from accounts.services.importing.bulk import insert_many, retract_many
from csm.foundation.clock import today
from csm.foundation.facts import Basis, Recorded
from stakeholders.models import Assessment, Confirmation, Position, RoleHolding, RuledOut, Stakeholder
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.stating import rule_out

STATED = {"level_basis": Basis.STATED, "department_basis": Basis.STATED}
HELD_OPEN = {"recorded_at", "recorded_by", "retracted_at", "retracted_by", "id"}


class Correction(NamedTuple):
    """What is right of one stakeholder; `roles` are those of the assumed ones that they do hold."""

    level: str
    department: str
    authority: int | None
    roles: frozenset[int]


class Guesses(NamedTuple):
    """What is assumed of some stakeholders on a day: the rows that hold it."""

    positions: list[Position]
    holdings: list[RoleHolding]
    assessments: list[Assessment]

    @property
    def stakeholder_ids(self) -> set[int]:
        return {row.stakeholder_id for rows in self for row in rows}


def guesses_of(stakeholder_ids: Iterable[int], on: date) -> Guesses:
    """The rows valid on a day that hold something assumed; three queries."""
    theirs = {"stakeholder_id__in": list(stakeholder_ids)}
    guessed = models.Q(level_basis=Basis.ASSUMED) | models.Q(department_basis=Basis.ASSUMED)
    return Guesses(
        list(Position.objects.valid_at(on).filter(guessed, **theirs)),
        list(RoleHolding.objects.valid_at(on).filter(basis=Basis.ASSUMED, **theirs).select_related("role")),
        list(Assessment.objects.valid_at(on).exclude(assumed=[]).filter(**theirs)),
    )


def confirm_assumptions(actor: User, account: Account, stakeholders: Sequence[Stakeholder]) -> int:
    """Everything assumed of these people at an account is right; returns of how many anything was assumed."""
    found = guesses_of([one.pk for one in stakeholders], today())
    if not found.stakeholder_ids:
        return 0
    with act("confirm_assumptions", actor, account.pk, _words(stakeholders, found)) as recorder:
        _restate(recorder, found.positions, STATED)
        _restate(recorder, found.holdings, {"basis": Basis.STATED})
        _restate(recorder, found.assessments, {"basis": Basis.STATED, "assumed": []})
        _confirm(recorder, found.stakeholder_ids)
        settle_assumptions(recorder, found.stakeholder_ids)
    return len(found.stakeholder_ids)


def correct_assumptions(actor: User, stakeholder: Stakeholder, right: Correction) -> None:
    """Say what is right where something was assumed; what is denied is not assumed of their title again.

    Raises
    ------
    ValidationError
        When nothing is assumed of them any more, or a value is not acceptable.
    """
    found = guesses_of([stakeholder.pk], today())
    if not found.stakeholder_ids:
        raise ValidationError(_("Nothing is assumed of %(name)s any more.") % {"name": stakeholder.person.name})
    words = _("Corrected what was assumed of %(name)s") % {"name": stakeholder.person.name}
    with act("correct_assumptions", actor, stakeholder.account_id, words) as recorder:
        title = found.positions[0].title if found.positions else _title(stakeholder)
        _correct_position(recorder, found.positions, right, title)
        _correct_roles(recorder, found.holdings, right, title)
        _correct_authority(recorder, found.assessments, right, title)
        _confirm(recorder, {stakeholder.pk})
        settle_assumptions(recorder, [stakeholder.pk])


def _correct_position(recorder: Recorder, rows: Sequence[Position], right: Correction, title: str) -> None:
    for row in rows:
        _restate(recorder, [row], {**STATED, "level": right.level, "department": right.department}, is_checked=True)
        for name in ("level", "department"):
            was_assumed = getattr(row, f"{name}_basis") == Basis.ASSUMED
            if was_assumed and not getattr(right, name):
                rule_out(recorder, row.stakeholder, title, name)


def _correct_roles(recorder: Recorder, rows: Sequence[RoleHolding], right: Correction, title: str) -> None:
    _restate(recorder, [row for row in rows if row.role_id in right.roles], {"basis": Basis.STATED})
    denied = [row for row in rows if row.role_id not in right.roles]
    retract_many(recorder, denied)
    for row in denied:
        rule_out(recorder, row.stakeholder, title, RuledOut.Field.ROLE, row.role)


def _correct_authority(recorder: Recorder, rows: Sequence[Assessment], right: Correction, title: str) -> None:
    for row in rows:
        said: dict[str, Any] = {"basis": Basis.STATED, "assumed": [], "authority": right.authority}
        _restate(recorder, [row], said, is_checked=True)
        if right.authority is None and row.authority is not None:
            rule_out(recorder, row.stakeholder, title, RuledOut.Field.AUTHORITY)


def _restate(recorder: Recorder, rows: Sequence[Any], said: Mapping[str, Any], *, is_checked: bool = False) -> None:
    """Take rows back and record them anew over the same days, with what is said now."""
    retract_many(recorder, rows)
    fresh = [_copy(row, said) for row in rows]
    if is_checked:
        for row in fresh:
            recorder.insert(row)
    else:
        insert_many(recorder, fresh)


def _copy(row: Recorded, said: Mapping[str, Any]) -> Any:
    names = [field.name for field in row._meta.concrete_fields if field.name not in HELD_OPEN]
    return type(row)(**{**{name: getattr(row, name) for name in names}, **said})


def _confirm(recorder: Recorder, stakeholder_ids: Iterable[int]) -> None:
    on = today()
    insert_many(recorder, [Confirmation(stakeholder_id=pk, confirmed_on=on) for pk in sorted(stakeholder_ids)])


def _title(stakeholder: Stakeholder) -> str:
    held = Position.objects.valid_at(today()).filter(stakeholder=stakeholder)
    return held.values_list("title", flat=True).first() or ""


def _words(stakeholders: Sequence[Stakeholder], found: Guesses) -> str:
    people = [one for one in stakeholders if one.pk in found.stakeholder_ids]
    words = ngettext(
        "Confirmed what was assumed of %(name)s", "Confirmed what was assumed of %(count)d people", len(people)
    )
    return words % {"name": people[0].person.name, "count": len(people)}
