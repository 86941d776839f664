"""A manager goes from a figure of the portfolio to the person behind it; a CSM forecasts a renewal in the list."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.watching import settle
from tests.journeys.world import Shared


def open_portfolio(page: Page) -> None:
    page.goto("/portfolio/")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")


def test_a_manager_drills_from_the_portfolio_to_the_person(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.mara)
    open_portfolio(page)
    page.get_by_role("link", name="Revenue a year").click()
    page.get_by_role("link", name="Acme", exact=True).click()
    page.get_by_role("link", name="People", exact=True).last.click()
    page.get_by_role("link", name="Ana", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")


def test_a_manager_sees_who_carries_what_and_puts_the_owners_in_order(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.mara)
    open_portfolio(page)
    table = page.get_by_role("region", name="Accounts and revenue by owner")
    expect(table.get_by_role("row", name=re.compile("^Together"))).to_be_visible()  # it comes after the rest
    page.get_by_role("link", name="All owners, in any order").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who carries what")
    page.get_by_role("link", name="Tasks overdue").click()
    settle(page)
    expect(page.get_by_role("columnheader", name="Tasks overdue")).to_have_attribute("aria-sort", "descending")


def test_a_filter_stays_in_the_address_and_on_every_tab(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.mara)
    open_portfolio(page)
    page.get_by_label("Phase").select_option(label="Adopt")
    expect(page.get_by_role("link", name="Show everything")).to_be_visible()
    assert "phase=adopt" in page.url
    page.get_by_role("link", name="Renewals", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Renewals")
    assert "phase=adopt" in page.url


def test_a_csm_forecasts_in_the_list_and_undoes_it(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo)
    page.goto("/renewals/?due=365")
    settle(page)
    forecast = page.get_by_label("Forecast for Acme")
    expect(forecast).to_have_value("commit")
    forecast.select_option(label="at risk")
    expect(page.get_by_text("Forecast the renewal of Acme: at risk")).to_be_visible()
    expect(page.get_by_label("Forecast for Acme")).to_have_value("at_risk")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_label("Forecast for Acme")).to_have_value("commit")


def test_a_table_with_bars_is_taken_away_as_it_looks(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.ada, "/portfolio/")
    settle(page)
    with page.expect_download() as vector:
        page.get_by_role("button", name="Revenue by health as SVG").click()
    drawn = Path(vector.value.path()).read_text()
    words = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert words[0].startswith("Revenue by health · ")
    assert {"HEALTH", "green", "not enough known", "Together"} <= set(words)
    assert "<use" not in drawn
    with page.expect_download() as raster:
        page.get_by_role("button", name="Revenue by health as PNG").click()
    assert Path(raster.value.path()).read_bytes().startswith(b"\x89PNG")
