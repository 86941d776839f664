"""Wiring of the `health` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    """Name the app."""

    name = "health"
    verbose_name = _("Health")
