"""What the search box finds of tasks."""

from collections.abc import Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.finding import written_hit, written_in
from accounts.visibility import Viewer
from csm.foundation.registry import Hit
from playbooks.models import Task
from playbooks.models.tasks import WORDS_VECTOR


def task_hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """Tasks with these words in what is to be done or how, those to be done first; one query."""
    found = written_in(Task.objects.visible_to(viewer), WORDS_VECTOR, words)
    return [_hit(task) for task in found.order_by(F("ended_on").desc(nulls_first=True), "-pk")[:limit]]


def _hit(task: Task) -> Hit:
    kind = _("task, %(state)s") % {"state": task.get_state_display()}
    return written_hit(task.title, kind, task.account, reverse("playbooks:task", args=[task.pk]))
