"""The brief of a meeting, on the page and in the API."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import AccountNote, Act, Role
from csm.foundation.clock import today
from stakeholders.models import Touchpoint
from stakeholders.services.connections import connect
from stakeholders.services.people import add_stakeholder, change_position, depart_stakeholder, edit_person
from stakeholders.services.roles import assign_role
from tests.accounts.pages import text_of, undo_urls
from tests.callers import caller
from tests.stakeholders.views.conftest import Map, SignIn


@pytest.fixture
def cleo(people: Map, sign_in: SignIn) -> Client:
    return sign_in(people.cast.cleo)


def brief_of(people: Map, **query: str) -> str:
    address = f"/accounts/{people.cast.acme.pk}/brief/"
    return f"{address}?{urlencode(query)}" if query else address


def test_without_anybody_chosen_those_of_the_last_meeting_are_proposed(people: Map, cleo: Client) -> None:
    page = cleo.get(brief_of(people))
    assert "Ana Silva, João Costa" in text_of(page)
    proposed = f"?attendees={people.ana.pk},{people.joao.pk}&amp;ours={people.cast.cleo.pk}"
    assert proposed in page.content.decode()


def test_the_sheet_says_who_comes_what_they_prefer_and_when_we_last_spoke(people: Map, cleo: Client) -> None:
    facts: Any = {"preferred_channel": "video", "language": "pt", "time_zone": "Europe/Lisbon", "interests": "Sailing"}
    edit_person(people.cast.cleo, people.ana.person, notes="Figures first.", **facts)
    text = text_of(cleo.get(brief_of(people, attendees=str(people.ana.pk), about="Renewal")))
    for said in (
        "Acme: Renewal",
        "Internal",
        "CIO · IT · executive",
        "Decision maker",
        "meeting “Kick-off” (Cleo)",
        "video call, Português",
        "there (Europe/Lisbon)",
        "Sailing",
        "Figures first.",
    ):
        assert said in text, said


def test_what_changed_since_we_spoke_is_told_of_those_who_come_first(people: Map, cleo: Client) -> None:
    yesterday = today() - timedelta(days=1)
    add_stakeholder(people.cast.cleo, people.cast.acme, name="Abel Neu", title="Buyer", joined_on=yesterday)
    change_position(people.cast.cleo, people.joao, yesterday, title="Chief data officer")
    brief = cleo.get(brief_of(people, attendees=f"{people.ana.pk},{people.joao.pk}")).context["brief"]
    assert (brief.since, brief.news[0].is_about_them) == (people.meeting.touched_on, True)
    assert brief.news[0].words == "João Costa: title changed from Head of data to Chief data officer."
    assert "Abel Neu joined as Buyer." in [each.words for each in brief.news]


def test_questions_can_be_asked_aloud_and_say_nothing_of_what_we_think(people: Map, cleo: Client) -> None:
    asked = cleo.get(brief_of(people, attendees=str(people.rui.pk))).context["brief"].questions
    assert asked[0].words == "What is your part in this, and what should we know about your work?"
    internal = {"influence", "sentiment", "champion", "detractor", "assess", "authority"}
    assert not [each for each in asked if internal & set(each.words.lower().split())]


def test_who_decides_and_is_not_known_is_to_be_asked_about_through_whoever_comes(people: Map, cleo: Client) -> None:
    cast = people.cast
    ines = add_stakeholder(cast.cleo, cast.acme, name="Ines Prado", title="CFO", joined_on=today())
    assign_role(cast.cleo, ines, Role.objects.get(key="budget_holder"), today())
    connect(cast.cleo, "works_with", people.joao, ines, today())
    text = text_of(cleo.get(brief_of(people, attendees=str(people.joao.pk))))
    assert "Ines Prado, CFO: decides (João Costa knows them)" in text


def test_somebody_who_left_is_marked_and_an_unknown_one_is_said_to_be_missing(people: Map, cleo: Client) -> None:
    depart_stakeholder(people.cast.cleo, people.joao, today())
    text = text_of(cleo.get(brief_of(people, attendees=f"{people.joao.pk},999999,x")))
    assert "left on" in text
    assert "One of those named in the address is not on this map." in text


def test_more_people_than_a_page_holds_are_said_to_be_left_out(people: Map, cleo: Client) -> None:
    many = [people.ana.pk, *range(900_000, 900_013)]
    page = cleo.get(brief_of(people, attendees=",".join(map(str, many))))
    assert "2 more do not fit on the page and are left out." in text_of(page)
    assert [one.star.name for one in page.context["brief"].attendees] == ["Ana Silva"]


def test_one_click_records_the_meeting_with_those_of_the_brief_and_undo_takes_it_back(
    people: Map, cleo: Client
) -> None:
    sent = {"attendees": [people.ana.pk, people.rui.pk], "ours": people.cast.cleo.pk, "about": "Renewal"}
    page = cleo.post(f"{brief_of(people)}took-place/", sent, follow=True)
    met = Touchpoint.objects.standing().latest("pk")
    assert (met.kind, met.subject, met.touched_on, met.is_two_way) == ("meeting", "Renewal", today(), True)
    assert set(met.stakeholders.all()) == {people.ana, people.rui}
    assert list(met.users.all()) == [people.cast.cleo]
    cleo.post(next(url for url in undo_urls(page) if str(Act.objects.latest("pk").pk) in url))
    assert Touchpoint.objects.standing().latest("pk") == people.meeting


@pytest.mark.parametrize("deed", ["took-place", "keep"])
def test_nothing_is_recorded_of_a_meeting_nobody_comes_to(people: Map, cleo: Client, deed: str) -> None:
    before = (Touchpoint.objects.count(), AccountNote.objects.count())
    page = cleo.post(f"{brief_of(people)}{deed}/", {"attendees": "999999", "ours": ""}, follow=True)
    assert "Name at least one" in text_of(page) or "Choose who comes first." in text_of(page)
    assert (Touchpoint.objects.count(), AccountNote.objects.count()) == before


def test_a_brief_is_kept_as_a_note(people: Map, cleo: Client) -> None:
    cleo.post(f"{brief_of(people)}keep/", {"attendees": people.ana.pk, "about": "Renewal"})
    text = AccountNote.objects.get().text
    assert text.startswith("Brief: Renewal\n")
    assert "- Ana Silva, CIO; last spoke" in text
    assert "&" not in text


def test_an_executive_reads_the_brief_and_records_nothing(people: Map, sign_in: SignIn) -> None:
    edda = sign_in(people.cast.edda)
    page = edda.get(brief_of(people, attendees=str(people.ana.pk)))
    assert "It took place" not in text_of(page)
    assert edda.post(f"{brief_of(people)}took-place/", {"attendees": people.ana.pk}).status_code == 403
    assert Touchpoint.objects.count() == 1


def test_the_full_form_is_filled_with_those_of_the_brief(people: Map, cleo: Client) -> None:
    address = f"/accounts/{people.cast.acme.pk}/timeline/new/"
    form = cleo.get(f"{address}?with={people.ana.pk}&ours={people.cast.mara.pk}&about=Renewal").context["form"]
    assert form.initial["stakeholders"] == [str(people.ana.pk)]
    assert (form.initial["users"], form.initial["subject"]) == ([str(people.cast.mara.pk)], "Renewal")


def test_the_api_answers_the_same_and_refuses_who_is_not_there(people: Map) -> None:
    client, url = caller(people.cast.cleo), f"/api/v1/accounts/{people.cast.acme.pk}/brief/"
    said = client.get(f"{url}?attendees={people.ana.pk}&ours={people.cast.cleo.pk}").data
    assert [one["stakeholder"]["name"] for one in said["attendees"]] == ["Ana Silva"]
    assert (said["since"], said["ours"][0]["name"]) == (people.meeting.touched_on, "Cleo")
    assert said["attendees"][0]["last_two_way"]["subject"] == "Kick-off"
    assert said["questions"][0]["question"]["star_id"] in {None, people.ana.pk}
    [met] = client.get(url).data["suggestions"]
    assert met["star_ids"] == [people.ana.pk, people.joao.pk]
    for wrong in ("attendees=999999", "attendees=a", "ours=999999", "attendee=1"):
        refused = client.get(f"{url}?{wrong}")
        assert (refused.status_code, refused.data["errors"][0]["parameter"]) == (400, wrong.split("=")[0])
