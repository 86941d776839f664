"""Plays started on many accounts at once, on their way."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole, configures
from accounts.visibility import Viewer
from csm.foundation.left_out import note
from playbooks.models.playbooks import Playbook, PlaybookVersion


class RolloutState(models.TextChoices):
    """Where a rollout stands; a worker moves on those that are working or being undone."""

    WORKING = "working", _("being started")
    DONE = "done", _("started")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("stopped")


AT_WORK = [RolloutState.WORKING, RolloutState.UNDOING]


class RolloutQuerySet(models.QuerySet["Rollout"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; those who configure see all."""
        return self.all() if configures(UserRole(viewer.role)) else self.filter(made_by_id=viewer.pk)

    def editable_by(self, viewer: Viewer) -> Self:
        return self.filter(made_by_id=viewer.pk)

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)


class Rollout(models.Model):
    """Plays of one version started on many accounts, and how far that is: `done` of the `account_ids` are through.

    `whys` holds by account id what triggers the playbook there (`selectors.dry_runs.Cause`), for the words of it.
    `left_out` holds for each reason how many accounts were left out and the names of the first of them; `kept` the same
    of plays that could not be taken back. Each play is an act of its own; all of them are one group.
    """

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="rollouts")
    version = models.ForeignKey(PlaybookVersion, models.CASCADE, related_name="+")
    account_ids = ArrayField(models.BigIntegerField())
    whys = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RolloutState, default=RolloutState.WORKING)
    stop_code = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    started = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rollouts")
    made_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(null=True)

    objects = RolloutQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("rollout")
        verbose_name_plural = _("rollouts")
        constraints = [
            models.UniqueConstraint(
                fields=["playbook"], condition=models.Q(state__in=AT_WORK), name="one_rollout_of_a_playbook_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.playbook_id}: {self.done} of {self.total}"

    @property
    def total(self) -> int:
        return len(self.account_ids)

    @property
    def group(self) -> str:
        """The group of the acts of this rollout."""
        return f"rollout:{self.pk}"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def kept_count(self) -> int:
        return int(self.kept.get("count", 0))

    @property
    def rate(self) -> int:
        """Accounts a second so far, of what is being started."""
        seconds = ((self.beat_at or self.made_at) - self.made_at).total_seconds()
        return round(self.done / seconds) if seconds > 1 else 0

    def leave_out(self, why: str, names: list[str], count: int | None = None) -> None:
        """Note accounts that were left out, the first of them by name."""
        note(self.left_out.setdefault(why, {}), names, count)

    def keep(self, name: str) -> None:
        """Note a play that could not be taken back, by the name of its account."""
        note(self.kept, [name])
