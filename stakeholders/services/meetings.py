"""A meeting that was prepared took place."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from accounts.models import Account, User
from stakeholders.domain.sky import TouchKind
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.services.touchpoints import record_touchpoint


def meeting_took_place(
    actor: User, account: Account, *, users: Sequence[User], stakeholders: Sequence[Stakeholder], subject: str = ""
) -> Touchpoint:
    """Record that these people met just now. *Raises* ValidationError when nobody of theirs took part."""
    return record_touchpoint(
        actor,
        account,
        kind=TouchKind.MEETING.value,
        touched_at=timezone.now(),
        users=users,
        stakeholders=stakeholders,
        subject=subject,
    )


def joint_session_took_place(
    actor: User,
    account: Account,
    *,
    touched_at: datetime,
    users: Sequence[User],
    stakeholders: Sequence[Stakeholder],
    subject: str,
) -> Touchpoint:
    """Record a joint session with those who came. *Raises* ValidationError when nobody of theirs took part."""
    return record_touchpoint(
        actor,
        account,
        kind=TouchKind.JOINT_SESSION.value,
        touched_at=touched_at,
        users=users,
        stakeholders=stakeholders,
        subject=subject,
    )
