"""A playbook is written, tried on an account while one types, dry-run, published and switched on; read on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Account
from playbooks.models import Play, Playbook
from playbooks.selectors.dry_runs import Cause
from playbooks.services.editing import import_text, publish
from playbooks.services.rollouts import carry_on, plan_rollout
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import settle
from tests.journeys.world import Shared


def field(step: int, name: str) -> str:
    return f"#id_step-{step}-{name}"


def write_it(page: Page) -> None:
    """Name, trigger and two steps, the second moved to the front by keyboard."""
    page.get_by_label("Name", exact=True).fill("Look after the map")
    page.get_by_role("button", name="Add a trigger").click()
    expect(page.locator("#id_trigger-0-what")).to_be_focused()
    page.locator("#id_trigger-0-what").select_option("phase:expand")
    page.locator(field(0, "title")).fill("Call {account}")
    page.get_by_role("button", name="Add a step").click()
    expect(page.locator(field(1, "title"))).to_be_focused()
    page.keyboard.type("Prepare the call")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Look after the map")
    page.get_by_role("button", name="Move step 2 up").press("Enter")
    expect(page.locator(field(0, "title"))).to_have_value("Prepare the call")
    expect(page.get_by_role("button", name="Move step 1 down")).to_be_focused()
    page.get_by_role("button", name="Remove step 2").press("Enter")
    back = page.get_by_role("button", name="Bring it back")
    expect(back).to_be_focused()
    expect(back).to_have_accessible_description("Removed: Call {account}")
    back.press("Enter")
    expect(page.locator(field(1, "title"))).to_have_value("Call {account}")
    expect(page.locator(field(1, "title"))).to_be_focused()
    page.locator(field(0, "due")).fill("soon")


@pytest.fixture
def growing(shared: Shared) -> Account:
    """An account that is in the phase Expand, which starts the playbook."""
    return Account.objects.create(
        name="Larch", phase="expand", owner=shared.cast.cleo, segment=shared.alder.account.segment
    )


def test_a_playbook_is_written_tried_dry_run_published_and_switched_on(
    visit: Visit, shared: Shared, growing: Account
) -> None:
    page = visit(shared.cast.otto, "/playbooks/")
    settle(page)
    page.get_by_role("link", name="New playbook").click()
    settle(page)
    write_it(page)
    preview = page.locator("#playbook-preview")
    expect(preview).to_contain_text("A whole number of days from 0 to 400.")
    page.get_by_role("button", name="Save the draft").first.click()
    expect(page.locator("#id_step-0-due_error")).to_contain_text("A whole number of days")
    page.locator(field(0, "due")).fill("1")
    page.get_by_label("Account", exact=True).fill("larch")
    expect(preview).to_contain_text("Call Larch")
    expect(preview).to_contain_text("Cleo")
    assert look(page) + look(page, "dark") + wider(page) == []
    page.get_by_role("button", name="Save the draft").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Look after the map")

    page.get_by_role("link", name="Dry run of the draft").click()
    expect(page.locator(".sentence")).to_contain_text("1 account would get a play today. None of them by itself")
    expect(page.get_by_role("row", name=re.compile("Larch"))).to_contain_text("The account is in the phase Expand")
    page.get_by_role("link", name="Look after the map").click()
    page.get_by_label("What changed, and why").fill("The first")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1")).to_be_visible()
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("Starts plays by itself since")).to_be_visible()
    playbook = Playbook.objects.get(key="look-after-the-map")
    assert playbook.on_since is not None
    assert [step.key for step in playbook.in_force.defined.steps] == ["prepare-the-call", "call-account"]

    page.get_by_role("link", name="Dry run", exact=True).click()
    settle(page)
    page.get_by_role("checkbox", name="Choose Larch").check()
    page.get_by_role("button", name="Start plays").click()
    expect(page.get_by_text("Started 1 play of Look after the map")).to_be_visible()
    assert Play.objects.get(account=growing).reason == "The account is in the phase Expand"


def test_many_plays_are_started_with_a_bar_and_all_taken_back(visit: Visit, shared: Shared) -> None:
    playbook = publish(None, import_text(None, "key: spring\nname: Spring check\nsteps: [{key: a, title: Call}]\n"))
    rollout = plan_rollout(shared.cast.otto, playbook, {shared.alder.account.pk: [Cause(None)]})
    page = visit(shared.cast.otto, f"/playbooks/{playbook.pk}/dry-run/")
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_text("Starting plays, account by account.")).to_be_visible()
    assert look(page) + wider(page) == []
    carry_on(rollout.pk)
    expect(page.get_by_text("1 play of version 1 was started.")).to_be_visible()
    assert look(page) + look(page, "dark") + wider(page) == []
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_text("1 play was taken back.")).to_be_visible(timeout=30_000)  # a worker does it
    assert not Play.objects.standing().filter(playbook=playbook).exists()


def test_a_csm_reads_on_a_phone_and_cannot_edit(visit: Visit, shared: Shared) -> None:
    playbook = Playbook.objects.get(key="redraw-after-departure")
    page = visit(shared.cast.cleo, "/playbooks/?q=departure")
    page.set_viewport_size({"width": 360, "height": 780})
    assert wider(page) == []
    page.get_by_role("link", name="Redraw after a departure").click()
    expect(page.get_by_text("No alert “Departure” is open and threads at least 2")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    page.locator(".playbook-step-text summary").first.click()
    expect(page.locator(".playbook-step-words").first).to_be_visible()
    assert look(page) + look(page, "dark") + wider(page) == []
    page.goto(page.url.replace(f"/playbooks/{playbook.pk}/", f"/playbooks/{playbook.pk}/dry-run/"))
    assert wider(page) == []
