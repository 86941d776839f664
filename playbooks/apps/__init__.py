"""Wiring of the `playbooks` app: what each subject shows on lower pages stands in a module of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    """Name the app."""

    name = "playbooks"
    verbose_name = _("Playbooks")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what lower pages show of plays and tasks."""
        from playbooks import receivers  # noqa: F401 (models must be loaded first)
        from playbooks.apps import library, plays, tasks

        for subject in (library, plays, tasks):
            subject.register()
