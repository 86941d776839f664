"""Bringing in a calendar by the pages and the API, and deciding about people: who may, and what they see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import ImportRun
from accounts.services.importing.working import work_on
from stakeholders.models import Stakeholder, Suggestion, Touchpoint
from stakeholders.services.people import add_stakeholder
from tests.callers import caller
from tests.personas import Cast
from tests.stakeholders.calendars.conftest import Bring
from tests.stakeholders.calendars.writing import ANA, BO, CARL, CLEO, EVE, calendar, event

TEXT = calendar(event("m1", people=[CLEO, ANA, BO, EVE]))


def file(text: str | bytes = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile("cleo.ics", text.encode() if isinstance(text, str) else text, "text/calendar")


@pytest.fixture
def cleo(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


@pytest.fixture
def recent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendars of these tests lie in the time that is looked at."""
    monkeypatch.setattr("stakeholders.services.calendars.receiving.MONTHS_BACK", 600)


def test_csm_brings_in_their_calendar_from_upload_to_undo(cast: Cast, cleo: Client, recent: None) -> None:
    answer = cleo.post("/calendar/", {"file": file()})
    run = ImportRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/imports/{run.pk}/")
    assert (run.belongs_to, run.made_by, run.kind) == (cast.cleo, cast.cleo, "calendar")
    work_on(run.pk)
    preview = cleo.get(f"/imports/{run.pk}/").content.decode()
    assert "Apply will create 1 and change 0." in preview
    assert "Change columns" not in preview
    cleo.post(f"/imports/{run.pk}/apply/")
    work_on(run.pk)
    assert Touchpoint.objects.standing().count() == 1
    assert "cleo.ics" in cleo.get("/calendar/").content.decode()
    cleo.post(f"/imports/{run.pk}/undo/")
    work_on(run.pk)
    assert not Touchpoint.objects.standing().exists()
    assert not Suggestion.objects.exists()


def test_nobody_sees_the_calendar_of_a_colleague(cast: Cast, bring: Bring, client: Client) -> None:
    run = bring(TEXT, actor=cast.cleo, belongs_to=cast.cleo)
    client.force_login(cast.carl)
    for path in ("", "progress/", "failed-rows/"):
        assert client.get(f"/imports/{run.pk}/{path}").status_code == 404
    assert client.post(f"/imports/{run.pk}/undo/").status_code == 404
    assert "team.ics" not in client.get("/calendar/").content.decode()
    assert Touchpoint.objects.standing().exists()


def test_who_lost_an_account_does_not_undo_what_was_brought_there(cast: Cast, bring: Bring, cleo: Client) -> None:
    run = bring(TEXT, actor=cast.cleo, belongs_to=cast.cleo)
    cast.acme.team_members.all().delete()
    cast.acme.owner = cast.carl
    cast.acme.save(update_fields=["owner"])
    assert cleo.post(f"/imports/{run.pk}/undo/").status_code == 403
    run.refresh_from_db()
    assert run.state == "applied"


def test_executives_bring_in_no_calendars(cast: Cast, client: Client) -> None:
    client.force_login(cast.edda)
    assert client.get("/calendar/").status_code == 403
    assert client.post("/calendar/", {"file": file()}).status_code == 403
    assert caller(cast.edda).post("/api/v1/calendars/", {"file": file()}, format="multipart").status_code == 403
    assert not ImportRun.objects.exists()


def test_operations_bring_in_anybodys(cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)
    client.post("/calendar/", {"file": file(), "user": cast.carl.pk})
    assert ImportRun.objects.get().belongs_to == cast.carl
    client.force_login(cast.cleo)
    client.post("/calendar/", {"file": file(), "user": cast.carl.pk})
    assert ImportRun.objects.latest("pk").belongs_to == cast.cleo


def test_file_that_is_no_calendar_is_answered_beside_the_field(cast: Cast, cleo: Client) -> None:
    answer = cleo.post("/calendar/", {"file": file("Name,Mail\nAna,a@x.example\n")})
    assert "This is no calendar: it does not begin with BEGIN:VCALENDAR." in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_calendar_goes_through_the_api(cast: Cast, recent: None) -> None:
    api = caller(cast.cleo)
    answer = api.post("/api/v1/calendars/", {"file": file()}, format="multipart")
    assert answer.status_code == 201, answer.content
    run = ImportRun.objects.get()
    assert (run.belongs_to, answer.json()["id"]) == (cast.cleo, run.pk)
    work_on(run.pk)
    shown = api.get(f"/api/v1/calendars/{run.pk}/").json()
    assert (shown["state"], shown["created"], shown["left_out"]) == ("applied", 1, [])
    found = api.get("/api/v1/suggestions/", {"account_id": str(cast.acme.pk), "is_open": "true"}).json()["results"]
    assert [(one["email"], one["times_seen"], one["met_by"]) for one in found] == [
        (EVE, 1, ["Cleo"]),
        (BO, 1, ["Cleo"]),
    ]
    assert api.post(f"/api/v1/calendars/{run.pk}/undo/", {}, format="json").status_code == 200


