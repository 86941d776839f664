"""The tasks that came of what lower pages show: of an alert or a touchpoint, or about somebody."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csm.foundation.registry import Known
from csm.foundation.templatetags.wording import in_words
from playbooks.models import Task

Row = tuple[int, date | None]


def known_tasks(about: str) -> Callable[[Any, Sequence[int]], Mapping[int, Known]]:
    """How to find the open tasks of things of a kind, those put off too, by the id of the thing; one query."""

    def found(viewer: Any, ids: Sequence[int]) -> dict[int, Known]:
        rows = Task.objects.visible_to(viewer).open().filter(**{f"{about}_id__in": list(ids)})
        by_id: defaultdict[int, list[Row]] = defaultdict(list)
        in_order = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
        for of_id, pk, due_on in in_order.values_list(f"{about}_id", "pk", "due_on"):
            by_id[of_id].append((pk, due_on))
        return {of_id: _known(about, of_id, tasks) for of_id, tasks in by_id.items()}

    return found


def _known(about: str, of_id: int, tasks: Sequence[Row]) -> Known:
    """How many there are and when the first is due; one leads to itself, several to their list."""
    first_pk, due_on = tasks[0]
    count = ngettext("%(count)d task", "%(count)d tasks", len(tasks)) % {"count": len(tasks)}
    words = _("%(count)s, due %(when)s") % {"count": count, "when": in_words(due_on)} if due_on else count
    if len(tasks) == 1:
        return Known(words, reverse("playbooks:task", args=[first_pk]), is_dialog=True)
    return Known(words, f"{reverse('playbooks:tasks')}?who=anybody&state=unfinished&{about}={of_id}")
