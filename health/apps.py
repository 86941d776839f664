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

        self._register_alerts()

    def _register_alerts(self) -> None:
        from csm.foundation.merging import merge_rules
        from health.services.merging import ALERT_RULES

        merge_rules.add(*ALERT_RULES)
