"""The cast, and a deal of Acme that was won at a known instant."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Account, Deal, Segment
from accounts.services.deals import record_deal
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.services import people, touchpoints
from tests.personas import Cast, assemble

CLOSED = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def won(cast: Cast, account: Account | None = None, **fields: Any) -> Deal:
    """A deal that was won on the 2nd of March at ten."""
    given = {"name": "Suite", "stage": "won", "closed_at": CLOSED, **fields}
    return record_deal(cast.ada, account or cast.acme, **given)


def somebody(cast: Cast, name: str = "Ana") -> Stakeholder:
    return people.add_stakeholder(cast.ada, cast.acme, name=name)


def met(cast: Cast, at: datetime, user: Any, ana: Stakeholder, *, two_way: bool = True) -> Touchpoint:
    return touchpoints.record_touchpoint(
        cast.ada, cast.acme, kind="call", touched_at=at, users=[user], stakeholders=[ana], is_two_way=two_way
    )


def touch_level(cast: Cast, level: str, point: str = "") -> None:
    """Let Acme be of a segment of a touch level, and of a point of introduction."""
    segment = Segment.objects.create(name=f"{level} {point}", touch_level=level, introduction_point=point)
    Account.objects.filter(pk=cast.acme.pk).update(segment=segment)
