"""A departure is announced, moved and taken back from the page of a person; silence is one row."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import expect

from accounts.models import Account, Role, User
from csm.foundation.clock import today
from health.models import Alert
from stakeholders.models import Departure, Stakeholder
from stakeholders.services.people import add_stakeholder
from stakeholders.services.roles import assign_role
from stakeholders.services.touchpoints import record_touchpoint
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude, holds_soon, settle
from tests.journeys.world import Shared


def mapped(shared: Shared, owner: str, name: str) -> tuple[User, Account, Stakeholder]:
    """Somebody owns an account where Freya and Nils, whom they met yesterday, decide."""
    ada = shared.cast.ada
    user = User.objects.create_user(f"{owner.lower()}@ours.example", name=f"{owner} Quinn", role="csm")
    account = Account.objects.create(name=name, segment=shared.alder.account.segment, owner=user)
    freya, nils = (add_stakeholder(ada, account, name=one, joined_on=date(2025, 1, 1)) for one in ("Freya", "Nils"))
    for one in (freya, nils):
        assign_role(ada, one, Role.objects.get(key="decision_maker"), today())
    yesterday = datetime.now(UTC) - timedelta(days=1)
    record_touchpoint(ada, account, kind="meeting", touched_at=yesterday, users=[user], stakeholders=[freya, nils])
    conclude(account.pk)
    return user, account, freya


def test_a_departure_is_announced_moved_and_taken_back(visit: Visit, shared: Shared) -> None:
    orla, account, freya = mapped(shared, "Orla", "Rowan")
    page = visit(orla, f"/people/{freya.person_id}/")
    page.get_by_role("button", name=re.compile("^Left")).click()
    dialog = page.get_by_role("dialog", name="Freya left")
    expect(dialog.get_by_label("Who takes over")).to_have_value("")
    dialog.get_by_label("Left on").fill((today() + timedelta(days=92)).isoformat())
    settle(page)
    page.keyboard.press("Control+Enter")
    told = page.locator(".leaving")
    expect(told).to_contain_text("leaves in 3 months")
    expect(told).to_contain_text("Nobody is named to take over.")
    conclude(account.pk)
    warned = Alert.objects.filter(kind="departure_announced", account=account, closed_on=None)
    assert holds_soon(warned.exists)  # a worker may have it in hand
    settle(page)
    assert look(page, "light") + look(page, "dark") + wider(page) == []

    page.goto(f"/accounts/{account.pk}/constellation/")
    expect(page.locator(".constellation-reading")).to_contain_text(re.compile("When Freya leaves on .*, threads fall"))

    page.goto(f"/people/{freya.person_id}/")
    page.get_by_role("button", name=re.compile("^Another day")).click()
    page.get_by_role("dialog", name="Freya leaves").get_by_label("Leaves on").fill(
        (today() + timedelta(days=10)).isoformat()
    )
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(told).to_contain_text("leaves in 10 days")
    page.get_by_role("button", name=re.compile("^Stays after all")).click()
    expect(told).to_have_count(0)
    assert not Departure.objects.standing().filter(stakeholder=freya).exists()


def test_silent_people_are_one_row_that_opens_and_is_acknowledged_by_keyboard(visit: Visit, shared: Shared) -> None:
    orin, account, _freya = mapped(shared, "Orin", "Hazel")
    for one in Stakeholder.objects.filter(account=account):
        figures = {"people": [one.pk], "last_on": "2026-01-01", "usual_days": 9}
        Alert.objects.create(
            account=account,
            kind="unusual_silence",
            subject=f"stakeholder:{one.pk}",
            figures=figures,
            weight=1e9,
            first_seen_on=today(),
            opened_on=today(),
        )
    page = visit(orin, "/my-day/")
    row = page.locator(".day-item").first
    expect(row).to_contain_text("2 people are unusually silent")
    expect(row.locator("li")).to_have_count(2)
    expect(row.locator("li").first).not_to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(row.locator("li").first).to_be_visible()
    settle(page)
    assert look(page, "light") + look(page, "dark") + wider(page) == []

    page.goto("/alerts/?kind=unusual_silence")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator(".alert-fold li").first).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("[data-picked-count]")).to_have_text("2 chosen")
    settle(page)
    assert look(page) + wider(page) == []
    page.keyboard.press("a")
    expect(page.get_by_text("Acknowledged 2 alerts")).to_be_visible()
    silent = Alert.objects.filter(account=account, kind="unusual_silence")
    assert set(silent.values_list("acknowledged_by__name", flat=True)) == {"Orin Quinn"}
