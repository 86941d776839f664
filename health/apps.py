"""Wiring of the `health` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    """Name the app."""

    name = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what lower pages show of health."""
        from health import receivers  # noqa: F401 (models must be loaded first)

        self._register_portfolio()

    def _register_portfolio(self) -> None:
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.registry import Action, account_filters, actions
        from health.filtersets import BANDS
        from health.services.demo_forecasts import FORECASTS

        account_filters.add(BANDS)
        demo_parts.add(FORECASTS)
        words = {"portfolio": _("dashboard figures revenue health"), "renewals": _("forecast contracts ending")}
        actions.add(
            Action(
                "portfolio", _("Portfolio"), "health:portfolio", words=words["portfolio"], is_page=True, position=12
            ),
            Action("renewals", _("Renewals"), "health:renewals", words=words["renewals"], is_page=True, position=13),
            Action("revenue", _("Revenue"), "health:revenue", words=_("retention grr nrr"), is_page=True, position=14),
        )
