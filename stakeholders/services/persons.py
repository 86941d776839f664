"""Add a person who is at no account yet."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import act
from stakeholders.models import Person


def add_person(actor: User | None, *, name: str, email: str | None = None, **fields: Any) -> Person:
    """Record a person. *Raises* ValidationError when the e-mail is another person's."""
    person = Person(name=name.strip(), email=(email or "").strip() or None, **fields)
    with act("add_person", actor, None, _("Added %(name)s") % {"name": person.name}) as recorder:
        return recorder.insert(person)
