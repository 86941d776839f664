"""Reading the constellation: threads, dates, what if, introductions, and what an executive may not touch."""

import json
import re
from typing import Any

from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.watching import settle
from tests.journeys.world import OLAF_LEFT, Shared, Story, days_ago

KEY_SENTENCES = [
    "All routes to the decision pass through Bea Lind and Dora Vance.",
    "The chance that at least one of them leaves within a year is about 1 in 3; then we are cut off.",
    "On our side only Cleo has a live route.",
    (
        "Best next step: ask Bea Lind to introduce Cleo to Dora Vance; "
        "the chance we stay connected for a year goes from 70 % to 84 %."
    ),
]


def sky_of(story: Story) -> str:
    return f"/accounts/{story.account.pk}/constellation/"


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Where everybody stands, by name, as the page draws it."""
    sky: dict[str, Any] = json.loads(page.locator("#sky").text_content() or "")
    return {star["name"]: (star["x"], star["y"]) for star in sky["stars"]}


def test_the_page_says_who_decides_and_on_whom_all_hangs(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    expect(page.locator(".constellation-reading .sentence p")).to_have_text(KEY_SENTENCES)
    expect(page.locator(".constellation-reading dl")).to_contain_text("Chance we stay connected 70 %")


def test_a_past_date_shows_the_map_as_it_was_with_everybody_in_place(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    now = places(page)
    page.locator("#as-of").fill(days_ago(100).isoformat())
    page.locator("#as-of").press("Enter")
    expect(page.get_by_role("status").filter(has_text="as it was")).to_have_text(
        f"This is the map as it was on {date_format(days_ago(100))}. Figures are computed from the facts of that day."
    )
    expect(page.locator(".constellation-reading .sentence p").first).to_have_text(
        "2 people would have to leave before we lose the decision."
    )
    then = places(page)
    assert set(then) == {"Bea Lind", "Dora Vance", "Olaf Berg", "Ugo Alder"}
    assert set(now) == {*then, "Pia Holm"}
    assert then == {name: now[name] for name in then}


def test_the_slider_goes_a_day_back_by_an_arrow_key(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    page.locator("#as-of-range").press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"as_of={days_ago(1)}"))
    expect(page.locator("#as-of-range")).to_have_attribute("aria-valuetext", re.compile(str(days_ago(1).year)))


def test_what_changed_is_said_in_words(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"{sky_of(shared.alder)}?as_of={days_ago(100)}")
    page.get_by_role("button", name="What changed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("What changed")
    expect(dialog.get_by_role("listitem")).to_have_text(
        [
            "Pia Holm joined as Purchasing Lead.",
            f"Olaf Berg left on {date_format(days_ago(OLAF_LEFT), 'SHORT_DATE_FORMAT')}; no successor is named.",
            "Pia Holm took the role of Detractor.",
            "Pia Holm took the role of Procurement.",
            "The role of Decision maker that Olaf Berg held is orphaned.",
            "The role of Executive sponsor that Olaf Berg held is orphaned.",
            "New connection: Bea Lind and Pia Holm (opposes).",
            "The relationship of Cleo with Ugo Alder came alive.",
            "Threads went from 2 to 1.",
            "The chance we stay connected for a year went from 95 % to 70 %.",
        ]
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="What changed")).to_be_focused()


def test_what_if_moves_the_figures_and_back(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    settle(page)
    page.get_by_label("Find on the map").fill("bea")
    page.get_by_label("Find on the map").press("Enter")
    panel = page.get_by_role("region", name="Bea Lind")
    panel.get_by_role("button", name="What if they left").click()
    figures = page.get_by_role("region", name="Without Bea Lind")
    expect(figures.get_by_role("row")).to_have_text(
        [
            re.compile(r"Now\s*Then"),
            re.compile(r"Threads\s*1\s*0"),
            re.compile(r"Chance we stay connected\s*70 %\s*0 %"),
            re.compile(r"Our threads\s*1\s*0"),
            re.compile(r"Roles engaged\s*2/4\s*1/4"),
            re.compile(r"Orphaned roles\s*2\s*3"),
        ]
    )
    expect(panel.get_by_role("button", name="What if they left")).to_have_attribute("aria-pressed", "true")
    figures.get_by_role("button", name="Bring everybody back").click()
    expect(figures).to_have_count(0)
    expect(panel.get_by_role("button", name="What if they left")).to_have_attribute("aria-pressed", "false")


def test_introductions_come_with_their_path(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    page.get_by_role("region", name="Whom to meet next").scroll_into_view_if_needed()
    first = page.locator(".constellation-introductions > li").first
    expect(first.locator(".introduction-path")).to_have_text("Cleo → Bea Lind → Dora Vance")
    expect(first).to_contain_text("chance we stay connected 70 % → 84 %")


def test_an_executive_reads_and_has_nothing_to_press(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.edda)
    for tab in ("constellation", "people", "timeline", "contracts", "team", "details"):
        page.goto(f"/accounts/{shared.alder.account.pk}/{tab}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Alder")
        assert page.locator("main form[method=post]").count() == 0, tab
        writing = (
            "a[href$='/edit/'], a[href*='/new/'], [hx-post], [hx-get*='/new/'], [hx-get*='/edit/'], [hx-get*='/fill/']"
        )
        assert page.locator(f"main :is({writing})").count() == 0, tab
    page.goto(sky_of(shared.alder))
    settle(page)
    page.get_by_label("Find on the map").fill("bea")
    page.get_by_label("Find on the map").press("Enter")
    panel = page.get_by_role("region", name="Bea Lind")
    expect(panel.get_by_role("button", name="What if they left")).to_be_visible()
    for name in ("Record touchpoint", "Assess", "Add role", "Connect", "They left"):
        expect(panel.get_by_role("button", name=name, exact=True)).to_have_count(0)
