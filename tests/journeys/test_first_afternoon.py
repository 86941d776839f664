"""From `make start` to a constellation with true sentences: raw exports and one calendar, few clicks, nothing rated."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from csm.foundation.clock import today
from stakeholders.domain.demo.crm.book import draw_book
from stakeholders.domain.demo.crm.sets import SETS
from tests.journeys.installation import Installation, address_of_the_test_database
from tests.journeys.looking import look
from tests.journeys.watching import Watch

MOST_CLICKS = 15
PATIENCE_MS = 120_000


class Visitor:
    """Somebody whose clicks are counted; opening the dialog of a file field is one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, what: Locator) -> None:
        what.click(timeout=PATIENCE_MS)
        self.clicks += 1

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def choose(self, label: str, files: list[FilePayload]) -> None:
        self.page.get_by_label(label).set_input_files(files)
        self.clicks += 1


@pytest.fixture
def empty_url(
    journeys_database: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An installation of its own, as `make start` leaves it: up to date and empty."""
    parts = urlsplit(address_of_the_test_database())
    name = f"{connection.settings_dict['NAME']}_afternoon"
    address = urlunsplit(parts._replace(path=f"/{name}"))
    with django_db_blocker.unblock():
        _recreate(name)
        installation = Installation(tmp_path_factory.mktemp("afternoon"), address)
        try:
            yield installation.url
        finally:
            installation.stop()
            _recreate(name, and_make=False)


def _recreate(name: str, *, and_make: bool = True) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if and_make:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["TEST"]["TEMPLATE"]}"')


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/calendar" if name.endswith(".ics") else "text/csv", "buffer": content}


def calendar_of(guests: list[str]) -> bytes:
    """A calendar with one meeting last week: one of ours with some of theirs."""
    at = datetime.now(tz=UTC).replace(hour=10, minute=0, second=0) - timedelta(days=7)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Calendar//EN",
        "BEGIN:VEVENT",
        "UID:first-afternoon@ours.example",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{at:%Y%m%dT%H%M%SZ}",
        f"DTEND:{at + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
        "SUMMARY:Steering committee",
        "ORGANIZER:mailto:cleo.hartmann@ours.example",
        *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{guest}" for guest in ["cleo.hartmann@ours.example", *guests]),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def set_up(visitor: Visitor, url: str) -> None:
    """Make the administrator and take the first steps as they are proposed."""
    page = visitor.page
    page.goto(url)
    page.get_by_label("Your name").fill("Ingrid Sand")
    page.get_by_label("E-mail").fill("ingrid@ours.example")
    page.get_by_label("Password").fill("kestrels-over-the-fjord")
    visitor.press("Create the administrator")
    visitor.press("That is us")
    visitor.press("Use these")
    visitor.press("Later")
    visitor.follow("Bring in files")


def bring_in(visitor: Visitor, system: str) -> None:
    """Upload all files of an export at once, and apply what they hold."""
    files = SETS[system](today())
    visitor.choose("Files", [payload(name, content) for name, content in files.items()])
    visitor.press("Upload")
    expect(visitor.page.get_by_role("button", name="Apply")).to_be_visible(timeout=PATIENCE_MS)
    assert look(visitor.page) == []
    visitor.press("Apply")


def bring_in_calendar(visitor: Visitor, guests: list[str]) -> None:
    """Take the way that the page of the export offers; nobody has to find it."""
    page = visitor.page
    visitor.click(page.get_by_role("link", name="1 calendar to bring in"))
    visitor.choose("File", [payload("mine.ics", calendar_of(guests))])
    visitor.press("See what would happen")
    expect(page.get_by_role("button", name="Apply")).to_be_visible(timeout=PATIENCE_MS)
    assert look(page) == []
    visitor.press("Apply")
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("system", "sentence"),
    [
        # Met is only one person, who reports to the one who reports to the decision maker.
        ("salesforce", "All routes to the decision pass through {2} and {1}."),
        # HubSpot knows no reporting lines: nothing leads on from the one person met.
        ("hubspot", "We are not connected to the decision yet."),
    ],
)
def test_an_export_becomes_a_constellation_with_a_true_sentence(
    browser: Browser, empty_url: str, system: str, sentence: str
) -> None:
    first = draw_book(40, today())[0]
    names = [f"{one.first_name} {one.last_name}" for one in first.contacts]
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    watch = Watch(page)
    visitor = Visitor(page)
    set_up(visitor, empty_url)
    bring_in(visitor, system)
    bring_in_calendar(visitor, [first.contacts[2].email, f"zoe.quill@{first.domain}"])
    visitor.follow("Accounts")
    visitor.follow(first.name)
    said = page.locator(".constellation-reading .sentence p").first
    expect(said).to_have_text(sentence.format(*names), timeout=PATIENCE_MS)
    expect(page.locator(".constellation-met")).to_contain_text("1 person you met is not on the map: Zoe Quill")
    assert visitor.clicks <= MOST_CLICKS
    assert watch.errors == []
    context.close()
