"""From a calendar to people in the constellation: met, suggested, added with one key each."""

import re

from playwright.sync_api import Page, expect

from accounts.models import Account
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import settle
from tests.journeys.world import Shared, days_ago
from tests.stakeholders.calendars.writing import attendee, calendar, event

DOMAIN = "elder.example"
ZOE, YAN, UMA = (f"{name}@{DOMAIN}" for name in ("zoe.park", "yan.moreau", "uma"))


def meetings(cleo: str) -> bytes:
    """Cleo met all three twice; Zoe is met most."""
    days = [days_ago(days) for days in (3, 10, 17)]
    guests = [[ZOE, YAN, UMA], [ZOE, YAN, UMA], [ZOE]]
    named = {ZOE: "Park, Zoe", YAN: "Yan Moreau", UMA: ""}
    return calendar(
        *(
            event(f"m{number}", f"{day:%Y%m%d}T100000Z", people=[cleo, *(attendee(who, named[who]) for who in there)])
            for number, (day, there) in enumerate(zip(days, guests, strict=True))
        )
    ).encode()


def bring_in(page: Page, content: bytes) -> None:
    """Upload, read what would happen, apply."""
    page.get_by_label("Calendar file").set_input_files(
        {"name": "cleo.ics", "mimeType": "text/calendar", "buffer": content}
    )
    page.get_by_role("button", name="See what would happen").click()
    expect(page.locator(".sentence")).to_have_text("Apply will create 3 and change 0.", timeout=30_000)
    expect(page.get_by_role("main")).to_contain_text("(not on the map: Zoe Park, Yan Moreau, uma@elder.example)")
    assert look(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=30_000)


def add_next(page: Page, name: str) -> None:
    """The next one in the list, by keyboard alone."""
    settle(page)
    if not page.locator("tr.is-current").count():
        page.keyboard.press("j")
    expect(page.locator("tr.is-current")).to_contain_text(name)
    page.keyboard.press("a")
    expect(page.locator("[data-toast-text]")).to_have_text(f"Added {name}")


def test_whom_a_calendar_shows_is_added_by_keyboard_and_stands_in_the_sky(visit: Visit, shared: Shared) -> None:
    account = shared.elder.account
    Account.objects.filter(pk=account.pk).update(domain=DOMAIN)
    page = visit(shared.cast.cleo, "/calendar/")
    bring_in(page, meetings(shared.cast.cleo.email))
    sky = f"/accounts/{account.pk}/constellation/"
    page.goto(sky)
    expect(page.locator(".constellation-met")).to_have_text(
        re.compile("3 people you met are not on the map: Zoe Park, (uma, Yan Moreau|Yan Moreau, uma)")
    )
    assert "zoe.park" not in page.locator("#sky").inner_text().lower()
    page.goto("/people/suggested/?q=elder")
    assert (look(page), wider(page)) == ([], [])
    for name in page.locator("tbody tr strong").all_inner_texts()[:2]:
        add_next(page, name)
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(sky)
    expect(page.locator(".constellation-met")).to_contain_text("1 person you met is not on the map:")
    left = page.locator(".constellation-met a").inner_text()
    added = {"Zoe Park", "Yan Moreau", "uma"} - {left}
    drawn = page.evaluate("() => JSON.parse(document.getElementById('sky').textContent).stars.map((star) => star.name)")
    assert added <= set(drawn)
    assert left not in drawn
    page.goto(f"/accounts/{account.pk}/timeline/")
    expect(page.get_by_role("main")).to_contain_text("Weekly call")


def test_who_is_put_aside_can_be_suggested_again(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"/accounts/{shared.everything.ids['account_id']}/people/")
    card = page.locator("#suggested")
    expect(card).to_contain_text("Eve")
    card.get_by_role("button", name="Not at this customer Eve").click()
    expect(page.locator("[data-toast-text]")).to_have_text("Not at this customer: Eve")
    expect(card).to_have_count(0)
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("#suggested")).to_contain_text("Eve")
