"""What was done: the log of acts from which undo works, and the version of each account's facts."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.accounts import Account
from accounts.visibility import Viewer, visible_account_ids


def changed_among_others(account_id: int) -> models.Q:
    """The condition that an act changed an account of which it is not: one of many, in a file, or merged."""
    return ~models.Q(edited=[]) & models.Q(edited__contains=[account_id])


class ActQuerySet(models.QuerySet["Act"]):
    def visible_to(self, viewer: Viewer) -> Self:
        ids = visible_account_ids(viewer)
        return self.all() if ids is None else self.filter(models.Q(account_id__in=ids) | models.Q(actor_id=viewer.pk))

    def about(self, account_id: int) -> Self:
        """What was done about an account, or changed it among others."""
        return self.filter(models.Q(account_id=account_id) | changed_among_others(account_id))

    def editable_by(self, viewer: Viewer) -> Self:
        """Acts a viewer may undo: their own."""
        return self.filter(actor_id=viewer.pk)


class Act(models.Model):
    """One thing somebody did, with every row it changed, so that it can be undone.

    `changes` is a list of `[model label, id, before, after]` in the order made; `before` is null for an inserted
    row (whose `after` holds at most the row version it began with), `after` for a removed one, else both hold only the
    columns that changed. `touched` holds the accounts whose
    facts it changed, so that undoing it makes the same ones due; `edited` those whose own row it changed, but for
    `account`: of many at once, by a file, or merged.
    """

    kind = models.CharField(_("kind"), max_length=60)
    summary = models.CharField(_("summary"), max_length=300)
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="acts")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="acts")
    acted_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    group = models.CharField(max_length=60, blank=True, help_text=_("Acts undone together, e.g. those of one import."))
    changes = models.JSONField(default=list)
    touched = ArrayField(models.BigIntegerField(), default=list, editable=False)
    edited = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["account", "-id"], name="act_by_account"),
            models.Index(fields=["actor", "-id"], name="act_by_actor"),
            models.Index(fields=["group"], name="act_by_group", condition=~models.Q(group="")),
            GinIndex(fields=["edited"], name="act_by_edited", condition=~models.Q(edited=[])),
        ]

    def __str__(self) -> str:
        return self.summary


class FactsVersion(models.Model):
    """A narrow row per account, raised as the last statement of every write that touches its facts."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="facts")
    facts_version = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.facts_version}"
