"""Wiring of the `stakeholders` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from csm.foundation.registry import (
    SearchSource,
    Tab,
    account_columns,
    account_figures,
    account_filters,
    account_tabs,
    gaps,
    search_sources,
)


class StakeholdersConfig(AppConfig):
    """Name the app."""

    name = "stakeholders"
    verbose_name = _("Stakeholders")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what can be imported, and what lower pages show of people."""
        from csm.foundation.importers import importers
        from stakeholders import receivers  # noqa: F401 (models must be loaded first)
        from stakeholders.services.importing import KINDS

        importers.add(*KINDS)
        account_tabs.add(
            Tab("constellation", _("Constellation"), "stakeholders:constellation", position=10),
            Tab("people", _("People"), "stakeholders:people", position=20),
            Tab("timeline", _("Timeline"), "stakeholders:timeline", position=30),
        )
        self._show_conclusions()

    def _show_conclusions(self) -> None:
        from stakeholders.selectors import kept_columns, set_up_gaps
        from stakeholders.selectors.search_people import person_hits

        account_columns.add(*kept_columns.COLUMNS)
        account_filters.add(*kept_columns.FILTERS, set_up_gaps.MAPPED)
        gaps.add(*set_up_gaps.GAPS)
        account_figures.add(kept_columns.HEAD)
        search_sources.add(SearchSource("people", _("People"), person_hits, position=20))
