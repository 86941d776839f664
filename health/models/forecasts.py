"""What we forecast of each renewal, kept over time, and why it was renewed or not."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Contract
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from csm.foundation.facts import DatedFact, DatedQuerySet, Recorded, Versioned, ends_after_start, no_overlap
from health.domain.forecasts import Category, ClosingReason

CATEGORY_LABELS = {
    Category.COMMIT: _("commit"),
    Category.LIKELY: _("likely"),
    Category.AT_RISK: _("at risk"),
    Category.LOST: _("lost"),
}
REASON_LABELS = {
    ClosingReason.VALUE: _("got what they came for"),
    ClosingReason.RELATIONSHIP: _("trust in us"),
    ClosingReason.PRICE_AGREED: _("a new price was agreed"),
    ClosingReason.AUTOMATIC: _("renewed by itself"),
    ClosingReason.PRICE: _("price"),
    ClosingReason.PRODUCT: _("something the product lacks"),
    ClosingReason.NOT_USED: _("never really used"),
    ClosingReason.SPONSOR_LEFT: _("our sponsor left"),
    ClosingReason.COMPETITOR: _("went to a competitor"),
    ClosingReason.BUDGET: _("budget was cut"),
    ClosingReason.SERVICE: _("dissatisfied with our service"),
    ClosingReason.COMPANY_CHANGED: _("the company was sold, merged or closed"),
    ClosingReason.OTHER: _("another reason"),
}
CATEGORY_CHOICES = [(category.value, label) for category, label in CATEGORY_LABELS.items()]
REASON_CHOICES = [(reason.value, label) for reason, label in REASON_LABELS.items()]


class ContractFactQuerySet(DatedQuerySet):
    """Rows about contracts, scoped by the accounts a viewer sees."""

    def visible_to(self, viewer: Viewer) -> Self:
        ids = visible_account_ids(viewer)
        mine = self.standing().filter(contract__retracted_at__isnull=True)
        return mine if ids is None else mine.filter(contract__account_id__in=ids)

    def editable_by(self, viewer: Viewer) -> Self:
        ids = editable_account_ids(viewer)
        mine = self.standing().filter(contract__retracted_at__isnull=True)
        return mine if ids is None else mine.filter(contract__account_id__in=ids)


class Forecast(DatedFact):
    """What was said of a renewal from a day on: by the CSM, or over it by a manager (`is_override`), who prevails."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="forecasts", verbose_name=_("contract"))
    is_override = models.BooleanField(_("manager's"), default=False)
    category = models.CharField(_("forecast"), max_length=7, choices=CATEGORY_CHOICES)
    amount = models.DecimalField(
        _("expected annual value"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In the currency of the contract. Empty: what they pay now; nothing when lost."),
    )
    expected_on = models.DateField(
        _("decision expected on"), null=True, blank=True, help_text=_("Empty: when it renews.")
    )
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("What makes you think so. Write what they could read.")
    )

    objects = ContractFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            no_overlap("one_forecast_of_the_csm_at_a_time", "contract", when=Q(is_override=False)),
            no_overlap("one_forecast_of_the_manager_at_a_time", "contract", when=Q(is_override=True)),
            ends_after_start("forecast_ends_after_start"),
            models.CheckConstraint(
                name="forecast_amount_is_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("The expected value cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.category}"


class Closing(Recorded, Versioned):
    """Why a contract was renewed, or not, in a word and in a sentence."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="closings", verbose_name=_("contract"))
    reason = models.CharField(_("reason"), max_length=15, choices=REASON_CHOICES)
    note = models.CharField(_("in their words"), max_length=300, blank=True)

    objects = ContractFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason of an outcome")
        verbose_name_plural = _("reasons of outcomes")
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(retracted_at__isnull=True), name="one_reason_per_contract"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.reason}"
