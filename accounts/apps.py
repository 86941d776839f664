"""Wiring of the `accounts` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.importers import importers
from csm.foundation.registry import SearchSource, Tab, account_tabs, search_sources


class AccountsConfig(AppConfig):
    """Name the app and show its things on the pages."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Register the tabs of an account that this app owns, and accounts as something to search for."""
        from accounts.selectors.finding import account_hits  # noqa: PLC0415 (models must be loaded first)

        account_tabs.add(
            Tab("contracts", _("Contracts"), "accounts:contracts", position=70),
            Tab("team", _("Account team"), "accounts:team", position=80),
            Tab("details", _("Details"), "accounts:details", position=90),
        )
        search_sources.add(SearchSource("accounts", _("Accounts"), account_hits, position=10))
        self._register_importers()

    def _register_importers(self) -> None:
        from accounts.services.importing.accounts import ACCOUNTS  # noqa: PLC0415 (models must be loaded first)
        from accounts.services.importing.users import USERS  # noqa: PLC0415 (models must be loaded first)

        importers.add(USERS, ACCOUNTS)
