"""Plays, what started them, and what was last seen of the accounts they could be started on."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import PHASE_LABELS, AccountRecordedQuerySet
from accounts.models.segments import TouchLevel
from csm.foundation.facts import Recorded, Versioned
from csm.foundation.partial import KeyedRows
from playbooks.domain.definition import Step, steps_of
from playbooks.models.playbooks import Playbook, PlaybookVersion

LONGEST_REASON = 500


class PlayState(models.TextChoices):
    """Where a play stands."""

    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    EXITED = "exited", _("reached its end")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


UNDER_WAY = (PlayState.RUNNING, PlayState.PAUSED)


class PlayQuerySet(AccountRecordedQuerySet):
    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def running(self) -> Self:
        return self.filter(state=PlayState.RUNNING)


class Play(Recorded, Versioned):
    """One run of a version of a playbook on one account.

    It has a copy of the steps of its own: adapting them leaves the playbook alone, and editing the playbook leaves them
    alone. `facts_at_start` and `facts_at_end` say what it did. `is_armed`: its exit was seen not to hold, so that its
    coming true ends the play.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="plays", verbose_name=_("account"))
    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="plays", verbose_name=_("playbook"))
    version = models.ForeignKey(PlaybookVersion, models.PROTECT, related_name="plays", verbose_name=_("version"))
    name = models.CharField(_("name"), max_length=100)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    about = models.BigIntegerField(null=True, blank=True, help_text="The stakeholder whom its trigger is about.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_plays",
        verbose_name=_("owner"),
    )
    state = models.CharField(_("state"), max_length=9, choices=PlayState, default=PlayState.RUNNING)
    started_on = models.DateField(_("started"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    exit = models.CharField(_("is over when"), max_length=300, blank=True)
    is_armed = models.BooleanField(default=False)
    is_adapted = models.BooleanField(default=False)
    steps = KeyedRows(default=list, blank=True)
    facts_at_start = models.JSONField(default=dict, blank=True)
    facts_at_end = models.JSONField(default=dict, blank=True)
    result = models.CharField(_("result"), max_length=LONGEST_REASON, blank=True)

    objects = PlayQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        verbose_name = _("play")
        verbose_name_plural = _("plays")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "playbook"],
                condition=Q(state__in=["running", "paused"], retracted_at__isnull=True),
                name="one_play_of_a_playbook_at_a_time",
                violation_error_message=_("This playbook is already running on the account."),
            ),
            models.CheckConstraint(
                name="play_has_ended_or_is_under_way",
                condition=Q(state__in=["running", "paused"], ended_on__isnull=True)
                | (~Q(state__in=["running", "paused"]) & Q(ended_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-started_on"], name="play_by_account"),
            models.Index(fields=["playbook", "state"], name="play_by_playbook"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def own_steps(self) -> tuple[Step, ...]:
        return steps_of(self.steps)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class Outcome(models.TextChoices):
    """What came of something that triggers a playbook."""

    STARTED = "started", _("started a play")
    JOINED = "joined", _("the play was running already")
    NOT_FOR_IT = "not_for_it", _("the account is not among those it is for")
    HELD = "held", _("what the play is for holds already")


def alert_key(alert_id: int) -> str:
    """The key of the occasion that an alert is."""
    return f"alert:{alert_id}"


class Occasion(models.Model):
    """Something that triggered a playbook on an account, by its key: delivered again, it does nothing more."""

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="occasions")
    account = models.ForeignKey(Account, models.CASCADE, related_name="play_occasions")
    key = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=Outcome)
    play = models.ForeignKey(Play, models.SET_NULL, null=True, related_name="occasions")
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playbook", "account", "key"], name="each_occasion_counts_once")]

    def __str__(self) -> str:
        return f"{self.playbook_id} on {self.account_id}: {self.key}"


class AccountWatch(models.Model):
    """The phase and touch level of an account as playbooks saw them last, to notice what it comes into."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="play_watch")
    phase = models.CharField(max_length=8, choices=[(phase.value, label) for phase, label in PHASE_LABELS.items()])
    touch = models.CharField(max_length=6, choices=TouchLevel, blank=True)
    phase_since = models.DateField(null=True)
    touch_since = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.phase}, {self.touch}"
