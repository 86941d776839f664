"""Who is told of alerts and how, and what was sent."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.visibility import Viewer

HOURS = [MaxValueValidator(23)]


class Digest(models.TextChoices):
    """How often a summary comes by mail."""

    DAILY = "daily", _("every working day")
    WEEKLY = "weekly", _("on Mondays")
    NEVER = "never", _("never")


class Quiet(models.Model):
    """Hours, in the reader's time zone, in which nothing is sent; from 20 to 7 goes over midnight."""

    quiet_from = models.PositiveSmallIntegerField(
        _("quiet from"), default=20, validators=HOURS, help_text=_("Hour of the day, 0 to 23.")
    )
    quiet_to = models.PositiveSmallIntegerField(
        _("quiet until"), default=7, validators=HOURS, help_text=_("The same hour as above: never quiet.")
    )

    class Meta:
        abstract = True


class NoticeChoiceQuerySet(models.QuerySet["NoticeChoice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(user_id=viewer.pk)


class NoticeChoice(Quiet):
    """What one of ours wants to be told by mail; without a row the defaults hold."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_choice"
    )
    digest = models.CharField(_("summary by mail"), max_length=6, choices=Digest, default=Digest.DAILY)
    hour = models.PositiveSmallIntegerField(
        _("at"), default=8, validators=HOURS, help_text=_("Hour of the day, in your time zone.")
    )
    kinds: Any = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("tell me of"),
        null=True,
        blank=True,
        help_text="Null: defaults.",
    )

    objects = NoticeChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.digest}"


class TeamWebhook(Quiet):
    """Where alerts of a team's accounts are posted, in the form that Slack and its likes understand."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="webhook", verbose_name=_("team"))
    url = models.URLField(_("address"), max_length=500, validators=[URLValidator(["https", "http"])])
    is_on = models.BooleanField(_("on"), default=True)
    on_since = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.team_id}"


class Sending(models.Model):
    """One thing sent, written before it leaves: its key is unique, so that nothing is sent twice.

    One that stays begun was interrupted, perhaps after it left; it is not sent again.
    """

    BEGUN, SENT, FAILED = "begun", "sent", "failed"

    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=6, default=BEGUN, choices=[(BEGUN, BEGUN), (SENT, SENT), (FAILED, FAILED)])
    tries = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["begun_at"], name="sending_by_time")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
