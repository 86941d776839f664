"""A promise, a concern until they confirm it, and a recognition, from the pages where they come up."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Account, User
from csm.foundation.clock import today
from stakeholders.models import Commitment, Concern, Recognition, Stakeholder, Touchpoint
from stakeholders.services.commitments import commit
from stakeholders.services.people import add_stakeholder
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import settle
from tests.journeys.world import Shared


@pytest.fixture
def known(shared: Shared) -> tuple[User, Account, Stakeholder]:
    """Pia owns an account where she knows Ana Silva."""
    pia = User.objects.create_user(f"pia{User.objects.count()}@ours.example", name="Pia Reed", role="csm")
    account = Account.objects.create(name="Hawthorn", segment=shared.alder.account.segment, owner=pia)
    return pia, account, add_stakeholder(shared.cast.ada, account, name="Ana Silva", joined_on=today())


def test_a_promise_a_concern_and_a_word_of_thanks(visit: Visit, known: tuple[User, Account, Stakeholder]) -> None:
    pia, account, ana = known
    page = visit(pia, f"/accounts/{account.pk}/promises/")
    page.get_by_role("link", name="Record a promise").click()
    dialog = page.get_by_role("dialog", name="Record a promise of ours")
    dialog.get_by_label("what we promised").fill("Send the rollout plan")
    dialog.get_by_label("To whom").fill("Ana")
    dialog.get_by_role("option", name="Ana Silva").click()
    dialog.get_by_role("button", name="Record promise").click()
    expect(dialog).to_contain_text("This field is required.")
    expect(dialog.get_by_label("what we promised")).to_have_value("Send the rollout plan")
    dialog.get_by_label("Due on").fill((today() + timedelta(days=5)).isoformat())
    dialog.get_by_role("button", name="Record promise").click()
    expect(page.get_by_text("due in 5 days")).to_be_visible()
    assert Commitment.objects.get(account=account).stakeholder == ana

    page.goto(f"/people/{ana.person_id}/")
    expect(page.get_by_text("Send the rollout plan")).to_be_visible()
    page.get_by_label("More about Ana Silva").click()
    page.get_by_role("button", name="They raised a concern").click()
    dialog = page.get_by_role("dialog", name="Record a concern of theirs")
    dialog.get_by_label("Concern", exact=True).fill("Nobody answers at night")
    dialog.get_by_role("button", name="Record concern").click()
    expect(page.get_by_text("Nobody answers at night")).to_be_visible()

    page.goto(f"/accounts/{account.pk}/promises/")
    for deed, waits in (
        ("Propose a solution", "waits for what we proposed"),
        ("It is delivered", "waits for their confirmation"),
        ("They confirm it", "1 closed"),
    ):
        page.locator(".day-item", has_text="Nobody answers at night").get_by_role("link", name=deed).click()
        dialog = page.get_by_role("dialog", name=deed)
        if deed == "Propose a solution":
            dialog.get_by_role("button", name="Save").click()
            expect(dialog).to_contain_text("Say what we propose.")
            dialog.get_by_label("What we propose").fill("Somebody on call")
        dialog.get_by_role("button", name="Save").click()
        expect(page.get_by_text(waits, exact=True)).to_be_visible()
    assert Concern.objects.get(account=account).stage == "confirmed"

    page.get_by_role("button", name="Ana Silva").click()
    dialog = page.get_by_role("dialog", name="Recognise people")
    dialog.get_by_label("what for, in which words").fill("For the calm of the first night")
    dialog.get_by_role("button", name="Record recognition").click()
    expect(page.get_by_text("For the calm of the first night")).to_be_visible()
    assert Recognition.objects.get(account=account).stakeholders.get() == ana
    settle(page)
    assert look(page) == []
    assert wider(page) == []
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Nobody was recognised yet.")).to_be_visible()


def test_a_hurried_enter_settles_nothing(visit: Visit, known: tuple[User, Account, Stakeholder]) -> None:
    pia, account, _ana = known
    row = commit(pia, account, text="Send the plan", promised_on=today(), due_on=today())
    page = visit(pia, f"/accounts/{account.pk}/promises/")
    page.get_by_role("link", name="Settle").click()
    dialog = page.get_by_role("dialog", name="How did it go?")
    dialog.get_by_label("On", exact=True).press("Enter")
    expect(dialog).to_contain_text("Say how it went.")
    row.refresh_from_db()
    assert row.state == "open"
    dialog.get_by_label("How it went").select_option(label="kept")
    dialog.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("1 settled")).to_be_visible()


def test_a_joint_session_is_recorded_with_those_who_came(
    visit: Visit, known: tuple[User, Account, Stakeholder]
) -> None:
    pia, account, ana = known
    ben, rui = (add_stakeholder(pia, account, name=name, joined_on=today()) for name in ("Ben Frost", "Rui Ramos"))
    page = visit(pia, f"/accounts/{account.pk}/joint-session/?guests=2")
    guests = page.get_by_role("region", name="Whom to invite")
    expect(guests.get_by_role("listitem")).to_have_count(2)
    page.get_by_label("Somebody who comes too").select_option(label="Rui Ramos")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(guests.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("button", name="Copy the text")).to_be_visible()
    settle(page)
    assert look(page) == []
    assert wider(page) == []
    page.get_by_role("link", name="It took place").click()
    dialog = page.get_by_role("dialog", name="Who came, and when?")
    expect(dialog.get_by_label("Rui Ramos")).to_be_checked()
    dialog.get_by_label("Ben Frost").uncheck()
    dialog.get_by_label("Day").fill((today() - timedelta(days=1)).isoformat())
    settle(page)
    assert look(page) == []
    dialog.get_by_role("button", name="Record the session").click()
    expect(page.get_by_text("Joint business review").first).to_be_visible()
    made = Touchpoint.objects.get(account=account)
    assert (made.kind, made.touched_on) == ("joint_session", today() - timedelta(days=1))
    assert set(made.stakeholders.all()) == {ana, rui}
    assert ben not in made.stakeholders.all()
