"""A request that a later one replaces is given up without a word; one that failed is told, nothing typed is lost."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Visit, session_of
from tests.journeys.watching import settle
from tests.journeys.world import Shared

UNREACHED = "The server could not be reached; what you typed stays. Try again."
FAILURES = {
    404: "This is no longer there. Load the page again.",
    403: "You may not do this, or you were signed out. Load the page again.",
    500: "The server could not do this (error 500). Try again.",
}
GIVEN_UP = """() => document.addEventListener("htmx:sendAbort", () => { window.givenUp = true; })"""


def hold(page: Page, words: str) -> list[Route]:
    """Keep the answers to requests whose address holds some words, until the test lets them go."""
    held: list[Route] = []
    page.route(lambda url: words in url, lambda route: held.append(route))
    return held


def test_a_search_that_is_replaced_says_nothing(visit: Visit, shared: Shared) -> None:
    """The watch of every visit fails where the console holds an error."""
    page = visit(shared.cast.cleo, "/accounts/")
    settle(page)
    held = hold(page, "q=Ald&")
    page.evaluate(GIVEN_UP)
    with page.expect_request(lambda request: "q=Ald&" in request.url):
        page.locator("#id_q").fill("Ald")
    page.locator("#id_q").fill("Alder")
    page.wait_for_function("() => window.givenUp")
    expect(page.locator("#results [data-row]")).to_have_count(1)
    assert len(held) == 1
    expect(page.locator("[data-toast]")).to_have_count(0)


@pytest.fixture
def unwatched(browser: Browser, url: str, shared: Shared) -> Page:
    """A page of Cleo's whose console may hold errors: the browser itself reports what could not be loaded."""
    context = browser.new_context(base_url=url)
    context.add_cookies([{"name": "sessionid", "value": session_of(shared.cast.cleo), "url": url}])
    return context.new_page()


@pytest.mark.parametrize(("status", "words"), list(FAILURES.items()))
def test_a_refused_request_is_told_until_one_succeeds(unwatched: Page, status: int, words: str) -> None:
    page = unwatched
    page.goto("/accounts/")
    settle(page)
    page.route(lambda url: "q=Ald" in url, lambda route: route.fulfill(status=status))
    page.locator("#id_q").fill("Ald")
    expect(page.locator("[data-toast-text]")).to_have_text(words)
    page.locator("#id_q").fill("Bir")
    expect(page.locator("#results [data-row]")).to_have_count(1)
    expect(page.locator("[data-toast]")).to_have_count(0)


def test_a_dialog_keeps_what_was_typed_and_tells_it_inside(unwatched: Page, shared: Shared) -> None:
    page = unwatched
    page.goto(f"/accounts/{shared.alder.account.pk}/details/")
    settle(page)
    page.get_by_role("link", name="Add a note").click()
    dialog = page.locator("#dialog")
    dialog.locator("textarea").fill("They move to Lyon in May.")
    page.context.set_offline(True)
    dialog.locator(".dialog-foot .btn-primary").click()
    expect(dialog.get_by_role("alert")).to_contain_text(UNREACHED)
    expect(dialog.locator("textarea")).to_have_value("They move to Lyon in May.")
