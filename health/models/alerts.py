"""Alerts, what happened to them, and since when an account is watched."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountDataMixin
from health.domain.alerts.kinds import KINDS, AlertKind

KIND_CHOICES = [(kind.key.value, _(kind.label)) for kind in KINDS]
LONGEST_REASON = 500


class AlertQuerySet(AccountDataMixin, models.QuerySet["Alert"]):
    def standing(self) -> Self:
        """Those of accounts that stand."""
        return self.filter(account__retracted_at__isnull=True)

    def unclosed(self) -> Self:
        """Those whose condition holds, also while they wait, are snoozed or resolved."""
        return self.filter(closed_on__isnull=True)

    def open_at(self, on: date) -> Self:
        """Those that want somebody's attention on a day."""
        return self.unclosed().filter(Q(opened_on__lte=on), awake(on), resolved_at__isnull=True)

    def unfinished_maps(self) -> Self:
        return self.filter(kind=AlertKind.FINISH_MAP)

    def of_conditions(self) -> Self:
        """All but the work of setting up."""
        return self.exclude(kind=AlertKind.FINISH_MAP)


def awake(on: date) -> Q:
    """The condition that an alert is not snoozed on a day."""
    return Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on)


class Alert(models.Model):
    """A condition found on an account: one for an account, kind and subject until it closes.

    `figures` are what it rests on (ids, dates as text, numbers), never names. `opened_on` is empty while it must hold a
    while; `is_quiet` marks what was found right after an import, which is never sent.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="alerts")
    kind = models.CharField(_("kind"), max_length=20, choices=KIND_CHOICES)
    subject = models.CharField(max_length=40, blank=True, help_text="Whom it is about: stakeholder:12, user:7.")
    figures = models.JSONField(default=dict)
    weight = models.FloatField(default=0, help_text="Revenue at stake x probability x urgency.")
    first_seen_on = models.DateField(_("first seen"))
    opened_on = models.DateField(_("opened"), null=True)
    is_quiet = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    snoozed_until = models.DateField(_("snoozed until"), null=True)
    snooze_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    resolve_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    closed_on = models.DateField(_("closed"), null=True)
    closed_by_set_up = models.BooleanField(default=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "subject"],
                condition=Q(closed_on__isnull=True),
                name="one_alert_per_account_kind_and_subject",
            )
        ]
        indexes = [
            models.Index(fields=["account", "-weight"], name="alert_open", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["-weight", "id"], name="alert_by_weight", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["account", "closed_on"], name="alert_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind} {self.subject}".rstrip()

    @property
    def key(self) -> str:
        """What orders alerts of one weight, the older first."""
        return f"alert:{self.pk:019}"


class EventKind(models.TextChoices):
    """What happens to an alert."""

    OPENED = "opened", _("opened")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    SNOOZED = "snoozed", _("snoozed")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed by itself")


class AlertEvent(models.Model):
    """What happened to an alert, when and by whom; nobody is the judging itself."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=12, choices=EventKind)
    happened_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "happened_at"], name="alert_event_by_time")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.kind}"


class AlertWatch(models.Model):
    """Since when the map of an account carries alerts, and up to which act its alerts have been settled."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="alert_watch")
    ready_on = models.DateField(_("ready since"), null=True, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the facts.",
    )
    seen_act = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.ready_on}"
