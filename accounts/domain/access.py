"""The roles a user of ours can have and what each may do installation-wide."""

from enum import StrEnum


class UserRole(StrEnum):
    """What a user may see and do, installation-wide."""

    ADMINISTRATOR = "administrator"
    OPERATIONS = "operations"
    MANAGER = "manager"
    CSM = "csm"
    EXECUTIVE = "executive"


def reads_everything(role: UserRole) -> bool:
    return role in {UserRole.ADMINISTRATOR, UserRole.OPERATIONS, UserRole.EXECUTIVE}


def writes_everything(role: UserRole) -> bool:
    """Whether the role changes facts of every account by hand; operations do so by imports only."""
    return role is UserRole.ADMINISTRATOR


def configures(role: UserRole) -> bool:
    """Whether the role edits segments, roles and other settings, and imports files."""
    return role in {UserRole.ADMINISTRATOR, UserRole.OPERATIONS}


def administers(role: UserRole) -> bool:
    """Whether the role manages users, teams and tokens of others."""
    return role is UserRole.ADMINISTRATOR


def tidies(role: UserRole) -> bool:
    """Whether the role merges doubles of any account, also of those it does not work on."""
    return role in {UserRole.ADMINISTRATOR, UserRole.OPERATIONS}
