"""A list made one's own: columns, a filter over an extra field, a shared view, many edited and undone, the export."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from accounts.domain.extras import ExtraKind
from accounts.models import Account, ExtraField, SavedView, Subject
from accounts.services.accounts import edit_account
from accounts.services.extras import create_extra_field
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import settle
from tests.journeys.world import Shared

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def seats(shared: Shared) -> None:
    """Alder has 300 seats, Birch 120, Cedar 5."""
    if not ExtraField.objects.filter(key="seats").exists():
        create_extra_field(shared.cast.otto, Subject.ACCOUNT, name="Seats", kind=ExtraKind.NUMBER)
    for story, number in ((shared.alder, 300), (shared.birch, 120), (shared.cedar, 5)):
        row = Account.objects.get(pk=story.account.pk)
        edit_account(shared.cast.ada, row, row.row_version, extra={"seats": number})


def rows(page: Page) -> list[list[str]]:
    """What the list shows, cell by cell, without the boxes."""
    settle(page)
    found = page.locator("tbody [data-row]").all()
    return [[cell.inner_text().strip() for cell in row.locator("td:not(.pick)").all()] for row in found]


def column(page: Page, label: str) -> Locator:
    return page.get_by_role("dialog").locator("li", has_text=label)


def test_a_list_becomes_ones_own(visit: Visit, shared: Shared, seats: None, tmp_path: Path) -> None:
    page = visit(shared.cast.cleo, "/accounts/?view=all")
    choose_columns(page)
    filter_by_seats(page)
    view = share_as_a_view(page)
    others_find_only_their_own(visit, shared, view)
    edit_and_undo(page)
    the_export_is_the_screen(page, tmp_path)


def choose_columns(page: Page) -> None:
    page.get_by_role("button", name="Columns").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Columns")).to_be_visible()
    concluded = ("Health", "Threads", "Stay connected", "Roles engaged", "Last touch", "Freshness")
    for label in ("ARR", "Renewal", "Segment", *concluded):
        column(page, label).get_by_role("checkbox").uncheck()
    for label in ("Seats", "Tags"):
        column(page, label).get_by_role("checkbox").check()
    for _step in range(2):
        column(page, "Seats").get_by_role("button", name="Seats: further left").click()
    assert look(page) == []
    dialog.get_by_role("button", name="Show these").click()
    expect(page.locator("thead th a").first).to_be_visible()
    heads = [head.inner_text().strip() for head in page.locator("thead th:not(.pick)").all()]
    assert heads[:2] == ["Account", "Seats"]
    assert set(heads) == {"Account", "Seats", "Owner", "Phase", "Tags"}


def filter_by_seats(page: Page) -> None:
    page.get_by_text("More filters").click()
    page.get_by_label("Seats from").fill("100")
    page.get_by_label("Seats from").press("Enter")
    expect(page.get_by_text("2 accounts")).to_be_visible()
    page.get_by_role("link", name="Seats", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Seats")
    assert [row[:2] for row in rows(page)] == [["Alder", "300"], ["Birch", "120"]]
    assert "extra.seats.min=100" in page.url
    assert look(page) + look(page, "dark") == []


def share_as_a_view(page: Page) -> SavedView:
    page.locator(".list-tools summary", has_text="Views").click()
    page.get_by_role("button", name="Save as a new view").click()
    dialog = page.get_by_role("dialog", name="Save this view")
    dialog.get_by_label("Name").fill("Large ones")
    dialog.get_by_label("Who sees it").select_option("everybody")
    dialog.get_by_role("button", name="Save view").click()
    expect(page.locator("[data-toast-text]")).to_have_text("Saved the view Large ones")
    expect(page.locator(".list-tools summary", has_text="Large ones")).to_be_visible()
    assert [row[:2] for row in rows(page)] == [["Alder", "300"], ["Birch", "120"]]
    return SavedView.objects.get(name="Large ones")


def others_find_only_their_own(visit: Visit, shared: Shared, view: SavedView) -> None:
    theirs = visit(shared.cast.carl, "/accounts/?view=all")
    theirs.locator(".list-tools summary", has_text="Views").click()
    theirs.get_by_role("link", name="Large ones").click()
    expect(theirs.get_by_text("No account of yours fits these filters.")).to_be_visible()
    assert f"view={view.pk}" in theirs.url
    narrow = visit(shared.cast.ada, f"/accounts/?view={view.pk}", viewport=PHONE)
    assert [row[0] for row in rows(narrow)] == ["Alder", "Birch"]
    assert look(narrow) + look(narrow, "dark") + wider(narrow) == []


def edit_and_undo(page: Page) -> None:
    before = rows(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked-count]")).to_have_text("1 chosen")
    page.locator("[data-pick]").last.click(modifiers=["Shift"])
    expect(page.locator("[data-picked-count]")).to_have_text("2 chosen")
    page.get_by_role("button", name="Edit them").click()
    dialog = page.get_by_role("dialog", name="Edit many")
    dialog.get_by_label("Phase").select_option("renew")
    tags = dialog.get_by_role("combobox", name="Add tags")
    tags.fill("Autumn")
    expect(dialog.get_by_role("option", name="Autumn new tag")).to_be_visible()
    tags.press("Enter")
    assert look(page) == []
    dialog.get_by_role("button", name="Set on all of them").click()
    expect(page.locator("[data-toast-text]")).to_have_text("Changed 2 rows.")
    assert all("Renew" in row and "Autumn" in row for row in rows(page))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast-text]")).to_contain_text("Undone")
    assert rows(page) == before


def the_export_is_the_screen(page: Page, folder: Path) -> None:
    shown = rows(page)
    page.locator(".list-tools summary", has_text="Export").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV for programs").click()
    started.value.save_as(folder / "list.csv")
    with (folder / "list.csv").open(newline="") as file:
        written = list(csv.reader(file))
    assert written[0][:2] == ["name", "extra.seats"]
    assert [row[:2] for row in written[1:]] == [row[:2] for row in shown]
    assert len(written[0]) == len(shown[0])
