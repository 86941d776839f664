"""The panel of a star and the dialogs that open from it: nothing for axe to find, and the focus goes in and back."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.test_constellation import sky_of
from tests.journeys.watching import settle
from tests.journeys.world import Shared

DIALOGS = {
    "Record touchpoint": "Record a touchpoint",
    "Assess": "Assess Bea Lind",
    "Add role": "Roles of Bea Lind",
    "Connect": "Connect Bea Lind with somebody here",
}


def open_panel(page: Page) -> None:
    settle(page)
    page.get_by_label("Find on the map").fill("bea")
    page.get_by_label("Find on the map").press("Enter")
    expect(page.get_by_role("region", name="Bea Lind")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_wrong_with_the_panel(visit: Visit, shared: Shared, width: int) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder), viewport={"width": width, "height": 844})
    open_panel(page)
    page.locator(".star-strand summary").first.click()
    page.get_by_role("region", name="Bea Lind").get_by_role("button", name="What if they left").click()
    expect(page.get_by_role("region", name="Without Bea Lind")).to_be_visible()
    assert look(page) + look(page, "dark") + wider(page) == []


@pytest.mark.parametrize("button", list(DIALOGS))
def test_a_dialog_takes_the_focus_and_gives_it_back(visit: Visit, shared: Shared, button: str) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder), viewport={"width": 390, "height": 844})
    open_panel(page)
    opener = page.get_by_role("region", name="Bea Lind").get_by_role("button", name=button, exact=True)
    opener.click()
    dialog = page.get_by_role("dialog", name=DIALOGS[button])
    expect(dialog).to_be_visible()
    assert dialog.evaluate("(element) => element.contains(document.activeElement)")
    assert look(page) + look(page, "dark") + wider(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
