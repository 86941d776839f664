"""What lower pages show of scores, readings and the pulse, and what is done about them from anywhere."""

from django.utils.translation import gettext_lazy as _

from accounts.views.access import may_configure
from csm.foundation.demo_parts import demo_parts
from csm.foundation.importers import importers
from csm.foundation.merging import merge_rules
from csm.foundation.registry import (
    Action,
    Label,
    MenuItem,
    Tab,
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

# What is done about health from anywhere: key, label, address, further words, whether it writes.
ACTIONS: tuple[tuple[str, Label, str, Label, bool], ...] = (
    ("health", _("Health of an account"), "account", _("score why changed band"), False),
    ("pulse", _("Say how an account is doing"), "pulse_add", _("pulse feeling sentiment"), True),
    ("reading", _("Enter a reading"), "reading_add", _("metric value kpi nps csat usage tickets"), True),
)


def action(position: int, key: str, label: Label, url_name: str, words: Label, writes: bool) -> Action:
    """Something to do about an account from anywhere; what writes opens over the page."""
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


def register() -> None:
    """Show scores, their columns and filters, and offer what is done about them."""
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
    menu_items.add(MenuItem("pulse_round", _("Pulse round"), "health:pulse_round", menu="rounds", position=12))
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
    actions.add(*(action(position, *said) for position, said in enumerate(ACTIONS, start=30)))
