"""Engagement models (segments) and the catalogue of roles people can hold at a customer."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.deals import IntroductionPoint
from accounts.domain.onboarding import MOST_DAYS
from csm.foundation.facts import Versioned


class TouchLevel(models.TextChoices):
    """How closely a segment is served."""

    HIGH = "high", _("high touch")
    MEDIUM = "medium", _("medium touch")
    LOW = "low", _("low touch")


POINT_LABELS = {
    IntroductionPoint.BEFORE_CLOSING: _("before the sale, from 80 % probability"),
    IntroductionPoint.AFTER_CLOSING: _("within 5 days of closing"),
    IntroductionPoint.AFTER_GO_LIVE: _("within 5 days of go-live"),
}
POINT_CHOICES = [(point.value, text) for point, text in POINT_LABELS.items()]


class Role(Versioned):
    """A role somebody can hold at a customer, e.g. decision maker."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    letter = models.CharField(_("letter"), max_length=2, help_text=_("Shown in the ring of a star."))
    decides = models.BooleanField(_("decides"), default=False, help_text=_("Whether routes to this role count."))
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Most decisive first."))

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.name


class Segment(Versioned):
    """How we engage a group of accounts: touch level, cadences, required roles, balance band."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    touch_level = models.CharField(_("touch level"), max_length=6, choices=TouchLevel, default=TouchLevel.MEDIUM)
    half_life_days = models.PositiveSmallIntegerField(
        _("half-life in days"),
        default=60,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text=_("After this many days a touchpoint counts half."),
    )
    balance_low = models.DecimalField(
        _("least share of leaders"),
        max_digits=3,
        decimal_places=2,
        default="0.20",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    balance_high = models.DecimalField(
        _("greatest share of leaders"),
        max_digits=3,
        decimal_places=2,
        default="0.70",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    introduction_point = models.CharField(
        _("introduction of the CSM"),
        max_length=14,
        choices=POINT_CHOICES,
        blank=True,
        help_text=_("Empty: as the touch level says (high before the sale, medium after it, low after go-live)."),
    )
    first_value_days = models.PositiveSmallIntegerField(
        _("days to first value"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_("How long onboarding may take. Empty: as the touch level says (high 90, medium 60, low 30)."),
    )
    roles = models.ManyToManyField(Role, through="SegmentRole", related_name="segments")

    class Meta:
        ordering = ["name"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.CheckConstraint(
                name="segment_balance_band_is_ordered",
                condition=Q(balance_low__gte=0, balance_high__lte=1, balance_low__lt=F("balance_high")),
                violation_error_message=_("The least share of leaders must be below the greatest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SegmentRole(models.Model):
    """What a segment asks of one role: whether it must be filled and how often we speak."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="segment_roles")
    role = models.ForeignKey(Role, models.CASCADE, related_name="segment_roles")
    is_required = models.BooleanField(_("required"), default=False)
    cadence_days = models.PositiveSmallIntegerField(
        _("cadence in days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["role__position"]
        constraints = [models.UniqueConstraint(fields=["segment", "role"], name="one_rule_per_segment_and_role")]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.role_id}"
