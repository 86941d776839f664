"""Changes and corrections of what is known of people: exact facts, refusals that change nothing, undo."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Act, FactsVersion, Role
from accounts.services.acts import StaleEdit
from accounts.services.external_ids import name_row
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import (
    Assessment,
    Connection,
    Departure,
    Person,
    Position,
    RoleHolding,
    Stakeholder,
    Touchpoint,
)
from stakeholders.selectors.skies import sky_at
from stakeholders.services import assessments, connections, people, roles, touchpoints
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db

JAN, MAR, MAY, JUL = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def ana(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, cast.acme, name="Ana", email="Ana@acme.example", joined_on=JAN)


@pytest.fixture
def ben(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, cast.acme, name="Ben", joined_on=JAN)


def undo_last(cast: Cast) -> None:
    act = Act.objects.order_by("-pk").first()
    assert act is not None
    undo_act(act, cast.cleo)


def version(cast: Cast) -> int:
    return FactsVersion.objects.get(account=cast.acme).facts_version


def spans(stakeholder: Stakeholder) -> list[tuple[str, date | None, date | None]]:
    rows = Position.objects.standing().filter(stakeholder=stakeholder).order_by("valid_from")
    return [(row.title, row.valid_from, row.valid_to) for row in rows]


def test_an_email_identifies_a_person_whatever_its_case(cast: Cast, ana: Stakeholder) -> None:
    again = people.add_stakeholder(cast.ada, cast.bolt, name="Anna", email="aNa@ACME.example")

    assert again.person_id == ana.person_id
    assert Person.objects.count() == 1


def test_a_name_alone_never_identifies_a_person(cast: Cast, ben: Stakeholder) -> None:
    other = people.add_stakeholder(cast.ada, cast.bolt, name="Ben")

    assert other.person_id != ben.person_id


def test_the_same_person_twice_on_the_same_days_is_refused(cast: Cast, ana: Stakeholder) -> None:
    before = version(cast)

    with pytest.raises(ValidationError):
        people.add_stakeholder(cast.cleo, cast.acme, email="ana@acme.example", joined_on=MAR)

    assert (Stakeholder.objects.count(), version(cast)) == (1, before)


def test_somebody_who_left_may_come_back_with_a_new_number(cast: Cast, ana: Stakeholder) -> None:
    people.depart_stakeholder(cast.cleo, ana, MAR)
    back = people.add_stakeholder(cast.cleo, cast.acme, email="ana@acme.example", joined_on=MAY)

    assert (ana.number, back.number, back.person_id) == (0, 1, ana.person_id)


def test_a_change_closes_one_position_and_opens_the_next(cast: Cast, ana: Stakeholder) -> None:
    people.change_position(cast.cleo, ana, MAR, title="CFO")
    people.change_position(cast.cleo, ana, MAR, title="CEO")

    assert spans(ana) == [("", JAN, MAR), ("CEO", MAR, None)]


def test_undo_of_a_change_restores_the_former_position(cast: Cast, ana: Stakeholder) -> None:
    people.change_position(cast.cleo, ana, MAR, title="CFO")
    before = version(cast)
    undo_last(cast)

    assert spans(ana) == [("", JAN, None)]
    assert version(cast) == before + 1


def test_departure_of_the_only_champion_orphans_the_role_until_it_is_filled(
    cast: Cast, ana: Stakeholder, ben: Stakeholder
) -> None:
    holding = roles.assign_role(cast.cleo, ana, Role.objects.get(key="champion"), JAN)
    people.depart_stakeholder(cast.cleo, ana, MAR)
    assert [each.role for each in sky_at(cast.acme.pk, MAR).stars[0].roles] == ["champion"]

    roles.fill_role(cast.cleo, holding, ben, MAY)

    stars = sky_at(cast.acme.pk, MAY).stars
    assert [[each.role for each in star.roles] for star in stars] == [[], ["champion"]]


def test_a_role_cannot_be_given_to_somebody_who_left(cast: Cast, ana: Stakeholder) -> None:
    people.depart_stakeholder(cast.cleo, ana, MAR)
    before = version(cast)

    with pytest.raises(ValidationError, match="Ana has left"):
        roles.assign_role(cast.cleo, ana, Role.objects.get(key="champion"), MAY)

    assert (RoleHolding.objects.count(), version(cast)) == (0, before)


def test_undo_of_a_departure_brings_everything_back(cast: Cast, ana: Stakeholder, ben: Stakeholder) -> None:
    roles.assign_role(cast.cleo, ana, Role.objects.get(key="champion"), JAN)
    before = sky_at(cast.acme.pk, JUL).stars
    people.depart_stakeholder(cast.cleo, ana, MAR, successor=ben)
    undo_last(cast)

    assert sky_at(cast.acme.pk, JUL).stars == before
    assert Departure.objects.filter(retracted_at__isnull=True).count() == 0


def test_leaving_twice_is_refused_and_never_left_is_a_correction(cast: Cast, ana: Stakeholder) -> None:
    people.depart_stakeholder(cast.cleo, ana, MAR)
    with pytest.raises(ValidationError, match="Ana left on March 1, 2026 already: correct that departure"):
        people.depart_stakeholder(cast.cleo, ana, MAY)

    people.return_stakeholder(cast.cleo, ana)

    assert sky_at(cast.acme.pk, JUL).stars[0].left_on is None


def test_a_departure_before_joining_is_refused_in_words(cast: Cast, ana: Stakeholder) -> None:
    with pytest.raises(ValidationError, match="The end must be after the start"):
        people.depart_stakeholder(cast.cleo, ana, date(2025, 12, 1))

    ana.refresh_from_db()
    assert (ana.left_on, Departure.objects.count()) == (None, 0)


def test_moving_to_another_customer_departs_here_and_joins_there(cast: Cast, ana: Stakeholder) -> None:
    there = people.move_stakeholder(cast.ada, ana, cast.bolt, MAY, title="COO")

    assert sky_at(cast.acme.pk, MAY).stars[0].left_on == MAY
    assert [(star.id, star.title, star.joined_on) for star in sky_at(cast.bolt.pk, MAY).stars] == [
        (there.pk, "COO", MAY)
    ]
    assert FactsVersion.objects.filter(account=cast.bolt).exists()


def test_an_assessment_carries_the_other_axes_over_and_keeps_its_past(cast: Cast, ana: Stakeholder) -> None:
    assessments.assess(cast.cleo, ana, JAN, influence=8, authority=5, assumed=["authority"])
    assessments.assess(cast.cleo, ana, MAR, authority=None, sentiment=2)

    rows = Assessment.objects.standing().order_by("valid_from")
    assert [(r.influence, r.authority, r.importance, r.sentiment, r.assumed, r.valid_to) for r in rows] == [
        (8, 5, None, None, ["authority"], MAR),
        (8, None, None, 2, [], None),
    ]


def test_an_assessment_out_of_range_is_refused(cast: Cast, ana: Stakeholder) -> None:
    with pytest.raises(ValidationError) as caught:
        assessments.assess(cast.cleo, ana, JAN, influence=11)

    assert list(caught.value.message_dict) == ["influence"]
    assert Assessment.objects.count() == 0


def test_an_earlier_assessment_ends_where_the_later_begins(cast: Cast, ana: Stakeholder) -> None:
    assessments.assess(cast.cleo, ana, MAR, influence=8)
    assessments.assess(cast.cleo, ana, JAN, influence=2)

    rows = Assessment.objects.standing().order_by("valid_from")
    assert [(row.influence, row.valid_from, row.valid_to) for row in rows] == [(2, JAN, MAR), (8, MAR, None)]


def test_undirected_connections_are_one_whoever_is_named_first(cast: Cast, ana: Stakeholder, ben: Stakeholder) -> None:
    connections.connect(cast.cleo, "works_with", ben, ana)
    with pytest.raises(ValidationError):
        connections.connect(cast.cleo, "works_with", ana, ben)
    connections.connect(cast.cleo, "influences", ben, ana)
    connections.connect(cast.cleo, "influences", ana, ben)

    assert Connection.objects.count() == 3


def test_people_of_two_accounts_cannot_be_connected(cast: Cast, ana: Stakeholder) -> None:
    stranger = people.add_stakeholder(cast.ada, cast.bolt, name="Eve")

    with pytest.raises(ValidationError, match="same account"):
        connections.connect(cast.ada, "works_with", ana, stranger)

    assert Connection.objects.count() == 0


def test_a_corrected_touchpoint_replaces_the_first_and_a_stale_one_is_refused(
    cast: Cast, ana: Stakeholder, ben: Stakeholder
) -> None:
    first = touchpoints.record_touchpoint(
        cast.cleo,
        cast.acme,
        kind="meeting",
        touched_at=datetime(2026, 3, 3, 10, tzinfo=UTC),
        users=[cast.cleo],
        stakeholders=[ana],
    )
    second = touchpoints.correct_touchpoint(cast.cleo, first, 1, stakeholders=[ana, ben], subject="Plan")

    touches = sky_at(cast.acme.pk, today()).touches
    assert [(touch.id, touch.subject, touch.stars) for touch in touches] == [(second.pk, "Plan", (ana.pk, ben.pk))]
    with pytest.raises(StaleEdit):
        touchpoints.correct_touchpoint(cast.cleo, first, 1, subject="Late")


def test_a_corrected_touchpoint_keeps_its_names_and_gets_them_back_when_undone(cast: Cast, ana: Stakeholder) -> None:
    at = datetime(2026, 3, 3, 10, tzinfo=UTC)
    first = touchpoints.record_touchpoint(
        cast.cleo, cast.acme, kind="call", touched_at=at, users=[], stakeholders=[ana]
    )
    name = name_row(cast.cleo, "touchpoint", first.pk, "mail", "m-1")
    second = touchpoints.correct_touchpoint(cast.cleo, first, 1, subject="Plan")
    name.refresh_from_db()
    assert name.row_id == second.pk
    undo_last(cast)
    name.refresh_from_db()
    assert name.row_id == first.pk
    assert [row.pk for row in Touchpoint.objects.standing()] == [first.pk]


def test_a_touchpoint_needs_one_of_theirs(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        touchpoints.record_touchpoint(
            cast.cleo, cast.acme, kind="call", touched_at=datetime.now(UTC), users=[cast.cleo], stakeholders=[]
        )

    assert list(caught.value.message_dict) == ["stakeholders"]


def test_a_stale_edit_of_a_person_changes_nothing(cast: Cast, ana: Stakeholder) -> None:
    people.edit_person(cast.cleo, ana.person, 1, name="Ana Maria")

    with pytest.raises(StaleEdit):
        people.edit_person(cast.ada, Person.objects.get(pk=ana.person_id), 1, name="Anna")

    assert Person.objects.get(pk=ana.person_id).name == "Ana Maria"
