"""Where the portfolio, renewals and revenue are reached from, and what they add to the demo."""

from django.utils.translation import gettext_lazy as _

from csm.foundation.demo_parts import demo_parts
from csm.foundation.registry import Action, actions
from health.services.demo.forecasts import FORECASTS


def register() -> None:
    """Offer the portfolio, renewals and revenue from anywhere."""
    demo_parts.add(FORECASTS)
    words = {"portfolio": _("dashboard figures revenue health"), "renewals": _("forecast contracts ending")}
    actions.add(
        Action("portfolio", _("Portfolio"), "health:portfolio", words=words["portfolio"], is_page=True, position=12),
        Action("renewals", _("Renewals"), "health:renewals", words=words["renewals"], is_page=True, position=13),
        Action(
            "ledgers",
            _("Two ledgers"),
            "health:ledgers",
            words=_("success business teams goals retention side by side"),
            is_page=True,
            position=16,
        ),
        Action("revenue", _("Revenue"), "health:revenue", words=_("retention grr nrr"), is_page=True, position=14),
    )
