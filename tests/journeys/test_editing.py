"""Saving beside each other, and choosing a theme."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.watching import settle
from tests.journeys.world import Shared


def test_a_stale_save_shows_both_versions_and_loses_neither(visit: Visit, shared: Shared) -> None:
    edit = f"/accounts/{shared.elder.account.pk}/edit/"
    mine, theirs = visit(shared.cast.cleo, edit), visit(shared.cast.ada, edit)
    theirs.get_by_label("Industry").fill("Rail")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.locator("[data-toast-text]")).to_contain_text("Elder")
    mine.get_by_label("Industry").fill("Shipping")
    mine.get_by_label("Region").fill("North")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Somebody else saved this meanwhile")
    main = mine.get_by_role("main")
    expect(main).to_contain_text("Rail")
    expect(main).to_contain_text("Shipping")
    mine.get_by_role("radio", name=re.compile("Shipping")).check()
    mine.get_by_role("button", name="Save this").click()
    mine.goto(edit)
    expect(mine.get_by_label("Industry")).to_have_value("Shipping")
    expect(mine.get_by_label("Region")).to_have_value("North")


def test_a_chosen_theme_stays(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    settle(page)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("summary").filter(has_text="Menu of Cleo").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != paper
    page.goto("/settings/profile/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.locator("button[data-theme-choice=dark]")).to_have_attribute("aria-pressed", "true")
