"""Interactions: record, correct, retract."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import Recorder, StaleEdit, act
from accounts.services.external_ids import pass_names_on
from stakeholders.domain.sky import TouchKind
from stakeholders.models import Commitment, Concern, Stakeholder, Touchpoint, TouchpointStakeholder, TouchpointUser

ONE_WAY_UNLESS_ANSWERED = {TouchKind.EMAIL, TouchKind.EVENT}


def record_touchpoint(
    actor: User | None,
    account: Account,
    *,
    kind: str,
    touched_at: datetime,
    users: Sequence[User],
    stakeholders: Sequence[Stakeholder],
    is_two_way: bool | None = None,
    subject: str = "",
    notes: str = "",
    touched_on: date | None = None,
) -> Touchpoint:
    """Record one interaction, however many took part. Two-way unless a mail or event (or as said).

    Raises
    ------
    ValidationError
        By field, when nobody of theirs took part or one of them is of another account.
    """
    _check_participants(account, stakeholders)
    two_way = kind not in ONE_WAY_UNLESS_ANSWERED if is_two_way is None else is_two_way
    summary = _("Recorded: %(subject)s") % {"subject": subject} if subject else _("Recorded a touchpoint")
    with act("record_touchpoint", actor, account.pk, summary) as recorder:
        touchpoint = Touchpoint(
            account=account,
            kind=kind,
            touched_at=touched_at,
            touched_on=touched_on or local_date(touched_at),
            is_two_way=two_way,
            subject=subject,
            notes=notes,
        )
        return _insert(recorder, touchpoint, users, stakeholders)


def correct_touchpoint(
    actor: User | None, touchpoint: Touchpoint, expected_version: int | None = None, **fields: Any
) -> Touchpoint:
    """What was recorded was wrong: retract it and record it right. *Raises* StaleEdit, ValidationError."""
    current = Touchpoint.objects.get(pk=touchpoint.pk)
    if current.retracted_at is not None or expected_version not in (None, current.row_version):
        raise StaleEdit(current)
    users = fields.pop("users", None) or list(touchpoint.users.all())
    theirs = fields.pop("stakeholders", None)
    theirs = list(touchpoint.stakeholders.all()) if theirs is None else theirs
    _check_participants(touchpoint.account, theirs)
    with act("correct_touchpoint", actor, touchpoint.account_id, _("Corrected a touchpoint")) as recorder:
        recorder.retract(current)
        kept = {name: getattr(current, name) for name in ("kind", "touched_at", "is_two_way", "subject", "notes")}
        merged = {**kept, **fields}
        on = local_date(merged["touched_at"]) if "touched_at" in fields else current.touched_on
        right = Touchpoint(
            account_id=touchpoint.account_id, touched_on=on, row_version=current.row_version + 1, **merged
        )
        _insert(recorder, right, users, theirs)
        pass_names_on(recorder, "touchpoint", current.pk, right.pk)
        _lead_on(recorder, current, right)
        return right


def retract_touchpoint(actor: User | None, touchpoint: Touchpoint) -> None:
    """It did not happen."""
    with act("retract_touchpoint", actor, touchpoint.account_id, _("Removed a touchpoint")) as recorder:
        recorder.retract(touchpoint)


def local_date(moment: datetime) -> date:
    """The date of an instant where it was recorded: in the zone it carries, else the one active."""
    if timezone.is_naive(moment) or moment.tzinfo is None:
        return moment.date()
    return timezone.localtime(moment).date()


def _insert(
    recorder: Recorder, touchpoint: Touchpoint, users: Iterable[User], stakeholders: Iterable[Stakeholder]
) -> Touchpoint:
    recorder.insert(touchpoint)
    TouchpointUser.objects.bulk_create(TouchpointUser(touchpoint=touchpoint, user=user) for user in users)
    TouchpointStakeholder.objects.bulk_create(
        TouchpointStakeholder(touchpoint=touchpoint, stakeholder=someone) for someone in stakeholders
    )
    return touchpoint


def _lead_on(recorder: Recorder, wrong: Touchpoint, right: Touchpoint) -> None:
    """What was promised or raised in a touchpoint was so in the one that takes its place."""
    for model in (Commitment, Concern):
        for row in model.objects.standing().filter(touchpoint=wrong):
            recorder.change(row, touchpoint=right)


def _check_participants(account: Account, stakeholders: Sequence[Stakeholder]) -> None:
    if not stakeholders:
        raise ValidationError({"stakeholders": _("Name at least one of their people.")})
    if any(someone.account_id != account.pk for someone in stakeholders):
        raise ValidationError({"stakeholders": _("Everybody must be at this account.")})
