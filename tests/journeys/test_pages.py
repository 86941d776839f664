"""Every page, wide and narrow, light and dark: nothing for axe to find, no error, nothing wider than the screen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.conftest import session_of
from tests.journeys.looking import look, wider
from tests.journeys.pages import KINDS, addresses, lines, routes
from tests.journeys.watching import Watch, settle
from tests.journeys.world import Shared

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


class Reader:
    """One browser page for the whole sweep."""

    def __init__(self, page: Page, ids: dict[str, Any]) -> None:
        self.page, self.ids = page, ids
        self.watch = Watch(page)

    def seen(self, size: ViewportSize) -> list[str]:
        """What is wrong with the page that is open, at a width and in both themes."""
        self.page.set_viewport_size(size)
        found = look(self.page, "light") + look(self.page, "dark")
        return [f"{size['width']} {said}" for said in found + wider(self.page)]

    def address(self, route: str) -> str:
        """The address of a route, with the ids of the world."""
        if route.startswith("^password/reset/"):
            return "/password/reset/1-no-such-key/"
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(self.ids[found[1]]), route)
        return "/" + filled

    def complaints(self, route: str) -> list[str]:
        """What is wrong with a page, at both widths and in both themes."""
        self.watch.errors.clear()
        found: list[str] = []
        for size in (WIDE, NARROW):
            self.page.set_viewport_size(size)
            address = self.address(route)
            answer = self.page.goto(address)
            assert answer is not None
            assert (answer.status, self.page.url.endswith(address)) == (200, True), self.page.url
            settle(self.page)
            found += self.seen(size)
        return found + self.watch.errors


@pytest.fixture(scope="module")
def readers(browser: Browser, url: str, shared: Shared) -> Iterator[dict[str, Reader]]:
    """Who reads which kind of page: an administrator, a stranger, somebody with a second factor."""
    cast = shared.cast
    contexts = {kind: browser.new_context(base_url=url, locale="en-GB") for kind in ("page", "open", "guarded")}
    for kind, user in {"page": cast.ada, "guarded": cast.otto}.items():
        contexts[kind].add_cookies([{"name": "sessionid", "value": session_of(user), "url": url}])
    yield {kind: Reader(context.new_page(), shared.everything.ids) for kind, context in contexts.items()}
    for context in contexts.values():
        context.close()


def test_every_route_is_in_the_list_and_no_other() -> None:
    listed = [line.route for line in lines()]
    assert {line.kind for line in lines()} <= KINDS
    assert sorted(listed) == sorted(set(routes()))


@pytest.mark.parametrize(("kind", "route"), addresses())
def test_nothing_is_wrong_with(kind: str, route: str, readers: dict[str, Reader]) -> None:
    assert readers[kind].complaints(route) == []


@pytest.mark.parametrize("view", ["", "?view=chart", "?view=personas", "?view=matrix", "?view=list", "?customer=1"])
def test_nothing_is_wrong_with_a_full_map(view: str, readers: dict[str, Reader], shared: Shared) -> None:
    assert readers["page"].complaints(f"accounts/{shared.alder.account.pk}/constellation/{view}") == []


@pytest.mark.parametrize(
    "tab", ["constellation", "people", "timeline", "health", "goals", "contracts", "team", "details"]
)
def test_nothing_is_wrong_with_an_empty_account(tab: str, readers: dict[str, Reader], shared: Shared) -> None:
    assert readers["page"].complaints(f"accounts/{shared.empty.pk}/{tab}/") == []


def test_nothing_is_wrong_with_what_is_not_there(readers: dict[str, Reader]) -> None:
    reader = readers["page"]
    for address in ("/no-such-page/", "/accounts/999999999/"):
        answer = reader.page.goto(address)
        assert answer is not None
        assert answer.status == 404
        assert reader.seen(NARROW) == []
