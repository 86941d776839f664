"""Wiring of the `playbooks` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    """Name the app."""

    name = "playbooks"
    verbose_name = _("Playbooks")
