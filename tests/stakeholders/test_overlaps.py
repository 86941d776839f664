"""What the database refuses of dated facts, held against a day-by-day count."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Role
from stakeholders.models import Person, RoleHolding, Stakeholder
from tests.personas import assemble

pytestmark = pytest.mark.django_db
DAYS = [date(1999, 12, 31) + timedelta(days=day) for day in range(3)]
SPANS = [
    (None, None),
    *((None, day) for day in DAYS),
    *((day, None) for day in DAYS),
    *pairwise(DAYS),
    (DAYS[0], DAYS[2]),
]
LONG = [date.min, *DAYS, date.max - timedelta(days=1)]


def days_of(span: tuple[date | None, date | None]) -> set[date]:
    since, until = span
    return {day for day in LONG if (since is None or day >= since) and (until is None or day < until)}


@pytest.fixture
def holders() -> list[Stakeholder]:
    cast = assemble()
    ann = Person.objects.create(name="Ann")
    return [Stakeholder.objects.create(account=account, person=ann, number=0) for account in (cast.acme, cast.bolt)]


def is_refused(rows: list[RoleHolding]) -> bool:
    try:
        with transaction.atomic():
            RoleHolding.objects.bulk_create(rows)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def test_two_facts_of_one_key_never_share_a_day(holders: list[Stakeholder]) -> None:
    role = Role.objects.get(key="champion")
    for first, second in product(SPANS, SPANS):
        rows = [
            RoleHolding(stakeholder=holders[0], role=role, valid_from=since, valid_to=until)
            for since, until in (first, second)
        ]
        assert is_refused(rows) == bool(days_of(first) & days_of(second)), (first, second)


def test_another_key_or_one_taken_back_may_share_every_day(holders: list[Stakeholder]) -> None:
    champion, user = Role.objects.get(key="champion"), Role.objects.get(key="user")
    held = RoleHolding(stakeholder=holders[0], role=champion)
    others = [
        RoleHolding(stakeholder=holders[0], role=user),
        RoleHolding(stakeholder=holders[1], role=champion),
        RoleHolding(stakeholder=holders[0], role=champion, retracted_at=holders[0].recorded_at),
    ]
    assert not is_refused([held, *others])


def test_an_overlap_is_told_in_words_before_the_database_refuses_it(holders: list[Stakeholder]) -> None:
    role = Role.objects.get(key="champion")
    RoleHolding.objects.create(stakeholder=holders[0], role=role, valid_from=DAYS[0])
    later = RoleHolding(stakeholder=holders[0], role=role, valid_from=DAYS[1])
    with pytest.raises(ValidationError, match="overlaps another record"):
        later.full_clean()
    RoleHolding(stakeholder=holders[0], role=role, valid_from=None, valid_to=DAYS[0]).full_clean()
