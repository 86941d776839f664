"""Wiring of the `health` app: what each subject shows on lower pages stands in a module of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    """Name the app."""

    name = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what lower pages show of health."""
        from health import receivers  # noqa: F401 (models must be loaded first)
        from health.apps import alerts, goals, portfolio, scores

        for subject in (scores, alerts, portfolio, goals):
            subject.register()
