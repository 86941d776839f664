"""What came of an edit of many rows."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Act, ListEdit, OwnerChange
from csm.foundation.left_out import sentence
from csm.foundation.lists import list_kinds

_WHY = {
    "not_mine": _lazy("Left out since you may not edit them: %(count)d"),
    "stale": _lazy("Left out since somebody changed them meanwhile: %(count)d"),
    "gone": _lazy("Left out since they are no longer there: %(count)d"),
}


def left_out_in_words(edit: ListEdit) -> list[str]:
    """For each reason a sentence: how many rows were left out and the names of the first."""
    return [sentence(_WHY[why], held) for why, held in edit.left_out.items()]


MANY = "edit_many"
HANDED_OVER = OwnerChange._meta.label_lower  # goes with its account


def still_theirs(acts: "QuerySet[Act]", viewer: Any) -> bool:
    """Whether a viewer may still change every row that these acts on many rows changed."""
    changed: dict[str, set[int]] = defaultdict(set)
    for changes in acts.values_list("changes", flat=True).iterator(chunk_size=5):
        for label, pk, _before, _after in changes:
            if label != HANDED_OVER:
                changed[label].add(pk)
    kinds = {rows.model._meta.label_lower: rows for rows in (kind.editable(viewer) for kind in list_kinds)}
    return all(label in kinds and kinds[label].filter(pk__in=ids).count() == len(ids) for label, ids in changed.items())
