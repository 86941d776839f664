"""Tasks as tests make them."""

from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import Account, User
from csm.foundation.clock import today
from playbooks.models import Task
from playbooks.services.tasks import add_task


def task(actor: User, account: Account, title: str = "Call them", days: int | None = 0, **fields: Any) -> Task:
    """A task of whoever makes it, due some days from today."""
    due_on = None if days is None else today() + timedelta(days=days)
    return add_task(actor, account, **{"title": title, "due_on": due_on, "assignee": actor, **fields})


def titles(client: Client, query: str = "") -> list[str]:
    """The titles of the tasks that the list shows, in its order."""
    return [row.title for _group, row, _cells in client.get(f"/tasks/{query}").context["lines"]]
