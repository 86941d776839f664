"""What a customer may see holds no word of what we think of them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visit
from tests.journeys.test_constellation import sky_of
from tests.journeys.watching import settle
from tests.journeys.world import Shared

INTERNAL = Path(__file__).with_name("internal_words.txt").read_text().split()


def words_in(text: str) -> set[str]:
    """The internal words that stand in a text."""
    return {word for word in INTERNAL if re.search(rf"(?<![a-z]){word}", text, re.IGNORECASE)}


def test_the_same_search_finds_plenty_in_our_own_view(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    settle(page)
    plenty = {"sentiment", "influence", "persona", "detractor", "assumed", "oppos", "strength", "threads"}
    assert plenty <= words_in(page.content())


@pytest.mark.parametrize("as_of", ["", "&as_of=2025-03-01"])
def test_neither_source_nor_page_of_the_customer_view_holds_a_word(visit: Visit, shared: Shared, as_of: str) -> None:
    page = visit(shared.cast.cleo)
    answer = page.goto(f"{sky_of(shared.alder)}?customer=1{as_of}")
    assert answer is not None
    settle(page)
    assert words_in(answer.text()) == set()
    assert words_in(page.content()) == set()


def saved(page: Page, label: str) -> str:
    page.get_by_text("Picture", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_text()


def test_the_picture_for_the_customer_holds_no_word(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    settle(page)
    svg = saved(page, "SVG for the customer")
    assert "Bea Lind" in svg
    assert "Alder" in svg
    assert words_in(svg) == set()


def test_the_picture_of_everything_is_marked_internal(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, sky_of(shared.alder))
    settle(page)
    svg = saved(page, "SVG with everything, marked internal")
    assert ">Internal<" in svg
    assert "More influence".lower() in svg.lower()
