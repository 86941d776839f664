"""Who may use a page of health, besides seeing or changing the account."""

from typing import Any

from accounts.domain.access import UserRole


def may_overrule(viewer: Any) -> bool:
    """Whether a role over-rules the forecasts of CSMs: those who answer for their accounts."""
    return UserRole(viewer.role) in {UserRole.MANAGER, UserRole.ADMINISTRATOR}
