"""Who sees and may change what: the one door to customer data.

Every queryset of customer data has `visible_to(viewer)`, built on the conditions here. What is not visible is
answered like what does not exist.
"""

from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
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

    A union of two small sets: joined by OR, PostgreSQL would expect half of all accounts and read everybody.
    """
    mine, owned = Q(user_id=viewer.pk), Q(owner_id=viewer.pk)
    if UserRole(viewer.role) is UserRole.MANAGER:
        mine |= Q(user__team__manager_id=viewer.pk)
        owned |= Q(owner__team__manager_id=viewer.pk)
    account = apps.get_model("accounts", "Account")
    member = apps.get_model("accounts", "AccountTeamMember")
    served = member._default_manager.filter(mine, valid_at_q(today()), retracted_at__isnull=True)
    return served.order_by().values("account_id").union(account._default_manager.filter(owned).order_by().values("pk"))


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
