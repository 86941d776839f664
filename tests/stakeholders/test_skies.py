"""The loader: the map as it was on a date, from dated facts, in a fixed number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from csm.foundation.clock import today
from stakeholders.domain.sky import ConnectionKind, Level, TouchKind
from stakeholders.selectors.skies import skies_at, sky_at
from stakeholders.services import assessments, connections, people, roles, touchpoints
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db

JAN, MAR, MAY, JUL = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def test_a_position_is_shown_as_it_was_on_the_date(cast: Cast) -> None:
    ana = people.add_stakeholder(
        cast.cleo, cast.acme, name="Ana", joined_on=JAN, title="Analyst", department="Finance", level="individual"
    )
    people.change_position(cast.cleo, ana, MAR, title="CFO", level="executive")

    before, after = sky_at(cast.acme.pk, date(2026, 2, 28)).stars[0], sky_at(cast.acme.pk, MAR).stars[0]

    assert (before.title, before.department, before.level) == ("Analyst", "Finance", Level.INDIVIDUAL)
    assert (after.title, after.department, after.level) == ("CFO", "Finance", Level.EXECUTIVE)
    assert sky_at(cast.acme.pk, date(2025, 12, 31)).stars == ()


def test_a_departure_is_unknown_before_its_day_and_leaves_the_role_orphaned(cast: Cast) -> None:
    ana = people.add_stakeholder(cast.cleo, cast.acme, name="Ana", joined_on=JAN)
    ben = people.add_stakeholder(cast.cleo, cast.acme, name="Ben", joined_on=JAN)
    roles.assign_role(cast.cleo, ana, Role.objects.get(key="decision_maker"), JAN)
    people.depart_stakeholder(cast.cleo, ana, MAY, successor=ben)

    before, after = sky_at(cast.acme.pk, date(2026, 4, 30)).stars[0], sky_at(cast.acme.pk, MAY).stars[0]

    assert (before.left_on, before.is_present(date(2026, 4, 30))) == (None, True)
    assert (after.left_on, after.is_present(MAY)) == (MAY, False)
    assert [(held.role, held.decides) for held in after.roles] == [("decision_maker", True)]
    assert sky_at(cast.acme.pk, today()).stars[0].successor_id == ben.pk


def test_roles_links_assessments_and_touches_hold_on_their_days_only(cast: Cast) -> None:
    ana = people.add_stakeholder(cast.cleo, cast.acme, name="Ana")
    ben = people.add_stakeholder(cast.cleo, cast.acme, name="Ben")
    role = roles.assign_role(cast.cleo, ana, Role.objects.get(key="champion"), MAR, "assumed")
    roles.end_role(cast.cleo, role, JUL)
    link = connections.connect(cast.cleo, "works_with", ben, ana, MAR)
    connections.end_connection(cast.cleo, link, MAY)
    assessments.assess(cast.cleo, ana, MAR, influence=8, assumed=["influence"])
    assessments.assess(cast.cleo, ana, MAY, sentiment=-1)
    touch = touchpoints.record_touchpoint(
        cast.cleo,
        cast.acme,
        kind="email",
        touched_at=datetime(2026, 4, 2, 9, tzinfo=UTC),
        users=[cast.cleo],
        stakeholders=[ana, ben],
        subject="Hello",
    )

    april, june = sky_at(cast.acme.pk, date(2026, 4, 10)), sky_at(cast.acme.pk, date(2026, 6, 1))

    assert [held.role for held in april.stars[0].roles] == ["champion"]
    assert sky_at(cast.acme.pk, JUL).stars[0].roles == ()
    assert [(each.kind, each.from_id, each.to_id) for each in april.links] == [
        (ConnectionKind.WORKS_WITH, ana.pk, ben.pk)
    ]
    assert june.links == ()
    assert april.stars[0].assessed is not None
    assert june.stars[0].assessed is not None
    assert (april.stars[0].assessed.influence, april.stars[0].assessed.sentiment) == (8, None)
    assert (june.stars[0].assessed.influence, june.stars[0].assessed.sentiment) == (8, -1)
    assert june.stars[0].assessed.assumed == frozenset({"influence"})
    assert april.touches == june.touches
    assert [(each.id, each.kind, each.is_two_way, each.users, each.stars) for each in june.touches] == [
        (touch.pk, TouchKind.EMAIL, False, (cast.cleo.pk,), (ana.pk, ben.pk))
    ]
    assert sky_at(cast.acme.pk, date(2026, 4, 1)).touches == ()


def test_a_correction_leaves_no_trace_on_any_date(cast: Cast) -> None:
    ana = people.add_stakeholder(cast.cleo, cast.acme, name="Ana", joined_on=JAN, title="Sailor")
    people.correct_position(cast.cleo, ana, title="Tailor")

    assert sky_at(cast.acme.pk, JAN).stars[0].title == "Tailor"
    assert sky_at(cast.acme.pk, today()).stars[0].title == "Tailor"


def test_our_side_is_the_team_and_whoever_took_part(cast: Cast) -> None:
    ana = people.add_stakeholder(cast.cleo, cast.acme, name="Ana")
    touchpoints.record_touchpoint(
        cast.cleo,
        cast.acme,
        kind="call",
        touched_at=datetime(2026, 4, 2, 9, tzinfo=UTC),
        users=[cast.carl],
        stakeholders=[ana],
    )
    cast.carl.active_to = JUL
    cast.carl.save()

    ours = {each.name: each for each in sky_at(cast.acme.pk, MAY).ours}

    assert (ours["Cleo"].jobs, ours["Cleo"].is_active) == (("csm",), True)
    assert (ours["Carl"].jobs, ours["Carl"].is_active) == ((), True)
    assert {each.name: each.is_active for each in sky_at(cast.acme.pk, JUL).ours} == {"Cleo": True, "Carl": False}


def test_many_skies_cost_the_queries_of_one_and_equal_them(cast: Cast) -> None:
    for account in (cast.acme, cast.bolt, cast.comet):
        for name in ("Ana", "Ben", "Cyd"):
            someone = people.add_stakeholder(cast.ada, account, name=name, joined_on=JAN)
            roles.assign_role(cast.ada, someone, Role.objects.get(key="user"), JAN)
    ids = [cast.acme.pk, cast.bolt.pk, cast.comet.pk]

    with CaptureQueriesContext(connection) as one:
        alone = sky_at(cast.bolt.pk, JUL)
    with CaptureQueriesContext(connection) as three:
        together = skies_at(ids, JUL)

    assert len(one) == len(three) == 10
    assert together[cast.bolt.pk] == alone
    assert sorted(together) == sorted(ids)


def test_the_sky_carries_the_terms_of_the_segment_and_the_version_of_its_facts(cast: Cast) -> None:
    people.add_stakeholder(cast.cleo, cast.acme, name="Ana")
    people.add_stakeholder(cast.cleo, cast.acme, name="Ben")

    sky = sky_at(cast.acme.pk, today())

    assert sky.facts_version == 2
    assert sky.terms.half_life_days == 60.0
    assert sky.terms.required_roles == ("decision_maker", "budget_holder", "champion", "user")
    assert dict(sky.terms.cadence_days) == {"decision_maker": 60, "champion": 45, "executive_sponsor": 90}
