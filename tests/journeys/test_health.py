"""Say how an account is doing by one key and see why its score moved; publish a version of a scorecard."""

import re

from playwright.sync_api import expect

from health.models import Scorecard
from health.services.connections import settle_connections
from health.services.pulse import feel_pulse
from stakeholders.services.conclusions import conclude_due
from tests.journeys.conftest import Visit
from tests.journeys.watching import settle
from tests.journeys.world import Shared


def let_the_pulse_be_connected(shared: Shared) -> None:
    """Somebody said how another account of the segment is doing, so that the pulse weighs and is asked for."""
    feel_pulse(shared.cast.ada, shared.alder.account, step=4)
    while conclude_due():
        pass
    settle_connections()
    while conclude_due():
        pass


def test_one_key_says_how_an_account_is_doing_and_undo_takes_it_back(visit: Visit, shared: Shared) -> None:
    let_the_pulse_be_connected(shared)
    page = visit(shared.cast.cleo, f"/accounts/{shared.birch.account.pk}/health/")
    settle(page)
    pulse = page.get_by_role("region", name="Pulse")
    expect(page.get_by_text("Ask for “Pulse” first")).to_be_visible()
    page.keyboard.press("6")
    expect(page.locator("[data-toast-text]")).to_have_text("Pulse of Birch: 6")
    expect(pulse).to_contain_text("6 thriving, today")
    why = page.get_by_role("region", name="Contributions to the score")
    expect(why.get_by_role("row", name=re.compile("^Pulse"))).to_contain_text("6 of 6, thriving")
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast-text]")).to_contain_text("Undone")
    expect(page.get_by_text("Ask for “Pulse” first")).to_be_visible()


def test_the_round_goes_on_to_the_next_account_with_each_key(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/pulse/")
    settle(page)
    current = page.locator("tr.is-current").get_by_role("link")
    first = current.inner_text()
    page.keyboard.press("4")
    expect(page.locator("[data-toast-text]")).to_have_text(f"Pulse of {first}: 4")
    expect(current).not_to_have_text(first)
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(current).to_have_text(first)


def test_a_version_is_drafted_previewed_and_published(visit: Visit, shared: Shared) -> None:
    card = Scorecard.objects.get(name="Starter")
    page = visit(shared.cast.ada, f"/settings/scorecards/{card.pk}/")
    settle(page)
    number = card.versions.count()
    weight = page.get_by_label("Pulse", exact=True)
    expect(weight).to_have_value("20")
    rule = page.get_by_label("Rule of Pulse")
    rule.fill("magic")
    page.get_by_role("button", name="Keep the draft and preview it").click()
    expect(page.get_by_text("Write the rule as")).to_be_visible()
    expect(rule).to_have_value("magic")
    rule.fill("pulse")
    page.get_by_label("Pulse", exact=True).fill("25")
    page.get_by_role("button", name="Keep the draft and preview it").click()
    preview = page.get_by_role("region", name="What the draft would say")
    expect(preview.get_by_role("row")).not_to_have_count(1)
    preview.get_by_label("What changed, and why").fill("The pulse counts more")
    preview.get_by_role("button", name="Publish version").click()
    expect(page.locator("[data-toast-text]")).to_have_text(f"Published version {number} of Starter")
    expect(page.get_by_role("table", name="Versions")).to_contain_text("The pulse counts more")
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast-text]")).to_contain_text("Undone")


def test_what_if_follows_each_choice_and_its_address_can_be_shared(visit: Visit, shared: Shared) -> None:
    """At Alder every route passes through Bea: without her none is left."""
    page = visit(shared.cast.cleo, f"/accounts/{shared.alder.account.pk}/health/")
    settle(page)
    section = page.get_by_role("region", name="What if")
    section.get_by_role("checkbox", name=re.compile("^Bea")).press("Space")
    threads = section.get_by_role("row", name=re.compile("^Threads 1 0"))
    expect(threads).to_be_visible()
    expect(section).to_contain_text("Threads 1 → 0 costs")
    section.get_by_label("Points of Pulse").fill("10")
    section.get_by_label("Points of Pulse").press("Enter")
    expect(section).to_contain_text("→ 10 points")
    expect(page).to_have_url(re.compile(r"without=\d+&(.*&)?if-pulse=10$"))
    page.reload()
    expect(threads).to_be_visible()
    expect(section.get_by_label("Points of Pulse")).to_have_value("10")
    section.get_by_role("link", name="Back to how it is").click()
    expect(threads).to_have_count(0)
