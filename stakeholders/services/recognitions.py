"""Recognitions: record, change, take back, with the people on both sides."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import refuse_ahead, today
from stakeholders.models import Milestone, Recognition, RecognitionStakeholder, RecognitionUser, Stakeholder
from stakeholders.services.belonging import refuse_strangers


def recognise(
    actor: User | None,
    account: Account,
    *,
    stakeholders: Sequence[Stakeholder] = (),
    users: Sequence[User] = (),
    **fields: Any,
) -> Recognition:
    """Record that people were recognised, theirs or ours. *Raises* ValidationError."""
    _check(account.pk, stakeholders, users, fields)
    _refuse_days(fields.get("recognised_on") or today(), fields.get("milestone"))
    with act("recognise", actor, account.pk, _("Recorded a recognition")) as recorder:
        row = recorder.insert(Recognition(account_id=account.pk, **fields))
        RecognitionStakeholder.objects.bulk_create(
            RecognitionStakeholder(recognition=row, stakeholder=someone) for someone in stakeholders
        )
        RecognitionUser.objects.bulk_create(RecognitionUser(recognition=row, user=user) for user in users)
        return row


def edit_recognition(
    actor: User | None, row: Recognition, expected_version: int | None = None, **fields: Any
) -> Recognition:
    """Change a recognition in place, who was recognised too. *Raises* StaleEdit, ValidationError."""
    theirs = fields.pop("stakeholders", None)
    ours = fields.pop("users", None)
    theirs = list(row.stakeholders.all()) if theirs is None else list(theirs)
    ours = list(row.users.all()) if ours is None else list(ours)
    _check(row.account_id, theirs, ours, fields)
    on, milestone = fields.get("recognised_on", row.recognised_on), fields.get("milestone", row.milestone)
    if (on, milestone) != (row.recognised_on, row.milestone):
        _refuse_days(on, milestone)
    with act("edit_recognition", actor, row.account_id, _("Edited a recognition")) as recorder:
        before = row.row_version
        recorder.change(row, expected_version, **fields)
        links: tuple[tuple[Any, str, list[Any]], ...] = (
            (RecognitionStakeholder, "stakeholder_id", theirs),
            (RecognitionUser, "user_id", ours),
        )
        replaced = [_replace(recorder, row, *each) for each in links]
        if any(replaced) and row.row_version == before:
            recorder.raise_version(row)
        return row


def remove_recognition(actor: User | None, row: Recognition) -> None:
    """Take back a recognition that was recorded by mistake."""
    with act("remove_recognition", actor, row.account_id, _("Removed a recognition")) as recorder:
        recorder.retract(row)


def _replace(recorder: Recorder, row: Recognition, model: Any, column: str, people: Iterable[Any]) -> bool:
    """Let exactly these people be linked; whether that changed anything."""
    held = {getattr(link, column): link for link in model.objects.filter(recognition=row)}
    wanted = [one.pk for one in people]
    gone = [link for key, link in held.items() if key not in wanted]
    new = [key for key in wanted if key not in held]
    for link in gone:
        recorder.remove(link)
    for key in new:
        recorder.insert(model(recognition=row, **{column: key}))
    return bool(gone or new)


def _check(account_id: int, stakeholders: Sequence[Stakeholder], users: Sequence[User], fields: Any) -> None:
    if not stakeholders and not users:
        raise ValidationError({"stakeholders": _("Name at least one person, theirs or ours.")})
    refuse_strangers(account_id, stakeholders=list(stakeholders), milestone=fields.get("milestone"))


def _refuse_days(on: date, milestone: Milestone | None) -> None:
    """Only what has happened is praised, and only what was reached. *Raises* ValidationError at its field."""
    refuse_ahead(recognised_on=on)
    reached_on = on if milestone is None else milestone.reached_on
    if reached_on is None:
        raise ValidationError({"milestone": _("This milestone is not reached: say first when it was.")})
    if reached_on > on:
        words = _("The milestone was reached after that, on %(on)s.") % {"on": date_format(reached_on)}
        raise ValidationError({"recognised_on": words})
