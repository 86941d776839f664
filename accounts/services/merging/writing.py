"""Writing a plan: rows are set aside before they take their new places, so that no two are in one place meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Now

from accounts.models import Redirect
from accounts.services.acts import Recorder
from accounts.services.external_ids import pass_names_on
from accounts.services.importing.bulk import change_many
from accounts.services.merging.plan import Columns, Plan, Row
from csm.foundation.facts import DatedFact, Recorded

DAYS = ("valid_from", "valid_to")


def write(plan: Plan, recorder: Recorder) -> None:
    """Write all of a plan, each change remembered by the recorder."""
    for prepare in plan.before_write:
        prepare(recorder)
    for model, rows in plan.removed.items():
        _remove(recorder, model, list(rows.values()))
    for model, edits in plan.edits.items():
        _place(recorder, model, [edit for pk, edit in edits.items() if pk not in plan.removed[model]])
    for row in plan.tails:
        _copy(recorder, row)
    for kind, old_id, new_id in plan.passed_on:
        lead_on(recorder, kind, old_id, new_id)
    recorder.touches(*plan.touched)


def lead_on(recorder: Recorder, kind: str, old_id: int, new_id: int) -> None:
    """Let an id of ours, and all that other systems call its row, lead to another row."""
    pass_names_on(recorder, kind, old_id, new_id, is_former=True)
    for former in Redirect.objects.select_for_update().filter(kind=kind, new_id=old_id).order_by("pk"):
        recorder.change(former, new_id=new_id)
    recorder.insert(Redirect(kind=kind, old_id=old_id, new_id=new_id))


def _remove(recorder: Recorder, model: type[models.Model], rows: Sequence[Row]) -> None:
    names = [field.attname for field in model._meta.concrete_fields]
    for row in rows:
        recorder.changes.append([model._meta.label_lower, row.pk, {name: getattr(row, name) for name in names}, None])
    model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _place(recorder: Recorder, model: type[models.Model], edits: Sequence[tuple[Row, Columns]]) -> None:
    wanted = [(row, _wanted(row, columns)) for row, columns in edits]
    if issubclass(model, Recorded):
        model._default_manager.filter(pk__in=[row.pk for row, _columns in wanted]).update(retracted_at=Now())
    first = len(recorder.changes)
    change_many(recorder, wanted)
    for change in recorder.changes[first:]:
        _forget_what_is_the_same(change)


def _wanted(row: Row, columns: Mapping[str, Any]) -> Columns:
    """All a row takes on; what is taken back stays where it was."""
    if not isinstance(row, Recorded):
        return dict(columns)
    if columns.get("retracted_at"):
        return {name: columns[name] for name in ("retracted_at", "retracted_by_id")}
    days = {name: getattr(row, name) for name in DAYS} if isinstance(row, DatedFact) else {}
    return {**days, **columns, "retracted_at": None}


def _forget_what_is_the_same(change: list[Any]) -> None:
    """What did not change need not hold for undoing; the days of a fact must, or it would go back half changed."""
    before, after = change[2], change[3]
    for name in [name for name in after if before[name] == after[name] and name not in DAYS]:
        del before[name], after[name]


def _copy(recorder: Recorder, row: Row) -> None:
    """Insert a further part of a fact; it was recorded when the whole was, and its days must hold when it is undone."""
    row.save(force_insert=True)
    days = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    recorder.changes.append([row._meta.label_lower, row.pk, None, days])
