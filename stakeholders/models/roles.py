"""Roles held at an account and what we think of the people who hold them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from csm.foundation.facts import DatedFact, ends_after_start, no_overlap
from stakeholders.models.people import Stakeholder, StakeholderDataQuerySet
from stakeholders.models.words import SENTIMENT_CHOICES

TEN = [MinValueValidator(0), MaxValueValidator(10)]


class RoleHolding(DatedFact):
    """A stakeholder holds a role; a departure does not end it: it is orphaned until filled or ended."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="role_holdings")
    role = models.ForeignKey(Role, models.PROTECT, related_name="holdings", verbose_name=_("role"))

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            no_overlap("role_is_held_once_at_a_time", "stakeholder", "role"),
            ends_after_start("role_holding_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.role_id}"


class Assessment(DatedFact):
    """What we think of a stakeholder from a date on; each axis may be unknown, which is never 0 or the middle."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="assessments")
    influence = models.PositiveSmallIntegerField(_("influence"), null=True, blank=True, validators=TEN)
    authority = models.PositiveSmallIntegerField(_("authority"), null=True, blank=True, validators=TEN)
    importance = models.PositiveSmallIntegerField(
        _("importance"), null=True, blank=True, validators=TEN, help_text=_("Of the product to their job.")
    )
    sentiment = models.SmallIntegerField(_("sentiment"), null=True, blank=True, choices=SENTIMENT_CHOICES)
    assumed = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            no_overlap("stakeholder_has_one_assessment_at_a_time", "stakeholder"),
            ends_after_start("assessment_ends_after_start"),
            models.CheckConstraint(
                name="assessment_is_in_range",
                condition=(Q(influence__isnull=True) | Q(influence__lte=10))
                & (Q(authority__isnull=True) | Q(authority__lte=10))
                & (Q(importance__isnull=True) | Q(importance__lte=10))
                & (Q(sentiment__isnull=True) | Q(sentiment__gte=-2, sentiment__lte=2)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.influence}/{self.authority}/{self.importance}/{self.sentiment}"
