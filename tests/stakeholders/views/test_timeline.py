"""The timeline: what happened, paged by keyset and filtered; and quick entry, which records what was seen."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from csm.foundation.clock import today
from stakeholders.models import Touchpoint
from stakeholders.selectors.timeline import Wanted, timeline
from stakeholders.services.people import add_stakeholder, change_position, depart_stakeholder
from stakeholders.services.roles import end_role
from stakeholders.services.touchpoints import record_touchpoint
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db


def url(people: Map, name: str = "timeline") -> str:
    return reverse(f"stakeholders:{name}", args=[people.cast.acme.pk])


def shown(people: Map, sign_in: SignIn, who: str = "cleo", **query: Any) -> str:
    answer = sign_in(people.cast.users[who]).get(url(people), query)
    assert answer.status_code == 200
    return answer.content.decode()


def call(people: Map, on: date, **facts: Any) -> Touchpoint:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=timezone.get_default_timezone())
    given = {"kind": "call", "users": [people.cast.cleo], "stakeholders": [people.ana], **facts}
    return record_touchpoint(people.cast.cleo, people.cast.acme, touched_at=at, **given)


def test_touchpoints_and_changes_stand_newest_first(people: Map, sign_in: SignIn) -> None:
    change_position(people.cast.cleo, people.joao, date(2026, 3, 1), title="CDO")
    end_role(people.cast.cleo, people.decides, date(2026, 4, 1))
    depart_stakeholder(people.cast.cleo, people.ana, date(2026, 5, 1))
    page = shown(people, sign_in)
    expected = ["</a> left", "is no longer Decision maker", "is now CDO", "Kick-off", "became Champion", "</a> joined"]
    places = [page.index(words) for words in expected]
    assert places == sorted(places)
    assert "before: Head of data" in page


def test_who_does_not_see_the_account_finds_no_timeline(people: Map, sign_in: SignIn) -> None:
    assert sign_in(people.cast.carl).get(url(people)).status_code == 404
    assert sign_in(people.cast.carl).get(url(people, "quick_entry"), {"line": "met Ana"}).status_code == 404


def test_an_executive_reads_without_controls(people: Map, sign_in: SignIn) -> None:
    page = shown(people, sign_in, "edda")
    assert "Kick-off" in page
    assert "quick-line" not in page
    assert "touchpoint_edit" not in page
    assert 'hx-target="#dialog"' not in page
    assert sign_in(people.cast.edda).get(url(people, "quick_entry"), {"line": "met Ana"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "kick_off", "mail", "joined"),
    [
        ({}, True, True, True),
        ({"kind": "email"}, False, True, False),
        ({"kind": "changes"}, False, False, True),
        ({"two_way": "no"}, False, True, False),
        ({"two_way": "yes"}, True, False, False),
        ({"kind": "nonsense"}, True, True, True),
    ],
)
def test_filters_stand_in_the_address(
    people: Map, sign_in: SignIn, query: dict[str, str], kick_off: bool, mail: bool, joined: bool
) -> None:
    call(people, date(2026, 2, 2), kind="email", subject="Reminder sent")
    page = shown(people, sign_in, **query)
    assert ("Kick-off" in page, "Reminder sent" in page, "</a> joined" in page) == (kick_off, mail, joined)


def test_one_person_of_theirs_or_ours_can_be_chosen(people: Map, sign_in: SignIn) -> None:
    assert "Kick-off" in shown(people, sign_in, person=people.joao.pk)
    assert "Kick-off" not in shown(people, sign_in, person=people.rui.pk)
    assert "Kick-off" in shown(people, sign_in, ours=people.cast.cleo.pk)
    assert "</a> joined" not in shown(people, sign_in, ours=people.cast.cleo.pk)


def test_pages_neither_lose_nor_repeat_and_go_back(people: Map) -> None:
    for day in range(10):
        call(people, date(2026, 2, 1) + timedelta(days=day // 2))
    account, everything = people.cast.acme.pk, Wanted()
    whole = [(*event[:2], event.row.pk) for event in timeline(account, everything, today(), limit=100).events]
    seen: list[Any] = []
    part = timeline(account, everything, today(), limit=4)
    assert part.newer == ""
    while True:
        seen += [(*event[:2], event.row.pk) for event in part.events]
        if not part.older:
            break
        before, part = part, timeline(account, everything, today(), part.older, limit=4)
        back = timeline(account, everything, today(), part.newer, limit=4)
        assert [event.row.pk for event in back.events] == [event.row.pk for event in before.events]
    assert seen == whole
    assert len(whole) == 16


def test_a_made_up_cursor_is_refused(people: Map, sign_in: SignIn) -> None:
    for cursor in ("x", "o2026-01-01_9_1", "o2026-99-01_0_1", "o2026-01-01_0_99999999999999999999"):
        assert sign_in(people.cast.cleo).get(url(people), {"cursor": cursor}).status_code == 400


def test_the_number_of_queries_does_not_grow(people: Map, sign_in: SignIn) -> None:
    change_position(people.cast.cleo, people.joao, date(2026, 3, 1), title="CDO")
    client = sign_in(people.cast.cleo)
    with CaptureQueriesContext(connection) as few:
        client.get(url(people))
    for day in range(8):
        call(people, date(2026, 2, 1) + timedelta(days=day), stakeholders=[people.ana, people.joao])
    with CaptureQueriesContext(connection) as many:
        client.get(url(people))
    assert len(many) == len(few)


def preview(people: Map, sign_in: SignIn, line: str) -> str:
    client = sign_in(people.cast.cleo)
    return client.get(url(people, "quick_entry"), {"line": line}, HTTP_HX_REQUEST="true").content.decode()


def fields_of(part: str) -> dict[str, Any]:
    """What the browser would send of a preview."""
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", part):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("radio" not in tag or "checked" in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select name="([^"]+)"(.*?)</select>', part, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = [chosen[1] if chosen else ""]
    return sent


def test_a_line_is_previewed_and_recorded_as_one_touchpoint(people: Map, sign_in: SignIn) -> None:
    line = "called Ana and Joao about rollout yesterday"
    part = preview(people, sign_in, line)
    assert "with Ana Silva and João Costa about “rollout”." in part
    assert Touchpoint.objects.count() == 1
    client = sign_in(people.cast.cleo)
    client.post(url(people, "quick_entry"), {"line": line, **fields_of(part)})
    row = Touchpoint.objects.get(subject="rollout")
    assert (row.kind, row.touched_on) == ("call", timezone.localdate() - timedelta(days=1))
    assert set(row.stakeholders.values_list("pk", flat=True)) == {people.ana.pk, people.joao.pk}
    assert list(row.users.values_list("pk", flat=True)) == [people.cast.cleo.pk]


def test_a_line_changed_after_its_preview_is_previewed_again(people: Map, sign_in: SignIn) -> None:
    sent = fields_of(preview(people, sign_in, "called Ana"))
    answer = sign_in(people.cast.cleo).post(url(people, "quick_entry"), {**sent, "line": "called Joao"})
    assert "with João Costa." in answer.content.decode()
    assert 'value="called Joao"' in answer.content.decode()
    assert Touchpoint.objects.count() == 1


def test_an_ambiguous_name_is_asked_and_recorded_only_once_answered(people: Map, sign_in: SignIn) -> None:
    other = add_stakeholder(people.cast.cleo, people.cast.acme, name="Ana Lopes")
    line = "met Ana and Joao"
    part = preview(people, sign_in, line)
    assert "Which Ana?" in part
    client, sent = sign_in(people.cast.cleo), {"line": line, **fields_of(part)}
    refused = client.post(url(people, "quick_entry"), sent).content.decode()
    assert "Say which Ana you mean." in refused
    assert f'value="{line}"' in refused
    assert Touchpoint.objects.count() == 1
    client.post(url(people, "quick_entry"), {**sent, "answer-1": other.pk})
    row = Touchpoint.objects.latest("pk")
    assert set(row.stakeholders.values_list("pk", flat=True)) == {other.pk, people.joao.pk}


def test_an_unknown_name_offers_to_add_them_and_keeps_the_line(people: Map, sign_in: SignIn) -> None:
    part = preview(people, sign_in, "met Bruno Dias about data")
    assert "Nobody here is called Bruno Dias." in part
    address = f"{url(people, 'stakeholder_add')}?name=Bruno+Dias&line=met+Bruno+Dias"
    answer = sign_in(people.cast.cleo).post(address, {"name": "Bruno Dias"})
    assert answer.headers["Location"] == f"{url(people)}?line=met+Bruno+Dias"
    assert 'value="met Bruno Dias"' in shown(people, sign_in, line="met Bruno Dias")


def test_nobody_named_is_refused_with_everything_kept(people: Map, sign_in: SignIn) -> None:
    line = "workshop about data"
    sent = fields_of(preview(people, sign_in, line))
    answer = sign_in(people.cast.cleo).post(url(people, "quick_entry"), {"line": line, **sent}).content.decode()
    assert "This field is required." in answer
    assert 'value="data"' in answer
    assert Touchpoint.objects.count() == 1
