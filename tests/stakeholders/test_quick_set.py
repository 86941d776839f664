"""Setting cells of many people: what is written from today on, what is refused and left, and that undo restores it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Act, FactsVersion
from accounts.services.undo import undo_group
from csm.foundation.clock import today
from stakeholders.domain.quick_set import Cell, Column, Refused, Value
from stakeholders.models import Assessment, Position, RoleHolding, Stakeholder
from stakeholders.services.assessments import assess
from stakeholders.services.people import add_stakeholder, change_position, depart_stakeholder
from stakeholders.services.quick_set import quick_set
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
JAN = date(2026, 1, 5)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def people(cast: Cast) -> list[Stakeholder]:
    """Ana and Bob at Acme, Cy at Comet, Zoe at Bolt."""
    return [
        add_stakeholder(cast.ada, account, name=name, joined_on=JAN, title="Wizard")
        for name, account in (("Ana", cast.acme), ("Bob", cast.acme), ("Cy", cast.comet), ("Zoe", cast.bolt))
    ]


def thought(stakeholder: Stakeholder) -> list[tuple[Any, ...]]:
    rows = Assessment.objects.standing().filter(stakeholder=stakeholder).order_by("valid_from")
    return [(row.valid_from, row.valid_to, row.influence, row.authority, row.assumed) for row in rows]


def positions(stakeholder: Stakeholder) -> list[tuple[Any, ...]]:
    rows = Position.objects.standing().filter(stakeholder=stakeholder).order_by("valid_from")
    return [(row.valid_from, row.valid_to, row.title, row.level, row.level_basis) for row in rows]


def facts() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Assessment, Position, FactsVersion)]


def test_an_axis_changes_today_and_carries_the_others(cast: Cast, people: list[Stakeholder]) -> None:
    ana = people[0]
    assess(cast.ada, ana, JAN, influence=3, authority=8, assumed=["influence"])
    done = quick_set(cast.cleo, [Cell(ana.pk, Column.INFLUENCE, 8)])
    assert thought(ana) == [(JAN, today(), 3, 8, ["influence"]), (today(), None, 8, 8, [])]
    assert (done.summary, done.refused) == ("Set for Ana: influence", ())


def test_said_twice_on_a_day_the_second_replaces_the_first(cast: Cast, people: list[Stakeholder]) -> None:
    ana = people[0]
    quick_set(cast.cleo, [Cell(ana.pk, Column.INFLUENCE, 8)])
    quick_set(cast.cleo, [Cell(ana.pk, Column.AUTHORITY, 2)])
    quick_set(cast.cleo, [Cell(ana.pk, Column.INFLUENCE, None)])
    assert thought(ana) == [(today(), None, None, 2, [])]


def test_what_was_assumed_is_stated_only_where_it_is_set(cast: Cast, people: list[Stakeholder]) -> None:
    ana = people[0]
    assess(cast.ada, ana, today(), influence=5, importance=8, assumed=["influence", "importance"])
    quick_set(cast.cleo, [Cell(ana.pk, Column.INFLUENCE, 5)])
    assert thought(ana) == [(today(), None, 5, None, ["importance"])]


def test_what_is_stated_already_writes_nothing(cast: Cast, people: list[Stakeholder]) -> None:
    ana = people[0]
    assess(cast.ada, ana, JAN, influence=5)
    before = facts(), Act.objects.count()
    done = quick_set(cast.cleo, [Cell(ana.pk, Column.INFLUENCE, 5, seen=2, is_seen=True)])
    assert (done.group, done.refused) == ("", ())
    assert (facts(), Act.objects.count()) == before


def test_an_unknown_level_is_corrected_and_a_stated_one_changes_today(cast: Cast, people: list[Stakeholder]) -> None:
    ana = people[0]
    quick_set(cast.cleo, [Cell(ana.pk, Column.LEVEL, "vp")])
    assert positions(ana) == [(JAN, None, "Wizard", "vp", "stated")]
    quick_set(cast.cleo, [Cell(ana.pk, Column.LEVEL, "director")])
    assert positions(ana) == [(JAN, today(), "Wizard", "vp", "stated"), (today(), None, "Wizard", "director", "stated")]


def test_an_assumed_level_is_corrected_over_all_its_days(cast: Cast, people: list[Stakeholder]) -> None:
    ana, may = people[0], date(2026, 5, 1)
    change_position(cast.ada, ana, may, level="vp", level_basis="assumed")
    quick_set(cast.cleo, [Cell(ana.pk, Column.LEVEL, "vp")])
    assert positions(ana) == [(JAN, may, "Wizard", "", "stated"), (may, None, "Wizard", "vp", "stated")]


def test_a_step_over_several_accounts_is_one_act_each_and_undone_as_one(cast: Cast, people: list[Stakeholder]) -> None:
    ana, bob, cy, _zoe = people
    before = {model: list(model.objects.standing().order_by("pk").values()) for model in (Assessment, Position)}
    cells = [Cell(one.pk, column, value) for one in (cy, ana, bob) for column, value in SAID]
    done = quick_set(cast.ada, cells)
    assert done.summary == "Set for 3 people: Assessment"
    acts = Act.objects.filter(group=done.group).order_by("pk")
    assert [(act.account_id, act.summary) for act in acts] == [
        (cast.acme.pk, "Set for 2 people: Assessment"),
        (cast.comet.pk, "Set for Cy: Assessment"),
    ]
    assert [row[2:] for one in (ana, bob, cy) for row in thought(one) if row[2]] == [(8, 4, ["authority"])] * 3
    undo_group(done.group, cast.ada)
    assert {model: list(model.objects.standing().order_by("pk").values()) for model in before} == before


SAID: list[tuple[Column, Value]] = [(Column.INFLUENCE, 8), (Column.LEVEL, "manager")]


def test_the_cells_that_cannot_be_set_are_named_and_the_others_are_set(cast: Cast, people: list[Stakeholder]) -> None:
    ana, bob, _cy, zoe = people
    assess(cast.ada, bob, JAN, influence=4)
    given = [
        Cell(ana.pk, Column.INFLUENCE, 8, seen=None, is_seen=True),
        Cell(bob.pk, Column.INFLUENCE, 8, seen=2, is_seen=True),
        Cell(zoe.pk, Column.INFLUENCE, 8),
        Cell(ana.pk, Column.INFLUENCE, 2),
        Cell(999_999, Column.INFLUENCE, 8),
    ]
    done = quick_set(cast.cleo, given)
    assert [(refusal.cell, refusal.why, refusal.now) for refusal in done.refused] == [
        (given[1], Refused.CHANGED, 4),
        (given[2], Refused.NOT_YOURS, None),
        (given[3], Refused.TWICE, None),
        (given[4], Refused.NOT_YOURS, None),
    ]
    assert (thought(ana), thought(bob), thought(zoe)) == (
        [(today(), None, 8, None, [])],
        [(JAN, None, 4, None, [])],
        [],
    )


def test_somebody_who_left_is_left_as_they_were(cast: Cast, people: list[Stakeholder]) -> None:
    ana = people[0]
    depart_stakeholder(cast.ada, ana, today() - timedelta(days=1))
    before = facts(), Act.objects.count()
    done = quick_set(cast.cleo, [Cell(ana.pk, Column.INFLUENCE, 8), Cell(ana.pk, Column.LEVEL, "vp")])
    assert [refusal.why for refusal in done.refused] == [Refused.LEFT, Refused.LEFT]
    assert (facts(), Act.objects.count()) == before


def test_a_level_that_is_set_lets_the_rest_be_assumed_and_one_emptied_does_not_come_back(cast: Cast) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana", title="Team Lead", joined_on=JAN)
    quick_set(cast.cleo, [Cell(ana.pk, Column.LEVEL, "executive")])
    assert RoleHolding.objects.standing().filter(stakeholder=ana, role__key="decision_maker", basis="assumed").exists()
    bob = add_stakeholder(cast.ada, cast.acme, name="Bob", title="CFO", joined_on=JAN)
    quick_set(cast.cleo, [Cell(bob.pk, Column.LEVEL, None), Cell(bob.pk, Column.AUTHORITY, None)])
    assert positions(bob) == [(JAN, None, "CFO", "", "stated")]
    assert thought(bob)[-1] == (today(), None, None, None, [])
    assert not RoleHolding.objects.valid_at(today()).filter(stakeholder=bob).exists()


def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast) -> None:
    crowd = [add_stakeholder(cast.ada, cast.acme, name=f"P{number}", joined_on=JAN) for number in range(20)]

    def queries(some: list[Stakeholder], value: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            quick_set(cast.cleo, [Cell(one.pk, Column.INFLUENCE, value) for one in some])
        return len(asked)

    queries(crowd, 1)
    assert queries(crowd, 2) == queries(crowd[:1], 3)
