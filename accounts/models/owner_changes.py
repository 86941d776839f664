"""When accounts went from one owner to another: each change is kept, since each starts a debrief."""

from django.conf import settings
from django.db import models

from accounts.models.accounts import Account, AccountRecordedQuerySet
from accounts.models.deals import Deal
from csm.foundation.facts import Recorded


class OwnerChange(Recorded):
    """An account went over from one of ours to another.

    It concerns the deal won last by then; `deal` says which one that was once the account was merged with another.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="owner_changes")
    changed_at = models.DateTimeField()
    former = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at", "pk"]
        indexes = [
            models.Index(fields=["account", "changed_at"], name="owner_change_by_account"),
            models.Index(fields=["changed_at"], name="owner_change_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.former_id} to {self.owner_id}"
