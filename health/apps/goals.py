"""What lower pages show of goals and value received, and what is done about them from anywhere."""

from django.utils.translation import gettext_lazy as _

from accounts.views.access import may_configure
from csm.foundation.agenda import AgendaSource, agenda_sources
from csm.foundation.demo_parts import demo_parts
from csm.foundation.importers import importers
from csm.foundation.registry import (
    Action,
    Label,
    MenuItem,
    Offer,
    SearchSource,
    Tab,
    account_columns,
    account_figures,
    account_filters,
    account_tabs,
    actions,
    menu_items,
    offers,
    search_sources,
)
from health.apps.scores import action
from health.selectors import first_values, value_spread
from health.selectors.goal_agenda import goal_agenda
from health.selectors.goals import goal_hits, goals_became
from health.services.demo.goals import GOALS
from health.services.importing_goals import GOAL_ROWS
from health.services.importing_value import VALUE_ROWS

# What is done about goals from anywhere: key, label, address, further words, whether it writes.
ACTIONS: tuple[tuple[str, Label, str, Label, bool], ...] = (
    ("goal_new", _("New goal"), "goal_add", _("outcome objective target want north star"), True),
    ("goal_read", _("Record a reading of a goal"), "goal_read", _("measured progress value kpi"), True),
    ("value_confirm", _("Confirm value"), "value_add", _("received share percent outcome"), True),
    ("success_plan", _("Open the success plan"), "success_plan", _("goals print customer"), False),
)


def register() -> None:
    """Show goals and levels of value, and offer what is done about them."""
    demo_parts.add(GOALS)
    agenda_sources.add(AgendaSource("goals", goal_agenda, position=10))
    importers.add(GOAL_ROWS, VALUE_ROWS)
    account_tabs.add(Tab("goals", _("Goals"), "health:goals", position=17))
    account_columns.add(value_spread.COLUMN, first_values.COLUMN)
    account_filters.add(value_spread.FILTER, value_spread.LACKING, first_values.FILTER)
    account_figures.add(value_spread.HEAD, first_values.HEAD)
    offers.add(Offer("goal_of_handoff", "handoff_goals", _("Make it a goal"), "health:goal_add", became=goals_became))
    search_sources.add(SearchSource("goals", _("Goals"), goal_hits, position=35))
    actions.add(*(action(position, *said) for position, said in enumerate(ACTIONS, start=34)))
    actions.add(
        Action("value", _("Levels of value"), "health:value", words=_("goals maturity"), is_page=True, position=15)
    )
    menu_items.add(
        MenuItem(
            "typical_goals",
            _("Typical goals"),
            "health:typical_goals",
            menu="settings",
            is_for=may_configure,
            position=58,
        )
    )
