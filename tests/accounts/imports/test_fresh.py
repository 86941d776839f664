"""Rows made in bulk are the rows a constructor makes."""

from datetime import date
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from accounts.models import Account, ExternalId
from accounts.services.importing.fresh import fresh
from stakeholders.models import Assessment, Person, Position, RoleHolding, Stakeholder, Touchpoint

ANN = Person(pk=7, name="Ann")
PLACE = Stakeholder(pk=None, account_id=3, person=ANN)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Person, {"name": "Ann", "tags": [3], "extra": {"x": 1}}),
        (Stakeholder, {"account": Account(pk=3), "person": ANN, "joined_on": date(2026, 1, 2)}),
        (Position, {"stakeholder": PLACE, "title": "CFO", "valid_from": None}),
        (Assessment, {"stakeholder_id": 9, "authority": 8, "assumed": ["authority"], "basis": "assumed"}),
        (RoleHolding, {"stakeholder": PLACE, "role_id": 2}),
        (Touchpoint, {"account": Account(pk=3), "kind": "call"}),
        (ExternalId, {"source": "crm", "kind": "person", "value": "P1", "row_id": 7}),
    ],
    ids=lambda given: given.__name__ if isinstance(given, type) else "",
)
def test_a_fresh_row_is_what_the_constructor_makes(model: type[models.Model], values: dict[str, Any]) -> None:
    made, plain = fresh(model, **values), model(**values)
    for field in model._meta.concrete_fields:
        if field.default is not timezone.now:
            assert getattr(made, field.attname) == getattr(plain, field.attname), field.attname
    assert made.__dict__.keys() == plain.__dict__.keys()
    assert made._state.fields_cache == plain._state.fields_cache
    assert made._state.adding


def test_rows_share_no_default() -> None:
    first, second = fresh(Person), fresh(Person)
    first.tags.append(1)
    assert second.tags == []
