"""The catalogue of goals that customers typically have, and what each depends on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models.segments import TouchLevel
from csm.foundation.facts import Versioned
from health.models.metrics import Direction

LONGEST_NEED = 120
LONGEST_MEANING = 500


class NeedKind(models.TextChoices):
    """What kind of thing a goal depends on besides our product."""

    PRODUCT = "product", _("another product")
    SERVICE = "service", _("a service")
    PEOPLE = "people", _("people and roles")


def refuse_odd_needs(said: Any) -> None:
    """Check dependencies as plain data: kind, what, meaning. *Raises* ValidationError."""
    if not isinstance(said, list) or not all(_is_need(one) for one in said):
        raise ValidationError(_now("Each dependency has a kind, what it is, and what that means."))


def _is_need(one: Any) -> bool:
    if not isinstance(one, dict) or set(one) != {"kind", "what", "meaning"}:
        return False
    texts = all(isinstance(one[name], str) for name in one)
    return texts and one["kind"] in NeedKind.values and 0 < len(one["what"]) <= LONGEST_NEED and _fits(one["meaning"])


def _fits(meaning: str) -> bool:
    return len(meaning) <= LONGEST_MEANING


class TypicalGoal(Versioned):
    """A goal that customers of a touch level typically have, as a start: their words, a metric, what it depends on."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    touch_level = models.CharField(
        _("for accounts served"),
        max_length=6,
        choices=TouchLevel,
        blank=True,
        help_text=_("The touch level of their segment. Empty: every account."),
    )
    words = models.CharField(_("in a customer's words"), max_length=300)
    metric_name = models.CharField(_("metric"), max_length=80)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)
    days = models.PositiveSmallIntegerField(
        _("usual time in days"), default=180, validators=[MinValueValidator(7), MaxValueValidator(1825)]
    )
    dependencies = models.JSONField(_("what it depends on"), default=list, blank=True, validators=[refuse_odd_needs])
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Without it nobody is offered this goal; those begun from it stay.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("typical goal")
        verbose_name_plural = _("typical goals")

    def __str__(self) -> str:
        return self.name
