"""Who was met and is not on the map: counted, added, put aside, and resolved by itself."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Act
from accounts.services.importing import runs
from accounts.services.importing.working import work_on
from accounts.services.undo import undo_act
from stakeholders.models import Invitee, Stakeholder, Suggestion, Touchpoint
from stakeholders.selectors.suggestions import met_by, quiet_line, suggested_at
from stakeholders.services.people import add_stakeholder, edit_person, remove_stakeholder
from stakeholders.services.suggestions import add_all_suggested, add_suggested, decide
from tests.accounts.imports.conftest import Import
from tests.accounts.imports.conftest import bring as bring_rows
from tests.personas import Cast
from tests.stakeholders.calendars.conftest import Bring
from tests.stakeholders.calendars.writing import ANA, BO, CARL, CLEO, EVE, attendee, calendar, event

__all__ = ["bring_rows"]

MET = calendar(
    event("m1", "20260302T100000Z", people=[CLEO, ANA, attendee(BO, "Lind, Bo")]),
    event("m2", "20260309T100000Z", people=[CLEO, CARL, attendee(BO, "Bo Lind"), EVE]),
    event("m3", "20260316T100000Z", people=[CLEO, attendee(BO, PARTSTAT="DECLINED"), EVE, ANA]),
)


def open_ones() -> dict[str, tuple[str, int, date | None]]:
    return {one.email: (one.name, one.times_seen, one.last_seen_on) for one in Suggestion.objects.open()}


def took_part(email: str) -> list[str]:
    found = Touchpoint.objects.standing().filter(stakeholders__person__email=email).order_by("touched_at")
    return [f"{one.touched_on:%m%d}" for one in found]


def recorded() -> list[str]:
    return [f"{one.touched_on:%m%d}" for one in Touchpoint.objects.standing().order_by("touched_at")]


def last_act() -> Act:
    return Act.objects.latest("pk")


def test_strangers_at_a_known_domain_are_suggested_with_how_often_and_when(cast: Cast, bring: Bring) -> None:
    bring(MET)
    assert open_ones() == {BO: ("Bo Lind", 2, date(2026, 3, 9)), EVE: ("", 2, date(2026, 3, 16))}
    rows = suggested_at(cast.acme, may_edit=True)
    assert [(row.name, row.is_named, row.met.users, row.met.first_on) for row in rows] == [
        ("eve", False, ("Cleo", "Carl"), date(2026, 3, 9)),
        ("Bo Lind", True, ("Cleo", "Carl"), date(2026, 3, 2)),
    ]
    line = quiet_line(cast.acme.pk)
    assert line is not None
    assert (line.names, line.count, line.others) == (("eve", "Bo Lind"), 2, 0)


def test_subdomains_count_and_free_mail_does_not(cast: Cast, bring: Bring) -> None:
    cast.bolt.domain = "gmail.com"
    cast.bolt.save(update_fields=["domain"])
    bring(calendar(event("m1", people=[CLEO, ANA, "bo@mail.eu.acme.example", "me@gmail.com", "x@notacme.example"])))
    assert set(open_ones()) == {"bo@mail.eu.acme.example"}


def test_domain_that_accounts_share_is_the_head_of_the_familys_else_nobodys(cast: Cast, bring: Bring) -> None:
    cast.comet.domain, cast.comet.parent = "bolt.example", cast.bolt
    cast.comet.save(update_fields=["domain", "parent"])
    bring(calendar(event("m1", people=[CLEO, "bea@bolt.example"])))
    assert Suggestion.objects.get().account == cast.bolt
    cast.comet.parent = None
    cast.comet.save(update_fields=["parent"])
    run = bring(calendar(event("m2", people=[CLEO, "cid@bolt.example"])))
    assert run.chunks.get().left_out == {"unclear_domain": {"bolt.example": 1}, "strangers": {"": 1}}
    assert Suggestion.objects.count() == 1


def test_meeting_with_strangers_only_becomes_a_touchpoint_once_one_is_added(cast: Cast, bring: Bring) -> None:
    bring(MET)
    assert [f"{one.touched_on:%m%d}" for one in Touchpoint.objects.standing().order_by("touched_at")] == [
        "0302",
        "0316",
    ]
    added = add_suggested(cast.cleo, Suggestion.objects.get(email=BO))
    assert (added.person.name, added.person.email, added.joined_on) == ("Bo Lind", BO, None)
    assert took_part(BO) == ["0302", "0309"]
    met = Touchpoint.objects.standing().get(touched_on=date(2026, 3, 9))
    assert (met.subject, {user.name for user in met.users.all()}) == ("Weekly call", {"Cleo", "Carl"})
    assert set(open_ones()) == {EVE}


def test_adding_is_undone_with_the_meetings(cast: Cast, bring: Bring) -> None:
    bring(MET)
    before = open_ones()
    add_suggested(cast.cleo, Suggestion.objects.get(email=BO), name="Bo L.")
    undo_act(last_act(), cast.cleo)
    assert open_ones() == before
    assert took_part(BO) == []
    assert [f"{one.touched_on:%m%d}" for one in Touchpoint.objects.standing().order_by("touched_at")] == [
        "0302",
        "0316",
    ]
    assert not Invitee.objects.filter(email=BO, stakeholder__isnull=False).exists()


def test_several_are_added_and_undone_together(cast: Cast, bring: Bring) -> None:
    bring(MET)
    add_all_suggested(cast.cleo, list(Suggestion.objects.select_related("account")))
    assert (took_part(BO), took_part(EVE)) == (["0302", "0309"], ["0309", "0316"])
    assert last_act().summary == "Added 2 people"
    undo_act(last_act(), cast.cleo)
    assert set(open_ones()) == {BO, EVE}
    assert not Stakeholder.objects.standing().filter(person__email__in=[BO, EVE]).exists()


def test_nobody_is_added_twice(cast: Cast, bring: Bring) -> None:
    bring(MET)
    stale = Suggestion.objects.get(email=BO)
    add_suggested(cast.cleo, stale)
    with pytest.raises(ValidationError):
        add_suggested(cast.cleo, stale)
    assert Stakeholder.objects.standing().filter(person__email=BO).count() == 1


@pytest.mark.parametrize("decision", ["not_here", "ignored"])
def test_who_was_decided_about_does_not_come_back(cast: Cast, bring: Bring, decision: str) -> None:
    bring(MET)
    decide(cast.cleo, [Suggestion.objects.get(email=BO)], decision)
    bring(calendar(event("m9", "20260401T100000Z", people=[CLEO, ANA, BO])))
    assert set(open_ones()) == {EVE}
    held = Suggestion.objects.get(email=BO)
    assert (held.decision, held.decided_by, held.times_seen) == (decision, cast.cleo, 3)
    decide(cast.cleo, [held], "")
    assert set(open_ones()) == {EVE, BO}
    undo_act(last_act(), cast.cleo)
    assert set(open_ones()) == {EVE}


def test_who_became_a_person_by_another_way_is_no_longer_suggested_and_took_part(cast: Cast, bring: Bring) -> None:
    bring(MET)
    added = add_stakeholder(cast.cleo, cast.acme, name="Bo Lind", email="BO@acme.example", joined_on=date(2026, 3, 5))
    assert set(open_ones()) == {EVE}
    assert len(took_part("BO@acme.example")) == 2
    remove_stakeholder(cast.cleo, added)
    assert set(open_ones()) == {EVE}


def test_imported_people_take_part_too(cast: Cast, bring: Bring, bring_rows: Import) -> None:
    bring(MET)
    bring_rows("people", "Account,E-mail,Name\nAcme,bo@acme.example,Bo\nAcme,eve@acme.example,Eve\n")
    assert open_ones() == {}
    assert (took_part(BO), took_part(EVE)) == (["0302", "0309"], ["0309", "0316"])


def test_address_corrected_by_hand_resolves_the_suggestion(cast: Cast, bring: Bring) -> None:
    bring(MET)
    ana = Stakeholder.objects.get(person__email=ANA)
    other = add_stakeholder(cast.cleo, cast.acme, name="Bo", email="bo@old.example")
    assert set(open_ones()) == {BO, EVE}
    edit_person(cast.cleo, other.person, email=BO)
    assert set(open_ones()) == {EVE}
    assert ana.pk != other.pk


def test_suggestions_of_two_imports_survive_the_undoing_of_one(cast: Cast, bring: Bring) -> None:
    first = bring(calendar(event("m1", people=[CLEO, ANA, BO])))
    bring(calendar(event("m2", "20260309T100000Z", people=[CLEO, ANA, BO])))
    assert open_ones()[BO][1] == 2
    runs.begin_undoing(first, cast.otto)
    work_on(first.pk)
    assert open_ones() == {BO: ("", 1, date(2026, 3, 9))}


def test_who_met_them_is_said_of_each_account_by_itself(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1", people=[CLEO, "new@acme.example", "new@bolt.example"])))
    found = met_by(list(Suggestion.objects.all()))
    assert {key[1]: met.users for key, met in found.items()} == {
        "new@acme.example": ("Cleo",),
        "new@bolt.example": ("Cleo",),
    }
    assert datetime(2026, 3, 2, 10, tzinfo=UTC).date() == found[cast.acme.pk, "new@acme.example"].first_on
