"""Notes on the pages, in search, on the timeline and in the API."""

import pytest

from accounts.models import AccountNote, Act
from accounts.selectors.notes import note_hits
from accounts.services.notes import edit_note, remove_note, write_note
from tests.accounts.pages import fields_of, signed_in, text_of, undo_urls
from tests.callers import caller
from tests.personas import Cast


@pytest.fixture
def note(cast: Cast) -> AccountNote:
    return write_note(cast.cleo, cast.acme, text="Ask for:\n- the budget\n<b>now</b>", is_pinned=True)


def test_a_note_is_written_shown_with_its_list_and_undone(cast: Cast) -> None:
    client = signed_in(cast.cleo)
    url = f"/accounts/{cast.acme.pk}/notes/new/"
    form = fields_of(client.get(url))
    page = client.post(url, {**form, "text": "Fiscal year:\n- ends in March\nsee https://acme.example/fy"}, follow=True)
    assert "<ul><li>ends in March</li></ul>" in page.content.decode()
    assert '<a href="https://acme.example/fy" rel="nofollow">' in page.content.decode()
    undo = f"/acts/{Act.objects.latest('pk').pk}/undo/"
    assert undo in undo_urls(page)
    client.post(undo)
    assert not AccountNote.objects.standing().exists()


def test_an_empty_note_is_refused_beside_its_field(cast: Cast) -> None:
    page = signed_in(cast.cleo).post(f"/accounts/{cast.acme.pk}/notes/new/", {"text": " ", "noted_on": "2026-01-05"})
    assert page.context["form"].errors == {"text": ["This field is required."]}
    assert not AccountNote.objects.exists()


def test_the_pinned_note_stands_on_every_page_of_the_account_but_not_before_customers(
    cast: Cast, note: AccountNote
) -> None:
    client = signed_in(cast.edda)
    for tab in ("constellation", "people", "timeline", "contracts", "team", "details"):
        assert "Pinned note: Ask for: - the budget" in text_of(client.get(f"/accounts/{cast.acme.pk}/{tab}/")), tab
    shown = client.get(f"/accounts/{cast.acme.pk}/constellation/?customer=1")
    assert "the budget" not in shown.content.decode()


def test_a_second_note_can_be_pinned_by_the_form(cast: Cast, note: AccountNote) -> None:
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/notes/new/"
    client.post(url, {**fields_of(client.get(url)), "text": "second", "is_pinned": "on"})
    assert AccountNote.objects.get(is_pinned=True).text == "second"


def test_a_stale_edit_shows_both_versions_and_keeps_what_was_typed(cast: Cast, note: AccountNote) -> None:
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/notes/{note.pk}/edit/"
    opened = fields_of(client.get(url))
    edit_note(cast.mara, AccountNote.objects.get(pk=note.pk), text="of Mara")
    page = client.post(url, {**opened, "text": "of Cleo"})
    assert "of Mara" in text_of(page)
    assert "of Cleo" in page.content.decode()
    assert AccountNote.objects.get(pk=note.pk).text == "of Mara"


def test_a_note_is_on_the_timeline_and_can_be_asked_for_alone(cast: Cast, note: AccountNote) -> None:
    client = signed_in(cast.cleo)
    timeline = f"/accounts/{cast.acme.pk}/timeline/"
    assert "<ul><li>the budget</li></ul>" in client.get(timeline).content.decode()
    assert "&lt;b&gt;now&lt;/b&gt;" in client.get(f"{timeline}?kind=notes").content.decode()
    assert "the budget" not in client.get(f"{timeline}?kind=changes").content.decode().split("timeline-events")[1]
    remove_note(cast.cleo, note)
    assert "the budget" not in client.get(timeline).content.decode()


def test_search_finds_a_note_by_its_words_for_those_who_may_read_it(cast: Cast, note: AccountNote) -> None:
    [hit] = note_hits(cast.cleo, "budg", 5)
    assert hit.url == f"/accounts/{cast.acme.pk}/details/#note-{note.pk}"
    assert hit.detail == "note on Acme"
    assert note_hits(cast.carl, "budg", 5) == []
    assert note_hits(cast.cleo, "&|!", 5) == []


def test_the_api_writes_lists_changes_and_takes_back(cast: Cast) -> None:
    client = caller(cast.cleo)
    made = client.post("/api/v1/notes/", {"account_id": cast.acme.pk, "text": "one", "is_pinned": True}, format="json")
    assert (made.status_code, made.data["text"], made.data["written_by_id"]) == (201, "one", cast.cleo.pk)
    url = made["Location"]
    assert client.patch(url, {"text": "two"}, format="json", HTTP_IF_MATCH='"9"').status_code == 412
    changed = client.patch(url, {"text": "two"}, format="json", HTTP_IF_MATCH=made["ETag"])
    assert (changed.data["text"], changed.data["row_version"], changed.data["is_pinned"]) == ("two", 2, True)
    found = client.get(f"/api/v1/notes/?account_id={cast.acme.pk}&q=TWO&sort=-noted_on")
    assert [row["text"] for row in found.data["results"]] == ["two"]
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404


def test_the_api_says_what_is_wrong_and_writes_nothing(cast: Cast) -> None:
    client = caller(cast.cleo)
    refused = client.post("/api/v1/notes/", {"account_id": cast.bolt.pk, "text": "", "day": 1}, format="json")
    assert refused.status_code == 400
    assert sorted(error["pointer"] for error in refused.data["errors"]) == ["#/account_id", "#/day", "#/text"]
    assert not AccountNote.objects.exists()
