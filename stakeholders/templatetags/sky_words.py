"""How shares, strengths and personas are worded. Load with `{% load sky_words %}`."""

from django import template
from django.utils.translation import gettext as _

from stakeholders.domain.sky import TouchKind
from stakeholders.domain.strength import StrengthLabel
from stakeholders.models.words import TOUCH_LABELS
from stakeholders.selectors.wording import percent as in_percent

register = template.Library()

TONES = {
    StrengthLabel.STRONG: "good",
    StrengthLabel.STEADY: "good",
    StrengthLabel.FADING: "watch",
    StrengthLabel.LOST: "risk",
    StrengthLabel.NONE: "unknown",
}


@register.filter
def percent(share: float | None) -> str:
    """A share in [0, 1] as a whole per cent."""
    return in_percent(share)


@register.filter
def strength_word(label: StrengthLabel) -> str:
    """A strength in one word."""
    return {
        StrengthLabel.STRONG: _("strong"),
        StrengthLabel.STEADY: _("steady"),
        StrengthLabel.FADING: _("fading"),
        StrengthLabel.LOST: _("lost"),
        StrengthLabel.NONE: _("none"),
    }[label]


@register.filter
def strength_tone(label: StrengthLabel) -> str:
    """The tone of the band that shows a strength."""
    return TONES[label]


@register.filter
def touch_word(kind: TouchKind) -> str:
    """The kind of a touchpoint in words."""
    return str(TOUCH_LABELS[kind])
