"""Wiring of the foundation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Name the app and keep its label short."""

    name = "csm.foundation"
    label = "foundation"
    verbose_name = _("Foundation")
