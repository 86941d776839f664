"""What the groups of a portfolio are called, and how they are marked."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from health.domain.forecasts import Category
from health.models.forecasts import CATEGORY_LABELS
from health.selectors.renewals import NO_FORECAST

NOT_KNOWN: Final = _("not enough known")
BANDS: Final[dict[str, Any]] = {"green": _("green"), "amber": _("amber"), "red": _("red"), "unknown": NOT_KNOWN}
BAND_TONES: Final = {"green": "good", "amber": "watch", "red": "risk", "unknown": "unknown"}
ROUTES: Final[dict[str, Any]] = {
    "multi": _("two threads or more"),
    "bridge": _("one thread: a person between"),
    "decider": _("one thread: only one who decides"),
    "no_route": _("route lost"),
    "not_yet": _("not connected yet"),
    "unknown": _("who decides is not known"),
}
ROUTE_TONES: Final = {
    "multi": "good",
    "bridge": "watch",
    "decider": "watch",
    "no_route": "risk",
    "not_yet": "unknown",
    "unknown": "unknown",
}
COMPARED: Final[dict[str, Any]] = {"segment": _("Segments"), "phase": _("Phases"), "region": _("Regions")}
FORECASTS: Final[dict[str, Any]] = {
    **{category.value: label for category, label in CATEGORY_LABELS.items()},
    NO_FORECAST: _("no forecast"),
}
FORECAST_TONES: Final = {
    Category.COMMIT.value: "good",
    Category.LIKELY.value: "accent",
    Category.AT_RISK.value: "watch",
    Category.LOST.value: "risk",
    NO_FORECAST: "unknown",
}
ASKED: Final[dict[str, Any]] = {
    "was": _("a week ago"),
    "single": _("hangs on one person"),
    "at_stake": _("may lose its route to a decision by renewal"),
    "assumed": _("rests on assumptions"),
    "undated": _("no renewal date or no chance known"),
    "renewing": _("renews within 90 days"),
}
