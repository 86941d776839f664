"""The freshness round by keyboard alone: yes, left with a proposed successor, undo, skip, and the end."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from accounts.models import Account, Role, User
from stakeholders.models import Confirmation, Departure, Stakeholder
from stakeholders.services.people import add_stakeholder
from stakeholders.services.roles import assign_role
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude, settle
from tests.journeys.world import Shared


@pytest.fixture
def asked(shared: Shared) -> tuple[User, list[Stakeholder]]:
    """Abel owns one account, where a year ago somebody said who decides, who champions and who uses."""
    abel, ada = User.objects.get(name="Abel Osei"), shared.cast.ada
    account = Account.objects.create(name="Hawthorn", segment=shared.alder.account.segment, owner=abel)
    told = {"Kim One": "decision_maker", "Kim Two": "champion", "Kim Three": "champion"}
    joined = date(2025, 1, 1)
    people = []
    with time_machine.travel(datetime.now(UTC) - timedelta(days=365), tick=False):
        for name, role in told.items():
            one = add_stakeholder(
                ada, account, name=name, title="Wizard", department="IT", level="manager", joined_on=joined
            )
            assign_role(ada, one, Role.objects.get(key=role), joined)
            people.append(one)
    conclude(account.pk)
    return abel, people


def test_a_round_is_walked_by_keyboard_left_and_resumed(visit: Visit, asked: tuple[User, list[Stakeholder]]) -> None:
    abel, people = asked
    page = visit(abel, "/people/")
    page.get_by_role("link", name=re.compile("Freshness round 3")).click()
    question, place = page.locator("#round-question"), page.locator(".round-progress > span")
    expect(question).to_have_text("Is Kim One still there, as Wizard?")
    expect(place).to_have_text("1 of 3")
    page.keyboard.press("y")
    expect(question).to_have_text("Is Kim Two still there, as Wizard?")
    page.keyboard.press("Control+z")
    expect(question).to_have_text("Is Kim One still there, as Wizard?")
    assert not Confirmation.objects.standing().filter(stakeholder=people[0]).exists()
    page.keyboard.press("y")
    expect(question).to_have_text("Is Kim Two still there, as Wizard?")
    page.goto("/accounts/")
    page.goto("/people/round/")
    expect(place).to_have_text("2 of 3")
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Kim Two left")
    expect(dialog.get_by_label("Left on")).to_be_focused()
    expect(dialog).to_contain_text(re.compile("Proposed: Kim (One|Three), who"))
    assert look(page) == []
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(question).to_have_text("Is Kim Three still there, as Wizard?")
    assert Departure.objects.standing().get(stakeholder=people[1]).left_on is not None
    page.keyboard.press("m")
    expect(page.get_by_role("dialog", name="Kim Three moved to another customer")).to_be_visible()
    assert look(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".sentence")).to_have_text(
        "Thank you, that was everybody for this week: 1 is still there, 1 has left, 1 was skipped."
    )
    settle(page)
    assert look(page, "light") + look(page, "dark") + wider(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert wider(page) == []
