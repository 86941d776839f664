"""How scores and bands are worded. Load with `{% load health_words %}`."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from health.domain.waterfall import Cause
from health.models.pulse import PULSE_STEPS, PulseReason
from health.selectors.wording import band_name as in_words
from health.selectors.wording import plain, signed, tone_of, whole

register = template.Library()


@register.filter
def band_tone(band: str | None) -> str:
    """The tone of the mark that shows a band."""
    return tone_of(band or "")


@register.filter
def band_name(band: str | None) -> str:
    """A band in one word."""
    return in_words(band or "")


@register.filter
def points(value: float | None) -> str:
    """Points without digits behind the point; nothing while unknown."""
    return "" if value is None else whole(value)


@register.filter
def tenths(value: float | None) -> str:
    return "" if value is None else plain(float(value))


@register.filter
def change(value: float) -> str:
    """Points gained or lost, with their sign."""
    return signed(value)


@register.filter
def as_percent(share: float) -> str:
    return f"{whole(100 * share)} %"


@register.filter
def cause_of(step: Any) -> str:
    """What moved a score by one measure, in words."""
    if step.cause is Cause.AVAILABILITY:
        return _("became known") if step.before is None else _("no longer known")
    return {Cause.VALUE: _("value"), Cause.WEIGHT: _("weight")}[step.cause]


@register.filter
def pulse_word(step: int) -> str:
    return str(dict(PULSE_STEPS)[step])


@register.filter
def reason_words(reasons: list[str]) -> str:
    """Reasons of a pulse, one after the other."""
    return ", ".join(str(PulseReason(reason).label) for reason in reasons)
