"""Who sees and may change what: the one door to customer data.

Every queryset of customer data has `visible_to(viewer)`, built on the conditions here. What is not visible is
answered like what does not exist.
"""

from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from accounts.domain.access import UserRole, reads_everything, writes_everything
from csm.foundation.clock import today
from csm.foundation.facts import valid_at_q


class Viewer(Protocol):
    """Somebody signed in: what visibility needs to know of a user."""

    pk: int
    role: str
    is_active: bool


M = TypeVar("M", bound=models.Model)


def visible_account_ids(viewer: Viewer) -> models.QuerySet[Any] | None:
    """Ids of the accounts a viewer may read, as a subquery; None where that is all of them."""
    if reads_everything(UserRole(viewer.role)) or settings.OPEN_READING:
        return None
    return _account_ids_of(viewer)


def editable_account_ids(viewer: Viewer) -> models.QuerySet[Any] | None:
    """Ids of the accounts whose facts a viewer may change, as a subquery; None where that is all of them."""
    role = UserRole(viewer.role)
    if writes_everything(role):
        return None
    if role is UserRole.EXECUTIVE:
        return apps.get_model("accounts", "Account")._default_manager.none().values("pk")
    return _account_ids_of(viewer)


def _account_ids_of(viewer: Viewer) -> models.QuerySet[Any]:
    """Accounts the viewer owns or serves today, or for a manager those their teams own or serve.

    A union of two small sets, each found by who serves or owns: joined by OR, PostgreSQL would expect half of all
    accounts and read everybody.
    """
    account = apps.get_model("accounts", "Account")
    member = apps.get_model("accounts", "AccountTeamMember")
    ours = _users_of(viewer)
    served = member._default_manager.filter(valid_at_q(today()), user_id__in=ours, retracted_at__isnull=True)
    owned = account._default_manager.filter(owner_id__in=ours)
    return served.order_by().values("account_id").union(owned.order_by().values("pk"))


def _users_of(viewer: Viewer) -> Any:
    """The ids of those whose accounts a viewer sees: the viewer, and for a manager the people in their teams."""
    if UserRole(viewer.role) is not UserRole.MANAGER:
        return [viewer.pk]
    user = apps.get_model("accounts", "User")._default_manager.order_by()
    led = user.filter(team__manager_id=viewer.pk).values("pk")
    return user.filter(pk=viewer.pk).values("pk").union(led)


def visible_or_404(queryset: "models.QuerySet[M]", viewer: Viewer, **lookup: object) -> M:
    """One visible object. *Raises* Http404 when it is absent or not visible: the two answer the same."""
    found = queryset.visible_to(viewer).filter(**lookup).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def editable_or_404(queryset: "models.QuerySet[M]", viewer: Viewer, **lookup: object) -> M:
    """One object the viewer may change. *Raises* Http404 when not visible, PermissionDenied when only readable."""
    found = visible_or_404(queryset, viewer, **lookup)
    if not queryset.editable_by(viewer).filter(pk=found.pk).exists():  # type: ignore[attr-defined]
        raise PermissionDenied
    return found
