"""Who is missing from a later export is listed and asked about, and never departed by it."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account, Act, ImportRun
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import Confirmation, MissingPerson, Stakeholder
from stakeholders.services.people import add_stakeholder
from tests.personas import Cast
from tests.stakeholders.imports.test_sets import (
    A1,
    A2,
    ACCOUNTS,
    C1,
    C2,
    C3,
    Bring,
    apply,
    bring,
    check,
    receive,
    table,
    undo,
)

__all__ = ["bring"]

HEADER = "Id,AccountId,FirstName,LastName,Title,Email"
ANA, BO = f"{C1},{A1},Ana,Silva,CFO,ana@delta.example", f"{C2},{A1},Bo,Berg,Analyst,bo@delta.example"
CY = f"{C3},{A2},Cy,Cole,CEO,cy@echo.example"


def contacts(*rows: str) -> dict[str, bytes]:
    return {"Account.csv": ACCOUNTS, "Contact.csv": table(HEADER, *rows)}


def listed() -> list[tuple[str, str]]:
    rows = MissingPerson.objects.order_by("pk").values_list("stakeholder__person__name", "answer")
    return list(rows)


@pytest.fixture
def without_bo(cast: Cast, bring: Bring) -> MissingPerson:
    """Bo came by the first export and is missing from the second."""
    bring(contacts(ANA, BO, CY), as_of=today() - timedelta(days=30))
    bring(contacts(ANA, CY))
    return MissingPerson.objects.get()


def test_person_missing_from_a_later_export_is_listed_and_stays(without_bo: MissingPerson) -> None:
    assert listed() == [("Bo Berg", "")]
    assert (without_bo.source, without_bo.missed_on) == ("salesforce", today())
    assert not Stakeholder.objects.filter(left_on__isnull=False).exists()


def test_only_accounts_of_the_file_and_people_of_its_source_are_looked_at(cast: Cast, bring: Bring) -> None:
    bring(contacts(ANA, BO, CY))
    add_stakeholder(cast.ada, Account.objects.get(name="Delta"), name="Dora, typed in here")
    bring(contacts(ANA, BO))
    assert listed() == []


def test_part_of_an_export_lists_nobody(cast: Cast, bring: Bring) -> None:
    bring(contacts(ANA, BO))
    bring(contacts(ANA), is_whole=False)
    assert listed() == []


def test_same_export_again_asks_once_and_one_that_names_them_again_answers(
    without_bo: MissingPerson, bring: Bring
) -> None:
    bring(contacts(ANA, CY))
    assert listed() == [("Bo Berg", "")]
    bring(contacts(ANA, BO, CY))
    assert listed() == [("Bo Berg", "named_again")]


def test_undo_of_the_import_takes_the_question_back(cast: Cast, bring: Bring) -> None:
    bring(contacts(ANA, BO))
    one = bring(contacts(ANA))
    assert listed() == [("Bo Berg", "")]
    undo(one, cast)
    assert listed() == []


def test_what_a_set_leaves_to_be_asked_is_foretold_and_offered_although_nothing_else_changes(
    cast: Cast, client: Client, bring: Bring
) -> None:
    bring(contacts(ANA, BO, CY))
    one = check(receive(cast, contacts(ANA)))
    people = ImportRun.objects.get(set=one, use="people")
    assert (people.created, people.updated, people.missing, people.named_again) == (0, 0, 1, 0)
    assert listed() == []
    client.force_login(cast.ada)
    page = client.get(f"/imports/sets/{one.pk}/").content.decode()
    assert "They lack 1 person whom an earlier file named" in page
    assert f"/imports/sets/{one.pk}/apply/" in page
    apply(one)
    assert listed() == [("Bo Berg", "")]
    again = check(receive(cast, contacts(ANA, BO)))
    page = client.get(f"/imports/sets/{again.pk}/").content.decode()
    assert "1 person who was missing is named again." in page
    apply(again)
    assert listed() == [("Bo Berg", "named_again")]
    nothing = check(receive(cast, contacts(ANA, BO)))
    page = client.get(f"/imports/sets/{nothing.pk}/").content.decode()
    assert "There is nothing to apply" in page
    assert f"/imports/sets/{nothing.pk}/apply/" not in page


def test_still_there_confirms_and_is_not_asked_again(
    cast: Cast, client: Client, without_bo: MissingPerson, bring: Bring
) -> None:
    client.force_login(cast.ada)
    assert b"Bo Berg" in client.get("/people/missing/").content
    client.post(f"/people/missing/{without_bo.pk}/still-there/")
    assert Confirmation.objects.get().stakeholder_id == without_bo.stakeholder_id
    assert b"Nobody is missing" in client.get("/people/missing/").content
    bring(contacts(ANA, CY))
    assert listed() == [("Bo Berg", "still_there")]


def test_left_departs_on_the_day_of_the_file_and_can_be_undone(
    cast: Cast, client: Client, without_bo: MissingPerson
) -> None:
    client.force_login(cast.ada)
    client.post(f"/people/missing/{without_bo.pk}/left/")
    without_bo.refresh_from_db()
    assert (without_bo.answer, without_bo.answered_by, without_bo.stakeholder.left_on) == ("left", cast.ada, today())
    assert client.post(f"/people/missing/{without_bo.pk}/still-there/").status_code == 302
    assert not Confirmation.objects.exists()
    undo_act(Act.objects.filter(kind="answer_missing").get(), cast.ada)
    without_bo = MissingPerson.objects.get()
    assert (without_bo.answer, without_bo.stakeholder.left_on) == ("", None)


def test_not_ours_takes_them_off_the_map(cast: Cast, client: Client, without_bo: MissingPerson) -> None:
    client.force_login(cast.ada)
    client.post(f"/people/missing/{without_bo.pk}/not-ours/")
    assert not Stakeholder.objects.standing().filter(pk=without_bo.stakeholder_id).exists()
    assert not Stakeholder.objects.filter(left_on__isnull=False).exists()


def test_who_may_not_edit_the_account_answers_nothing(cast: Cast, client: Client, without_bo: MissingPerson) -> None:
    for name, status in {"otto": 403, "edda": 403, "cleo": 404}.items():
        client.force_login(cast.users[name])
        assert client.post(f"/people/missing/{without_bo.pk}/left/").status_code == status
        assert (
            client.post(
                f"/api/v1/missing-people/{without_bo.pk}/say/", {"answer": "left"}, "application/json"
            ).status_code
            == status
        )
    assert listed() == [("Bo Berg", "")]


def test_api_lists_and_answers(cast: Cast, client: Client, without_bo: MissingPerson) -> None:
    client.force_login(cast.ada)
    (row,) = client.get("/api/v1/missing-people/?is_open=true").json()["results"]
    assert (row["name"], row["source"], row["answer"]) == ("Bo Berg", "salesforce", "")
    day = (today() - timedelta(days=3)).isoformat()
    said = client.post(
        f"/api/v1/missing-people/{row['id']}/say/", {"answer": "left", "left_on": day}, "application/json"
    )
    assert (said.status_code, said.json()["answer"]) == (200, "left")
    assert Stakeholder.objects.get(pk=row["stakeholder_id"]).left_on.isoformat() == day  # type: ignore[union-attr]
    again = client.post(f"/api/v1/missing-people/{row['id']}/say/", {"answer": "not_ours"}, "application/json")
    assert again.status_code == 400
    assert client.get("/api/v1/missing-people/?is_open=true").json()["results"] == []
