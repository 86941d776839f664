"""What a customer bought: products, contracts and the exchange rates to compare them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.domain.lifecycle import ContractOutcome
from accounts.models.accounts import Account, AccountRecordedQuerySet
from csm.foundation.facts import Recorded, Versioned, ends_after_start

OUTCOME_LABELS = {
    ContractOutcome.OPEN: _("open"),
    ContractOutcome.RENEWED: _("renewed"),
    ContractOutcome.CHURNED: _("churned"),
    ContractOutcome.CANCELLED: _("cancelled"),
}
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]
# What says how much a contract counts for on a day: sums over a whole portfolio read the index alone.
WEIGHED = ["starts_on", "annual_value", "currency", "outcome", "retracted_at"]


class Product(Versioned):
    """Something we sell."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name


class Contract(Recorded, Versioned):
    """An agreement over a product from one date to another."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contracts", verbose_name=_("account"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="contracts", verbose_name=_("product"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("renews on"), help_text=_("First day no longer covered."))
    annual_value = models.DecimalField(_("annual value"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    outcome = models.CharField(
        _("outcome"),
        max_length=9,
        choices=OUTCOME_CHOICES,
        default=ContractOutcome.OPEN,
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "pk"]
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes = [
            models.Index(fields=["account", "ends_on"], include=WEIGHED, name="contract_by_end"),
            models.Index(
                fields=["ends_on", "account"],
                name="contract_renewing",
                condition=models.Q(outcome="open", retracted_at__isnull=True),
            ),
        ]
        constraints = [
            ends_after_start("contract_ends_after_start", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="contract_value_is_not_negative",
                condition=models.Q(annual_value__gte=0),
                violation_error_message=_("The annual value cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.starts_on}"


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in the base currency from a date on; entered by people."""

    currency = models.CharField(_("currency"), max_length=3)
    valid_from = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=16, decimal_places=8)

    class Meta:
        ordering = ["currency", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["currency", "valid_from"], name="one_rate_per_currency_and_day")]

    def __str__(self) -> str:
        return f"{self.currency} {self.valid_from}"
