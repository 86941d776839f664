"""The rows callers refer to by id: only those whose facts they may change."""

from typing import Any

from accounts.models import Account, User
from csm.foundation.fields import Reference, References
from stakeholders.models import Person, Stakeholder, Touchpoint


def editable_accounts(viewer: Any) -> Any:
    return Account.objects.editable_by(viewer)


def editable_stakeholders(viewer: Any) -> Any:
    return Stakeholder.objects.editable_by(viewer).select_related("person", "account")


def account(**options: Any) -> Reference:
    """An account whose facts the caller may change."""
    return Reference(editable_accounts, source="account", **options)


def stakeholder(source: str = "stakeholder", **options: Any) -> Reference:
    """A stakeholder of such an account."""
    return Reference(editable_stakeholders, source=source, **options)


def stakeholders(**options: Any) -> References:
    """Several of them."""
    return References(editable_stakeholders, source="stakeholders", **options)


def person(**options: Any) -> Reference:
    """A person the caller can see somewhere."""
    return Reference(lambda viewer: Person.objects.visible_to(viewer), source="person", **options)


def touchpoint(**options: Any) -> Reference:
    """A touchpoint of an account whose facts the caller may change."""
    return Reference(lambda viewer: Touchpoint.objects.editable_by(viewer), source="touchpoint", **options)


def user(**options: Any) -> Reference:
    """One of ours who can sign in."""
    return Reference(lambda viewer: User.objects.filter(is_active=True), source="user", **options)


def users(**options: Any) -> References:
    """Some of ours, also those who have left us since."""
    return References(lambda viewer: User.objects.all(), source="users", **options)
