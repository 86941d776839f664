"""Walk the constellation, record and search without a mouse."""

import re

from playwright.sync_api import Locator, Page, expect

from accounts.models import Role
from tests.journeys.conftest import Visit
from tests.journeys.test_constellation import sky_of
from tests.journeys.watching import settle
from tests.journeys.world import Shared

FAR = 60


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted element has the focus."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{FAR} times Tab did not lead to {wanted}")


def has_visible_focus(page: Page) -> bool:
    """Whether what has the focus is outlined, or shadowed, as the keyboard's."""
    return bool(
        page.evaluate(
            """() => {
                const element = document.activeElement, style = getComputedStyle(element);
                const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                return element.matches(":focus-visible") && (isOutlined || style.boxShadow !== "none");
            }"""
        )
    )


def open_map(page: Page) -> Locator:
    """Tab into the map and say what is announced."""
    settle(page)
    tab_to(page, page.get_by_role("application"))
    assert has_visible_focus(page)
    return page.locator("[data-map-live]")


def test_the_map_is_walked_along_its_connections(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.birch))
    said = open_map(page)
    expect(said).to_have_text(re.compile("^Bea Lind, Head of Operations, Operations, Champion, "))
    seen = {said.inner_text().split(",")[0]}
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        seen.add(said.inner_text().split(",")[0])
    assert len(seen) >= 3
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile("^Bea Lind, "))
    page.keyboard.press("Enter")
    heading = page.get_by_role("region", name="Bea Lind").get_by_role("heading", level=2)
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    expect(page.get_by_role("application")).to_be_focused()


def test_a_touchpoint_and_a_role_are_recorded_by_keyboard(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.birch))
    open_map(page)
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Bea Lind")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    tab_to(page, panel.get_by_role("button", name="Record touchpoint"))
    assert has_visible_focus(page)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Record a touchpoint")
    expect(dialog.get_by_label("Kind")).to_be_focused()
    tab_to(page, dialog.get_by_label("About"))
    page.keyboard.type("Rollout by keyboard")
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toast-text]")).to_have_text("Recorded: Rollout by keyboard")
    open_map(page)
    page.keyboard.press("Enter")
    tab_to(page, panel.get_by_role("button", name="Add role"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile("role", re.IGNORECASE))
    expect(dialog.get_by_label("Role")).to_be_focused()
    page.keyboard.type("Security")
    expect(dialog.get_by_label("Role")).to_have_value(str(Role.objects.get(key="security").pk))
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toast-text]")).to_contain_text("Security")
    expect(page.locator("[data-toast] button[type=submit]")).to_have_text("Undo")


def test_slash_searches_and_enter_goes_to_the_person(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    settle(page)
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search accounts, people, pages")
    expect(field).to_be_focused()
    page.keyboard.type("ugo ald")
    expect(page.locator("#search-results [role=option]")).to_have_text([re.compile("Ugo Alder")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/people/{shared.alder.people.ugo.person_id}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ugo Alder")


def test_search_reaches_nothing_that_is_not_ones_own(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.carl, "/accounts/")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("ugo ald")
    expect(page.locator("#search-results")).to_have_text("Nothing you may see has words that begin like this.")
    expect(page.locator("#search-results [role=option]")).to_have_count(0)
