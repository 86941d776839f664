"""Undo what was just done: reverse every change of an act, or of a group of acts, or nothing."""

from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.acts import raise_versions
from csm.foundation.facts import Recorded, Versioned


class UndoConflict(Exception):
    """What the act wrote was changed again since, or was undone already; nothing was undone."""


def undo_act(act: Act, actor: User) -> None:
    """Reverse one act. *Raises* UndoConflict when a row no longer holds what the act wrote."""
    with transaction.atomic():
        locked = Act.objects.select_for_update().get(pk=act.pk)
        if locked.undone_at is not None:
            raise UndoConflict(_("This was undone already."))
        touched = _reverse(locked.changes, actor)
        if locked.account_id is not None:
            touched.add(locked.account_id)
        Act.objects.filter(pk=act.pk).update(undone_at=timezone.now(), undone_by=actor)
        raise_versions(touched)


def _reverse(changes: list[Any], actor: User) -> set[int]:
    touched: set[int] = set()
    for label, pk, before, after in reversed(changes):
        row = apps.get_model(label)._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise UndoConflict(_("Something this created is gone, so it cannot be undone."))
        touched.update(_accounts_of(row))
        if before is None:
            _take_back(row, actor)
        else:
            _put_back(row, before, after)
    return touched


def _take_back(row: models.Model, actor: User) -> None:
    if not isinstance(row, Recorded):
        try:
            with transaction.atomic():
                row.delete()
        except (models.ProtectedError, DatabaseError) as error:
            raise UndoConflict(_("Other records have come to depend on this, so it cannot be undone.")) from error
        return
    row.retracted_at, row.retracted_by = timezone.now(), actor
    row.save(update_fields=["retracted_at", "retracted_by"])


def _put_back(row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, written in after.items():
        if not _same(row, name, written):
            raise UndoConflict(_("This was changed again since, so it cannot be undone."))
    for name, old in before.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(old) if not field.is_relation else old)  # type: ignore[union-attr]
    names = [row._meta.get_field(name).name for name in before]
    if isinstance(row, Versioned):
        row.row_version += 1
        names.append("row_version")
    row.save(update_fields=names)


def _same(row: models.Model, name: str, written: Any) -> bool:
    field = row._meta.get_field(name)
    held = getattr(row, field.attname)  # type: ignore[union-attr]
    if isinstance(field, models.DateTimeField):
        return (held is None) == (written is None)
    return bool(held == (written if field.is_relation else field.to_python(written)))  # type: ignore[union-attr]


def _accounts_of(row: models.Model) -> set[int]:
    """The account a row belongs to, by itself or through its stakeholder."""
    if row._meta.label_lower == "accounts.account":
        return {row.pk}
    if hasattr(row, "account_id"):
        return {row.account_id} if row.account_id is not None else set()
    stakeholder = getattr(row, "stakeholder", None)
    return {stakeholder.account_id} if stakeholder is not None else set()
