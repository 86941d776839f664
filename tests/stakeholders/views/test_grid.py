"""The quick-set grid: who is in it and why, what it saves and refuses, undoing a step, and its cost."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Act, FactsVersion
from csm.foundation.clock import today
from stakeholders.models import Assessment, Position, Stakeholder
from stakeholders.services.assessments import assess
from stakeholders.services.conclusions import conclude_due
from stakeholders.services.people import add_stakeholder
from stakeholders.services.quick_set import GROUP
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db
SAVE = "/people/grid/save/"


def account_grid(client: Client, people: Map, **query: str) -> str:
    answer = client.get(reverse("stakeholders:grid", args=[people.cast.acme.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def book(client: Client, **query: str) -> str:
    conclude_due()
    answer = client.get("/people/grid/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def names_in(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('data-name="')[1:]]


def cell(stakeholder: Stakeholder, column: str, value: Any, **seen: Any) -> dict[str, Any]:
    return {"stakeholder": stakeholder.pk, "column": column, "value": value, **seen}


def save(client: Client, *steps: list[dict[str, Any]]) -> Any:
    return client.post(SAVE, {"steps": list(steps)}, content_type="application/json")


def thought(stakeholder: Stakeholder) -> tuple[Any, ...] | None:
    row = Assessment.objects.valid_at(today()).filter(stakeholder=stakeholder).first()
    return (row.influence, row.importance, row.sentiment) if row else None


def test_an_account_shows_those_worth_asking_about_and_why(people: Map, sign_in: SignIn) -> None:
    client = sign_in(people.cast.cleo)
    page = account_grid(client, people)
    assert names_in(page) == ["Ana Silva", "João Costa"]
    assert "Not known yet. They alone hold a role that this segment needs." in page
    assert names_in(account_grid(client, people, show="everybody")) == ["Ana Silva", "João Costa", "Rui Ramos"]


def test_a_cell_says_what_is_recorded_and_what_was_assumed(people: Map, sign_in: SignIn) -> None:
    assess(people.cast.cleo, people.ana, date(2026, 1, 5), influence=8, sentiment=-1, assumed=["influence"])
    page = account_grid(sign_in(people.cast.cleo), people)
    assert 'data-column="influence" data-kind="ten" data-value="8" data-assumed><span data-text>8</span>' in page
    assert 'data-column="sentiment" data-kind="sentiment" data-value="-1"><span data-text>critical</span>' in page
    assert 'data-column="level" data-kind="level" data-value="executive"><span data-text>executive</span>' in page
    assert 'data-column="importance" data-kind="ten" data-value=""><span data-text>?</span>' in page


def test_who_only_reads_sees_the_grid_without_what_sets(people: Map, sign_in: SignIn) -> None:
    page = account_grid(sign_in(people.cast.edda), people)
    assert names_in(page) == ["Ana Silva", "João Costa"]
    assert 'aria-readonly="true"' in page
    assert "data-save" not in page


def test_a_book_holds_the_accounts_one_may_change_and_what_filters_choose(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    add_stakeholder(cast.carl, cast.bolt, name="Zoe Zander")
    assert names_in(book(sign_in(cast.cleo), show="everybody")) == ["Ana Silva", "João Costa", "Rui Ramos"]
    assert names_in(book(sign_in(cast.cleo))) == ["Ana Silva", "João Costa"]
    assert names_in(book(sign_in(cast.ada), show="everybody")) == ["Ana Silva", "João Costa", "Rui Ramos", "Zoe Zander"]
    assert names_in(book(sign_in(cast.ada), show="everybody", q="Bolt")) == ["Zoe Zander"]
    assert names_in(book(sign_in(cast.edda), show="everybody")) == []


def test_a_book_is_read_a_page_at_a_time(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)
    for number in range(60):
        add_stakeholder(cast.cleo, cast.acme, name=f"P{number:02}")
    first = book(client, show="everybody")
    assert len(names_in(first)) == 50
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get("/people/grid/" + following).content.decode()
    assert len(names_in(rest)) == 13
    assert set(names_in(first)).isdisjoint(names_in(rest))
    assert client.get("/people/grid/", {"cursor": "x"}).status_code == 400


def test_each_step_is_saved_as_an_act_and_undone_as_one(people: Map, sign_in: SignIn) -> None:
    client = sign_in(people.cast.cleo)
    both = [cell(people.ana, "influence", 8, seen=None), cell(people.joao, "influence", 8, seen=None)]
    answer = save(client, both, [cell(people.ana, "level", "vp", seen="executive")])
    assert answer.status_code == 200
    first, second = answer.json()["steps"]
    assert (first["summary"], first["refused"]) == ("Set for 2 people: influence", [])
    assert (thought(people.ana), thought(people.joao)) == ((8, None, None), (8, None, None))
    assert client.post(f"/people/grid/undo/{second['group']}/").status_code == 200
    assert Position.objects.valid_at(today()).get(stakeholder=people.ana).level == "executive"
    assert client.post(f"/people/grid/undo/{first['group']}/").status_code == 200
    assert (thought(people.ana), thought(people.joao)) == ((None,) * 3, (None,) * 3)
    again = client.post(f"/people/grid/undo/{first['group']}/")
    assert (again.status_code, again.json()) == (409, {"detail": "This was undone already."})


def test_what_somebody_else_changed_is_refused_with_what_it_is_now(people: Map, sign_in: SignIn) -> None:
    assess(people.cast.ada, people.ana, today(), influence=9)
    client = sign_in(people.cast.cleo)
    answer = save(client, [cell(people.ana, "influence", 2, seen=None), cell(people.joao, "influence", 2, seen=None)])
    [step] = answer.json()["steps"]
    assert step["refused"] == [
        {
            "stakeholder": people.ana.pk,
            "column": "influence",
            "detail": "Somebody else changed this meanwhile: it is now 9.",
            "now": 9,
            "can_insist": True,
        }
    ]
    assert (thought(people.ana), thought(people.joao)) == ((9, None, None), (2, None, None))


def test_saving_and_undoing_say_what_stands_in_the_rows_since(people: Map, sign_in: SignIn) -> None:
    """A level lets a rule assume authority; what nobody said is no conflict for who has not seen it."""
    client, joao = sign_in(people.cast.cleo), people.joao
    steps = [cell(joao, "level", "executive", seen="manager")], [cell(joao, "authority", 7, seen=None)]
    first, second = save(client, *steps).json()["steps"]
    shown = {each["column"]: (each["value"], each["is_assumed"]) for each in first["now"]}
    assert (shown["level"], shown["influence"], shown["authority"][1]) == (("executive", False), (None, False), True)
    assert second["refused"] == []
    assert Assessment.objects.valid_at(today()).get(stakeholder=joao).authority == 7
    undone = client.post(f"/people/grid/undo/{second['group']}/").json()["now"]
    assert {each["stakeholder"] for each in undone} == {joao.pk}
    assert [each["is_assumed"] for each in undone if each["column"] == "authority"] == [True]


def test_nobody_sets_or_undoes_what_is_not_theirs(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    group = save(sign_in(cast.cleo), [cell(people.ana, "influence", 8)]).json()["steps"][0]["group"]
    before = (list(Assessment.objects.values()), Act.objects.count(), FactsVersion.objects.get(account=cast.acme))
    for other in (cast.carl, cast.edda, cast.otto):
        client = sign_in(other)
        [step] = save(client, [cell(people.joao, "influence", 8)]).json()["steps"]
        assert (step["group"], [each["now"] for each in step["refused"]]) == ("", [None])
        assert client.post(f"/people/grid/undo/{group}/").status_code == 404
    import_group = Act.objects.create(kind="x", summary="x", account=cast.acme, actor=cast.cleo, group="import-1")
    assert sign_in(cast.cleo).post("/people/grid/undo/import-1/").status_code == 404
    import_group.delete()
    assert (
        list(Assessment.objects.values()),
        Act.objects.count(),
        FactsVersion.objects.get(account=cast.acme),
    ) == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[]", "Expected 1 to 100 steps."),
        ('{"steps": []}', "Expected 1 to 100 steps."),
        ('{"steps": [[]]}', "Step 1: expected 1 to 500 cells."),
        ('{"steps": [[{}]]}', "Cell 1.1: expected the id of a stakeholder."),
        ('{"steps": [[{"stakeholder": 1, "column": "x"}]]}', "Cell 1.1: expected a column, one of influence, "),
        ('{"steps": [[{"stakeholder": 1, "column": "influence"}]]}', "Cell 1.1: expected a value of influence, or"),
        ('{"steps": [[{"stakeholder": 1, "column": "influence", "value": 11}]]}', "Cell 1.1: expected a value of"),
        ('{"steps": [[{"stakeholder": 1, "column": "influence", "value": true}]]}', "Cell 1.1: expected a value of"),
        ('{"steps": [[{"stakeholder": 1, "column": "level", "value": ["vp"]}]]}', "Cell 1.1: expected a value of"),
        ('{"steps": [[{"stakeholder": 1, "column": "level", "value": null, "seen": 3}]]}', "Cell 1.1: expected a"),
        ("{", ""),
        ("[" * 100_000, ""),
    ],
)
def test_a_body_of_another_form_is_refused_and_says_where(people: Map, sign_in: SignIn, body: str, said: str) -> None:
    answer = sign_in(people.cast.cleo).post(SAVE, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(said)
    assert not Act.objects.filter(group__startswith=GROUP).exists()


def test_the_number_of_queries_does_not_grow_with_people(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = (reverse("stakeholders:grid", args=[cast.acme.pk]) + "?show=everybody", "/people/grid/?show=everybody")
    few = [queries(address) for address in addresses]
    for number in range(10):
        one = add_stakeholder(cast.cleo, cast.acme, name=f"P{number}", title="Lead")
        assess(cast.cleo, one, today(), influence=1)
    assert [queries(address) for address in addresses] == few
