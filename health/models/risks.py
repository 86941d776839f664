"""Risks that people see for an account, and the reviews of red accounts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.clock import today
from csm.foundation.facts import Recorded, Versioned

LONGEST_TEXT = 2000


class RiskKind(models.TextChoices):
    """What may cost the customer."""

    RELATIONSHIP = "relationship", _("Relationship")
    ADOPTION = "adoption", _("Adoption")
    VALUE = "value", _("Value not seen")
    PRODUCT = "product", _("Product gap")
    SUPPORT = "support", _("Support and quality")
    COMMERCIAL = "commercial", _("Price and budget")
    COMPETITION = "competition", _("Competition")
    ORGANISATION = "organisation", _("Their organisation changes")
    OTHER = "other", _("Other")


class Course(models.TextChoices):
    """How a risk goes on."""

    ACUTE = "acute", _("acute")
    CHRONIC = "chronic", _("chronic")


class Severity(models.IntegerChoices):
    """How much it would hurt."""

    LOW = 1, _("low")
    MEDIUM = 2, _("medium")
    HIGH = 3, _("high")


class Risk(Recorded, Versioned):
    """Something that may cost the customer, who looks after it, and what is done about it; closed once it is over."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="risks", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=12, choices=RiskKind)
    course = models.CharField(
        _("course"),
        max_length=7,
        choices=Course,
        default=Course.ACUTE,
        help_text=_("Acute: it happens now and passes. Chronic: it has been so for long."),
    )
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.MEDIUM)
    text = models.TextField(_("what it is"), max_length=LONGEST_TEXT, help_text=_("Write what they could read."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_risks",
        verbose_name=_("owner"),
    )
    mitigation = models.TextField(_("what we do about it"), max_length=LONGEST_TEXT, blank=True)
    due_on = models.DateField(_("to be settled by"), null=True, blank=True)
    seen_on = models.DateField(_("seen on"), default=today)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-severity", "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        indexes = [models.Index(fields=["account", "-severity"], name="risk_by_account")]
        constraints = [
            models.CheckConstraint(
                name="risk_closes_after_it_was_seen",
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("seen_on")),
                violation_error_message=_("A risk cannot be closed before it was seen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"


class RedReview(Recorded, Versioned):
    """What was agreed on an account in the review of red accounts."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="red_reviews", verbose_name=_("account"))
    reviewed_on = models.DateField(_("reviewed on"), default=today)
    agreed = models.TextField(_("what was agreed"), max_length=LONGEST_TEXT)
    next_on = models.DateField(_("next review"), null=True, blank=True)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        verbose_name = _("red-account review")
        verbose_name_plural = _("red-account reviews")
        indexes = [models.Index(fields=["account", "-reviewed_on"], name="red_review_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.reviewed_on}"
