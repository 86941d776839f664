"""Edit many rows of a list: one act where they are few; chunk by chunk in the background where they are many.

Each chunk, its act and the edit's progress are one transaction, so a worker that dies leaves whole chunks and the next
one goes on. All acts of an edit are one group: they are undone together.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Act, EditState, ListEdit, User
from accounts.models.list_edits import AT_WORK
from accounts.selectors.list_edits import MANY
from accounts.services.acts import act
from accounts.services.undo import UndoConflict, undo_group
from csm.foundation.lists import ListKind, list_kinds

CHUNK = 1000
AT_ONCE = 500
MOST = 300_000
NOT_MINE, STALE, GONE = "not_mine", "stale", "gone"


@transaction.atomic
def start_edit(
    actor: User, kind: ListKind, ids: Sequence[int], changes: Mapping[str, Any], versions: Mapping[int, int]
) -> ListEdit:
    """Set something on rows: at once where they are few; else what is to be done is noted for `carry_on`.

    *Raises* ValidationError where they are too many.
    """
    if len(ids) > MOST:
        raise ValidationError(_("These are more than %(most)d rows; narrow the filters.") % {"most": MOST})
    seen = {str(pk): version for pk, version in versions.items()}
    edit = ListEdit.objects.create(
        list_name=kind.key, ids=list(ids), versions=seen, changes=dict(changes), made_by=actor
    )
    if edit.total <= AT_ONCE:
        carry_on(edit.pk)
        edit.refresh_from_db()
    return edit


def edits_at_work() -> list[int]:
    """Ids of the edits that a worker should be moving on."""
    return list(ListEdit.objects.filter(state__in=AT_WORK).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def carry_on(edit_id: int) -> bool:
    """Do the next chunk of an edit; false when there is none."""
    edit = ListEdit.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=edit_id)
    if edit.state == EditState.UNDOING:
        _take_back(edit)
    if edit.state != EditState.WORKING:
        return False
    some = edit.ids[edit.done : edit.done + CHUNK]
    _edit(edit, cast(ListKind, list_kinds.get(edit.list_name)), some)
    edit.done += len(some)
    edit.beat_at = timezone.now()
    edit.state = EditState.WORKING if edit.done < edit.total else EditState.DONE
    edit.save(update_fields=["done", "beat_at", "state", "changed", "unchanged", "left_out"])
    return edit.state == EditState.WORKING


def _edit(edit: ListEdit, kind: ListKind, ids: Sequence[int]) -> None:
    rows = _rows_to_edit(edit, kind, ids)
    with act(MANY, edit.made_by, None, summary_of(edit), group=edit.group) as recorder:
        changed = kind.edit(recorder, rows, edit.changes)
    edit.changed += changed
    edit.unchanged += len(rows) - changed


def _rows_to_edit(edit: ListEdit, kind: ListKind, ids: Sequence[int]) -> list[Any]:
    """The rows, locked, that may be edited and are as they were chosen; the others are noted as left out."""
    mine = list(kind.editable(edit.made_by).select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    found = {row.pk for row in mine}
    _note_others(edit, kind, [pk for pk in ids if pk not in found])
    fresh = [row for row in mine if edit.versions.get(str(row.pk), row.row_version) == row.row_version]
    stale = [str(row) for row in mine if edit.versions.get(str(row.pk), row.row_version) != row.row_version]
    if stale:
        edit.leave_out(STALE, stale)
    return fresh


def _note_others(edit: ListEdit, kind: ListKind, ids: Sequence[int]) -> None:
    if not ids:
        return
    rows = kind.visible(edit.made_by).filter(pk__in=ids)
    names = [str(row) for row in rows.order_by("pk")[: len(ids)]]
    if names:
        edit.leave_out(NOT_MINE, names)
    if len(ids) > len(names):
        edit.leave_out(GONE, [], len(ids) - len(names))


def summary_of(edit: ListEdit) -> str:
    """What is done, for the log and the toast."""
    words = ngettext("Edited %(count)d row", "Edited %(count)d rows", edit.total) % {"count": edit.total}
    return _("%(edited)s of the list of %(list)s") % {"edited": words, "list": edit.get_list_name_display()}


def begin_undoing(edit: ListEdit) -> bool:
    """Ask for an edit to be taken back; false where that is not the moment."""
    stages = [EditState.DONE, EditState.FAILED]
    return bool(ListEdit.objects.filter(pk=edit.pk, state__in=stages).update(state=EditState.UNDOING, stop_code=""))


def stop(edit_id: int) -> None:
    """Stop an edit at the last whole chunk, since something unexpected happened."""
    ListEdit.objects.filter(pk=edit_id, state__in=AT_WORK).update(state=EditState.FAILED, stop_code="error")


def _take_back(edit: ListEdit) -> None:
    """Take back all acts of an edit or none."""
    try:
        with transaction.atomic():
            if Act.objects.filter(group=edit.group).exists():
                undo_group(edit.group, edit.made_by)
            edit.state = EditState.UNDONE
    except UndoConflict:
        edit.state, edit.stop_code = EditState.DONE, "conflict"
    edit.save(update_fields=["state", "stop_code"])
