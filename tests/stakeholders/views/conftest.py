"""The cast with people on Acme's map, and clients signed in as each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from stakeholders.models import RoleHolding, Stakeholder, Touchpoint
from stakeholders.services.people import add_stakeholder
from stakeholders.services.roles import assign_role
from stakeholders.services.touchpoints import record_touchpoint
from tests.personas import Cast, assemble

SignIn = Callable[[User], Client]


@dataclass
class Map:
    """Ana decides and Joao champions at Acme; both met Cleo once. Rui is new and known to nobody."""

    cast: Cast
    ana: Stakeholder
    joao: Stakeholder
    rui: Stakeholder
    decides: RoleHolding
    meeting: Touchpoint


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def people(cast: Cast) -> Map:
    cleo, acme, joined = cast.cleo, cast.acme, date(2025, 1, 1)
    facts: Any = {"joined_on": joined, "department": "IT"}
    ana = add_stakeholder(
        cleo, acme, name="Ana Silva", email="ana@acme.example", title="CIO", level="executive", **facts
    )
    joao = add_stakeholder(cleo, acme, name="João Costa", title="Head of data", level="manager", **facts)
    rui = add_stakeholder(cleo, acme, name="Rui Ramos", joined_on=joined)
    decides = assign_role(cleo, ana, Role.objects.get(key="decision_maker"), joined)
    assign_role(cleo, joao, Role.objects.get(key="champion"), joined)
    at = datetime(2026, 1, 15, 10, tzinfo=timezone.get_default_timezone())
    meeting = record_touchpoint(
        cleo, acme, kind="meeting", touched_at=at, users=[cleo], stakeholders=[ana, joao], subject="Kick-off"
    )
    return Map(cast, ana, joao, rui, decides, meeting)
