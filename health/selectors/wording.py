"""How scores, bands and raw values are worded."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from health.domain.bands import Band
from health.models.words import Words

TONES: Final = {Band.GREEN.value: "good", Band.AMBER.value: "watch", Band.RED.value: "risk"}
BAND_NAMES: Final[dict[str, Words]] = {
    Band.GREEN.value: gettext_lazy("green"),
    Band.AMBER.value: gettext_lazy("amber"),
    Band.RED.value: gettext_lazy("red"),
}


def tone_of(band: str) -> str:
    return TONES.get(band, "unknown")


def band_name(band: str) -> str:
    """A band in one word; without one not enough is known."""
    return str(BAND_NAMES.get(band) or _("not enough known"))


def whole(value: float) -> str:
    return str(number_format(round(value), use_l10n=True))


def plain(value: float) -> str:
    """A number with at most one digit behind the point."""
    rounded = round(value, 1)
    return str(number_format(int(rounded) if rounded == int(rounded) else rounded, use_l10n=True))


def score_in_words(score: float | None, low: float, high: float) -> str:
    """ "71, could be 58 to 84": the interval is said only where it is one."""
    if score is None:
        return _("not enough known")
    if round(low) == round(high):
        return whole(score)
    figures = {"score": whole(score), "low": whole(low), "high": whole(high)}
    return _("%(score)s, could be %(low)s to %(high)s") % figures


def signed(points: float) -> str:
    """Points gained or lost, with one digit."""
    rounded = round(points, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{number_format(abs(rounded), 1, use_l10n=True)}"
