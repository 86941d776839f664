"""A departure turns an account red and opens alerts; they are acknowledged by keyboard; a new route closes them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Account, Role, User
from csm.foundation.clock import today
from health.models import Alert
from stakeholders.models import Stakeholder
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from stakeholders.services.roles import assign_role
from stakeholders.services.touchpoints import record_touchpoint
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude, settle
from tests.journeys.world import Shared


@pytest.fixture
def watched(shared: Shared) -> tuple[User, Account, Stakeholder]:
    """Otis owns an account where Ana Silva, whom he met yesterday, alone decides."""
    ada = shared.cast.ada
    otis = User.objects.create_user("otis@ours.example", name="Otis Reed", role="csm")
    account = Account.objects.create(name="Juniper", segment=shared.alder.account.segment, owner=otis)
    return otis, account, decider(ada, otis, account, "Ana Silva")


def decider(ada: User, otis: User, account: Account, name: str) -> Stakeholder:
    """Somebody who decides, and whom Otis met yesterday."""
    one = add_stakeholder(ada, account, name=name, title="Wizard", joined_on=date(2025, 1, 1))
    assign_role(ada, one, Role.objects.get(key="decision_maker"), today())
    record_touchpoint(
        ada,
        account,
        kind="meeting",
        touched_at=datetime.now(UTC) - timedelta(days=1),
        users=[otis],
        stakeholders=[one],
    )
    conclude(account.pk)
    return one


def test_a_departure_is_told_acknowledged_and_over_when_a_route_exists_again(
    visit: Visit, shared: Shared, watched: tuple[User, Account, Stakeholder]
) -> None:
    otis, account, ana = watched
    page = visit(otis, "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My day")
    expect(page.locator(".day-item")).to_have_count(2)
    depart_stakeholder(otis, ana, today())
    conclude(account.pk)

    page.reload()
    first = page.locator(".day-item").first
    expect(first).to_contain_text("Nobody who decides is left on the map.")
    expect(page.locator(".day-item").nth(1)).to_contain_text("Health fell from amber to red.")
    expect(page.get_by_role("link", name=re.compile("Alerts [0-9]+ new"))).to_be_visible()
    assert look(page) == []
    assert wider(page) == []

    page.goto("/alerts/?kind=route_lost")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Acknowledged an alert")).to_be_visible()
    assert Alert.objects.get(kind="route_lost", account=account).acknowledged_by == otis
    assert page.url.endswith("/alerts/?kind=route_lost")

    page.goto(f"/accounts/{account.pk}/alerts/")
    page.locator(".day-item", has_text="Departure").get_by_role("link", name="Snooze").click()
    dialog = page.get_by_role("dialog", name="Snooze the alert")
    dialog.get_by_label("Until").fill((today() + timedelta(days=3)).isoformat())
    dialog.get_by_role("button", name="Snooze").click()
    expect(dialog).to_contain_text("This field is required.")
    dialog.get_by_label("Why").fill("Her successor starts on Monday")
    dialog.get_by_role("button", name="Snooze").click()
    expect(page.get_by_text("Otis Reed: Her successor starts on Monday")).to_be_visible()

    decider(shared.cast.ada, otis, account, "Bo Lund")
    page.reload()
    settle(page)
    expect(page.locator(".day-item", has_text="Route lost")).to_have_count(0)
    page.get_by_text("Closed lately").click()
    expect(page.get_by_text("Route lost: A route to the decision exists again.")).to_be_visible()
