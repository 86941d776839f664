"""Wiring of the `accounts` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.importers import importers
from csm.foundation.registry import (
    MenuItem,
    SearchSource,
    Tab,
    account_filters,
    account_tabs,
    gaps,
    menu_items,
    search_sources,
)


class AccountsConfig(AppConfig):
    """Name the app and show its things on the pages."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Register the tabs of an account that this app owns, and accounts as something to search for."""
        from accounts.selectors.finding import account_hits
        from accounts.selectors.notes import note_hits

        account_tabs.add(
            Tab("contracts", _("Contracts"), "accounts:contracts", position=70),
            Tab("team", _("Account team"), "accounts:team", position=80),
            Tab("details", _("Details"), "accounts:details", position=90),
        )
        search_sources.add(
            SearchSource("accounts", _("Accounts"), account_hits, position=10),
            SearchSource("notes", _("Notes"), note_hits, position=40),
        )
        self._register_gaps()
        self._register_settings()
        self._register_importers()

    def _register_gaps(self) -> None:
        from accounts.selectors.first_steps import GAPS, LACKS

        account_filters.add(LACKS)
        gaps.add(*GAPS)

    def _register_importers(self) -> None:
        from accounts.services.importing.accounts import ACCOUNTS
        from accounts.services.importing.users import USERS

        importers.add(USERS, ACCOUNTS)

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
                "rates", _("Exchange rates"), "accounts:rates", menu="settings", is_for=may_configure, position=80
            ),
        )
