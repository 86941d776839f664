"""Many rows of a list edited at once, on their way."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.saved_views import ListName
from accounts.visibility import Viewer
from csm.foundation.left_out import note


class EditState(models.TextChoices):
    """Where an edit of many rows stands; a worker moves on those that are working or being undone."""

    WORKING = "working", _("being set")
    DONE = "done", _("set")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("stopped")


AT_WORK = [EditState.WORKING, EditState.UNDOING]


class ListEditQuerySet(models.QuerySet["ListEdit"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(made_by_id=viewer.pk)

    def editable_by(self, viewer: Viewer) -> Self:
        return self.visible_to(viewer)


class ListEdit(models.Model):
    """What is set on which rows, and how far that is: `done` of the `ids` have been through.

    `versions` are those the rows had when they were chosen, where they were chosen one by one. `left_out` holds for
    each reason how many rows were left out and the names of the first of them.
    """

    list_name = models.CharField(max_length=10, choices=ListName)
    ids = ArrayField(models.BigIntegerField())
    versions = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=EditState, default=EditState.WORKING)
    stop_code = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_edits")
    made_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(null=True)

    objects = ListEditQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="list_edit_at_work", condition=models.Q(state__in=AT_WORK))]

    def __str__(self) -> str:
        return f"{self.list_name}: {self.done} of {self.total}"

    @property
    def total(self) -> int:
        return len(self.ids)

    @property
    def group(self) -> str:
        """The group of the acts of this edit."""
        return f"edit:{self.pk}"

    @property
    def left_out_count(self) -> int:
        return sum(one["count"] for one in self.left_out.values())

    def leave_out(self, why: str, names: list[str], count: int | None = None) -> None:
        """Note rows that were left out, the first of them by name."""
        note(self.left_out.setdefault(why, {}), names, count)
