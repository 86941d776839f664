"""What is wrong with a scorecard, in words."""

from typing import Any

from django.utils.translation import gettext as _

from health.domain.scorecards import MOST_WEIGHT, CardError
from health.models.words import measure_name


def in_words(error: CardError) -> str:
    """One sentence that says what to do."""
    words: dict[str, Any] = {
        "empty": _("A scorecard needs one measure at least."),
        "bounds": _("The bands must be in order: amber from above 0, green from above amber and up to 100."),
        "unknown": _("There is no measure of this name."),
        "twice": _("It stands there twice; keep one."),
        "weight": _("The weight must be above 0 and at most %(most)d.") % {"most": MOST_WEIGHT},
        "words": _("Write the rule as: line 30 to 95, or tiers 0=0, 1=40, above=100, or yes 100 no 0, or pulse."),
        "kind": _("The rule must be tiers, a line, yes or no, or pulse."),
        "number": _("The rule needs numbers."),
        "steps": _("The tiers need upper bounds in ascending order."),
        "flat": _("The line needs two different ends."),
        "points": _("Points must lie within 0 and 100."),
    }
    sentence = str(words[error.problem])
    return f"{measure_name(error.measure)}: {sentence}" if error.measure else sentence
