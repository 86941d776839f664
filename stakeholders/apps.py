"""Wiring of the `stakeholders` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.registry import Tab, account_tabs


class StakeholdersConfig(AppConfig):
    """Name the app."""

    name = "stakeholders"
    verbose_name = _("Stakeholders")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what can be imported."""
        from csm.foundation.importers import importers
        from stakeholders import receivers  # noqa: F401 (models must be loaded first)
        from stakeholders.services.importing import KINDS

        importers.add(*KINDS)
        account_tabs.add(
            Tab("constellation", _("Constellation"), "stakeholders:constellation", position=10),
            Tab("people", _("People"), "stakeholders:people", position=20),
            Tab("timeline", _("Timeline"), "stakeholders:timeline", position=30),
        )
