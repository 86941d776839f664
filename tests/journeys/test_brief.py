"""From the constellation to a printed brief, and from the brief to a touchpoint."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.test_constellation import sky_of
from tests.journeys.watching import settle
from tests.journeys.world import Shared

A4 = {"format": "A4", "prefer_css_page_size": True}


def pages_of(page: Page, to: Path) -> int:
    """How many sheets of paper the page takes."""
    page.pdf(path=to, **A4)  # type: ignore[arg-type]
    return len(re.findall(rb"/Type\s*/Page\b", to.read_bytes()))


def test_a_meeting_is_prepared_from_the_map_printed_and_recorded(visit: Visit, shared: Shared, tmp_path: Path) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.elder))
    settle(page)
    page.get_by_label("Find on the map").fill("bea")
    page.get_by_label("Find on the map").press("Enter")
    page.get_by_role("region", name="Bea Lind").get_by_role("link", name="Prepare a meeting").click()
    sheet = page.get_by_role("article", name="Elder")
    expect(sheet.get_by_role("listitem").filter(has_text="Bea Lind").first).to_contain_text("Champion")
    page.get_by_role("combobox", name="Theirs").fill("dor")
    page.get_by_role("option", name="Dora Vance").click()
    expect(page).to_have_url(re.compile(r"attendees=\d+&attendees=\d+"))
    expect(page.locator(".brief-person")).to_have_count(2)
    page.get_by_role("textbox", name="About").fill("Renewal")
    page.get_by_role("textbox", name="About").press("Enter")
    expect(page.get_by_role("heading", name="Elder: Renewal")).to_be_visible()
    expect(sheet).to_contain_text("Internal")
    expect(sheet).to_contain_text("no live relationship")
    assert pages_of(page, tmp_path / "brief.pdf") == 1
    page.get_by_role("button", name="It took place: record it").click()
    expect(page.locator("[data-toast-text]")).to_have_text("Recorded: Renewal")
    expect(sheet).to_contain_text("today, meeting “Renewal” (Cleo)")
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast-text]")).to_contain_text("Undone")


def test_everybody_at_an_account_fits_on_one_page(visit: Visit, shared: Shared, tmp_path: Path) -> None:
    people = vars(shared.alder.people).values()
    page = visit(
        shared.cast.cleo,
        f"/accounts/{shared.alder.account.pk}/brief/?attendees={','.join(str(one.pk) for one in people)}",
    )
    settle(page)
    expect(page.locator(".brief-person")).to_have_count(5)
    assert pages_of(page, tmp_path / "brief.pdf") == 1


def test_b_on_the_map_prepares_a_meeting_with_whom_one_is_at(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    settle(page)
    page.get_by_role("application").focus()
    page.keyboard.press("Home")
    page.keyboard.press("b")
    expect(page.get_by_role("article", name="Alder")).to_contain_text("Bea Lind")


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_wrong_with_a_brief(visit: Visit, shared: Shared, width: int) -> None:
    who = shared.alder.people
    address = f"/accounts/{shared.alder.account.pk}/brief/?attendees={who.bea.pk},{who.dora.pk},{who.olaf.pk}"
    page = visit(shared.cast.cleo, address, viewport={"width": width, "height": 844})
    settle(page)
    assert look(page) + look(page, "dark") + wider(page) == []
