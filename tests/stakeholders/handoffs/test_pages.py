"""The page of an account's handoff: clocks in words, what each side owes, the forms, who may."""

import pytest
import time_machine
from django.test import Client

from accounts.models import Deal
from stakeholders.models import Handoff, HandoffMeeting, HandoffPerson
from tests.personas import Cast
from tests.stakeholders.handoffs.conftest import CLOSED, DAY, HOUR, met, somebody, won

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_the_clocks_stand_on_the_page_and_the_most_urgent_in_the_head(cast: Cast, page: Client) -> None:
    url = f"/accounts/{cast.acme.pk}/handoff/"
    with time_machine.travel(CLOSED + 17 * HOUR, tick=False):
        assert "No deal is recorded here" in text(page, url)
        won(cast)
        shown = text(page, url)
        head = text(page, f"/accounts/{cast.acme.pk}/details/")
        met(cast, CLOSED + HOUR, cast.cleo, somebody(cast))
        derived = text(page, url)
    assert "due in 31 h" in shown
    assert "due in 5 days" in shown
    assert "Sales still owes the goals, the promises made, whom they met and to say that its part is complete." in shown
    assert "Debrief due in 31 h" in head
    assert "and 1 more" in head
    assert "derived: the CSM was in touch with them," in derived
    with time_machine.travel(CLOSED + 200 * DAY, tick=False):
        assert "Debrief overdue" not in text(page, f"/accounts/{cast.acme.pk}/details/")


def test_deal_and_handoff_go_from_the_first_form_to_complete(cast: Cast, page: Client) -> None:
    at = f"/accounts/{cast.acme.pk}"
    with time_machine.travel(CLOSED + DAY, tick=False):
        ana = somebody(cast)
        page.post(f"{at}/deals/new/", {"name": "Suite", "amount": "900", "currency": "eur", "probability": "85"})
        deal = Deal.objects.get()
        assert (deal.currency, deal.needs_handoff, deal.likely_at) == ("EUR", False, CLOSED + DAY)
        page.post(f"{at}/deals/{deal.pk}/won/", {"closed_at": "2026-03-02T11:00", "row_version": "1"})
        deal.refresh_from_db()
        assert deal.stage == "won"
        of = f"{at}/handoff/{deal.pk}"
        ahead = page.post(f"{of}/debrief/", {"held_at": "2026-04-01T11:00"})
        assert b"This lies ahead" in ahead.content
        assert not HandoffMeeting.objects.exists()
        page.post(f"{of}/debrief/", {"held_at": "2026-03-03T09:00", "note": "All said"})
        page.post(f"{of}/write/", {"goals": "Less waste", "promises": "None", "risks": "None"})
        page.post(f"{of}/people/", {"stakeholder": ana.pk, "note": "Decides"})
        for side in ("sales", "success"):
            page.post(f"{of}/{side}/done/")
        handoff = Handoff.objects.get()
        assert None not in (handoff.sales_said_at, handoff.success_said_at)
        page.post(f"{of}/people/{ana.pk}/remove/")
        assert not HandoffPerson.objects.exists()
        assert page.post(f"{of}/people/{ana.pk}/remove/").status_code == 404
        page.post(f"{of}/sales/again/")
        handoff.refresh_from_db()
        assert handoff.sales_said_at is None


def test_a_stale_record_shows_both_versions(cast: Cast, page: Client) -> None:
    with time_machine.travel(CLOSED + DAY, tick=False):
        deal = won(cast)
        of = f"/accounts/{cast.acme.pk}/handoff/{deal.pk}/write/"
        page.post(of, {"goals": "First", "promises": "", "risks": ""})
        stale = page.post(of, {"goals": "Second", "promises": "", "risks": "", "row_version": "7"})
    assert b"First" in stale.content
    assert Handoff.objects.get().goals == "First"


def test_readers_see_and_change_nothing(cast: Cast, client: Client) -> None:
    with time_machine.travel(CLOSED + DAY, tick=False):
        deal = won(cast)
        client.force_login(cast.edda)
        assert "Debrief held" not in text(client, f"/accounts/{cast.acme.pk}/handoff/")
        assert client.post(f"/accounts/{cast.acme.pk}/handoff/{deal.pk}/debrief/").status_code == 403
        client.force_login(cast.carl)
        assert client.get(f"/accounts/{cast.acme.pk}/handoff/").status_code == 404
        assert client.post(f"/accounts/{cast.bolt.pk}/deals/{deal.pk}/won/").status_code == 404
    assert not HandoffMeeting.objects.exists()
