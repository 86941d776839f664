"""Meetings as calendars hold them, who was invited, and whom of them the map does not know."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from stakeholders.domain.calendars.attendance import Answer
from stakeholders.models.people import Stakeholder
from stakeholders.models.words import ANSWER_CHOICES

STRANGERS = models.Q(is_ours=False, stakeholder__isnull=True)


class OfAccountQuerySet(models.QuerySet[Any]):
    """Rows that belong to an account by `account_id` and are no recorded facts."""

    def visible_to(self, viewer: Viewer) -> Self:
        ids = visible_account_ids(viewer)
        return self.all() if ids is None else self.filter(account_id__in=ids)

    def editable_by(self, viewer: Viewer) -> Self:
        ids = editable_account_ids(viewer)
        return self.all() if ids is None else self.filter(account_id__in=ids)


class CalendarEvent(models.Model):
    """What calendars say of one meeting with people of one account; its touchpoint bears its name.

    `uid` is a digest of the calendar's own id, `instance` says which occurrence of it. `sequence` and `changed` are the
    latest word heard.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="calendar_events")
    uid = models.CharField(max_length=40)
    instance = models.CharField(max_length=16, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed = models.CharField(max_length=14, blank=True)
    starts_at = models.DateTimeField()
    starts_on = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    is_cancelled = models.BooleanField(default=False)

    objects = OfAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid", "instance", "account"], name="event_is_once_at_an_account")
        ]

    def __str__(self) -> str:
        return f"{self.uid[:8]} {self.instance} at {self.account_id}"

    @property
    def word(self) -> tuple[int, str]:
        return self.sequence, self.changed

    @property
    def name(self) -> str:
        """What the touchpoint of this event is called in the source `calendar`."""
        return f"{self.uid}:{self.instance}:{self.account_id}"


class Invitee(models.Model):
    """Somebody invited to a meeting of an account; known by user or stakeholder, else by address only."""

    event = models.ForeignKey(CalendarEvent, models.RESTRICT, related_name="invitees")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=9, choices=ANSWER_CHOICES, default=Answer.NONE)
    is_own_word = models.BooleanField(default=False, help_text="The answer is that of their own calendar.")
    is_ours = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, models.SET_NULL, null=True, related_name="+")

    objects = OfAccountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "email"], name="somebody_is_invited_once")]
        indexes = [models.Index(fields=["account", "email"], name="strangers_by_account", condition=STRANGERS)]

    def __str__(self) -> str:
        return f"{self.email} in {self.event_id}"


class Decision(models.TextChoices):
    """What was decided of somebody suggested, so that they do not come back."""

    NOT_HERE = "not_here", _("not at this customer")
    IGNORED = "ignored", _("ignored")


class SuggestionQuerySet(OfAccountQuerySet):
    def open(self) -> Self:
        """Those to be decided: seen, unknown, and nothing said of them yet."""
        return self.filter(is_known=False, decision="", times_seen__gt=0)

    def decided(self) -> Self:
        return self.exclude(decision="")


class Suggestion(models.Model):
    """Somebody met who is not on the map of an account: kept from the invitations, with what was decided of them."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="suggestions", verbose_name=_("account"))
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    times_seen = models.PositiveIntegerField(_("times seen"), default=0)
    last_seen_on = models.DateField(_("last seen"), null=True)
    is_known = models.BooleanField(default=False)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested stakeholder")
        verbose_name_plural = _("suggested stakeholders")
        constraints = [models.UniqueConstraint(fields=["account", "email"], name="somebody_is_suggested_once")]
        indexes = [
            models.Index(
                fields=["-last_seen_on", "-id"],
                name="suggestion_by_day",
                condition=models.Q(is_known=False, decision="", times_seen__gt=0),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email
