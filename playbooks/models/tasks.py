"""Tasks: steps of plays and others, what was said of them, and the calendar feeds that show them."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from csm.foundation.facts import Recorded, RecordedQuerySet, Versioned
from health.models import Alert
from playbooks.models.plays import LONGEST_REASON, Play
from stakeholders.models import Stakeholder, Touchpoint

LONGEST_TEXT = 6000
WORDS_VECTOR = SearchVector("title", "text", config="simple")
LONGEST_COMMENT = 2000


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("skipped")
    DROPPED = "dropped", _("no longer needed")


def _waiting_q(on: Any) -> Q:
    return Q(snoozed_until__isnull=False, snoozed_until__gt=on) | Q(play__isnull=False, play__state="paused")


def _begun_q() -> Q:
    said = TaskComment.objects.standing().filter(task_id=OuterRef("pk"))
    return Q(taken_up_on__isnull=False) | Q(snoozed_until__isnull=False) | Q(Exists(said))


class TaskQuerySet(AccountRecordedQuerySet):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def at_hand(self, on: Any) -> Self:
        """Open and not put off on a day; those of plays that are paused wait too."""
        return self.open().exclude(_waiting_q(on))

    def waiting(self, on: Any) -> Self:
        """Open but put off, or of a play that is paused."""
        return self.open().filter(_waiting_q(on))

    def of(self, user_id: int) -> Self:
        return self.filter(assignee_id=user_id)

    def begun(self) -> Self:
        """Those that somebody has put work into: taken up, put off, or said something about (docs/tasks.md)."""
        return self.filter(_begun_q())

    def with_begun(self) -> Self:
        """Each with `is_begun`: whether somebody has begun it."""
        return self.annotate(is_begun=ExpressionWrapper(_begun_q(), output_field=models.BooleanField()))


class Task(Recorded, Versioned):
    """Something one of ours is to do for an account by a day, as a step of a play (`step` is its key) or by itself.

    `began_on` is the day it came up, `taken_up_on` the day on which somebody said or showed that they are on it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="tasks", verbose_name=_("account"))
    play = models.ForeignKey(Play, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("play"))
    step = models.CharField(max_length=60, blank=True)
    title = models.CharField(_("what is to be done"), max_length=200)
    text = models.TextField(_("how"), max_length=LONGEST_TEXT, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    began_on = models.DateField(_("since"))
    taken_up_on = models.DateField(_("taken up"), null=True, blank=True)
    snoozed_until = models.DateField(_("put off until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=TaskState, default=TaskState.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(
        _("what came of it"), max_length=LONGEST_REASON, blank=True, help_text=_("Evidence, or why it was not done.")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("about")
    )
    alert = models.ForeignKey(Alert, models.SET_NULL, null=True, blank=True, related_name="tasks")
    touchpoint = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, blank=True, related_name="tasks")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["play", "step"],
                condition=Q(play__isnull=False, retracted_at__isnull=True),
                name="one_task_per_step_of_a_play",
            ),
            models.CheckConstraint(
                name="task_is_open_or_ended",
                condition=Q(state="open", ended_on__isnull=True) | (~Q(state="open") & Q(ended_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on"], name="task_open_by_assignee", condition=Q(state="open")),
            models.Index(fields=["account", "due_on"], name="task_by_account"),
            GinIndex(WORDS_VECTOR, name="task_by_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What a task is about and comes from is of its account."""
        for name in ("stakeholder", "alert", "touchpoint", "play"):
            row = getattr(self, name)
            if row is not None and row.account_id != self.account_id:
                raise ValidationError({name: _("This is of another account.")})

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def outlived(self) -> Play | None:
        """The ended play of which it is an open step; None where its play is under way or there is none."""
        play = self.play
        return play if self.is_open and play is not None and not play.is_under_way else None


class TaskCommentQuerySet(RecordedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those on tasks of accounts that the viewer sees."""
        return self._at(visible_account_ids(viewer))

    def editable_by(self, viewer: Viewer) -> Self:
        """One's own, on tasks of accounts that one may change."""
        return self._at(editable_account_ids(viewer)).filter(recorded_by_id=viewer.pk)

    def _at(self, ids: Any) -> Self:
        mine = self.standing().filter(task__retracted_at__isnull=True)
        return mine if ids is None else mine.filter(task__account_id__in=ids)


class TaskComment(Recorded):
    """What somebody said about a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT)

    objects = TaskCommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment on a task")
        verbose_name_plural = _("comments on tasks")

    def __str__(self) -> str:
        return self.text[:60]


class TaskFeedQuerySet(models.QuerySet["TaskFeed"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(user_id=viewer.pk)


class TaskFeed(models.Model):
    """The private calendar address of one of ours: only a digest of its secret is kept.

    `content_digest` is that of the calendar as it was given out last, `changed_at` when it became so.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="task_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    content_digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = TaskFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}"
