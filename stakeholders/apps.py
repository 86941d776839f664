"""Wiring of the `stakeholders` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.lists import ListKind, list_kinds
from csm.foundation.registry import (
    Action,
    MenuItem,
    SearchSource,
    Tab,
    Taggable,
    Target,
    account_columns,
    account_figures,
    account_filters,
    account_tabs,
    actions,
    gaps,
    loads,
    menu_items,
    search_sources,
    taggables,
    targets,
)

# What is written about people from anywhere: key, label, address, what it is done to, further words.
WRITING = (
    ("person_new", _("Add a person"), "stakeholder_add", "account", _("new stakeholder contact")),
    ("departure", _("Mark a departure"), "depart", "stakeholder", _("somebody left gone")),
    ("move", _("Move somebody to another customer"), "move", "stakeholder", _("changed company")),
    ("position", _("Change a position"), "position_change", "stakeholder", _("promotion title department")),
    ("assess", _("Assess somebody"), "assess", "stakeholder", _("influence authority sentiment")),
    ("role", _("Give somebody a role"), "role_add", "stakeholder", _("champion decision maker")),
    ("connection", _("Connect two people"), "connection_add", "stakeholder", _("reports to influences")),
    ("contact", _("Edit contact and preferences"), "person_edit", "stakeholder", _("e-mail phone interests")),
    ("touchpoint", _("Record a touchpoint, all fields"), "touchpoint_add", "account", _("meeting call mail")),
    ("commitment", _("Record a promise of ours"), "commitment_add", "account", _("commitment due owe deliver")),
    ("concern", _("Record a concern"), "concern_add", "account", _("complaint issue objection worry")),
    ("milestone", _("Record a milestone"), "milestone_add", "account", _("reached celebrate go-live")),
    ("recognition", _("Recognise people"), "recognition_add", "account", _("praise thank celebrate case study award")),
)

# Pages about all accounts one sees, and walks through one's book: key, label, address, menu.
PAGES = (
    ("handoffs", _("Handoffs"), "handoffs", "across"),
    ("promises", _("Promises kept"), "kept", "across"),
    ("celebration", _("Celebration"), "celebration", "across"),
    ("champions", _("Champions"), "champions", "across"),
    ("round", _("Freshness round"), "round", "rounds"),
    ("book_grid", _("Quick-set"), "book_grid", "rounds"),
)


class StakeholdersConfig(AppConfig):
    """Name the app."""

    name = "stakeholders"
    verbose_name = _("Stakeholders")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what can be imported, and what lower pages show of people."""
        from accounts.views.access import may_configure
        from csm.foundation.importers import importers, presets
        from stakeholders import receivers  # noqa: F401 (models must be loaded first)
        from stakeholders.domain.presets import PRESETS
        from stakeholders.services.importing import KINDS

        importers.add(*KINDS)
        presets.add(*PRESETS)
        account_tabs.add(
            Tab("constellation", _("Constellation"), "stakeholders:constellation", position=10),
            Tab("people", _("People"), "stakeholders:people", position=20),
            Tab("timeline", _("Timeline"), "stakeholders:timeline", position=30),
            Tab("handoff", _("Handoff"), "stakeholders:handoff", position=65),
            Tab("promises", _("Promises"), "stakeholders:promises", position=40),
        )
        self._show_calendar()
        menu_items.add(
            MenuItem(
                "title_rules",
                _("Titles"),
                "stakeholders:title_rules",
                menu="settings",
                is_for=may_configure,
                position=55,
            )
        )
        menu_items.add(
            MenuItem(
                "judging", _("Judging"), "stakeholders:judging", menu="settings", is_for=may_configure, position=95
            )
        )
        menu_items.add(
            MenuItem(
                "champion_steps",
                _("Champion programme"),
                "stakeholders:champion_steps",
                menu="settings",
                is_for=may_configure,
                position=58,
            )
        )
        self._show_conclusions()
        self._show_handoffs()
        self._add_to_demo()
        self._offer_agenda()
        self._register_list()
        self._register_merging()

    def _offer_agenda(self) -> None:
        from csm.foundation.agenda import agenda_sources
        from stakeholders.selectors.agenda import SOURCES

        agenda_sources.add(*SOURCES)

    def _add_to_demo(self) -> None:
        from csm.foundation.demo_parts import demo_parts
        from stakeholders.services.demo.promises import PROMISES

        demo_parts.add(PROMISES)

    def _register_merging(self) -> None:
        from accounts.services.merging.undoing import register
        from csm.foundation import redirects
        from csm.foundation.merging import merge_rules, mergers, splits
        from stakeholders.models import Person, Stakeholder
        from stakeholders.services.merging import PERSONS, RULES, SPLITS

        merge_rules.add(*RULES)
        mergers.add(PERSONS)
        splits.add(*SPLITS)
        register(PERSONS)
        redirects.may_move(Person, Stakeholder)

    def _show_handoffs(self) -> None:
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.registry import Figure, Offer, offers
        from stakeholders.selectors.handoffs import head_figure
        from stakeholders.selectors.promises import promises_became
        from stakeholders.services.demo.handoffs import HANDOFFS

        demo_parts.add(HANDOFFS)
        offers.add(
            Offer(
                "promise_of_handoff",
                "handoff_promises",
                _("Make it a promise"),
                "stakeholders:commitment_add",
                became=promises_became,
            )
        )
        account_figures.add(Figure("handoff", "stakeholders/_figure_handoff.html", head_figure, position=55))
        actions.add(
            Action(
                "handoffs",
                _("Handoffs"),
                "stakeholders:handoffs",
                words=_("debrief introduction sales clocks sla"),
                is_page=True,
                position=15,
            ),
            Action(
                "handoff",
                _("Handoff of an account"),
                "stakeholders:handoff",
                target="account",
                words=_("debrief introduction deal sales"),
                position=41,
            ),
            Action(
                "deal_new",
                _("Record a deal"),
                "accounts:deal_add",
                target="account",
                words=_("opportunity sale won"),
                writes=True,
                is_dialog=True,
                position=56,
            ),
        )

    def _show_calendar(self) -> None:
        from stakeholders.views.calendar import may_bring_calendars

        entry = MenuItem(
            "calendar", _("Calendar"), "stakeholders:calendar", menu="settings", is_for=may_bring_calendars, position=15
        )
        menu_items.add(entry)

    def _show_conclusions(self) -> None:
        from stakeholders.models import Person
        from stakeholders.selectors import aiming, kept_columns, promise_loads, set_up_gaps
        from stakeholders.selectors import written_search as written
        from stakeholders.selectors.calendar_call import CALENDAR_CALL
        from stakeholders.selectors.search_people import person_hits

        account_columns.add(*kept_columns.COLUMNS)
        account_filters.add(*kept_columns.FILTERS, set_up_gaps.MAPPED)
        gaps.add(*set_up_gaps.GAPS, CALENDAR_CALL)
        account_figures.add(kept_columns.HEAD)
        loads.add(promise_loads.OVERDUE)
        taggables.add(Taggable("people", _("People"), Person.objects.standing))
        search_sources.add(
            SearchSource("people", _("People"), person_hits, position=20, kwarg="person_id", known=aiming.people_known),
            SearchSource("promises", _("Promises"), written.commitment_hits, position=32),
            SearchSource("concerns", _("Concerns"), written.concern_hits, position=33),
            SearchSource("milestones", _("Milestones"), written.milestone_hits, position=38),
            SearchSource("touchpoints", _("Touchpoints"), written.touchpoint_hits, position=45),
        )
        targets.add(Target("stakeholder", _("Whom?"), aiming.stakeholder_here, aiming.stakeholder_aims, position=20))
        self._offer_pages()
        self._offer_actions()

    def _offer_pages(self) -> None:
        menu_items.add(
            *(
                MenuItem(key, label, f"stakeholders:{url_name}", menu=menu, position=position)
                for position, (key, label, url_name, menu) in enumerate(PAGES, start=10)
            )
        )

    def _offer_actions(self) -> None:
        actions.add(
            *(
                Action(
                    key,
                    label,
                    f"stakeholders:{url_name}",
                    target=target,
                    words=words,
                    writes=True,
                    is_dialog=True,
                    position=position,
                )
                for position, (key, label, url_name, target, words) in enumerate(WRITING, start=11)
            ),
            Action(
                "log",
                _("Log a touchpoint"),
                "stakeholders:log",
                words=_("met called meeting happened record"),
                writes=True,
                is_dialog=True,
                position=10,
            ),
            Action(
                "brief",
                _("Prepare a meeting"),
                "stakeholders:brief",
                target="account",
                words=_("brief agenda attendees"),
                position=20,
            ),
            Action(
                "joint_session",
                _("Prepare a joint session"),
                "stakeholders:joint_session",
                target="account",
                words=_("qbr innovation workshop bring together guests invite"),
                position=21,
            ),
            Action(
                "customer_view",
                _("Open the customer view"),
                "stakeholders:constellation",
                query="?customer=1",
                target="account",
                words=_("show map to customer"),
                position=40,
            ),
            Action("people", _("People"), "stakeholders:person_list", is_page=True, position=20),
            Action(
                "champions",
                _("Champions"),
                "stakeholders:champions",
                words=_("programme advocates candidates steps"),
                is_page=True,
                position=26,
            ),
            Action(
                "champions_of",
                _("Champions of an account"),
                "stakeholders:champions_of",
                target="account",
                words=_("programme candidates steps"),
                position=22,
            ),
            Action(
                "kept",
                _("Promises kept"),
                "stakeholders:kept",
                words=_("commitments overdue broken word"),
                is_page=True,
                position=24,
            ),
            Action(
                "celebration",
                _("Celebration"),
                "stakeholders:celebration",
                words=_("never celebrated recognition praise milestones reached"),
                is_page=True,
                position=25,
            ),
            Action(
                "grid",
                _("Quick-set of an account"),
                "stakeholders:grid",
                target="account",
                words=_("assess many influence grid"),
                writes=True,
                position=40,
            ),
            Action(
                "round",
                _("Freshness round"),
                "stakeholders:round",
                words=_("confirm people still there this week"),
                is_page=True,
                position=22,
            ),
            Action(
                "book_grid",
                _("Quick-set"),
                "stakeholders:book_grid",
                words=_("assess many people influence grid"),
                is_page=True,
                position=21,
            ),
        )

    def _register_list(self) -> None:
        from accounts.models import ListName
        from stakeholders.forms.many_people import ManyPeopleForm
        from stakeholders.models import Person
        from stakeholders.services.many_people import set_on_people
        from stakeholders.views.people_listing import PeopleListing

        list_kinds.add(
            ListKind(
                ListName.PEOPLE,
                _("People"),
                "stakeholders:person_list",
                PeopleListing,
                Person.objects.visible_to,
                Person.objects.editable_by,
                ManyPeopleForm,
                set_on_people,
            )
        )
