"""Scorecards with their versions, and what is not connected."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Segment
from csm.foundation.facts import Recorded, Versioned
from health.domain.bands import BandBounds
from health.domain.scorecards import Card, CardError, card_from
from health.models.problems import in_words

ITEM_NAMES = ("measure", "weight", "rule")


class Scorecard(Versioned):
    """A weighting of measures for a segment, or for every account; of those that apply the least precedence wins."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    segment = models.ForeignKey(
        Segment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="scorecards",
        verbose_name=_("segment"),
        help_text=_("Empty: every account."),
    )
    precedence = models.PositiveSmallIntegerField(
        _("precedence"), default=50, help_text=_("Of the scorecards that apply to an account the least number wins.")
    )

    class Meta:
        ordering = ["precedence", "name"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")

    def __str__(self) -> str:
        return self.name


class ScorecardVersion(Recorded, Versioned):
    """What a scorecard weighs from a day on; without `published_on` it is the draft, of which there is one at most."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="versions", verbose_name=_("scorecard"))
    number = models.PositiveIntegerField(_("version"))
    measures = models.JSONField(_("measures"), default=list, help_text=_("Each: measure, weight, rule."))
    amber_from = models.FloatField(_("amber from"), default=45)
    green_from = models.FloatField(_("green from"), default=70)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("What changed, and why."))
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["scorecard", "-number"]
        verbose_name = _("version of a scorecard")
        verbose_name_plural = _("versions of scorecards")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["scorecard"],
                condition=Q(published_on__isnull=True, retracted_at__isnull=True),
                name="one_draft_per_scorecard",
                violation_error_message=_("This scorecard has a draft already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id}/{self.number}"

    @property
    def bounds(self) -> BandBounds:
        return BandBounds(self.amber_from, self.green_from)

    def card(self, leading_metrics: dict[str, bool] | None = None) -> Card:
        """Ready to be applied. *Raises* CardError."""
        return card_from(self.measures, self.bounds, self.pk, leading_metrics)

    def clean(self) -> None:
        """Refuse what cannot be applied, in words. *Raises* ValidationError."""
        try:
            self.card()
        except CardError as error:
            raise ValidationError(in_words(error)) from error


class Unconnected(models.Model):
    """That a measure is unknown on every account of a segment: it is listed there without weight."""

    segment = models.ForeignKey(Segment, models.CASCADE, null=True, related_name="+")
    measure = models.CharField(max_length=60)
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "measure"], nulls_distinct=False, name="unconnected_once_per_segment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.measure}"
