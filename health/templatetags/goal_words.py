"""How goals are worded. Load with `{% load goal_words %}`."""

from decimal import Decimal

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from health.domain.goals import Progress, Received, Standing
from health.models import ValueConfirmation
from health.models.words import Words
from health.selectors.goals import GoalLine
from health.selectors.wording import whole

register = template.Library()

# Units are what people typed; these, of the shipped typical goals and common ones, read wrongly behind a 1.
ONE_OF = {
    "days": "day",
    "departments": "department",
    "hours": "hour",
    "minutes": "minute",
    "people": "person",
    "regions": "region",
    "requests": "request",
    "users": "user",
    "weeks": "week",
}

NAMES: dict[Standing, Words] = {
    Standing.NO_READING: gettext_lazy("no reading yet"),
    Standing.BEHIND: gettext_lazy("behind"),
    Standing.ON_TRACK: gettext_lazy("on track"),
    Standing.REACHED: gettext_lazy("target reached"),
}
TONES = {
    Standing.NO_READING: "unknown",
    Standing.BEHIND: "risk",
    Standing.ON_TRACK: "good",
    Standing.REACHED: "good",
}


@register.filter
def standing_name(progress: Progress | None) -> str:
    """Where a goal stands, in words."""
    return str(NAMES[progress.standing if progress else Standing.NO_READING])


@register.filter
def standing_tone(progress: Progress | None) -> str:
    return TONES[progress.standing if progress else Standing.NO_READING]


@register.filter
def figure(value: Decimal, unit: str = "") -> str:
    """A value of a metric with its unit, without digits that say nothing."""
    digits = max(0, -int(value.normalize().as_tuple().exponent))
    said = ONE_OF.get(unit, unit) if value == 1 else unit
    return f"{number_format(value, digits, use_l10n=True, force_grouping=True)} {said}".strip()


@register.filter
def course_in_words(line: GoalLine) -> str:
    """The way made against the way expected, and when the target is reached at this pace."""
    progress = line.progress
    if progress is None or progress.way is None or progress.expected is None:
        return ""
    figures = {"way": whole(100 * progress.way), "expected": whole(100 * progress.expected)}
    said = _("%(way)s %% of the way made, %(expected)s %% expected by then.") % figures
    if progress.reached_at is None:
        return f"{said} {_('At this pace the target is not reached.')}" if progress.way < 1 else said
    if progress.way >= 1:
        return said
    when = {"on": date_format(progress.reached_at), "due": date_format(line.goal.due_on)}
    return f"{said} {_('At this pace the target is reached on %(on)s; due is %(due)s.') % when}"


@register.filter
def received_in_words(received: Received) -> str:
    """The share received against the share expected, and the points it gives."""
    figures = {"share": whole(received.share.percent), "expected": whole(100 * received.expected)}
    if received.points is None:
        return _("Nothing was expected by then, so it gives no points yet.")
    said = _("%(share)s %% received, %(expected)s %% expected by then: %(points)s of 100 points.")
    return said % {**figures, "points": whole(received.points)}


@register.filter
def value_told(line: GoalLine) -> ValueConfirmation | None:
    """The latest share of the value that somebody at the customer confirmed."""
    return next((said for said in line.said if said.stakeholder_id is not None), None)


@register.filter
def above(y: float) -> str:
    """A little above a line, for the words on it."""
    return f"{y - 4:.1f}"
