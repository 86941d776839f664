"""What a customer reaches together with us, planned and reached."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.facts import Recorded, Versioned

TITLE_VECTOR = SearchVector("title", config="simple")


class Milestone(Recorded, Versioned):
    """Something a customer wants to reach on the way; reached on a day, and then to be celebrated."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="milestones", verbose_name=_("account"))
    title = models.CharField(_("milestone"), max_length=200, help_text=_("In their words: what is true then?"))
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "reached_on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [
            models.Index(fields=["account", "reached_on"], name="milestone_by_account"),
            models.Index(
                fields=["-reached_on", "id"],
                name="milestone_reached",
                condition=models.Q(reached_on__isnull=False, retracted_at__isnull=True),
            ),
            GinIndex(TITLE_VECTOR, name="milestone_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="milestone_has_a_day",
                condition=models.Q(planned_on__isnull=False) | models.Q(reached_on__isnull=False),
                violation_error_message=_("Say when it is planned, or when it was reached."),
            )
        ]

    def __str__(self) -> str:
        return self.title
