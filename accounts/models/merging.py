"""Rows that were merged into others, where their old ids lead, and which rows look like doubles."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.doubles import Likelihood
from accounts.models.acts import Act
from accounts.visibility import Viewer, visible_account_ids
from csm.foundation.facts import Recorded

LIKELIHOOD_LABELS = {
    Likelihood.CERTAIN: _("almost certainly"),
    Likelihood.LIKELY: _("likely"),
    Likelihood.POSSIBLE: _("possibly"),
}
LIKELIHOOD_CHOICES = [(each.value, label) for each, label in LIKELIHOOD_LABELS.items()]


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Merges of which every account concerned is visible."""
        ids = visible_account_ids(viewer)
        if ids is None:
            return self.all()
        return self.filter(accounts__contained_by=ArraySubquery(ids)).exclude(accounts=[])

    def editable_by(self, viewer: Viewer) -> Self:
        return self.visible_to(viewer)


class Merge(models.Model):
    """Two rows of a kind were found to be one: what the act did is in its log, who stayed is here.

    `accounts` are those whose facts it changed.
    """

    act = models.OneToOneField(Act, models.CASCADE, related_name="merge")
    kind = models.CharField(_("kind"), max_length=20)
    winner_id = models.BigIntegerField()
    loser_id = models.BigIntegerField()
    winner_name = models.CharField(max_length=200)
    loser_name = models.CharField(max_length=200)
    choices = models.JSONField(default=dict)
    accounts = ArrayField(models.BigIntegerField(), default=list)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "winner_id"], name="merge_by_winner"),
            models.Index(fields=["kind", "loser_id"], name="merge_by_loser"),
        ]

    def __str__(self) -> str:
        return f"{self.loser_name} > {self.winner_name}"


class Redirect(models.Model):
    """The id a row had before it was merged into another, and the id of that one (never itself an old id)."""

    kind = models.CharField(max_length=20)
    old_id = models.BigIntegerField()
    new_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "old_id"], name="old_id_leads_to_one_row")]
        indexes = [models.Index(fields=["kind", "new_id"], name="redirect_by_new_id")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_id} > {self.new_id}"


class Double(models.Model):
    """Two rows that look like one, with the reasons; found anew each night. The smaller id is the first.

    `score` is 0-100. `accounts` are those where either is.
    """

    kind = models.CharField(max_length=20)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, blank=True)
    accounts = ArrayField(models.BigIntegerField(), default=list, blank=True)
    suggested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    suggested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_id", "second_id"], name="double_is_proposed_once"),
            models.CheckConstraint(name="double_is_in_order", condition=Q(first_id__lt=F("second_id"))),
        ]
        indexes = [
            models.Index(fields=["-score", "-id"], name="double_by_score"),
            models.Index(fields=["kind", "second_id"], name="double_by_second"),
            GinIndex(fields=["accounts"], name="double_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id} = {self.second_id}?"


class Distinction(Recorded):
    """Somebody said that two rows are not the same; the smaller id is the first."""

    kind = models.CharField(max_length=20)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"],
                name="pair_is_distinct_once",
                condition=Q(retracted_at__isnull=True),
            ),
            models.CheckConstraint(name="distinct_pair_is_in_order", condition=Q(first_id__lt=F("second_id"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id} is not {self.second_id}"
