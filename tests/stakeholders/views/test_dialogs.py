"""The small forms about people: each opens in the dialog, saves, leads back with Undo, and refuses whom it must."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Act, Role
from csm.foundation.clock import today
from csm.foundation.forms import held
from stakeholders.forms.touchpoints import TouchpointForm, held_by
from stakeholders.models import (
    Assessment,
    Confirmation,
    Connection,
    Departure,
    Dismissal,
    Person,
    Position,
    RoleHolding,
    Stakeholder,
    Successor,
    Touchpoint,
)
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db
DIALOG: Any = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "dialog"}
ONE = ["person_edit", "position_change", "position_correct", "role_add", "assess", "connection_add", "depart"]
ONE += ["successor", "move"]


def url(name: str, *args: Any) -> str:
    return reverse(f"stakeholders:{name}", args=args)


def save(people: Map, sign_in: SignIn, name: str, /, *args: Any, **typed: Any) -> Any:
    """Post a dialog as Cleo from Acme's people tab."""
    here = f"http://testserver{url('people', people.cast.acme.pk)}"
    address = url(name, people.cast.acme.pk, *args)
    return sign_in(people.cast.cleo).post(address, typed, **DIALOG, HTTP_HX_CURRENT_URL=here)


def undo(people: Map, sign_in: SignIn) -> None:
    act = Act.objects.latest("pk")
    sign_in(people.cast.cleo).post(reverse("accounts:undo", args=[act.pk]))


@pytest.mark.parametrize("name", ONE)
def test_each_form_opens_in_the_dialog_and_as_a_page(people: Map, sign_in: SignIn, name: str) -> None:
    client = sign_in(people.cast.cleo)
    address = url(name, people.cast.acme.pk, people.ana.pk)
    dialog = client.get(address, **DIALOG)
    assert dialog.status_code == 200
    assert b'id="dialog-title"' in dialog.content
    assert b"<html" not in dialog.content
    page = client.get(address)
    assert page.status_code == 200
    assert b"<html" in page.content


@pytest.mark.parametrize("name", ONE)
def test_who_only_reads_is_refused_and_who_sees_nothing_finds_nothing(people: Map, sign_in: SignIn, name: str) -> None:
    address = url(name, people.cast.acme.pk, people.ana.pk)
    assert sign_in(people.cast.edda).get(address).status_code == 403
    assert sign_in(people.cast.edda).post(address, {}).status_code == 403
    assert sign_in(people.cast.carl).get(address).status_code == 404


def test_a_stakeholder_of_another_account_is_not_found(people: Map, sign_in: SignIn) -> None:
    address = url("assess", people.cast.bolt.pk, people.ana.pk)
    assert sign_in(people.cast.ada).get(address).status_code == 404


def test_somebody_new_is_added_and_undone(people: Map, sign_in: SignIn) -> None:
    answer = save(people, sign_in, "stakeholder_add", name="Eva Lund", title="CFO", level="executive")
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    eva = Stakeholder.objects.get(person__name="Eva Lund")
    assert (eva.account_id, eva.joined_on) == (people.cast.acme.pk, None)
    [message] = get_messages(answer.wsgi_request)
    assert message.extra_tags == f"undo:{reverse('accounts:undo', args=[Act.objects.latest('pk').pk])}"
    undo(people, sign_in)
    assert not Stakeholder.objects.standing().filter(pk=eva.pk).exists()


