"""Two persons become one: what was known of either is known of the one who stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Account, Act, ExternalId, Merge, Redirect, Role
from accounts.models.external_ids import FORMER_EMAIL
from accounts.services.external_ids import name_row
from accounts.services.merging.merging import merge, preview
from accounts.services.merging.undoing import DAYS
from accounts.services.undo import UndoConflict, undo_act
from csm.foundation.clock import today
from csm.foundation.merging import Merger
from stakeholders.domain.strength import relationships
from stakeholders.models import Connection, Departure, Person, Position, RoleHolding, Stakeholder, TouchpointStakeholder
from stakeholders.selectors.persons_named import person_with_email
from stakeholders.selectors.skies import sky_at
from stakeholders.services import connections, people
from tests.personas import Cast
from tests.stakeholders.merging.conftest import Twice, days_ago, meet


def test_strength_of_the_merged_is_that_of_the_union(twice: Twice, persons: Merger) -> None:
    """Meetings 10, 40, 70 and 100 days ago, half-life 60: x = 2^(-1/6) + 2^(-4/6) + 2^(-7/6) + 2^(-10/6).

    x = 0.890899 + 0.629961 + 0.445449 + 0.314980 = 2.281289; 1 - e^-x = 0.897847.
    """
    segment = twice.cast.acme.segment
    assert segment is not None
    assert segment.half_life_days == 60
    marta, double = twice.persons
    merge(twice.cast.cleo, persons, marta, double, {})
    known = relationships(sky_at(twice.cast.acme.pk, today()))
    strengths = {each.star_id: each.strength for each in known}
    assert strengths == {twice.marta.pk: pytest.approx(0.897847, abs=1e-6)}


def test_who_took_part_twice_took_part_once(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    held = TouchpointStakeholder.objects.filter(touchpoint__retracted_at__isnull=True)
    assert held.filter(stakeholder=twice.marta).count() == 4
    assert held.filter(stakeholder=twice.double).count() == 0


def test_the_chosen_values_are_kept_and_the_other_email_still_means_them(twice: Twice, persons: Merger) -> None:
    marta, double = twice.persons
    merge(twice.cast.cleo, persons, marta, double, {"email": double.pk, "name": marta.pk})
    marta.refresh_from_db()
    assert (marta.name, marta.email) == ("Marta Rossi", "rossi@acme.example")
    assert person_with_email("MARTA@acme.example") == marta
    assert person_with_email("rossi@acme.example") == marta
    held = ExternalId.objects.get(source=FORMER_EMAIL)
    assert (held.kind, held.value, held.row_id) == ("person", "marta@acme.example", marta.pk)


def test_the_fuller_name_and_the_newer_email_are_proposed(twice: Twice, persons: Merger) -> None:
    found = {choice.name: choice.proposed for choice in preview(persons, *twice.persons).choices}
    assert found == {"name": "first", "email": "second"}


def test_stays_that_overlap_become_one_since_the_earlier(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    stays = Stakeholder.objects.standing().filter(account=twice.cast.acme, person=twice.marta.person)
    assert [(stay.pk, stay.joined_on, stay.left_on) for stay in stays] == [(twice.marta.pk, None, None)]
    assert Redirect.objects.get(kind="stakeholder").new_id == twice.marta.pk


def test_stays_apart_in_time_remain_two(cast: Cast, persons: Merger) -> None:
    first = people.add_stakeholder(cast.cleo, cast.acme, name="Ana", joined_on=date(2020, 1, 1))
    people.depart_stakeholder(cast.cleo, first, date(2022, 1, 1))
    again = people.add_stakeholder(cast.cleo, cast.acme, name="Ana", joined_on=date(2023, 1, 1))
    merge(cast.cleo, persons, first.person, again.person, {})
    stays = Stakeholder.objects.standing().filter(person=first.person).order_by("joined_on")
    assert [(stay.pk, stay.left_on) for stay in stays] == [(first.pk, date(2022, 1, 1)), (again.pk, None)]


@pytest.mark.parametrize(("side", "title"), [(None, "CFO"), (0, "CFO"), (1, "Controller")])
def test_of_two_positions_on_a_day_the_preferred_is_believed(
    side: int | None, title: str, twice: Twice, persons: Merger
) -> None:
    choices = {} if side is None else {"position": twice.persons[side].pk}
    merge(twice.cast.cleo, persons, *twice.persons, choices)
    held = Position.objects.valid_at(today()).filter(stakeholder=twice.marta)
    assert [position.title for position in held] == [title]


def test_what_gives_way_keeps_the_days_it_has_alone(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    held = Position.objects.standing().filter(stakeholder=twice.marta).order_by("valid_to")
    assert [(one.title, one.valid_from, one.valid_to) for one in held] == [
        ("Controller", None, days_ago(300)),
        ("CFO", days_ago(300), None),
    ]


def test_a_fact_cut_in_two_was_recorded_when_the_whole_was(twice: Twice, persons: Merger) -> None:
    people.change_position(twice.cast.cleo, twice.marta, days_ago(50), title="Chair")
    Position.objects.filter(title="CFO").update(valid_to=days_ago(100))
    long_ago = timezone.now() - timedelta(days=500)
    Position.objects.filter(title="Controller").update(recorded_at=long_ago)
    merge(twice.cast.cleo, persons, *twice.persons, {})
    parts = Position.objects.standing().filter(title="Controller").order_by("valid_to")
    assert [(one.valid_from, one.valid_to) for one in parts] == [
        (None, days_ago(300)),
        (days_ago(100), days_ago(50)),
    ]
    assert {one.recorded_at for one in parts} == {long_ago}


def test_a_stated_role_is_believed_before_an_assumed_one(twice: Twice, persons: Merger) -> None:
    role = Role.objects.get(key="decision_maker")
    assumed = RoleHolding.objects.standing().get(stakeholder=twice.marta, role=role)
    assert (assumed.basis, assumed.valid_from) == ("assumed", days_ago(300))
    merge(twice.cast.cleo, persons, *twice.persons, {})
    held = RoleHolding.objects.valid_at(today()).get(stakeholder=twice.marta, role=role)
    assert (held.basis, held.valid_from) == ("stated", days_ago(200))


def test_a_connection_between_the_two_vanishes_and_double_ones_are_joined(twice: Twice, persons: Merger) -> None:
    cleo = twice.cast.cleo
    between = connections.connect(cleo, "works_with", twice.marta, twice.double)
    connections.connect(cleo, "reports_to", twice.marta, twice.boss, days_ago(100))
    connections.connect(cleo, "reports_to", twice.double, twice.boss, days_ago(200))
    merge(cleo, persons, *twice.persons, {})
    between.refresh_from_db()
    assert between.retracted_at is not None
    held = Connection.objects.standing()
    assert [(one.from_stakeholder_id, one.to_stakeholder_id, one.valid_from) for one in held] == [
        (twice.marta.pk, twice.boss.pk, days_ago(200))
    ]


def test_whether_they_left_is_what_the_one_who_stays_says_unless_chosen(twice: Twice, persons: Merger) -> None:
    people.depart_stakeholder(twice.cast.cleo, twice.double, days_ago(5))
    found = preview(persons, *twice.persons).contradictions
    assert ("stay", twice.double.pk) in [(one.choice, one.refused.pk) for one in found]
    marta, double = twice.persons
    merge(twice.cast.cleo, persons, marta, double, {"stay": double.pk})
    twice.marta.refresh_from_db()
    departures = Departure.objects.filter(retracted_at__isnull=True)
    assert twice.marta.left_on == days_ago(5)
    assert [(one.stakeholder_id, one.left_on) for one in departures] == [(twice.marta.pk, days_ago(5))]


def test_somebody_at_two_customers_is_one_person_at_both(twice: Twice, cast: Cast, persons: Merger) -> None:
    there = people.add_stakeholder(cast.ada, cast.bolt, name="Marta Rossi")
    merge(cast.ada, persons, twice.marta.person, there.person, {})
    there.refresh_from_db()
    assert (there.person, there.retracted_at) == (twice.marta.person, None)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"colour": 1}, "colour cannot be chosen."),
        ({"email": 0}, "email: choose one of the two ids"),
        ({"phone": "both"}, "phone: choose one of the two ids"),
    ],
)
def test_a_choice_that_means_neither_is_refused_and_nothing_is_merged(
    choices: dict[str, int], words: str, twice: Twice, persons: Merger
) -> None:
    with pytest.raises(ValidationError, match=words):
        merge(twice.cast.cleo, persons, *twice.persons, choices)
    assert (Merge.objects.count(), Person.objects.standing().count()) == (0, 3)


def test_nobody_is_merged_with_themselves_or_with_whom_is_gone(twice: Twice, persons: Merger) -> None:
    marta, double = twice.persons
    with pytest.raises(ValidationError, match="no longer there"):
        merge(twice.cast.cleo, persons, marta, marta, {})
    merge(twice.cast.cleo, persons, marta, double, {})
    with pytest.raises(ValidationError, match="no longer there"):
        merge(twice.cast.cleo, persons, marta, double, {})
    assert Merge.objects.count() == 1


def test_old_ids_lead_on_through_every_later_merge(twice: Twice, persons: Merger) -> None:
    marta, double = twice.persons
    name_row(twice.cast.cleo, "person", double.pk, "crm", "d")
    merge(twice.cast.cleo, persons, marta, double, {})
    merge(twice.cast.cleo, persons, twice.boss.person, marta, {})
    leads = dict(Redirect.objects.filter(kind="person").values_list("old_id", "new_id"))
    assert leads == {double.pk: twice.boss.person_id, marta.pk: twice.boss.person_id}
    assert ExternalId.objects.get(source="crm", value="d").row_id == twice.boss.person_id


class TestUndoing:
    """After other edits: exactly, or not at all and with the reason."""

    def undo(self, made: Merge, cast: Cast) -> None:
        undo_act(Act.objects.get(pk=made.act_id), cast.cleo)

    def test_what_was_recorded_since_stays_with_the_one_who_stayed(self, twice: Twice, persons: Merger) -> None:
        made = merge(twice.cast.cleo, persons, *twice.persons, {})
        since = meet(twice.cast, twice.cast.acme, 1, twice.marta)
        self.undo(made, twice.cast)
        assert [stay.pk for stay in since.stakeholders.all()] == [twice.marta.pk]
        assert TouchpointStakeholder.objects.filter(stakeholder=twice.double).count() == 2

    def test_a_field_changed_since_refuses_with_its_name(self, twice: Twice, persons: Merger) -> None:
        made = merge(twice.cast.cleo, persons, *twice.persons, {"email": twice.double.person_id})
        people.edit_person(twice.cast.cleo, Person.objects.get(pk=twice.marta.person_id), email="new@acme.example")
        with pytest.raises(UndoConflict, match="The person of Marta Rossi was changed since the merge: e-mail"):
            self.undo(made, twice.cast)
        assert Person.objects.standing().filter(pk=twice.double.person_id).count() == 0

    def test_a_fact_that_would_be_in_the_way_refuses_with_its_kind(self, twice: Twice, persons: Merger) -> None:
        made = merge(twice.cast.cleo, persons, *twice.persons, {"position": twice.marta.person_id})
        Position.objects.filter(title="CFO").delete()
        Position.objects.create(stakeholder=twice.double, title="Treasurer")
        with pytest.raises(UndoConflict, match="A position recorded since the merge holds the place"):
            self.undo(made, twice.cast)
        assert Act.objects.get(pk=made.act_id).undone_at is None

    def test_a_fact_ended_since_refuses_with_its_name(self, twice: Twice, persons: Merger) -> None:
        made = merge(twice.cast.cleo, persons, *twice.persons, {"position": twice.double.person_id})
        people.change_position(twice.cast.cleo, twice.marta, today(), title="Chair")
        with pytest.raises(UndoConflict, match="The position of Marta Rossi was changed since the merge: until"):
            self.undo(made, twice.cast)
        assert Person.objects.standing().count() == 2

    def test_a_later_merge_is_undone_first(self, twice: Twice, persons: Merger) -> None:
        made = merge(twice.cast.cleo, persons, *twice.persons, {})
        later = merge(twice.cast.cleo, persons, twice.boss.person, twice.marta.person, {})
        with pytest.raises(UndoConflict, match="was merged into Bea Lind since"):
            self.undo(made, twice.cast)
        self.undo(later, twice.cast)
        self.undo(made, twice.cast)
        assert Person.objects.standing().count() == 3

    def test_after_thirty_days_it_is_too_late(self, twice: Twice, persons: Merger) -> None:
        made = merge(twice.cast.cleo, persons, *twice.persons, {})
        Act.objects.filter(pk=made.act_id).update(acted_at=timezone.now() - timedelta(days=DAYS, minutes=1))
        with pytest.raises(UndoConflict, match="can be undone for 30 days"):
            self.undo(made, twice.cast)
        assert Redirect.objects.filter(kind="person").count() == 1

    def test_ids_are_their_own_again(self, twice: Twice, persons: Merger) -> None:
        name_row(twice.cast.cleo, "person", twice.double.person_id, "crm", "d")
        made = merge(twice.cast.cleo, persons, *twice.persons, {})
        self.undo(made, twice.cast)
        held = ExternalId.objects.get()
        assert (held.value, held.row_id, held.is_former) == ("d", twice.double.person_id, False)
        assert person_with_email("rossi@acme.example") == twice.double.person
        assert Redirect.objects.count() == 0


def test_the_act_stands_in_the_history_of_the_account_and_makes_it_due(twice: Twice, persons: Merger) -> None:
    before = Account.objects.get(pk=twice.cast.acme.pk).facts.facts_version
    made = merge(twice.cast.cleo, persons, *twice.persons, {})
    assert (made.act.account_id, made.act.summary) == (twice.cast.acme.pk, "Merged M. Rossi into Marta Rossi")
    assert Account.objects.get(pk=twice.cast.acme.pk).facts.facts_version == before + 1
