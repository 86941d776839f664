"""Marta twice at Acme, each time with half of what happened."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Account, Role
from csm.foundation.clock import today
from csm.foundation.merging import Merger, mergers
from stakeholders.models import Person, Stakeholder
from stakeholders.services import people, roles, touchpoints
from tests.personas import Cast, assemble


@dataclass
class Twice:
    """`marta` has an e-mail and meetings 10 and 70 days ago; `double` one 40 days ago, and both met 100 days ago."""

    cast: Cast
    marta: Stakeholder
    double: Stakeholder
    boss: Stakeholder

    @property
    def persons(self) -> tuple[Person, Person]:
        return self.marta.person, self.double.person


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def meet(cast: Cast, account: Account, days: int, *who: Stakeholder, kind: str = "meeting") -> Any:
    on = days_ago(days)
    at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    return touchpoints.record_touchpoint(
        cast.cleo, account, kind=kind, touched_at=at, touched_on=on, users=[cast.cleo], stakeholders=list(who)
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def twice(cast: Cast) -> Twice:
    cleo, acme = cast.cleo, cast.acme
    marta = people.add_stakeholder(
        cleo, acme, name="Marta Rossi", email="marta@acme.example", title="CFO", joined_on=days_ago(300)
    )
    double = people.add_stakeholder(cleo, acme, name="M. Rossi", email="rossi@acme.example", title="Controller")
    boss = people.add_stakeholder(cleo, acme, name="Bea Lind", joined_on=days_ago(300))
    roles.assign_role(cleo, double, Role.objects.get(key="decision_maker"), days_ago(200))
    for days, who in ((10, [marta]), (70, [marta]), (40, [double]), (100, [marta, double])):
        meet(cast, acme, days, *who)
    return Twice(cast, marta, double, boss)


@pytest.fixture
def persons() -> Merger:
    found = mergers.get("person")
    assert found is not None
    return found


@pytest.fixture
def companies() -> Merger:
    found = mergers.get("account")
    assert found is not None
    return found
