"""Playbooks as tests write them."""

from pathlib import Path

from django.conf import settings

from accounts.models import User
from playbooks.models import Playbook
from playbooks.services.editing import import_text, publish, switch_on

LIBRARY = Path(settings.BASE_DIR) / "playbooks" / "library"
REDRAW = """
key: redraw
name: Redraw after a departure
purpose: Find a second way to the decision.
triggers:
  - alert: departure
exit: no alert:departure, threads >= 1
steps:
  - key: talk
    title: Talk with {champion} about {departed}
    job: csm
    due: 2
    text: Dear {decision_maker}, who takes over at {account}?
  - key: introduce
    title: Be introduced
    when: threads < 2
    due: 5
  - key: check
    title: Check the map
    wait: 3
    due: 1
"""
CALL = """
key: call
name: Call
steps:
  - key: call
    title: Call them
    due: 1
"""


def written(text: str, actor: User | None = None, *, is_on: bool = False) -> Playbook:
    """A published playbook."""
    playbook = publish(actor, import_text(actor, text))
    return switch_on(actor, playbook) if is_on else playbook
