"""One line on the timeline becomes a touchpoint of everybody it names, and is undone."""

from django.utils.formats import date_format
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.looking import look
from tests.journeys.watching import settle
from tests.journeys.world import Shared, days_ago


def test_a_line_is_read_recorded_once_for_all_and_undone(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"/accounts/{shared.cedar.account.pk}/timeline/")
    settle(page)
    page.get_by_label("What happened?").fill("met Bea and Dora about rollout yesterday")
    preview = page.locator("#quick-preview")
    expect(preview.get_by_role("status")).to_have_text(
        f"Meeting on {date_format(days_ago(1))} with Bea Lind and Dora Vance about “rollout”."
    )
    assert look(page) == []
    preview.get_by_role("button", name="Record").click()
    recorded = page.locator("#timeline-events").get_by_role("listitem").filter(has_text="rollout")
    expect(recorded.last).to_contain_text("Bea Lind")
    expect(recorded.last).to_contain_text("Dora Vance")
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("Recorded: rollout")
    toast.get_by_role("button", name="Undo").click()
    expect(recorded).to_have_count(0)


def test_who_is_not_there_is_said_and_nothing_recorded(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"/accounts/{shared.cedar.account.pk}/timeline/")
    settle(page)
    page.get_by_label("What happened?").fill("met Quentin about rollout")
    expect(page.locator("#quick-preview")).to_contain_text("Nobody here is called Quentin.")