def test_api_refuses_the_calendar_of_another(cast: Cast) -> None:
    answer = caller(cast.cleo).post("/api/v1/calendars/", {"file": file(), "user_id": cast.carl.pk}, format="multipart")
    assert answer.status_code == 403
    assert not ImportRun.objects.exists()
    assert (
        caller(cast.otto)
        .post("/api/v1/calendars/", {"file": file(), "user_id": cast.carl.pk}, format="multipart")
        .status_code
        == 201
    )
    assert ImportRun.objects.get().belongs_to == cast.carl
    truncated = caller(cast.otto).post("/api/v1/calendars/", {"file": file(TEXT[:-30])}, format="multipart")
    assert truncated.status_code == 400
    assert truncated.json()["errors"][0]["pointer"] == "#/file"


def test_suggestions_are_added_and_decided_through_the_api(cast: Cast, bring: Bring) -> None:
    bring(TEXT)
    api = caller(cast.cleo)
    bo, eve = (Suggestion.objects.get(email=email) for email in (BO, EVE))
    made = api.post(f"/api/v1/suggestions/{bo.pk}/add/", {"name": "Bo Lind"}, format="json")
    assert made.status_code == 201
    assert Stakeholder.objects.get(pk=made.json()["stakeholder_id"]).person.name == "Bo Lind"
    put = api.post(f"/api/v1/suggestions/{eve.pk}/decide/", {"decision": "ignored"}, format="json")
    assert (put.status_code, put.json()["decision"]) == (200, "ignored")
    assert api.get("/api/v1/suggestions/", {"is_open": "true"}).json()["results"] == []
    assert api.post(f"/api/v1/suggestions/{eve.pk}/reopen/", {}, format="json").json()["decision"] == ""
    many = api.post("/api/v1/suggestions/add/", {"ids": [eve.pk]}, format="json")
    assert (many.status_code, len(many.json()["results"])) == (201, 1)
    foreign = caller(cast.carl)
    assert foreign.get("/api/v1/suggestions/").json()["results"] == []


def test_foreign_suggestions_are_not_to_be_had(cast: Cast, bring: Bring, client: Client) -> None:
    bring(TEXT)
    bo = Suggestion.objects.get(email=BO)
    api = caller(cast.carl)
    assert api.post(f"/api/v1/suggestions/{bo.pk}/add/", {}, format="json").status_code == 404
    assert api.post("/api/v1/suggestions/add/", {"ids": [bo.pk]}, format="json").status_code == 400
    client.force_login(cast.carl)
    assert "Bo" not in client.get("/people/suggested/").content.decode()
    client.post("/people/suggested/decide/", {"ids": [bo.pk], "deed": "add"})
    bo.refresh_from_db()
    assert (bo.decision, Stakeholder.objects.filter(person__email=BO).exists()) == ("", False)


def test_account_shows_whom_we_met_and_adds_them(cast: Cast, bring: Bring, cleo: Client) -> None:
    bring(TEXT)
    sky = cleo.get(f"/accounts/{cast.acme.pk}/constellation/").content.decode()
    assert "2 people you met are not on the map:" in sky
    people = cleo.get(f"/accounts/{cast.acme.pk}/people/").content.decode()
    assert BO in people
    bo = Suggestion.objects.get(email=BO)
    answer = cleo.post("/people/suggested/decide/", {"ids": [bo.pk], "deed": "add", "account": cast.acme.pk})
    assert answer.headers["Location"] == f"/accounts/{cast.acme.pk}/people/"
    assert (
        "1 person you met is not on the map:" in cleo.get(f"/accounts/{cast.acme.pk}/constellation/").content.decode()
    )
    stars = cleo.get(f"/accounts/{cast.acme.pk}/constellation/?as_of=2026-01-01").content.decode()
    assert "not on the map:" not in stars


def test_book_lists_adds_and_puts_aside(cast: Cast, bring: Bring, cleo: Client) -> None:
    bring(TEXT)
    ids = list(Suggestion.objects.values_list("pk", flat=True))
    listed = cleo.get("/people/suggested/?q=acme").content.decode()
    assert (BO in listed, EVE in listed, cast.acme.name in listed) == (True, True, True)
    assert "Nobody fits these filters." in cleo.get("/people/suggested/?q=nobody").content.decode()
    cleo.post("/people/suggested/decide/", {"ids": ids, "deed": "not_here"})
    assert set(Suggestion.objects.values_list("decision", flat=True)) == {"not_here"}
    assert BO in cleo.get("/people/suggested/?state=decided").content.decode()
    cleo.post("/people/suggested/decide/", {"ids": ids, "deed": "again", "state": "decided"})
    answer = cleo.post("/people/suggested/decide/", {"ids": ids, "deed": "add"}, follow=True)
    assert "Added 2 people" in answer.content.decode()
    assert Stakeholder.objects.standing().filter(person__email__in=[BO, EVE]).count() == 2


def test_customer_view_says_nothing_of_whom_we_met(cast: Cast, bring: Bring, cleo: Client) -> None:
    bring(TEXT)
    add_stakeholder(cast.ada, cast.acme, name="Zoe")
    page = cleo.get(f"/accounts/{cast.acme.pk}/constellation/?customer=1").content.decode()
    assert BO not in page
    assert "not on the map" not in page


def test_deciding_about_nobody_says_so(cast: Cast, cleo: Client) -> None:
    for ids in ([], ["x"], ["99999999999999999999999"], [CARL]):
        answer = cleo.post("/people/suggested/decide/", {"ids": ids, "deed": "add"}, follow=True)
        assert "Tick somebody first." in answer.content.decode()
