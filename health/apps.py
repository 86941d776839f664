"""Wiring of the `health` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.registry import Action, Label, MenuItem, Tab

# What is done about health from anywhere: key, label, address, further words, whether it writes.
ACTIONS: tuple[tuple[str, Label, str, Label, bool], ...] = (
    ("health", _("Health of an account"), "account", _("score why changed band"), False),
    ("pulse", _("Say how an account is doing"), "pulse_add", _("pulse feeling sentiment"), True),
    ("reading", _("Enter a reading"), "reading_add", _("metric value kpi nps csat usage tickets"), True),
)


def _action(position: int, key: str, label: Label, url_name: str, words: Label, writes: bool) -> Action:
    return Action(
        key,
        label,
        f"health:{url_name}",
        target="account",
        words=words,
        writes=writes,
        is_dialog=writes,
        position=position,
    )


class HealthConfig(AppConfig):
    """Name the app."""

    name = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what lower pages show of health."""
        from health import receivers  # noqa: F401 (models must be loaded first)

        self._show_scores()
        self._register_alerts()
        self._register_portfolio()

    def _show_scores(self) -> None:
        from accounts.views.access import may_configure
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.importers import importers
        from csm.foundation.merging import merge_rules
        from csm.foundation.registry import (
            account_columns,
            account_figures,
            account_filters,
            account_tabs,
            actions,
            menu_items,
        )
        from health.selectors import kept_columns
        from health.services.demo import SCORES
        from health.services.importing import READINGS
        from health.services.merging import RULES

        merge_rules.add(*RULES)
        demo_parts.add(SCORES)
        account_tabs.add(Tab("health", _("Health"), "health:account", position=15))
        account_columns.add(kept_columns.COLUMN)
        account_filters.add(kept_columns.BANDS)
        account_figures.add(kept_columns.HEAD)
        importers.add(READINGS)
        menu_items.add(
            *(
                MenuItem(key, label, f"health:{key}", menu="settings", is_for=may_configure, position=position)
                for key, label, position in (("scorecards", _("Scorecards"), 56), ("metrics", _("Metrics"), 57))
            )
        )
        actions.add(
            Action("measures", _("Measures"), "health:measures", words=_("score catalogue"), is_page=True, position=60)
        )
        actions.add(
            Action(
                "pulse_round",
                _("Pulse round"),
                "health:pulse_round",
                words=_("how are my accounts doing book feeling"),
                is_page=True,
                position=23,
            )
        )
        actions.add(*(_action(position, *said) for position, said in enumerate(ACTIONS, start=30)))

    def _register_alerts(self) -> None:
        from accounts.domain.access import UserRole
        from accounts.views.access import may_administer
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.my_day import day_sources
        from csm.foundation.registry import (
            Action,
            Figure,
            MenuItem,
            Tab,
            account_figures,
            account_filters,
            account_tabs,
            actions,
            menu_items,
        )
        from health.selectors import day_promises
        from health.selectors.alerts import ACCOUNT_FILTER, DAY_SOURCES, head_figure
        from health.services.demo.alerts import ALERTS

        demo_parts.add(ALERTS)
        day_sources.add(*DAY_SOURCES, day_promises.PROMISES)
        account_filters.add(ACCOUNT_FILTER)
        account_tabs.add(Tab("alerts", _("Alerts and risks"), "health:account_alerts", position=45))
        account_figures.add(Figure("alerts", "health/_figure_alerts.html", head_figure, position=60))
        menu_items.add(
            MenuItem("notices", _("Notifications"), "health:notices", menu="settings", position=12),
            MenuItem("webhooks", _("Webhooks"), "health:webhooks", menu="settings", is_for=may_administer, position=32),
            MenuItem(
                "home_of_csm",
                _("My day"),
                "health:my_day",
                menu="home",
                is_for=lambda user: UserRole(user.role) is UserRole.CSM,
            ),
        )
        actions.add(
            Action("my_day", _("My day"), "health:my_day", words=_("today next todo start"), is_page=True, position=5),
            Action("alerts", _("Alerts"), "health:alerts", words=_("inbox warnings"), is_page=True, position=6),
            Action(
                "red_accounts",
                _("Red-account review"),
                "health:red_accounts",
                words=_("risks escalation"),
                is_page=True,
                position=7,
            ),
            Action(
                "risk_new",
                _("Record a risk"),
                "health:risk_add",
                target="account",
                words=_("danger threat"),
                writes=True,
                is_dialog=True,
                position=55,
            ),
        )

    def _register_portfolio(self) -> None:
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.registry import Action, actions
        from health.services.demo.forecasts import FORECASTS

        demo_parts.add(FORECASTS)
        words = {"portfolio": _("dashboard figures revenue health"), "renewals": _("forecast contracts ending")}
        actions.add(
            Action(
                "portfolio", _("Portfolio"), "health:portfolio", words=words["portfolio"], is_page=True, position=12
            ),
            Action("renewals", _("Renewals"), "health:renewals", words=words["renewals"], is_page=True, position=13),
            Action("revenue", _("Revenue"), "health:revenue", words=_("retention grr nrr"), is_page=True, position=14),
        )
