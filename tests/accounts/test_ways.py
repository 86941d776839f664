"""The ways to pages: the menu's More, tabs over pages about all accounts, search by the name of a page."""

import pytest

from accounts.selectors.going import Going, fit_of, page_hits
from csm.foundation.registry import actions
from tests.accounts.pages import signed_in
from tests.personas import Cast

pytestmark = pytest.mark.django_db
ACROSS = {
    "/handoffs/": "Handoffs",
    "/promises/": "Promises kept",
    "/celebration/": "Celebration",
    "/champions/": "Champions",
}


@pytest.mark.parametrize("url", list(ACROSS))
def test_every_page_about_all_accounts_is_linked_and_marked(cast: Cast, url: str) -> None:
    page = signed_in(cast.cleo).get(url).content.decode()
    for other, label in ACROSS.items():
        assert page.count(f'<a href="{other}"') == 2
        assert page.count(f'href="{other}" aria-current="page">{label}</a>') == (2 if other == url else 0)
    assert page.count('<summary aria-current="true">') == 1


def test_elsewhere_no_entry_of_more_is_marked(cast: Cast) -> None:
    page = signed_in(cast.cleo).get("/accounts/").content.decode()
    assert '<a href="/handoffs/" >Handoffs</a>' in page
    assert '<summary aria-current="true">' not in page


@pytest.mark.parametrize(
    ("name", "words", "first"),
    [
        ("cleo", "handoffs", ("Handoffs", "/handoffs/")),
        ("cleo", "celebration", ("Celebration", "/celebration/")),
        ("cleo", "promises kept", ("Promises kept", "/promises/")),
        ("otto", "segments", ("Segments", "/settings/segments/")),
    ],
)
def test_search_finds_a_page_by_its_name(cast: Cast, name: str, words: str, first: tuple[str, str]) -> None:
    hit = page_hits(cast.users[name], words, 6)[0]
    assert (hit.title, hit.url) == first


def test_search_finds_no_page_that_one_may_not_open(cast: Cast) -> None:
    assert [hit.title for hit in page_hits(cast.cleo, "segments", 6)] == []
    assert page_hits(cast.cleo, "zzz", 6) == []


@pytest.mark.parametrize("typed", ["handoffs", "Handoffs", "HANDOFFS"])
def test_what_is_called_exactly_so_comes_first(cast: Cast, typed: str) -> None:
    way = Going(cast.cleo, typed).groups()[0].ways[0]
    assert (way.title, way.url) == ("Handoffs", "/handoffs/")


@pytest.mark.parametrize("typed", ["new task", "add task", "create task", "record a task", "log task"])
def test_any_verb_of_making_finds_what_makes(cast: Cast, typed: str) -> None:
    assert Going(cast.cleo, typed).groups()[0].ways[0].title == "Add a task"


def test_a_verb_of_making_makes_nothing_else_fit() -> None:
    departure = actions.get("departure")
    assert departure is not None
    assert fit_of("new departure", departure) == 0.0
    assert fit_of("record departure", departure) == 0.0
