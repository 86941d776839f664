"""Wiring of the `playbooks` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    """Name the app."""

    name = "playbooks"
    verbose_name = _("Playbooks")

    def ready(self) -> None:
        """Listen to the news of lower apps; register what lower pages show of plays and tasks."""
        from csm.foundation.merging import merge_rules
        from playbooks import receivers  # noqa: F401 (models must be loaded first)
        from playbooks.services.merging import RULES

        merge_rules.add(*RULES)
        self._register_playbooks()

    def _register_playbooks(self) -> None:
        from accounts.views.access import may_configure
        from csm.foundation.demo_parts import demo_parts
        from csm.foundation.registry import Action, SearchSource, actions, search_sources
        from playbooks.selectors.playbooks import playbook_hits, playbooks_known
        from playbooks.services.demo import PLAYS

        demo_parts.add(PLAYS)
        search_sources.add(
            SearchSource(
                "playbooks", _("Playbooks"), playbook_hits, position=50, kwarg="playbook_id", known=playbooks_known
            )
        )
        actions.add(
            Action(
                "playbooks",
                _("Playbooks"),
                "playbooks:playbooks",
                words=_("library plays templates"),
                is_page=True,
                position=15,
            ),
            Action(
                "playbook_new",
                _("Write a playbook"),
                "playbooks:playbook_add",
                words=_("new template editor"),
                is_for=may_configure,
                position=70,
            ),
            Action(
                "playbook_import",
                _("Import a playbook"),
                "playbooks:playbook_import",
                words=_("yaml upload paste"),
                is_for=may_configure,
                position=71,
            ),
        )
