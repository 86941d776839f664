"""The people tab: who is shown to whom, with what, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from csm.foundation.clock import today
from stakeholders.services.people import add_stakeholder, depart_stakeholder, move_stakeholder, name_successor
from stakeholders.services.roles import assign_role
from tests.personas import Cast
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db


def url(cast: Cast) -> str:
    return reverse("stakeholders:people", args=[cast.acme.pk])


def shown(people: Map, sign_in: SignIn, who: str = "cleo", **query: str) -> str:
    answer = sign_in(people.cast.users[who]).get(url(people.cast), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_is_listed_with_what_is_known(people: Map, sign_in: SignIn) -> None:
    page = shown(people, sign_in)
    who = "CIO · <span>IT</span> · <span>executive</span>"
    for words in ("Ana Silva", who, "João Costa", "Champion", "days overdue", "Cleo's turn"):
        assert words in page


def test_the_tab_is_not_there_for_who_does_not_see_the_account(people: Map, sign_in: SignIn) -> None:
    assert sign_in(people.cast.carl).get(url(people.cast)).status_code == 404


def test_an_executive_reads_without_controls(people: Map, sign_in: SignIn) -> None:
    page = shown(people, sign_in, "edda")
    assert "Ana Silva" in page
    for control in ("hx-post", '#dialog"', 'method="post" action="/accounts'):
        assert control not in page


def test_words_are_found_without_accents_and_filters_narrow(people: Map, sign_in: SignIn) -> None:
    found = shown(people, sign_in, q="joao")
    assert "João Costa" in found
    assert "Ana Silva</strong>" not in found
    assert "Ana Silva</strong>" in shown(people, sign_in, role="decision_maker")
    assert "João Costa</strong>" not in shown(people, sign_in, role="decision_maker")
    assert "Nobody here fits these filters." in shown(people, sign_in, q="nobody")
    assert "Rui Ramos</strong>" in shown(people, sign_in, show="no_contact")


def test_htmx_gets_the_rows_only(people: Map, sign_in: SignIn) -> None:
    client = sign_in(people.cast.cleo)
    part = client.get(url(people.cast), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="people-rows").content.decode()
    assert "Ana Silva" in part
    assert "<html" not in part


def test_a_departure_shows_orphaned_roles_and_the_successor(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    depart_stakeholder(cast.cleo, people.ana, today() - timedelta(days=3))
    name_successor(cast.cleo, people.ana, people.rui)
    page = shown(people, sign_in)
    assert "Orphaned roles" in page
    assert reverse("stakeholders:role_fill", args=[cast.acme.pk, people.decides.pk]) in page
    assert "No longer here" in page
    assert "Ana Silva left 3 days ago" in page
    assert "<td>Rui Ramos</td>" in page


def test_who_turned_up_elsewhere_is_named_only_to_who_sees_it(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    move_stakeholder(cast.ada, people.ana, cast.bolt, today() - timedelta(days=3))
    assert f'now at <a href="/accounts/{cast.bolt.pk}/">Bolt</a>' in shown(people, sign_in, "ada")
    other = shown(people, sign_in, "cleo")
    assert "now at another customer" in other
    assert "Bolt" not in other


def test_the_number_of_queries_does_not_grow_with_people(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)
    move_stakeholder(cast.ada, people.ana, cast.bolt, today())
    few = _queries(client, cast)
    champion = Role.objects.get(key="champion")
    for number in range(12):
        one = add_stakeholder(cast.cleo, cast.acme, name=f"Person {number}", title="Analyst")
        assign_role(cast.cleo, one, champion, today())
    move_stakeholder(cast.ada, people.rui, cast.comet, today())
    assert _queries(client, cast) == few


def _queries(client: Client, cast: Cast) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(url(cast)).status_code == 200
    return len(made)


def test_an_empty_map_teaches(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.cleo).get(url(cast)).content.decode()
    assert "Nobody is on this map yet." in page
    assert reverse("stakeholders:stakeholder_add", args=[cast.acme.pk]) in page
