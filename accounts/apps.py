"""Wiring of the `accounts` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.importers import importers
from csm.foundation.lists import ListKind, list_kinds
from csm.foundation.registry import (
    Action,
    Figure,
    MenuItem,
    SearchSource,
    Tab,
    Target,
    account_figures,
    account_filters,
    account_tabs,
    actions,
    gaps,
    menu_items,
    search_sources,
    targets,
)


class AccountsConfig(AppConfig):
    """Name the app and show its things on the pages."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Register the tabs of an account that this app owns, and accounts as something to search for."""
        from accounts.selectors import finding
        from accounts.selectors.going import page_hits
        from accounts.selectors.notes import note_hits

        account_tabs.add(
            Tab("contracts", _("Contracts"), "accounts:contracts", position=70),
            Tab("team", _("Account team"), "accounts:team", position=80),
            Tab("details", _("Details"), "accounts:details", position=90),
        )
        search_sources.add(
            SearchSource("pages", _("Pages"), page_hits, position=5),
            SearchSource(
                "accounts",
                _("Accounts"),
                finding.account_hits,
                position=10,
                kwarg="account_id",
                known=finding.accounts_known,
            ),
            SearchSource("notes", _("Notes"), note_hits, position=40),
        )
        self._register_gaps()
        targets.add(Target("account", _("At which account?"), finding.account_here, finding.account_aims, position=10))
        self._register_settings()
        self._register_importers()
        self._register_actions()
        self._register_list()
        self._register_merging()

    def _register_merging(self) -> None:
        from accounts.models import Account, Contract, Deal
        from accounts.selectors.doubles import doubles_figure
        from accounts.selectors.merging import redirects_seen
        from accounts.services.merging.accounts import ACCOUNTS, RULES
        from accounts.services.merging.undoing import register
        from csm.foundation import redirects
        from csm.foundation.merging import merge_rules, mergers

        merge_rules.add(*RULES)
        mergers.add(ACCOUNTS)
        register(ACCOUNTS)
        account_figures.add(Figure("doubles", "accounts/_figure_doubles.html", doubles_figure, position=80))
        redirects.may_move(Account, Contract, Deal)
        redirects.ask(redirects_seen)

    def _register_gaps(self) -> None:
        from accounts.selectors.first_steps import GAPS, LACKS

        account_filters.add(LACKS)
        gaps.add(*GAPS)

    def _register_list(self) -> None:
        from accounts.forms.list_edits import ManyAccountsForm
        from accounts.models import Account, ListName
        from accounts.services.many_accounts import set_on_accounts
        from accounts.views.account_listing import AccountListing

        list_kinds.add(
            ListKind(
                ListName.ACCOUNTS,
                _("Accounts"),
                "accounts:list",
                AccountListing,
                Account.objects.visible_to,
                Account.objects.editable_by,
                ManyAccountsForm,
                set_on_accounts,
            )
        )

    def _register_importers(self) -> None:
        from accounts.services.importing.accounts import ACCOUNTS
        from accounts.services.importing.deals import DEALS
        from accounts.services.importing.opportunities import OPPORTUNITIES
        from accounts.services.importing.team_members import TEAM_MEMBERS
        from accounts.services.importing.users import USERS

        importers.add(USERS, ACCOUNTS, OPPORTUNITIES, DEALS, TEAM_MEMBERS)

    def _register_actions(self) -> None:
        from accounts.views.access import may_configure, may_create_accounts

        actions.add(
            Action(
                "account_new",
                _("Add an account"),
                "accounts:create",
                words=_("new customer"),
                is_for=may_create_accounts,
                position=60,
            ),
            Action(
                "note_new",
                _("Write a note"),
                "accounts:note_add",
                target="account",
                words=_("add remark"),
                writes=True,
                is_dialog=True,
                position=50,
            ),
            Action("account_edit", _("Edit an account"), "accounts:edit", target="account", writes=True, position=70),
            Action("accounts", _("Accounts"), "accounts:list", words=_("customers list"), is_page=True, position=10),
            Action(
                "import",
                _("Import"),
                "accounts:imports",
                words=_("files csv upload"),
                is_page=True,
                is_for=may_configure,
                position=30,
            ),
            Action("settings", _("Settings"), "accounts:settings", is_page=True, position=40),
            Action("search", _("Search"), "accounts:search", words=_("find notes"), is_page=True, position=50),
        )
        self._register_buttons()

    def _register_buttons(self) -> None:
        theme = "button[data-theme-choice={}]"
        actions.add(
            Action("light", _("Light theme"), presses=theme.format("light"), words=_("change colours"), position=80),
            Action("dark", _("Dark theme"), presses=theme.format("dark"), words=_("change colours"), position=81),
            Action("auto", _("Theme of the system"), presses=theme.format("auto"), words=_("colours"), position=82),
            Action("keys", _("Show the keys"), presses="[data-keys-help-open]", words=_("help shortcuts"), position=83),
            Action("print", _("Print this page"), presses="[data-print]", position=84),
            Action("sign_out", _("Sign out"), presses="[data-sign-out]", words=_("log out leave"), position=90),
        )

    def _register_settings(self) -> None:
        from accounts.views.access import may_administer, may_configure

        menu_items.add(
            MenuItem(
                "first_steps",
                _("First steps"),
                "accounts:first_steps",
                menu="settings",
                is_for=may_configure,
                position=5,
            ),
            MenuItem("profile", _("You"), "accounts:profile", menu="settings", position=10),
            MenuItem("export", _("Export"), "accounts:exports", menu="settings", position=85),
            MenuItem("tokens", _("API tokens"), "accounts:tokens", menu="settings", position=90),
            MenuItem("users", _("Users"), "accounts:users", menu="settings", is_for=may_administer, position=20),
            MenuItem("teams", _("Teams"), "accounts:teams", menu="settings", is_for=may_administer, position=30),
            MenuItem(
                "segments", _("Segments"), "accounts:segments", menu="settings", is_for=may_configure, position=40
            ),
            MenuItem("roles", _("Roles"), "accounts:roles", menu="settings", is_for=may_configure, position=50),
            MenuItem("jobs", _("Jobs"), "accounts:jobs", menu="settings", is_for=may_configure, position=60),
            MenuItem(
                "products", _("Products"), "accounts:products", menu="settings", is_for=may_configure, position=70
            ),
            MenuItem(
                "extra_fields",
                _("Extra fields"),
                "accounts:extra_fields",
                menu="settings",
                is_for=may_configure,
                position=72,
            ),
            MenuItem("tags", _("Tags"), "accounts:tags", menu="settings", is_for=may_configure, position=74),
            MenuItem(
                "mappings", _("Mappings"), "accounts:mappings", menu="settings", is_for=may_configure, position=85
            ),
            MenuItem(
                "rates", _("Exchange rates"), "accounts:rates", menu="settings", is_for=may_configure, position=80
            ),
        )
