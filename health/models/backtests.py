"""Past renewals as they looked before: gathered once, so that any scorecard can be held against them at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Contract


class RenewalCase(models.Model):
    """What the measures were so many days before a renewal that is decided, from the facts as they stand.

    It is gathered again when the facts of the account have changed since: `facts_version` differs.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="cases")
    days_before = models.PositiveSmallIntegerField(_("days before the renewal"))
    on = models.DateField(_("seen on"))
    facts_version = models.BigIntegerField()
    raws = models.JSONField(default=dict, help_text=_("Raw value of each measure; null where unknown."))
    late_share = models.FloatField(null=True, help_text=_("Share of the facts that were recorded after that day."))

    class Meta:
        verbose_name = _("past renewal as it looked")
        verbose_name_plural = _("past renewals as they looked")
        constraints = [
            models.UniqueConstraint(fields=["contract", "days_before"], name="one_case_per_renewal_and_days")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} - {self.days_before}"
