"""Who may use a page, as `actions` of `csm.foundation.views` understand it."""

from typing import Any

from accounts.domain.access import UserRole, administers, configures


def may_administer(viewer: Any) -> bool:
    return administers(UserRole(viewer.role))


def may_configure(viewer: Any) -> bool:
    return configures(UserRole(viewer.role))


def may_write(viewer: Any) -> bool:
    """Whether there may be accounts whose facts a viewer changes; which ones is decided by `editable_by`."""
    return bool(viewer.is_writer)


def may_create_accounts(viewer: Any) -> bool:
    """Those who work on accounts; operations bring accounts by imports, executives read."""
    return UserRole(viewer.role) in {UserRole.ADMINISTRATOR, UserRole.MANAGER, UserRole.CSM}
