"""Who may use a page, as `actions` of `csm.foundation.views` understand it."""

from typing import Any

from accounts.domain.access import UserRole, administers, configures


def may_administer(viewer: Any) -> bool:
    return administers(UserRole(viewer.role))


def may_configure(viewer: Any) -> bool:
    return configures(UserRole(viewer.role))


def may_create_accounts(viewer: Any) -> bool:
    """Those who work on accounts; operations bring accounts by imports, executives read."""
    return UserRole(viewer.role) in {UserRole.ADMINISTRATOR, UserRole.MANAGER, UserRole.CSM}
