"""How dates, money and names are worded on every page. Load with `{% load wording %}`."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csm.foundation import clock

register = template.Library()

A_YEAR = 365  # days
ROUNDS_UP_FROM = Decimal("0.9995")
STEPS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))


@register.filter
def monogram(name: str | None) -> str:
    """Give the one or two letters that stand for a person: the first of the first and of the last name."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def short_money(amount: Decimal | float | None, currency: str = "") -> str:
    """Give an amount in at most three significant digits: EUR 1.2 M, EUR 84 k, EUR 950."""
    if amount is None:
        return ""
    return f"{currency} {_shortened(Decimal(amount))}".strip()


def _shortened(amount: Decimal) -> str:
    for size, letter in STEPS:
        if abs(amount) >= size * ROUNDS_UP_FROM:
            return f"{_localised(_rounded(amount / size))} {letter}"
    return _localised(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _rounded(amount: Decimal) -> Decimal:
    places = Decimal("0.1") if abs(amount) < 10 else Decimal(1)
    return amount.quantize(places, ROUND_HALF_UP)


def _localised(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    return str(number_format(amount.quantize(Decimal(1)) if whole else amount, use_l10n=True))


@register.filter
def in_words(when: date | datetime | None, today: date | str | None = None) -> str:
    """Say a date as one would: "today", "in 12 days", "3 weeks ago", "March 2025" when it is far."""
    if when is None:
        return ""
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    reference = today if isinstance(today, date) else clock.today()
    return _distance_in_words((day - reference).days, day)


@register.filter
def near_in_words(when: date | datetime | None, today: date | str | None = None) -> str:
    """Say a date as `in_words` does where that says more than the date itself: within a year."""
    if when is None:
        return ""
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    reference = today if isinstance(today, date) else clock.today()
    return in_words(when, today) if abs((day - reference).days) < A_YEAR else ""


def _distance_in_words(days: int, day: date) -> str:
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if abs(days) < 21:
        return _counted(days, _days)
    if abs(days) < 60:
        return _counted(round(days / 7), _weeks)
    if abs(days) < A_YEAR:
        return _counted(round(days / 30.44), _months)
    return date_format(day, "YEAR_MONTH_FORMAT")


def _counted(signed: int, unit: Callable[[int], str]) -> str:
    words = unit(abs(signed))
    return _("in %(time)s") % {"time": words} if signed > 0 else _("%(time)s ago") % {"time": words}


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _weeks(count: int) -> str:
    return ngettext("%(count)d week", "%(count)d weeks", count) % {"count": count}


def _months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}
