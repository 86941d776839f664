"""Add a person who is at no account yet."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Subject, User
from accounts.services.acts import act
from accounts.services.extras import values_after
from accounts.services.tags import tags_named
from stakeholders.models import Person


def add_person(actor: User | None, *, name: str, email: str | None = None, **fields: Any) -> Person:
    """Record a person. *Raises* ValidationError when the e-mail is another person's."""
    with act("add_person", actor, None, _("Added %(name)s") % {"name": name.strip()}) as recorder:
        given = with_extras(actor, fields, {})
        return recorder.insert(Person(name=name.strip(), email=(email or "").strip() or None, **given))


def with_extras(actor: User | None, fields: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """The fields of a person with tags by id and all extra values; those not named stay. *Raises* ValidationError."""
    cleaned = dict(fields)
    if "extra" in cleaned:
        cleaned["extra"] = values_after(Subject.PERSON, held, cleaned["extra"])
    if "tags" in cleaned:
        cleaned["tags"] = tags_named(actor, cleaned["tags"])
    return cleaned
