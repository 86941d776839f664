"""Metrics, and their dated values for accounts."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.facts import Recorded, Versioned

BY_HAND = "page"


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("more is better")
    DOWN = "down", _("less is better")


class Metric(Versioned):
    """Something that is measured of accounts: active users, open tickets, their own figure."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)
    is_leading = models.BooleanField(
        _("leading"), default=False, help_text=_("Whether it tells of what is to come, not of what happened.")
    )
    is_usage = models.BooleanField(
        _("tells of use"), default=False, help_text=_("Whether it measures how much our product is used.")
    )
    is_customers = models.BooleanField(
        _("the customer's own"),
        default=False,
        help_text=_("A figure of a goal: shown only where it is read or wanted, and no measure by itself."),
    )
    source = models.CharField(_("where it comes from"), max_length=100, blank=True)
    keeps_days = models.PositiveSmallIntegerField(
        _("counts for days"),
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("A reading older than this no longer counts: the measure is unknown."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")

    def __str__(self) -> str:
        return self.name


class Reading(Recorded):
    """The value of a metric for an account at an instant; `on` is its date where it was recorded."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="readings", verbose_name=_("account"))
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="readings", verbose_name=_("metric"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    read_at = models.DateTimeField(_("at"), default=timezone.now)
    on = models.DateField(_("day"), editable=False)
    source = models.CharField(_("source"), max_length=40, default=BY_HAND)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-read_at", "-pk"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        indexes = [models.Index(fields=["account", "metric", "-on"], name="reading_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "metric", "read_at", "source"],
                condition=Q(retracted_at__isnull=True),
                name="one_reading_per_instant_and_source",
                violation_error_message=_("This metric has a reading of this instant already."),
            )
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if vars(self).get("on", self) is None:
            self.on = timezone.localdate(self.read_at)

    def __str__(self) -> str:
        return f"{self.metric_id}: {self.value} ({self.on})"
