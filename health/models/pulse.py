"""The pulse: how one of ours feels an account is doing."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.clock import today
from csm.foundation.facts import Recorded

PULSE_STEPS = [
    (1, _("lost")),
    (2, _("in danger")),
    (3, _("worrying")),
    (4, _("fine")),
    (5, _("doing well")),
    (6, _("thriving")),
]
MOST_REASONS = 3


class PulseReason(models.TextChoices):
    """Why; at most three of a pulse."""

    USE = "use", _("how they use it")
    VALUE = "value", _("what they get out of it")
    PEOPLE = "people", _("people and relationships")
    SUPPORT = "support", _("support and quality")
    PRICE = "price", _("price and budget")
    STRATEGY = "strategy", _("their plans changed")
    COMPETITOR = "competitor", _("a competitor")


class PulseReading(Recorded):
    """What one of ours felt about an account on a day: six steps, why, and a note. It counts for 90 days."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="pulses", verbose_name=_("account"))
    step = models.PositiveSmallIntegerField(
        _("pulse"), choices=PULSE_STEPS, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    reasons = ArrayField(
        models.CharField(max_length=12, choices=PulseReason), size=MOST_REASONS, default=list, blank=True
    )
    note = models.CharField(_("note"), max_length=500, blank=True, help_text=_("Write what they could read."))
    on = models.DateField(_("day"), default=today)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        indexes = [models.Index(fields=["account", "-on", "-id"], name="pulse_by_account")]
        constraints = [
            models.CheckConstraint(
                name="pulse_has_six_steps",
                condition=models.Q(step__gte=1, step__lte=6),
                violation_error_message=_("The pulse has six steps, from 1 to 6."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.step} ({self.on})"
