"""The first visit to an installation that nobody has set up."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain.access import UserRole
from accounts.models import User


@pytest.mark.django_db(transaction=True)
def test_the_first_visitor_becomes_the_administrator_and_takes_the_first_steps(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Constellation")
    page.get_by_label("Your name").fill("Ingrid Sand")
    page.get_by_label("E-mail").fill("ingrid@ours.example")
    page.get_by_label("Password").fill("kestrels-over-the-fjord")
    page.get_by_role("button", name="Create the administrator").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First steps")
    assert [(user.name, user.role) for user in User.objects.all()] == [("Ingrid Sand", UserRole.ADMINISTRATOR)]
    expect(page.get_by_label("Our web domains")).to_have_value("ours.example")
    page.get_by_role("button", name="That is us").click()
    page.get_by_role("button", name="Use these").click()
    page.get_by_role("link", name="Invite colleagues").click()
    page.get_by_label("Colleagues").fill("Jo Berg <jo@ours.example>")
    page.get_by_role("button", name="Make their links").click()
    expect(page.get_by_label("Jo Berg")).to_have_value(re.compile(f"^{live_server.url}/password/reset/"))
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("3 of 4 done")).to_be_visible()
    expect(page.get_by_role("link", name="Bring in files")).to_be_visible()
    page.goto(f"{live_server.url}/set-up/")
    expect(page).to_have_url(f"{live_server.url}/first-steps/")
