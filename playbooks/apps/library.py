"""Playbooks as something to search for, and what is done about them from anywhere."""

from django.utils.translation import gettext_lazy as _

from accounts.views.access import may_configure
from csm.foundation.registry import Action, SearchSource, actions, search_sources
from playbooks.selectors.playbooks import playbook_hits, playbooks_known


def register() -> None:
    """Find playbooks, open their list, write or bring in one."""
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
            words=_("library templates"),
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
            _("Import playbooks"),
            "playbooks:playbook_import",
            words=_("yaml upload paste"),
            is_for=may_configure,
            position=71,
        ),
    )
