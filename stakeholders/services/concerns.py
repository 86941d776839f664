"""Concerns: record, change, take the next step, take a step back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import refuse_ahead, today
from stakeholders.domain.concerns import FOLLOWING, Stage
from stakeholders.models import Concern, ConcernStep, Stakeholder
from stakeholders.models.concerns import STAGE_LABELS
from stakeholders.services.belonging import refuse_strangers

PEOPLE = ("stakeholder", "touchpoint")


def raise_concern(
    actor: User | None, account: Account, *, heard_on: date | None = None, raised_on: date | None = None, **fields: Any
) -> Concern:
    """Record a concern; with `heard_on` that we told them we heard it, too. *Raises* ValidationError."""
    refuse_strangers(account.pk, **{name: fields.get(name) for name in PEOPLE})
    began = raised_on or today()
    refuse_ahead(raised_on=began, heard_on=heard_on)
    if heard_on is not None and heard_on < began:
        raise ValidationError({"heard_on": _("It cannot be heard before it was raised.")})
    with act("raise_concern", actor, account.pk, _("Recorded a concern")) as recorder:
        stage, on = (Stage.HEARD, heard_on) if heard_on else (Stage.RAISED, began)
        row = recorder.insert(Concern(account_id=account.pk, raised_on=began, stage=stage.value, stage_on=on, **fields))
        if heard_on:
            user = fields.get("user") or actor
            recorder.insert(ConcernStep(concern=row, stage=Stage.HEARD.value, taken_on=heard_on, user=user))
        return row


def edit_concern(actor: User | None, row: Concern, expected_version: int | None = None, **fields: Any) -> Concern:
    """Change a concern in place; its steps stay. *Raises* StaleEdit, ValidationError."""
    refuse_strangers(row.account_id, **{name: fields[name] for name in PEOPLE if name in fields})
    began = fields.get("raised_on", row.raised_on)
    if began != row.raised_on:
        refuse_ahead(raised_on=began)
    first = row.steps.filter(retracted_at__isnull=True).order_by("taken_on", "pk").first()
    if first is not None and began > first.taken_on:
        raise ValidationError({"raised_on": _("It was raised before its first step.")})
    if first is None:
        fields["stage_on"] = began
    with act("edit_concern", actor, row.account_id, _("Edited a concern")) as recorder:
        return recorder.change(row, expected_version, **fields)


def take_step(
    actor: User | None,
    row: Concern,
    stage: str,
    *,
    taken_on: date | None = None,
    user: User | None = None,
    stakeholder: Stakeholder | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> ConcernStep:
    """Take a step of a concern: one of ours takes it, or one of theirs says so.

    Raises
    ------
    ValidationError
        When this step cannot follow, lies before the last one or ahead, proposes nothing, or is for somebody else to
        say.
    StaleEdit
    """
    step, on = Stage(stage), taken_on or today()
    _refuse_out_of_turn(row, step, on)
    if step is Stage.PROPOSED and not note.strip():
        raise ValidationError({"note": _("Say what we propose.")})
    if step.is_theirs and user is not None:
        raise ValidationError({"user": _("This step is theirs: only they can say so.")})
    says = _who_says(row, step, on, stakeholder)
    summary = _("Concern: %(step)s") % {"step": STAGE_LABELS[step]}
    with act("take_concern_step", actor, row.account_id, summary) as recorder:
        recorder.change(row, expected_version, stage=step.value, stage_on=on)
        return recorder.insert(
            ConcernStep(
                concern=row,
                stage=step.value,
                taken_on=on,
                user=None if step.is_theirs else user or actor,
                stakeholder=says,
                note=note,
            )
        )


def remove_step(actor: User | None, step: ConcernStep) -> None:
    """Take back the last step of a concern, recorded by mistake. *Raises* ValidationError for an earlier one."""
    row = step.concern
    *earlier, last = row.steps.filter(retracted_at__isnull=True).order_by("taken_on", "pk")
    if last.pk != step.pk:
        raise ValidationError(_("Only the last step can be taken back."))
    stage, on = (earlier[-1].stage, earlier[-1].taken_on) if earlier else (Stage.RAISED.value, row.raised_on)
    with act("remove_concern_step", actor, row.account_id, _("Took back a step of a concern")) as recorder:
        recorder.retract(step)
        recorder.change(row, stage=stage, stage_on=on)


def remove_concern(actor: User | None, row: Concern) -> None:
    """Take back a concern that was recorded by mistake."""
    with act("remove_concern", actor, row.account_id, _("Removed a concern")) as recorder:
        recorder.retract(row)


def _refuse_out_of_turn(row: Concern, step: Stage, on: date) -> None:
    stage = Stage(row.stage)
    if step not in FOLLOWING[stage]:
        words = _("After “%(stage)s” this step cannot follow.") % {"stage": STAGE_LABELS[stage]}
        raise ValidationError({"stage": words})
    if on < row.stage_on:
        raise ValidationError({"taken_on": _("This lies before the last step.")})
    refuse_ahead(taken_on=on)


def _who_says(row: Concern, step: Stage, on: date, stakeholder: Stakeholder | None) -> Stakeholder | None:
    """Who of theirs says so: whoever raised it; once they have left, anybody else at the account."""
    if not step.is_theirs:
        if stakeholder is not None:
            raise ValidationError({"stakeholder": _("This step is ours.")})
        return None
    raiser = row.stakeholder
    has_left = raiser.left_on is not None and raiser.left_on <= on
    said_by = stakeholder or (None if has_left else raiser)
    refuse_strangers(row.account_id, stakeholder=said_by)
    if said_by is None:
        words = _("%(name)s has left: say who confirms it instead.") % {"name": raiser.person.name}
        raise ValidationError({"stakeholder": words})
    if said_by.pk != raiser.pk and not has_left:
        words = _("Only %(name)s, who raised it, can say so.") % {"name": raiser.person.name}
        raise ValidationError({"stakeholder": words})
    return said_by
