"""Go anywhere and do anything by keyboard alone, log a touchpoint from any page, and ask for the keys."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.looking import look
from tests.journeys.watching import settle
from tests.journeys.world import Shared


def palette(page: Page) -> Locator:
    """Open the palette and say its list."""
    settle(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go anywhere")).to_be_focused()
    return page.locator("#palette-list")


def chosen(page: Page) -> Locator:
    return page.locator("#palette-list [aria-selected=true]")


def test_one_gets_to_an_account_and_back_to_where_one_was(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    palette(page)
    page.keyboard.type("ced")
    expect(chosen(page)).to_contain_text("Cedar")
    assert look(page) + look(page, "dark") == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/accounts/{shared.cedar.account.pk}/constellation/"))
    palette(page)
    page.keyboard.type("ugo ald")
    expect(chosen(page)).to_contain_text("Ugo Alder")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ugo Alder")
    recent = palette(page).get_by_role("group", name="Recent").get_by_role("option")
    expect(recent.first).to_contain_text("Cedar")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Go anywhere")).to_be_hidden()


def test_a_departure_is_marked_from_the_accounts_list(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    settle(page)
    found = palette(page)
    page.keyboard.type("mark dep")
    expect(chosen(page)).to_contain_text("Mark a departure")
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder("Whom?")).to_be_focused()
    page.keyboard.type("ugo elder")
    expect(found.get_by_role("option")).to_have_count(1)
    expect(chosen(page)).to_contain_text("Elder")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Ugo Elder left")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Ugo Elder left")).to_be_hidden()


def test_escape_goes_one_step_back_and_only_what_the_page_has_is_offered(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    found = palette(page)
    page.keyboard.type("print")
    expect(found.get_by_role("option", name="Print this page")).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.type("dark th")
    expect(chosen(page)).to_have_text("Dark theme")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    palette(page)
    page.keyboard.type("write a note")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_contain_text("Write a note")
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder("At which account?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_placeholder("Account, person, page or what you want to do")).to_be_focused()


def test_a_touchpoint_is_logged_from_the_accounts_list_and_what_was_typed_stays(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    settle(page)
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog", name="Log a touchpoint")
    expect(dialog.get_by_role("combobox", name="Account")).to_be_focused()
    dialog.get_by_label("What happened?").fill("met Bea about budget")
    expect(dialog).to_contain_text("Name the account")
    page.keyboard.press("Escape")
    page.goto("/people/")
    settle(page)
    page.keyboard.press("t")
    expect(dialog.get_by_label("What happened?")).to_have_value("met Bea about budget")
    page.keyboard.type("ced")
    expect(dialog.get_by_role("option", name="Cedar")).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("with Bea Lind about “budget”.")
    assert look(page) + look(page, "dark") == []
    dialog.get_by_label("What happened?").press("Control+Enter")
    expect(page.locator("[data-toast-text]")).to_have_text("Recorded: budget")
    expect(page).to_have_url(re.compile("/people/$"))
    page.keyboard.press("t")
    expect(dialog.get_by_label("What happened?")).to_have_value("")


def test_one_goes_on_typing_while_the_line_is_read(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"/accounts/{shared.cedar.account.pk}/team/")
    settle(page)
    page.keyboard.press("t")
    line = page.get_by_role("dialog").get_by_label("What happened?")
    expect(line).to_be_focused()
    page.keyboard.type("met Bea")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("with Bea Lind")
    page.keyboard.type(" about rollout")
    expect(line).to_have_value("met Bea about rollout")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def test_the_help_names_the_keys_of_the_page_it_is_asked_on(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"/accounts/{shared.alder.account.pk}/constellation/")
    settle(page)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    for said in ("Go anywhere, do anything", "Log a touchpoint", "On the map: what if they left"):
        expect(keys.get_by_text(said)).to_be_visible()
    expect(keys.get_by_text("Next and previous row, open it")).to_be_hidden()
    page.keyboard.press("Escape")
    page.goto("/accounts/")
    settle(page)
    page.keyboard.press("?")
    expect(keys.get_by_text("Next and previous row, open it")).to_be_visible()
    expect(keys.get_by_text("On the map: what if they left")).to_have_count(0)
