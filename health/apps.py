"""Wiring of the `health` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    """Name the app."""

    name = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what lower pages show of health."""
        from health import receivers  # noqa: F401 (models must be loaded first)

        self._show_scores()

    def _show_scores(self) -> None:
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.merging import merge_rules
        from health.services.demo import SCORES
        from health.services.merging_rules import RULES

        merge_rules.add(*RULES)
        demo_parts.add(SCORES)
