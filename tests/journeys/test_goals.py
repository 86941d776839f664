"""From a goal to value received: reading, dependencies, a partial value, the level, and the score with its reason."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from accounts.models import Act
from accounts.services.undo import undo_act
from health.domain.measures import MEASURES
from health.domain.rules import rule_as_data
from health.models import Scorecard
from health.services.connections import settle_connections
from health.services.scorecards import draft_of, edit_draft, publish
from stakeholders.services.conclusions import conclude_due
from tests.health.wanted import measure_use
from tests.journeys.conftest import Visit
from tests.journeys.watching import settle
from tests.journeys.world import Shared

# Marks the page once everything that follows the theme of the system has heard of a change.
ANNOUNCE_THEME = """() => matchMedia("(prefers-color-scheme: dark)").addEventListener(
    "change", () => { document.body.dataset.themeChanged = "yes"; })"""


def work() -> None:
    """What the worker does within seconds."""
    while conclude_due():
        pass
    settle_connections()
    while conclude_due():
        pass


@contextmanager
def goals_count(shared: Shared) -> Iterator[None]:
    """Let the starter scorecard weigh goals and value for a while."""
    first = Act.objects.latest("pk").pk
    weigh_goals(shared)
    try:
        yield
    finally:
        for act in Act.objects.filter(pk__gt=first, kind__in=("publish_scorecard", "edit_draft")).order_by("-pk"):
            undo_act(act, shared.cast.ada)
        work()


def weigh_goals(shared: Shared) -> None:
    card = Scorecard.objects.get(name="Starter")
    draft = draft_of(shared.cast.ada, card)
    weights = {"threads": 1, "goals": 1, "value": 2}
    entries = [
        {"measure": key, "weight": weight, "rule": rule_as_data(MEASURES[key].rule)} for key, weight in weights.items()
    ]
    publish(shared.cast.ada, edit_draft(shared.cast.ada, draft, measures=entries), "Goals and value count")


def keep(page: Page, button: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=button).click()
    expect(page.locator("[data-toast-text]")).to_be_visible()
    settle(page)


def test_a_goal_leads_to_value_a_level_and_a_score_with_its_reason(visit: Visit, shared: Shared) -> None:
    with goals_count(shared):
        go_the_whole_way(visit, shared)


def go_the_whole_way(visit: Visit, shared: Shared) -> None:
    """From no goal to value received."""
    measure_use(shared.everything.cast, shared.birch.account)
    work()
    pages = f"/accounts/{shared.birch.account.pk}"
    page = visit(shared.cast.cleo, f"{pages}/goals/")
    settle(page)
    level = page.get_by_role("region", name="Level of value")
    expect(level).to_contain_text("2 of 5")
    expect(level).to_contain_text("No goal of theirs is known.")
    page.get_by_role("link", name="Whole team on board").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("North Star metric")).to_have_value("Share of the department that uses it")
    dialog.get_by_label("Baseline", exact=True).fill("20")
    dialog.get_by_label("Baseline of").fill("2026-01-01")
    dialog.get_by_label("Target").fill("80")
    dialog.get_by_label("Agreed on").fill("2026-01-01")
    keep(page, "Keep the goal")
    goal = page.get_by_role("region", name=re.compile("Everybody in the department"))
    expect(goal).to_contain_text("no reading yet")
    goal.get_by_role("link", name="Record a reading").click()
    page.get_by_role("dialog").get_by_label("Value", exact=True).fill("50")
    keep(page, "Keep the reading")
    expect(goal).to_contain_text("50 % of the way made")
    expect(goal.locator("canvas")).to_be_visible()
    expect(level).to_contain_text("3 of 5")
    goal.get_by_role("button", name="It is there: Team leads").click()
    settle(page)
    goal.get_by_role("button", name="Missing: Training by role").click()
    settle(page)
    expect(level).to_contain_text("4 of 5")
    work()
    page.goto(f"{pages}/health/")
    settle(page)
    before = float(page.locator("#score-now").inner_text())
    page.goto(f"{pages}/goals/")
    settle(page)
    head = page.locator(".account-figures")
    expect(head).to_contain_text("4 of 5")
    level.get_by_role("link", name="Confirm value").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Share of the value received").fill("35")
    dialog.get_by_label("Who confirmed it").select_option(index=1)
    keep(page, "Keep it")
    expect(level).to_contain_text("5 of 5")
    expect(goal).to_contain_text("35 % today · confirmed by")
    expect(goal).to_contain_text("expected by then")
    before_it = head.bounding_box()
    work()
    expect(head).to_contain_text("5 of 5")  # by itself, without loading the page again
    assert head.bounding_box() == before_it
    settle(page)
    page.goto(f"{pages}/health/")
    settle(page)
    why = page.get_by_role("row", name=re.compile("^Value received lagging"))
    expect(why).to_contain_text("35 % of the value received, confirmed on")
    assert float(page.locator("#score-now").inner_text()) != before
    page.goto(f"{pages}/goals/plan/")
    expect(page.get_by_text("Value received so far: 35 %")).to_be_visible()
    page.evaluate(ANNOUNCE_THEME)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("() => document.body.dataset.themeChanged")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")  # paper stays white
