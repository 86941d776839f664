"""The first visit to an installation that nobody has set up."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain.access import UserRole
from accounts.models import User


@pytest.mark.django_db(transaction=True)
def test_the_first_visitor_becomes_the_administrator(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Constellation")
    page.get_by_label("Your name").fill("Ingrid Sand")
    page.get_by_label("E-mail").fill("ingrid@ours.example")
    page.get_by_label("Password").fill("kestrels-over-the-fjord")
    page.get_by_role("button", name="Create the administrator").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Email").fill("ingrid@ours.example")
    page.get_by_label("Password", exact=True).fill("kestrels-over-the-fjord")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")
    assert [(user.name, user.role) for user in User.objects.all()] == [("Ingrid Sand", UserRole.ADMINISTRATOR)]
    page.goto(f"{live_server.url}/set-up/")
    expect(page).to_have_url(f"{live_server.url}/accounts/")
