"""What lower pages show of alerts, risks and notices, and what is done about them from anywhere."""

from django.utils.translation import gettext_lazy as _

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
    loads,
    menu_items,
)
from health.selectors import day_promises
from health.selectors.alerts import ACCOUNT_FILTER, DAY_SOURCES, head_figure
from health.selectors.handoffs import DAY_HANDOFFS
from health.selectors.loads import ALERTS as OPEN_ALERTS
from health.services.demo.alerts import ALERTS


def register() -> None:
    """Show alerts and risks, and offer what is done about them."""
    demo_parts.add(ALERTS)
    day_sources.add(*DAY_SOURCES, DAY_HANDOFFS, day_promises.PROMISES)
    account_filters.add(ACCOUNT_FILTER)
    loads.add(OPEN_ALERTS)
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
    menu_items.add(MenuItem("red_accounts", _("Red-account review"), "health:red_accounts", menu="rounds", position=20))
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
