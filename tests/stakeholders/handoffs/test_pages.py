"""The page of an account's handoff: clocks in words, what each side owes, the forms, who may."""

import pytest
import time_machine
from django.test import Client

from accounts.models import Act, Deal
from accounts.services.deals import edit_deal
from stakeholders.models import Commitment, Handoff, HandoffMeeting, HandoffOutcome, HandoffPerson
from stakeholders.services.commitments import remove_commitment, settle_commitment
from stakeholders.services.handoffs import write_handoff
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


def test_what_sales_wrote_becomes_promises_and_goals_and_says_what_became_of_it(cast: Cast, page: Client) -> None:
    with time_machine.travel(CLOSED + DAY, tick=False):
        deal = won(cast)
        at, other = f"/accounts/{cast.acme.pk}", won(cast, cast.bolt)
        written = write_handoff(
            cast.cleo, deal, goals="Close the books in three days", promises="- Single sign-on\n- A named engineer"
        )
        eve = write_handoff(cast.carl, other, promises="Elsewhere")
        shown = text(page, f"{at}/handoff/")
        assert shown.count("Make it a promise") == 2
        assert shown.count("Make it a goal") == 1
        line = f"handoff_promises={written.pk}&line=1"
        assert f"{at}/commitments/new/?{line.replace('&', '&amp;')}" in shown
        form = page.get(f"{at}/commitments/new/?{line}").context["form"]
        assert form["text"].value() == "A named engineer"
        for odd in (f"handoff_promises={eve.pk}&line=0", f"handoff_promises={written.pk}&line=9", "handoff_promises=x"):
            assert page.get(f"{at}/commitments/new/?{odd}").context["form"]["text"].value() == "", odd
        typed = {"text": "Ben looks after you", "promised_on": "2026-03-02", "due_on": "2026-04-01"}
        assert page.post(f"{at}/commitments/new/?{line}", {**typed, "due_on": "2026-01-01"}).status_code == 200
        assert not HandoffOutcome.objects.exists()
        page.post(f"{at}/commitments/new/?{line}", typed)
        row = Commitment.objects.get()
        made = HandoffOutcome.objects.get()
        assert (made.handoff_id, made.words, made.row_id) == (written.pk, "A named engineer", row.pk)
        shown = text(page, f"{at}/handoff/")
        assert f'href="{at}/promises/#commitment-{row.pk}">Promise: due April 1, 2026</a>' in shown
        assert shown.count("Make it a promise") == 1
        settle_commitment(cast.cleo, row, "kept", (CLOSED + DAY).date())
        write_handoff(cast.cleo, deal, promises="- Single sign-on")
        shown = text(page, f"{at}/handoff/")
        assert "Promise: kept, March 3, 2026" in shown
        assert "A named engineer (written anew since)" in shown
        remove_commitment(cast.cleo, row)
        assert "A named engineer" not in text(page, f"{at}/handoff/")

        goal_url = f"{at}/goals/new/?handoff_goals={written.pk}&line=0"
        assert page.get(goal_url).context["form"]["words"].value() == "Close the books in three days"
        goal = {
            "words": "Close the books in three days",
            "metric_name": "Days to close",
            "unit": "days",
            "baseline": "8",
            "baseline_on": "2026-03-02",
            "target": "3",
            "due_on": "2026-09-01",
            "set_on": "2026-03-02",
        }
        assert page.post(goal_url, goal)["Location"] == f"{at}/handoff/"
        assert "Goal: due Sept. 1, 2026" in text(page, f"{at}/handoff/")
        assert "Make it a goal" not in text(page, f"{at}/handoff/")


def test_readers_are_offered_nothing_to_make(cast: Cast, client: Client) -> None:
    with time_machine.travel(CLOSED + DAY, tick=False):
        write_handoff(cast.cleo, won(cast), promises="Single sign-on")
        client.force_login(cast.edda)
        shown = text(client, f"/accounts/{cast.acme.pk}/handoff/")
    assert "Single sign-on" in shown
    assert "Make it a promise" not in shown


def test_a_button_about_a_deal_or_record_that_changed_since_does_nothing(cast: Cast, page: Client) -> None:
    with time_machine.travel(CLOSED + DAY, tick=False):
        deal, at = won(cast), f"/accounts/{cast.acme.pk}"
        edit_deal(cast.ada, deal, name="Suite for all")
        write_handoff(cast.cleo, deal, {somebody(cast).pk: ""}, goals="One", promises="None")
        write_handoff(cast.carl, deal, goals="Another")
        before = Act.objects.count()
        for name in (f"deals/{deal.pk}/reopen/", f"deals/{deal.pk}/remove/", f"handoff/{deal.pk}/sales/done/"):
            answer = page.post(f"{at}/{name}", {"row_version": "1"}, follow=True)
            assert b"This was changed by somebody else since you opened it." in answer.content, name
        assert Act.objects.count() == before
        page.post(f"{at}/handoff/{deal.pk}/sales/done/", {"row_version": "2"})
        assert Handoff.objects.get().sales_said_at is not None
