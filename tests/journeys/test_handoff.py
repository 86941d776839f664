"""A deal closed 49 hours ago without a debrief alerts on its account; the debrief is held and the alert is over."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Account, Deal, User
from accounts.services.deals import record_deal
from csm.foundation.clock import today
from health.models import Alert
from stakeholders.models import Handoff
from stakeholders.services.people import add_stakeholder
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude, settle
from tests.journeys.world import Shared


@pytest.fixture
def handed_over(shared: Shared) -> tuple[User, Account, Deal]:
    """Hana owns Hazel, which bought 49 hours ago; nobody has told her anything."""
    hana = User.objects.create_user(f"hana{User.objects.count()}@ours.example", name="Hana Reed", role="csm")
    account = Account.objects.create(name="Hazel", segment=shared.alder.account.segment, owner=hana)
    add_stakeholder(shared.cast.ada, account, name="Ana Silva", title="Head of Finance")
    closed_at = datetime.now(UTC) - timedelta(hours=49)
    deal = record_deal(shared.cast.ada, account, name="Hazel platform", stage="won", closed_at=closed_at)
    conclude(account.pk)
    return hana, account, deal


def test_a_breached_clock_alerts_until_the_debrief_is_held(
    visit: Visit, handed_over: tuple[User, Account, Deal]
) -> None:
    hana, account, _deal = handed_over
    page = visit(hana, "/")
    item = page.locator(".day-item").filter(has_text="the internal debrief was not held within 48 hours of closing")
    expect(item).to_be_visible()
    item.get_by_role("link", name="Open the handoff").click()

    expect(page.get_by_role("heading", level=2, name="Hazel platform")).to_be_visible()
    head = page.locator(".account-figures")
    expect(head).to_contain_text("Debrief overdue by 1 h")
    expect(page.get_by_text("Customer success still owes the risks")).to_be_visible()
    assert look(page) == []
    assert wider(page) == []

    page.get_by_role("link", name="Debrief held").click()
    page.get_by_label("What was agreed").fill("They start with two sites")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("held (59|60) min late|held 1 h late"))).to_be_visible()
    settle(page)
    conclude(account.pk)
    assert Alert.objects.get(account=account, kind="handoff_late").closed_on is not None
    page.reload()
    expect(head).to_contain_text("Introduction due in")
    page.goto(f"/accounts/{account.pk}/alerts/")
    page.get_by_text("Closed lately").click()
    expect(page.get_by_text("Handoff late: It was held, or is no longer due.")).to_be_visible()


def test_both_sides_complete_the_record(visit: Visit, handed_over: tuple[User, Account, Deal]) -> None:
    hana, account, deal = handed_over
    page = visit(hana, f"/accounts/{account.pk}/handoff/")
    page.get_by_role("link", name="Write the record").click()
    page.get_by_label("Goals").fill("Close the books in three days")
    page.get_by_label("Promises made").fill("SSO before the first site")
    page.get_by_label("Risks").fill("One person knows the old system")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sales still owes whom they met")).to_be_visible()
    page.get_by_role("link", name="Add whom sales met").click()
    page.get_by_label("Whom", exact=True).select_option(label="Ana Silva")
    page.get_by_label("Note").fill("Holds the budget")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name=re.compile("^Make it a promise")).click()
    dialog = page.get_by_role("dialog", name="Record a promise of ours")
    expect(dialog.get_by_label("what we promised")).to_have_value("SSO before the first site")
    dialog.get_by_label("Due on").fill((today() + timedelta(days=30)).isoformat())
    dialog.get_by_role("button", name="Record promise").click()
    expect(page.get_by_role("link", name=re.compile("^Promise: due"))).to_be_visible()
    expect(page.get_by_role("button", name="Make it a promise")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Make it a goal"))).to_be_visible()
    settle(page)
    assert look(page) == []
    page.get_by_role("button", name="Sales: our part is complete").click()
    expect(page.get_by_text("Sales has completed its part.")).to_be_visible()
    page.get_by_role("button", name="Customer success: our part is complete").click()
    expect(page.get_by_text("Customer success has completed its part.")).to_be_visible()
    expect(page.locator(".handoff-record")).to_contain_text("complete")
    assert Handoff.objects.get(deal=deal).success_said_by == hana
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Customer success: our part is complete")).to_be_visible()
