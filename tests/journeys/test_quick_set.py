"""Set what we think of many people by keyboard alone, in few presses; and lose nothing when something goes wrong."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import Account
from csm.foundation.clock import today
from stakeholders.models import Assessment, Stakeholder
from stakeholders.services.assessments import assess
from stakeholders.services.people import add_stakeholder
from tests.journeys.conftest import Visit, session_of
from tests.journeys.test_keyboard import has_visible_focus, tab_to
from tests.journeys.watching import settle
from tests.journeys.world import Shared

PEOPLE = 25
# 60 words a minute are five presses a second; somebody who looks at each name as they go makes four.
PRESSES_A_SECOND = 4
A_MINUTE = 60


@pytest.fixture(scope="module")
def crowd(shared: Shared) -> list[Stakeholder]:
    """Twenty-five people of whom nothing is known, at an account of Cleo's."""
    cast = shared.cast
    account = Account.objects.create(name="Gorse", segment=shared.alder.account.segment, owner=cast.cleo)
    return [add_stakeholder(cast.ada, account, name=f"Person {number:02}") for number in range(PEOPLE)]


@pytest.fixture
def page(visit: Visit, shared: Shared, crowd: list[Stakeholder]) -> Page:
    opened = visit(shared.cast.cleo, f"/accounts/{crowd[0].account_id}/people/grid/?show=everybody")
    settle(opened)
    return opened


def thoughts(crowd: list[Stakeholder]) -> list[tuple[int | None, ...]]:
    rows = {row.stakeholder_id: row for row in Assessment.objects.valid_at(today()).filter(stakeholder__in=crowd)}
    return [
        (rows[one.pk].influence, rows[one.pk].importance, rows[one.pk].sentiment) if one.pk in rows else (None,) * 3
        for one in crowd
    ]


def all_saved(page: Page) -> None:
    expect(page.locator("[data-grid-state]")).to_have_text("All saved", timeout=30_000)


def test_twenty_five_people_are_set_by_keyboard_alone_in_presses_for_less_than_a_minute(
    page: Page, crowd: list[Stakeholder]
) -> None:
    """Three axes of each: 75 values in 154 presses, 38.5 seconds at four presses a second."""
    keys = _keys()
    assert len(keys) == 154
    assert len(keys) / PRESSES_A_SECOND < A_MINUTE
    tab_to(page, page.locator("[role=gridcell]").first)
    assert has_visible_focus(page)
    for key in keys:
        page.keyboard.press(key)
    all_saved(page)
    expected = [({"1": 2, "2": 5, "3": 8}[key], {"1": 2, "2": 5, "3": 8}[key], int(key) - 2) for key in _digits()]
    assert thoughts(crowd) == expected
    page.reload()
    assert page.locator("[data-column=influence] [data-text]").all_inner_texts() == [str(each[0]) for each in expected]


def _digits() -> list[str]:
    return [str(number % 3 + 1) for number in range(PEOPLE)]


def _keys() -> list[str]:
    """A digit for each, down the column; then at the top of importance, two to the right, and of sentiment."""
    down = [key for digit in _digits() for key in (digit, "ArrowDown")]
    return [*down, "Control+ArrowUp", "ArrowRight", "ArrowRight", *down, "Control+ArrowUp", "ArrowRight", *down[:-1]]


def test_a_selection_is_set_at_once_and_undone_at_once(page: Page, crowd: list[Stakeholder]) -> None:
    page.locator("[data-column=authority]").first.click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("0")
    page.keyboard.press("7")
    expect(page.locator("[data-toast-text]")).to_have_text("Set for 3 people: authority")
    all_saved(page)
    held = Assessment.objects.valid_at(today()).filter(stakeholder__in=crowd, authority=7)
    assert held.count() == 3
    page.keyboard.press("Control+z")
    expect(page.locator("[data-column=authority] [data-text]").first).to_have_text("?")
    assert held.count() == 0
    page.keyboard.press("Control+z")
    assert held.count() == 0


def test_the_toast_undoes_too(page: Page, crowd: list[Stakeholder]) -> None:
    page.locator("[data-column=authority]").first.click()
    page.keyboard.press("3")
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-column=authority] [data-text]").first).to_have_text("?")
    assert not Assessment.objects.valid_at(today()).filter(stakeholder__in=crowd, authority__isnull=False).exists()


def test_what_somebody_else_changed_stays_in_sight_until_one_decides(
    page: Page, crowd: list[Stakeholder], shared: Shared
) -> None:
    assess(shared.cast.ada, crowd[0], today(), authority=9)
    page.locator("[data-column=authority]").first.click()
    page.keyboard.press("1")
    problems = page.locator("[data-grid-problems]")
    expect(problems).to_contain_text("Person 00, Authority: 2. Somebody else changed this meanwhile: it is now 9.")
    expect(page.locator("[data-column=authority]").first).to_have_attribute("aria-invalid", "true")
    problems.get_by_role("button", name="Set it anyway").click()
    expect(problems).to_be_hidden()
    all_saved(page)
    assert Assessment.objects.valid_at(today()).get(stakeholder=crowd[0]).authority == 2


def test_without_a_network_nothing_is_lost(
    browser: Browser, url: str, shared: Shared, crowd: list[Stakeholder]
) -> None:
    """In a context of its own: a browser without a network says so in its console."""
    with browser.new_context(base_url=url) as context:
        context.add_cookies([{"name": "sessionid", "value": session_of(shared.cast.cleo), "url": url}])
        page = context.new_page()
        page.goto(f"/accounts/{crowd[0].account_id}/people/grid/?show=everybody")
        settle(page)
        context.set_offline(True)
        page.locator("[data-column=level]").first.click()
        page.keyboard.press("5")
        problems = page.locator("[data-grid-problems]")
        expect(problems).to_contain_text("The server could not be reached; nothing is lost.")
        context.set_offline(False)
        problems.get_by_role("button", name="Try again").click()
        all_saved(page)
        expect(page.locator("[data-column=level] [data-text]").first).to_have_text("executive")


def test_a_finger_sets_what_it_touches(visit: Visit, shared: Shared, crowd: list[Stakeholder]) -> None:
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    page = visit(shared.cast.cleo, f"/accounts/{crowd[0].account_id}/people/grid/?show=everybody", **options)
    settle(page)
    page.locator("[data-column=influence]").nth(3).tap()
    page.get_by_role("toolbar", name="Set to").get_by_role("button", name="high").tap()
    all_saved(page)
    assert Assessment.objects.valid_at(today()).get(stakeholder=crowd[3]).influence == 8
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_roles_are_opened_from_the_grid_and_one_comes_back_to_the_row(page: Page) -> None:
    page.locator("[data-kind=roles]").nth(2).click()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Roles of Person 02")
    settle(page)
    role = dialog.get_by_label("Role", exact=True)
    role.select_option(label="Security")
    role.press("Control+Enter")
    expect(page.locator("[data-toast-text]")).to_contain_text("Security")
    expect(page.locator("[data-kind=roles]").nth(2)).to_be_focused()
