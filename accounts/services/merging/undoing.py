"""Undoing a merge: within thirty days, exactly, or not at all and with the reason."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act, Merge, User
from accounts.selectors.merges import UNDO_DAYS, undo_until
from accounts.services.undo import UndoConflict, reverse_act, ways
from csm.foundation.merging import Merger, splits

DAYS = UNDO_DAYS
Moved = Mapping[str, Mapping[int, Mapping[str, Any]]]


def undo_merge(act: Act, actor: User) -> None:
    """Put back all that a merge changed. *Raises* UndoConflict with what stands in the way."""
    with transaction.atomic():
        merge = Merge.objects.select_for_update(of=("self",)).select_related("act").get(act=act)
        _refuse_late(merge)
        _refuse_merged_on(merge)
        try:
            reverse_act(merge.act, actor, erases=True)
        except UndoConflict as conflict:
            raise UndoConflict(_reason(conflict), conflict.row, conflict.field) from conflict
        for split in splits:
            split.settle(went_back(merge.act))


def register(merger: Merger) -> None:
    """Have acts that merged rows of a kind undone this way."""
    ways[f"merge_{merger.key}"] = undo_merge


def went_back(act: Act) -> Moved:
    """What the undoing of an act put back: by table and row, the columns as they are again."""
    found: dict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for label, pk, before, after in act.changes:
        if before is not None and after is not None:
            found[label][pk] = {**before, **{f"was_{name}": value for name, value in after.items()}}
    return found


def _refuse_late(merge: Merge) -> None:
    if timezone.now() > undo_until(merge.act.acted_at):
        words = _("A merge can be undone for %(days)d days; this one is older.")
        raise UndoConflict(words % {"days": DAYS})


def _refuse_merged_on(merge: Merge) -> None:
    """Of merges that follow each other the last is undone first."""
    both = [merge.winner_id, merge.loser_id]
    later = Merge.objects.filter(pk__gt=merge.pk, kind=merge.kind, act__undone_at__isnull=True)
    one = later.filter(Q(winner_id__in=both) | Q(loser_id__in=both)).order_by("-pk").first()
    if one is not None:
        words = _("%(loser)s was merged into %(winner)s since. Undo that merge first.")
        raise UndoConflict(words % {"loser": one.loser_name, "winner": one.winner_name})


def _reason(conflict: UndoConflict) -> str:
    """What stands in the way, by name."""
    if conflict.row is not None:
        return _changed(conflict.row, conflict.field)
    constraint = _constraint_of(conflict.__cause__)
    if constraint:
        words = _("A %(kind)s recorded since the merge holds the place of one that would come back.")
        return words % {"kind": constraint}
    return str(conflict)


def _changed(row: models.Model, field: str) -> str:
    what = {"kind": row._meta.verbose_name, "name": whose(row)}
    if not field:
        return _("The %(kind)s of %(name)s was changed since the merge.") % what
    label: Any = row._meta.get_field(field)
    words = _("The %(kind)s of %(name)s was changed since the merge: %(field)s.")
    return words % {**what, "field": getattr(label, "verbose_name", field)}


def whose(row: Any) -> str:
    """Whom a row is about, in words."""
    for name in ("person", "stakeholder", "from_stakeholder", "first", "account"):
        owner = getattr(row, name, None)
        if owner is not None:
            return whose(owner)
    return str(row)


def _constraint_of(error: BaseException | None) -> str:
    """The kind of record whose constraint the database named."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    name = getattr(getattr(cause, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        if name and any(one.name == name for one in model._meta.constraints):
            return str(model._meta.verbose_name)
    return ""
