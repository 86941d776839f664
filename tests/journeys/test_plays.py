"""A departure opens an alert and starts a play; its tasks are done; a new route closes the alert and ends the play."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Account, Role, User
from csm.foundation.clock import today
from health.models import Alert
from playbooks.models import Play, Playbook, Task
from playbooks.services.editing import import_text, publish, switch_off, switch_on
from playbooks.services.starting import start_play
from stakeholders.models import Stakeholder
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from stakeholders.services.roles import assign_role
from stakeholders.services.touchpoints import record_touchpoint
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude
from tests.journeys.world import Shared

KEY = "redraw-after-departure"


@pytest.fixture
def watched(shared: Shared) -> tuple[User, Account, Stakeholder]:
    """Ruth owns an account where Ana Silva, whom she met yesterday, alone decides; a playbook waits for departures."""
    ruth = User.objects.create_user("ruth@ours.example", name="Ruth Adler", role="csm")
    account = Account.objects.create(name="Rowan", segment=shared.alder.account.segment, owner=ruth)
    ana = known(shared.cast.ada, ruth, account, "Ana Silva", "decision_maker")
    conclude(account.pk)
    switch_on(shared.cast.otto, Playbook.objects.get(key=KEY))
    return ruth, account, ana


def known(ada: User, ours: User, account: Account, name: str, *roles: str) -> Stakeholder:
    """Somebody with roles whom one of ours met yesterday."""
    one = add_stakeholder(ada, account, name=name, title="Wizard", joined_on=date(2025, 1, 1))
    for key in roles:
        assign_role(ada, one, Role.objects.get(key=key), today())
    record_touchpoint(
        ada,
        account,
        kind="meeting",
        touched_at=datetime.now(UTC) - timedelta(days=1),
        users=[ours],
        stakeholders=[one],
    )
    return one


def test_a_departure_starts_the_play_and_the_restored_threads_end_it(
    visit: Visit, shared: Shared, watched: tuple[User, Account, Stakeholder]
) -> None:
    ruth, account, ana = watched
    depart_stakeholder(ruth, ana, today())
    conclude(account.pk)
    assert Alert.objects.filter(account=account, kind="departure", closed_on__isnull=True).exists()

    page = visit(ruth, f"/accounts/{account.pk}/plays/")
    card = page.locator(".play-card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Ana Silva left; nobody has taken over as decision maker.")
    expect(card).to_contain_text("Ruth Adler")
    assert look(page) == []
    assert wider(page) == []
    first = Task.objects.filter(account=account).order_by("pk")[0]
    card.get_by_role("link", name="Done").first.click()
    dialog = page.get_by_role("dialog", name="Step done")
    dialog.get_by_label("What came of it").fill("Asked around")
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Finished a task")).to_be_visible()
    expect(page.locator(".play-card")).to_contain_text("1 of ")
    first.refresh_from_db()
    assert (first.state, first.outcome, first.ended_by) == ("done", "Asked around", ruth)

    page.locator(".play-card h3 a").click()
    expect(page.locator(".step[data-state=done]")).to_have_count(1)
    expect(page.locator(".step[data-state=open]").first).to_contain_text("Ruth Adler")
    assert look(page) == []

    for name in ("Bo Lund", "Cy Marsh"):
        known(shared.cast.ada, ruth, account, name, "decision_maker")
    conclude(account.pk)
    page.goto(f"/accounts/{account.pk}/alerts/")
    expect(page.locator(".day-item", has_text="Departure")).to_have_count(0)
    page.goto(f"/accounts/{account.pk}/plays/")
    expect(page.locator(".play-card")).to_have_count(0)
    ended = page.get_by_role("row", name=re.compile("Redraw after a departure"))
    expect(ended).to_contain_text("reached its end")
    expect(ended).to_contain_text(re.compile(r"Threads\s*0\s*→\s*then\s*2"))
    assert Play.objects.get(account=account).state == "exited"
    switch_off(shared.cast.otto, Playbook.objects.get(key=KEY))


def test_what_somebody_is_on_outlives_the_play_that_is_cancelled(visit: Visit, shared: Shared) -> None:
    cleo, account = shared.cast.cleo, shared.birch.account
    steps = "steps: [{key: a, title: Call Ana}, {key: b, title: Write to Ana, after: start}, {key: c, title: Look}]"
    playbook = publish(None, import_text(None, f"key: talk-to-ana\nname: Talk to Ana\n{steps}\n"))
    play, _outcome = start_play(cleo, account, playbook)
    assert play is not None
    page = visit(cleo, f"/accounts/{account.pk}/plays/{play.pk}/")
    page.get_by_role("button", name="Leave out: Look").click()
    page.get_by_role("button", name="Bring back: Look").press("Enter")
    expect(page.locator("#step-c")).to_contain_text("Look")
    page.get_by_role("link", name="Call Ana", exact=True).click()
    page.get_by_role("button", name="I am on it").click()
    expect(page.locator("#step-a")).to_contain_text("begun")
    page.get_by_role("link", name="Cancel the play").click()
    dialog = page.get_by_role("dialog", name="Cancel the play")
    expect(dialog).to_contain_text("Else it stays open: Call Ana (Cleo)")
    dialog.get_by_label("Why").fill("She moved to another team")
    dialog.get_by_role("button", name="Cancel the play").click()
    expect(page.locator("#step-a")).to_contain_text("The play was cancelled. This was begun")
    expect(page.locator("#step-b")).to_contain_text("The play was cancelled: She moved to another team")
    expect(page.locator("#step-c")).to_contain_text("not begun")
    assert look(page) + look(page, "dark") + wider(page) == []
    page.get_by_role("button", name="Take it up all the same: Write to Ana").click()
    expect(page.locator("#step-b")).to_contain_text("This was begun")
    assert sorted(Task.objects.filter(play=play, state="open").values_list("step", flat=True)) == ["a", "b"]
