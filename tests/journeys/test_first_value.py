"""From a deal won to the first value: it is late, they say what they got; a manager sees it by team."""

import re
from datetime import UTC, datetime, time

from playwright.sync_api import Page, expect

from accounts.models import Account, Job
from accounts.services import accounts
from accounts.services.deals import record_deal
from stakeholders.services.conclusions import conclude_due
from tests.health.maps import somebody
from tests.health.wanted import wanted
from tests.journeys.conftest import Visit
from tests.journeys.watching import settle
from tests.journeys.world import Shared, days_ago


def customer(shared: Shared, name: str, won_days_ago: int) -> Account:
    """A customer of Cleo's with one person and one goal, whose first deal was won so many days ago."""
    cast = shared.cast
    account = accounts.create_account(cast.ada, name=name, segment=cast_segment(shared), owner=cast.cleo)
    accounts.assign_team_member(cast.ada, account, cast.cleo, Job.objects.get(key="csm"), days_ago(200))
    closed_at = datetime.combine(days_ago(won_days_ago), time(12), UTC)
    record_deal(cast.ada, account, name="Suite", stage="won", closed_at=closed_at)
    somebody(shared.everything.cast, account, "Nora Lind")
    wanted(shared.everything.cast, account)
    work()
    return account


def cast_segment(shared: Shared) -> object:
    return shared.everything.cast.acme.segment


def work() -> None:
    while conclude_due():
        pass


def test_what_they_say_ends_the_waiting(visit: Visit, shared: Shared) -> None:
    account = customer(shared, "Mulberry", 75)
    page = visit(shared.cast.cleo, f"/accounts/{account.pk}/goals/")
    settle(page)
    expect(page.get_by_role("link", name="none in 75 days")).to_be_visible()
    first = page.get_by_role("region", name="Time to first value")
    expect(first).to_contain_text("So far 75 days and none yet: 15 more than expected.")
    expect(first).to_contain_text("Expected within 60 days")
    say(page, "20", "Our own estimate")
    expect(first).to_contain_text("By our own account")
    expect(first).to_contain_text("So far 75 days")
    say(page, "10", "Nora Lind")
    expect(first).to_contain_text("Received after 75 days, 15 more than expected.")
    work()
    page.reload()
    expect(page.get_by_role("link", name="none in 75 days")).to_have_count(0)
    page.goto("/accounts/?first_value=received&columns=first_value")
    settle(page)
    expect(page.get_by_role("row", name=re.compile("Mulberry"))).to_contain_text("75 days")


def say(page: Page, percent: str, who: str) -> None:
    page.get_by_role("link", name="Confirm value").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Share of the value received").fill(percent)
    chosen = dialog.get_by_label("Who confirmed it")
    options = chosen.locator("option").all_inner_texts()
    named = next((place for place, text in enumerate(options) if who in text), 0)
    chosen.select_option(index=named)
    dialog.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-toast-text]").first).to_be_visible()
    settle(page)


def test_a_manager_goes_from_a_figure_of_a_team_to_its_accounts(visit: Visit, shared: Shared) -> None:
    customer(shared, "Spindle", 80)
    page = visit(shared.cast.mara, "/portfolio/value/")
    settle(page)
    waiting = page.get_by_role("region", name="Time to first value")
    expect(waiting).to_contain_text("those who wait included")
    waiting.get_by_text("Table: how it is worked out").click()
    expect(waiting.get_by_text("Waiting before", exact=True)).to_be_visible()
    page.get_by_role("link", name="Two ledgers", exact=True).click()
    settle(page)
    north = page.get_by_role("row", name=re.compile("^North"))
    expect(page.get_by_role("columnheader", name="Business results")).to_be_visible()
    north.get_by_role("link", name=re.compile("wait$")).click()
    settle(page)
    expect(page.get_by_role("link", name="Spindle", exact=True)).to_be_visible()
    assert re.search("first_value=none_yet.*team=", page.url)


def test_the_success_plan_is_a_sheet_without_the_product_and_prints_without_our_bar(
    visit: Visit, shared: Shared
) -> None:
    account = customer(shared, "Sycamore", 20)
    page = visit(shared.cast.cleo, f"/accounts/{account.pk}/goals/")
    page.get_by_role("link", name="Success plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sycamore")
    bar = page.get_by_role("navigation", name="For us only")
    expect(bar).to_be_visible()
    expect(page.locator(".topbar")).to_have_count(0)
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()
    expect(page.get_by_text("Close the books faster").first).to_be_visible()
    page.emulate_media(media="screen")
    bar.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sycamore")
