"""Go anywhere: what is offered where, to whom, in which order."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.selectors.going import Going, Way, kwargs_of
from csm.foundation.fitting import fit
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from tests.accounts.pages import signed_in, text_of
from tests.personas import Cast

LIST = {"HX-Request": "true", "HX-Target": "palette-list"}


def ways(going: Going) -> dict[str, list[Way]]:
    return {group.key: group.ways for group in going.groups()}


def titles(going: Going, key: str) -> list[str]:
    return [way.title for way in ways(going).get(key, [])]


@pytest.mark.parametrize(
    ("typed", "label", "score"),
    [
        ("add p", "Add a person", 0.9),
        ("add a p", "Add a person", 1.0),
        ("person add", "Add a person", 0.8),
        ("aap", "Add a person", 0.7),
        ("preson", "Add a person", 0.5),
        ("acme", "Add a person", 0.0),
        ("ana", "Mark a departure", 0.0),
        ("joao", "João Costa", 1.0),
        ("", "Anything", 1.0),
        ("départ", "Mark a departure", 0.9),
    ],
)
def test_words_fit_by_beginnings_initials_and_but_for_a_slip(typed: str, label: str, score: float) -> None:
    assert fit(typed, label) == score


def test_accounts_and_people_are_found_by_beginnings_of_words_and_only_ones_own(cast: Cast) -> None:
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana Acker")
    found = ways(Going(cast.cleo, "ac"))
    assert [way.title for way in found["accounts"]] == ["Acme"]
    assert [(way.title, way.url) for way in found["people"]] == [("Ana Acker", f"/people/{ana.person_id}/")]
    strange = ways(Going(cast.carl, "ac"))
    assert "people" not in strange
    assert "Acme" not in [way.title for group in strange.values() for way in group]


def test_what_fits_a_command_comes_before_what_is_found_and_after_it_otherwise(cast: Cast) -> None:
    add_stakeholder(cast.cleo, cast.acme, name="Addo Prins")
    assert [group.key for group in Going(cast.cleo, "add").groups()] == ["do", "people"]
    assert next(group.key for group in Going(cast.cleo, "addo").groups()) == "people"


def test_on_a_page_of_an_account_its_actions_and_pages_are_at_hand(cast: Cast) -> None:
    going = Going(cast.cleo, "", kwargs_of(f"/accounts/{cast.acme.pk}/timeline/?kind=call"))
    [add] = [way for way in ways(going)["do"] if way.title == "Add a person"]
    assert (add.url, add.detail, add.is_dialog) == (f"/accounts/{cast.acme.pk}/people/new/", "Acme", True)
    assert ("Contracts", "Acme") in [(way.title, way.detail) for way in ways(going)["pages"]]
    asked = Going(cast.cleo, "add a person", {})
    [add] = [way for way in ways(asked)["do"] if way.title == "Add a person"]
    assert (add.asks, add.ask_words) == ("person_new", "At which account?")


def test_an_action_asks_for_what_it_is_done_to_and_offers_only_what_may_be_changed(cast: Cast) -> None:
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana Silva")
    gone = add_stakeholder(cast.cleo, cast.acme, name="Anton Left")
    depart_stakeholder(cast.cleo, gone, ana.recorded_at.date())
    [group] = Going(cast.cleo, "an").aims("departure")
    url = f"/accounts/{cast.acme.pk}/people/{ana.pk}/left/"
    assert [(way.title, way.detail, way.url) for way in group.ways] == [("Ana Silva", "Acme", url)]
    assert Going(cast.carl, "an").aims("departure") == []
    assert Going(cast.edda, "an").aims("departure") == []
    assert [way.title for way in Going(cast.edda, "acm").aims("brief")[0].ways] == ["Acme"]
    assert Going(cast.cleo, "an").aims("no-such-action") == []


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("ada", {"Import", "Users", "Add a person", "Add an account"}),
        ("otto", {"Import", "Segments", "Add a person"}),
        ("cleo", {"Add a person", "Add an account"}),
        ("edda", set()),
    ],
)
def test_only_what_the_viewer_may_do_is_offered(cast: Cast, name: str, sees: set[str]) -> None:
    watched = {"Import", "Users", "Segments", "Add a person", "Add an account"}
    offered = {
        way.title for words in watched for group in ways(Going(cast.users[name], words)).values() for way in group
    }
    assert watched & offered == sees | ({"Segments"} if name == "ada" else set())


def test_where_one_was_comes_first_as_far_as_one_may_still_see_it(cast: Cast) -> None:
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana Silva")
    paths = [
        f"/people/{ana.person_id}/",
        f"/accounts/{cast.bolt.pk}/",
        f"/accounts/{cast.acme.pk}/people/",
        "/nowhere/1/",
    ]
    visited = [kwargs_of(path) for path in paths]
    assert titles(Going(cast.cleo, visited=visited), "recent") == ["Ana Silva", "Acme"]
    assert titles(Going(cast.cleo, "acem", visited=visited), "recent") == ["Acme"]
    assert titles(Going(cast.carl, visited=visited), "recent") == ["Bolt"]
    found = ways(Going(cast.cleo, "acm", visited=visited))
    assert ([way.title for way in found["recent"]], "accounts" in found) == (["Acme"], False)


def test_the_list_is_answered_to_the_palette_and_as_a_page(cast: Cast) -> None:
    client = signed_in(cast.cleo)
    part = client.get("/go/", {"q": "acm", "here": "/accounts/"}, headers=LIST)
    assert '<a role="option"' in part.content.decode()
    assert "1 result" in part.content.decode()
    page = text_of(client.get("/go/", {"q": "time", "here": f"/accounts/{cast.acme.pk}/"}))
    assert "Timeline Acme" in page
    assert "Nothing you may see or do" in text_of(client.get("/go/", {"q": "\x00zzzz"}))
    assert "At which account?" in text_of(client.get("/go/?action=person_new"))


@pytest.mark.parametrize(
    "wrong", ["here=%00", "here=//evil.example/", "recent=%2Faccounts%2F99999999999999999999%2F", "action=%00x"]
)
def test_nothing_an_address_says_breaks_it(cast: Cast, wrong: str) -> None:
    assert signed_in(cast.cleo).get(f"/go/?{wrong}").status_code == 200


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    def count(**given: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            Going(cast.cleo, **given).groups()
        return len(asked)

    visited = [{"account_id": cast.acme.pk}]
    before = count(words="a", here={"account_id": cast.acme.pk}, visited=visited)
    for number in range(8):
        add_stakeholder(cast.cleo, cast.acme, name=f"Ana {number}")
    assert count(words="a", here={"account_id": cast.acme.pk}, visited=visited) == before
