"""What the accounts list and the head of an account show of the kept conclusions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from stakeholders.models import Conclusion
from stakeholders.services.conclusions import conclude_accounts
from stakeholders.services.roles import assign_role
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db
LIST = "/accounts/"


def shown(people: Map, sign_in: SignIn, who: str = "ada", **query: str) -> str:
    answer = sign_in(people.cast.users[who]).get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


def conclude(people: Map) -> None:
    cast = people.cast
    conclude_accounts([cast.acme.pk, cast.bolt.pk, cast.comet.pk])


def test_kept_figures_stand_in_the_list_and_the_head(people: Map, sign_in: SignIn) -> None:
    conclude(people)
    kept = Conclusion.objects.get(account=people.cast.acme)
    page = shown(people, sign_in)
    assert f"{kept.roles_engaged} of {kept.roles_required}" in page
    assert "older than its facts" not in page
    head = sign_in(people.cast.cleo).get(reverse("stakeholders:people", args=[people.cast.acme.pk])).content.decode()
    assert "We stay connected" in head
    assert f"{kept.roles_engaged} of {kept.roles_required}" in head


def test_a_figure_older_than_its_facts_says_so(people: Map, sign_in: SignIn) -> None:
    conclude(people)
    assign_role(people.cast.cleo, people.rui, Role.objects.get(key="security"))
    assert shown(people, sign_in).count("older than its facts") == 1
    conclude(people)
    assert "older than its facts" not in shown(people, sign_in)


def test_the_head_asks_until_it_is_judged_and_then_no_more(people: Map, sign_in: SignIn) -> None:
    conclude(people)
    client, figures = sign_in(people.cast.cleo), reverse("accounts:figures", args=[people.cast.acme.pk])
    tabs = [reverse(name, args=[people.cast.acme.pk]) for name in ("stakeholders:people", "health:goals")]
    assert all("data-progress=" not in client.get(tab).content.decode() for tab in tabs)
    assign_role(people.cast.cleo, people.rui, Role.objects.get(key="security"))
    assert all(f'data-progress="{figures}"' in client.get(tab).content.decode() for tab in tabs)
    waiting = client.get(figures)
    assert (waiting.status_code, waiting.content) == (204, b"")
    conclude(people)
    judged = client.get(figures).content.decode()
    assert judged.strip().startswith("<div>")
    assert "We stay connected" in judged
    assert "older than its facts" not in judged
    assert "data-progress" not in judged


@pytest.mark.parametrize(
    ("kept", "query", "found"),
    [
        ({"threads": 0, "state": "no_route"}, {"threads": "no_route"}, True),
        ({"threads": 0, "state": "not_connected_yet"}, {"threads": "no_route"}, False),
        ({"threads": 1, "state": "single", "cut_kind": "bridge"}, {"threads": "bridge"}, True),
        ({"threads": 1, "state": "single", "cut_kind": "bridge"}, {"threads": "decider"}, False),
        ({"threads": 1, "state": "single", "cut_kind": "decider"}, {"threads": "decider"}, True),
        ({"threads": 3, "state": "multi"}, {"threads": "multi"}, True),
        ({"threads": None, "state": "unknown"}, {"threads": "unknown"}, True),
        ({"stale": 1}, {"trouble": "stale"}, True),
        ({"orphaned_roles": 0}, {"trouble": "orphaned"}, False),
        ({"orphaned_roles": 2}, {"trouble": "orphaned"}, True),
        ({"survival": 0.69}, {"trouble": "unsafe"}, True),
        ({"survival": 0.7}, {"trouble": "unsafe"}, False),
    ],
)
def test_filters_choose_by_what_is_kept(
    people: Map, sign_in: SignIn, kept: dict[str, object], query: dict[str, str], found: bool
) -> None:
    conclude(people)
    Conclusion.objects.update(threads=2, state="multi", cut_kind="", stale=0, orphaned_roles=0, survival=0.9)
    Conclusion.objects.filter(account=people.cast.acme).update(**kept)
    assert ("<strong>Acme</strong>" in shown(people, sign_in, **query)) is found


@pytest.mark.parametrize("sort", ["threads", "-survival", "coverage", "last_touch", "-freshness"])
def test_the_list_is_sorted_by_what_is_kept(people: Map, sign_in: SignIn, sort: str) -> None:
    conclude(people)
    assert "<strong>Acme</strong>" in shown(people, sign_in, sort=sort)


def test_columns_add_no_query_per_account(people: Map, sign_in: SignIn) -> None:
    client = sign_in(people.cast.ada)
    with CaptureQueriesContext(connection) as before:
        client.get(LIST)
    conclude(people)
    with CaptureQueriesContext(connection) as after:
        client.get(LIST)
    assert len(after) == len(before)