def test_a_known_email_finds_its_person(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    typed = {"name": "", "email": "ANA@acme.example"}
    sign_in(cast.carl).post(url("stakeholder_add", cast.bolt.pk), typed, **DIALOG)
    assert Stakeholder.objects.get(account=cast.bolt).person_id == people.ana.person_id


def test_the_same_name_is_a_likely_double_until_said_otherwise(people: Map, sign_in: SignIn) -> None:
    answer = save(people, sign_in, "stakeholder_add", name="joao costa", title="Somebody")
    assert answer.status_code == 200
    assert "João Costa is on this map already" in answer.content.decode()
    assert 'value="Somebody"' in answer.content.decode()
    assert Person.objects.count() == 3
    save(people, sign_in, "stakeholder_add", name="joao costa", is_somebody_else="on")
    assert Person.objects.count() == 4


def test_doubles_are_shown_as_one_types(people: Map, sign_in: SignIn) -> None:
    client = sign_in(people.cast.cleo)
    here = client.get(url("stakeholder_doubles", people.cast.acme.pk), {"name": "joa"}, HTTP_HX_REQUEST="true")
    assert "João Costa" in here.content.decode()
    elsewhere = sign_in(people.cast.ada).get(url("stakeholder_doubles", people.cast.bolt.pk), {"name": "ana"})
    assert f'name="person" value="{people.ana.person_id}"' in elsewhere.content.decode()
    unseen = sign_in(people.cast.carl).get(url("stakeholder_doubles", people.cast.bolt.pk), {"name": "ana"})
    assert "Ana Silva" not in unseen.content.decode()


def test_errors_keep_what_was_typed(people: Map, sign_in: SignIn) -> None:
    answer = save(people, sign_in, "stakeholder_add", name="", email="nobody@new.example", title="Typed title")
    assert "Typed title" in answer.content.decode()
    assert "Nobody with this e-mail is known yet" in answer.content.decode()
    assert Stakeholder.objects.count() == 3


def test_a_change_of_position_keeps_the_past(people: Map, sign_in: SignIn) -> None:
    on = date(2026, 2, 1)
    save(
        people,
        sign_in,
        "position_change",
        people.ana.pk,
        on=on.isoformat(),
        title="CEO",
        department="Board",
        level="executive",
    )
    rows = Position.objects.standing().filter(stakeholder=people.ana).order_by("valid_from")
    assert [(row.title, row.valid_from, row.valid_to) for row in rows] == [
        ("CIO", date(2025, 1, 1), on),
        ("CEO", on, None),
    ]


def test_a_correction_of_position_rewrites_the_same_days(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "position_correct", people.ana.pk, title="CTO", department="IT", level="vp")
    [row] = Position.objects.standing().filter(stakeholder=people.ana)
    assert (row.title, row.level, row.valid_from, row.valid_to) == ("CTO", "vp", date(2025, 1, 1), None)


def test_contact_is_edited_and_a_stale_save_shows_both(people: Map, sign_in: SignIn) -> None:
    person = people.joao.person
    typed = {"name": person.name, "email": "joao@acme.example", "notes": "Likes mornings.", "row_version": 1}
    save(people, sign_in, "person_edit", people.joao.pk, **typed)
    person.refresh_from_db()
    assert (person.email, person.notes) == ("joao@acme.example", "Likes mornings.")
    again = save(people, sign_in, "person_edit", people.joao.pk, **{**typed, "notes": "Likes evenings."})
    assert "Somebody else saved this meanwhile" in again.content.decode()
    person.refresh_from_db()
    assert person.notes == "Likes mornings."


def test_a_role_is_added_confirmed_ended_and_taken_back(people: Map, sign_in: SignIn) -> None:
    role = Role.objects.get(key="security")
    save(people, sign_in, "role_add", people.rui.pk, role=role.pk, on="2026-01-01")
    held = RoleHolding.objects.standing().get(stakeholder=people.rui)
    save(people, sign_in, "role_end", held.pk, on="2026-02-01")
    held.refresh_from_db()
    assert held.valid_to == date(2026, 2, 1)
    save(people, sign_in, "role_remove", held.pk)
    assert not RoleHolding.objects.standing().filter(stakeholder=people.rui).exists()
    guess = RoleHolding.objects.create(stakeholder=people.rui, role=role, basis="assumed")
    save(people, sign_in, "role_confirm", guess.pk)
    assert RoleHolding.objects.standing().get(stakeholder=people.rui).basis == "stated"


def test_a_departure_proposes_and_names_a_successor_and_is_undone(people: Map, sign_in: SignIn) -> None:
    shown = sign_in(people.cast.cleo).get(url("depart", people.cast.acme.pk, people.ana.pk), **DIALOG).content.decode()
    nobody, proposed = '<option value="" selected>nobody yet</option>', f'<option value="{people.joao.pk}">'
    assert nobody in shown
    assert f"{proposed}Proposed: João Costa, who is in the same department</option>" in shown
    save(people, sign_in, "depart", people.ana.pk, left_on="2026-02-01", successor=people.joao.pk, reason="retired")
    assert Departure.objects.standing().get(stakeholder=people.ana).reason == "retired"
    assert Successor.objects.get(stakeholder=people.ana).successor_id == people.joao.pk
    undo(people, sign_in)
    people.ana.refresh_from_db()
    assert people.ana.left_on is None


def test_an_orphaned_role_is_filled(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "depart", people.ana.pk, left_on="2026-02-01")
    save(people, sign_in, "role_fill", people.decides.pk, stakeholder=people.joao.pk, on="2026-02-01")
    people.decides.refresh_from_db()
    assert people.decides.valid_to == date(2026, 2, 1)
    assert (
        RoleHolding.objects.valid_at(date(2026, 2, 1)).filter(stakeholder=people.joao, role__decides=True).count() == 1
    )


def test_never_left_takes_the_departure_back(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "depart", people.ana.pk, left_on="2026-02-01")
    save(people, sign_in, "never_left", people.ana.pk)
    people.ana.refresh_from_db()
    assert people.ana.left_on is None


def test_a_move_needs_an_account_one_may_change(people: Map, sign_in: SignIn) -> None:
    typed = {"to_account": people.cast.bolt.pk, "on": "2026-02-01", "title": "CIO"}
    refused = save(people, sign_in, "move", people.ana.pk, **typed)
    assert refused.status_code == 200
    assert not Stakeholder.objects.filter(account=people.cast.bolt).exists()
    sign_in(people.cast.ada).post(url("move", people.cast.acme.pk, people.ana.pk), typed, **DIALOG)
    there = Stakeholder.objects.get(account=people.cast.bolt)
    assert (there.person_id, there.joined_on) == (people.ana.person_id, date(2026, 2, 1))


def test_a_successor_is_named_before_they_leave(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "successor", people.ana.pk, successor=people.rui.pk)
    assert Successor.objects.get(stakeholder=people.ana).successor_id == people.rui.pk


def test_yes_confirms(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "confirm", people.ana.pk)
    assert Confirmation.objects.get(stakeholder=people.ana).confirmed_on == today()


def test_a_mistake_is_removed_and_comes_back_by_undo(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "remove", people.rui.pk)
    assert not Stakeholder.objects.standing().filter(pk=people.rui.pk).exists()
    undo(people, sign_in)
    assert Stakeholder.objects.standing().filter(pk=people.rui.pk).exists()


def test_unknown_axes_stay_unknown(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "assess", people.ana.pk, influence="8", authority="7", sentiment="-1", on="2026-01-01")
    row = Assessment.objects.standing().get(stakeholder=people.ana, basis="stated")
    assert (row.influence, row.authority, row.importance, row.sentiment) == (8, 7, None, -1)


@pytest.mark.parametrize(
    ("kind", "expected"), [("reports_to", "to ana"), ("reports_to:back", "from ana"), ("works_with", "smaller first")]
)
def test_connections_run_the_way_they_were_said(people: Map, sign_in: SignIn, kind: str, expected: str) -> None:
    save(people, sign_in, "connection_add", people.joao.pk, kind=kind, other=people.ana.pk)
    row = Connection.objects.standing().get()
    ends = (row.from_stakeholder_id, row.to_stakeholder_id)
    forwards = (people.joao.pk, people.ana.pk)
    backwards = (people.ana.pk, people.joao.pk)
    assert ends == {"to ana": forwards, "from ana": backwards, "smaller first": tuple(sorted(forwards))}[expected]


def test_a_connection_ends_or_never_was(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "connection_add", people.joao.pk, kind="works_with", other=people.ana.pk, on="2025-06-01")
    row = Connection.objects.standing().get()
    save(people, sign_in, "connection_end", row.pk, on="2026-01-01")
    row.refresh_from_db()
    assert row.valid_to == date(2026, 1, 1)
    save(people, sign_in, "connection_remove", row.pk)
    assert not Connection.objects.standing().exists()


def test_a_meeting_is_dismissed(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "meeting_dismiss", people.joao.pk, people.ana.pk)
    row = Dismissal.objects.standing().get()
    assert (row.first_id, row.second_id) == tuple(sorted((people.ana.pk, people.joao.pk)))


def test_a_touchpoint_is_one_for_everybody_and_is_corrected(people: Map, sign_in: SignIn) -> None:
    both = [people.ana.pk, people.joao.pk]
    typed = {"kind": "call", "on": "2026-03-01", "at": "09:30", "stakeholders": both, "users": people.cast.cleo.pk}
    save(people, sign_in, "touchpoint_add", **typed, subject="Rollout")
    row = Touchpoint.objects.standing().get(subject="Rollout")
    assert (row.kind, row.touched_on, row.is_two_way, row.stakeholders.count()) == ("call", date(2026, 3, 1), True, 2)
    save(people, sign_in, "touchpoint_edit", row.pk, **{**typed, "subject": "Roll-out", "two_way": "no"})
    right = Touchpoint.objects.standing().get(subject="Roll-out")
    assert (right.pk != row.pk, right.is_two_way, right.touched_on) == (True, False, date(2026, 3, 1))
    save(people, sign_in, "touchpoint_remove", right.pk)
    assert not Touchpoint.objects.standing().filter(touched_on=date(2026, 3, 1)).exists()
    undo(people, sign_in)
    assert Touchpoint.objects.standing().filter(pk=right.pk).exists()


def test_who_is_to_leave_has_not_left_yet(people: Map, sign_in: SignIn) -> None:
    answer = save(people, sign_in, "depart", people.joao.pk, left_on="1850-01-01")
    assert "Say a day from 1900 to 2199." in answer.content.decode()
    save(people, sign_in, "depart", people.joao.pk, left_on="2190-03-01")
    assert Act.objects.latest("pk").summary == "João Costa leaves on March 1, 2190"


def opened(people: Map, row: Touchpoint) -> dict[str, Any]:
    """What the form of a touchpoint sends when nothing is typed."""
    form = TouchpointForm(account=people.cast.acme, urls={"theirs": "", "ours": ""}, initial=held_by(row))
    return {**held(form), "row_version": str(row.row_version), "seen": form.initial["seen"]}


def test_a_correction_is_undone(people: Map, sign_in: SignIn) -> None:
    save(people, sign_in, "touchpoint_edit", people.meeting.pk, **{**opened(people, people.meeting), "subject": "QBR"})
    assert Touchpoint.objects.standing().get().subject == "QBR"
    undo(people, sign_in)
    assert Touchpoint.objects.standing().get() == people.meeting


def test_two_corrections_of_a_touchpoint_show_both_and_lose_nothing(people: Map, sign_in: SignIn) -> None:
    seen = opened(people, people.meeting)
    save(people, sign_in, "touchpoint_edit", people.meeting.pk, **{**seen, "subject": "QBR", "notes": "Long"})
    both = save(people, sign_in, "touchpoint_edit", people.meeting.pk, **{**seen, "subject": "Review"})
    words = both.content.decode()
    assert "Somebody else saved this meanwhile" in words
    assert [word in words for word in ("<strong>Review</strong>", "<strong>QBR</strong>")] == [True, True]
    assert 'value="theirs" checked' in words.partition("<legend>Notes</legend>")[2]
    now = opened(people, Touchpoint.objects.standing().get())
    chosen = {"settling": "1", "choose-subject": "mine", "choose-notes": "theirs"}
    mine = {**seen, "subject": "Review", "row_version": now["row_version"], "seen": now["seen"], **chosen}
    assert save(people, sign_in, "touchpoint_edit", people.meeting.pk, **mine).status_code == 204
    right = Touchpoint.objects.standing().get()
    assert (right.subject, right.notes, right.stakeholders.count()) == ("Review", "Long", 2)


def test_what_was_typed_of_a_touchpoint_that_somebody_removed_may_be_recorded_anew(
    people: Map, sign_in: SignIn
) -> None:
    typed = {**opened(people, people.meeting), "subject": "Only here"}
    save(people, sign_in, "touchpoint_remove", people.meeting.pk)
    answer = save(people, sign_in, "touchpoint_edit", people.meeting.pk, **typed)
    words = answer.content.decode()
    assert "Somebody removed this touchpoint meanwhile" in words
    assert "Only here" in words
    assert f'action="{url("touchpoint_add", people.cast.acme.pk)}"' in words
    assert not Touchpoint.objects.standing().exists()


def test_what_lies_ahead_is_not_recorded(people: Map, sign_in: SignIn) -> None:
    ahead = today() + timedelta(days=3)
    typed = {"kind": "call", "on": ahead.isoformat(), "stakeholders": people.ana.pk, "users": people.cast.cleo.pk}
    answer = save(people, sign_in, "touchpoint_add", **typed, subject="Tomorrow's words")
    assert "This lies ahead" in answer.content.decode()
    assert "Tomorrow&#x27;s words" in answer.content.decode()
    assert "Ana Silva" in answer.content.decode()


def test_somebody_is_chosen_beforehand(people: Map, sign_in: SignIn) -> None:
    address = f"{url('touchpoint_add', people.cast.acme.pk)}?with={people.ana.pk}"
    shown = sign_in(people.cast.cleo).get(address, **DIALOG).content.decode()
    assert f'name="stakeholders" value="{people.ana.pk}"' in shown


def test_options_are_found_without_accents(people: Map, sign_in: SignIn) -> None:
    answer = sign_in(people.cast.cleo).get(url("people_options", people.cast.acme.pk), {"q": "joa c"})
    assert f'data-value="{people.joao.pk}"' in answer.content.decode()
    assert sign_in(people.cast.carl).get(url("people_options", people.cast.acme.pk), {"q": "a"}).status_code == 404
