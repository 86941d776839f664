"""The page of a person, the list of all people, and search: each scoped by what the viewer may see."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from csm.foundation.clock import today
from stakeholders.models import Person
from stakeholders.selectors.search_people import person_hits
from stakeholders.services.assessments import assess
from stakeholders.services.people import add_stakeholder, change_position, edit_person, move_stakeholder
from stakeholders.services.touchpoints import record_touchpoint
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db
LIST = "/people/"


def page(people: Map, sign_in: SignIn, who: str, person: Person) -> str:
    answer = sign_in(people.cast.users[who]).get(reverse("stakeholders:person", args=[person.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_is_shown_with_history_contact_and_last_touches(people: Map, sign_in: SignIn) -> None:
    cleo, ana = people.cast.cleo, people.ana
    edit_person(
        cleo, ana.person, phone="+351 21", preferred_channel="phone", time_zone="Europe/Lisbon", notes="Mornings."
    )
    change_position(cleo, ana, today() - timedelta(days=30), title="CEO")
    assess(cleo, ana, today(), influence=8, sentiment=1)
    shown = page(people, sign_in, "cleo", ana.person)
    for words in ("CEO", "CIO", "+351 21", "Europe/Lisbon", "Mornings.", "Kick-off", "Decision maker", "positive"):
        assert words in shown
    assert reverse("stakeholders:person_edit", args=[people.cast.acme.pk, ana.pk]) in shown


def test_what_is_at_accounts_one_may_not_see_is_not_named(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    move_stakeholder(cast.ada, people.ana, cast.bolt, today(), title="Chief of Bolt")
    cleo = page(people, sign_in, "cleo", people.ana.person)
    assert "at another customer" in cleo
    assert "Bolt" not in cleo
    assert f"/accounts/{cast.bolt.pk}/" not in cleo
    carl = page(people, sign_in, "carl", people.ana.person)
    assert "Chief of Bolt" in carl
    for hidden in ("Acme", "Kick-off", "CIO", "Decision maker"):
        assert hidden not in carl
    ada = page(people, sign_in, "ada", people.ana.person)
    assert "Acme" in ada
    assert "Chief of Bolt" in ada
    assert "another customer" not in ada


def test_a_person_at_no_account_of_mine_is_not_found(people: Map, sign_in: SignIn) -> None:
    for url in (reverse("stakeholders:person", args=[people.ana.person_id]), "/people/987654321/"):
        assert sign_in(people.cast.carl).get(url).status_code == 404


def test_who_met_together_is_listed_until_dismissed(people: Map, sign_in: SignIn) -> None:
    cast, on = people.cast, datetime.combine(today(), time(9), tzinfo=timezone.get_default_timezone())
    both = [people.ana, people.rui]
    record_touchpoint(cast.cleo, cast.acme, kind="meeting", touched_at=on, users=[cast.cleo], stakeholders=both)
    dismiss = reverse("stakeholders:meeting_dismiss", args=[cast.acme.pk, people.ana.pk, people.rui.pk])
    assert dismiss in page(people, sign_in, "cleo", people.ana.person)
    sign_in(cast.cleo).post(dismiss)
    assert dismiss not in page(people, sign_in, "cleo", people.ana.person)


def test_an_executive_reads_without_controls(people: Map, sign_in: SignIn) -> None:
    shown = page(people, sign_in, "edda", people.ana.person)
    assert "Ana Silva" in shown
    assert 'hx-target="#dialog"' not in shown


def test_the_page_of_a_person_makes_a_fixed_number_of_queries(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    client, url = sign_in(cast.ada), reverse("stakeholders:person", args=[people.joao.person_id])
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    add_stakeholder(cast.ada, cast.bolt, person=people.joao.person)
    add_stakeholder(cast.ada, cast.comet, person=people.joao.person, title="Adviser")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Ana Silva", "João Costa", "Rui Ramos"}),
        ({"q": "joao"}, {"João Costa"}),
        ({"q": "cos jo"}, {"João Costa"}),
        ({"q": "ana@acme"}, {"Ana Silva"}),
        ({"q": "'&!"}, set()),
        ({"role": "champion"}, {"João Costa"}),
        ({"level": "executive"}, {"Ana Silva"}),
        ({"presence": "left"}, set()),
        ({"presence": "here", "level": "manager"}, {"João Costa"}),
    ],
)
def test_the_list_of_people_is_searched_and_filtered(
    people: Map, sign_in: SignIn, query: dict[str, str], names: set[str]
) -> None:
    shown = sign_in(people.cast.cleo).get(LIST, query).content.decode()
    assert {name for name in ("Ana Silva", "João Costa", "Rui Ramos") if f"<strong>{name}</strong>" in shown} == names


def test_the_list_shows_only_people_one_may_see(people: Map, sign_in: SignIn) -> None:
    add_stakeholder(people.cast.ada, people.cast.bolt, name="Bela Bolt")
    shown = sign_in(people.cast.carl).get(LIST).content.decode()
    assert "Bela Bolt" in shown
    assert "Ana Silva" not in shown


def test_pages_of_people_follow_each_other(people: Map, sign_in: SignIn) -> None:
    for number in range(60):
        add_stakeholder(people.cast.ada, people.cast.acme, name=f"Person {number:02}")
    client = sign_in(people.cast.cleo)
    first = client.get(LIST)
    assert "Person 47</strong>" in first.content.decode()
    assert "Person 48</strong>" not in first.content.decode()
    second = client.get(f"{LIST}{first.context['next_url']}").content.decode()
    assert "Person 48</strong>" in second
    assert "Rui Ramos</strong>" in second
    assert client.get(LIST, {"cursor": "nonsense"}).status_code == 400


def test_search_finds_people_once_scoped_in_one_query(people: Map) -> None:
    cast = people.cast
    with CaptureQueriesContext(connection) as made:
        hits = person_hits(cast.cleo, "joao", 6)
    assert [(hit.title, hit.detail, hit.url) for hit in hits] == [
        ("João Costa", "Acme", f"/people/{people.joao.person_id}/")
    ]
    assert len(made) == 1
    assert person_hits(cast.carl, "joao", 6) == []
    move_stakeholder(cast.ada, people.joao, cast.bolt, today())
    assert [hit.detail for hit in person_hits(cast.ada, "cos", 6)] == ["Bolt"]
    assert [hit.detail for hit in person_hits(cast.cleo, "cos", 6)] == ["Acme"]
