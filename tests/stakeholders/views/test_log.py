"""Log a touchpoint from any page."""

from typing import Any

import pytest
from django.test import Client

from accounts.services.accounts import create_account
from csm.foundation.clock import today
from stakeholders.models import Touchpoint
from tests.accounts.pages import text_of
from tests.stakeholders.views.conftest import Map, SignIn


@pytest.fixture
def cleo(people: Map, sign_in: SignIn) -> Client:
    return sign_in(people.cast.cleo)


def opened_on(client: Client, path: str, target: str = "dialog", **query: Any) -> Any:
    headers = {"HX-Request": "true", "HX-Target": target, "HX-Current-URL": f"http://testserver{path}"}
    return client.get("/log/", query, headers=headers)


def test_the_account_of_the_page_is_taken_and_that_of_somebody_who_has_one(people: Map, cleo: Client) -> None:
    acme = people.cast.acme
    for path in (f"/accounts/{acme.pk}/contracts/", f"/people/{people.ana.person_id}/"):
        page = opened_on(cleo, path)
        assert [one["label"] for one in page.context["chosen"]] == ["Acme"], path
    for path in ("/accounts/", f"/accounts/{people.cast.bolt.pk}/", "/settings/profile/"):
        assert opened_on(cleo, path).context["chosen"] == [], path


def test_the_line_is_read_once_the_account_is_named_and_stays_while_it_is_not(people: Map, cleo: Client) -> None:
    line = "met Ana about rollout"
    assert "Name the account" in text_of(opened_on(cleo, "/accounts/", "log-preview", line=line, account=""))
    seen = opened_on(cleo, "/accounts/", "log-preview", line=line, account=people.cast.acme.pk)
    assert "with Ana Silva about “rollout”." in text_of(seen)


def test_what_was_seen_is_recorded_and_one_stays_where_one_is(people: Map, cleo: Client) -> None:
    line = "met Ana about rollout"
    form = opened_on(cleo, "/accounts/", "log-preview", line=line, account=people.cast.acme.pk).context["form"]
    sent = {f"q-{name}": form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    headers = {"HX-Request": "true", "HX-Target": "log-preview", "HX-Current-URL": "http://testserver/accounts/"}
    answer = cleo.post(
        "/log/", {**sent, "line": line, "read_line": line, "account": people.cast.acme.pk}, headers=headers
    )
    assert (answer.status_code, answer["HX-Refresh"], answer["HX-Trigger"]) == (204, "true", '{"typed:done": "log"}')
    made = Touchpoint.objects.latest("pk")
    assert (made.subject, made.account, list(made.stakeholders.all())) == ("rollout", people.cast.acme, [people.ana])
    assert made.touched_on == today()


def test_without_an_account_nothing_is_recorded_and_the_line_stays(people: Map, cleo: Client) -> None:
    page = cleo.post("/log/", {"line": "met Ana", "read_line": "met Ana", "account": ""})
    assert "Say at which account this was." in text_of(page)
    assert 'value="met Ana"' in page.content.decode()
    assert Touchpoint.objects.count() == 1


def test_another_ones_account_is_as_good_as_none(people: Map, cleo: Client) -> None:
    page = cleo.post("/log/", {"line": "met Ana", "account": people.cast.bolt.pk})
    assert "Say at which account this was." in text_of(page)
    assert "Bolt" not in text_of(page)


def test_executives_log_nothing(people: Map, sign_in: SignIn) -> None:
    edda = sign_in(people.cast.edda)
    assert edda.get("/log/").status_code == 403
    assert 'href="/log/"' not in edda.get("/accounts/").content.decode()


def test_only_accounts_one_may_change_are_offered(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    create_account(cast.ada, name="Acorn", owner=cast.carl)
    assert "Acme" in text_of(sign_in(cast.cleo).get("/accounts/find/?writes=1&q=ac"))
    assert "Acorn" not in text_of(sign_in(cast.cleo).get("/accounts/find/?writes=1&q=ac"))
    assert text_of(sign_in(cast.edda).get("/accounts/find/?writes=1&q=ac")) == ""
