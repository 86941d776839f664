"""From CSV files to the threads of an account, a departure, and back."""

import csv
import io
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.looking import look
from tests.journeys.watching import settle
from tests.journeys.world import Shared, days_ago
from tests.personas import PASSWORD

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"
# The example's activities, moved to where they count today: Marta and Ines were met lately, Jonas long ago.
MOVED = {"T-1": 10, "T-2": 40, "T-3": 300}
CUT_OFF_BY_TWO = "All routes to the decision pass through Marta Rossi and Jonas Weber."


def sign_in(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")


def touchpoints_lately() -> bytes:
    """The example of touchpoints with its dates moved."""
    rows = list(csv.DictReader((EXAMPLES / "touchpoints.csv").open(encoding="utf-8")))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "Date": days_ago(MOVED[row["Activity ID"]]).isoformat()} for row in rows)
    return text.getvalue().encode()


def import_file(page: Page, rows_are: str, name: str, content: bytes, promise: str) -> None:
    """Upload, take the columns as proposed, read what would happen, apply."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Import").click()
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("What the rows are").select_option(label=rows_are)
    page.get_by_label("File", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Upload").click()
    assert look(page) == []
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator(".sentence")).to_have_text(promise, timeout=30_000)
    assert look(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=30_000)


def test_files_become_a_map_whose_threads_follow_a_departure_and_its_undo(visit: Visit, shared: Shared) -> None:
    page = visit(None)
    sign_in(page, shared.cast.ada.email)
    import_file(
        page, "Accounts", "accounts.csv", (EXAMPLES / "accounts.csv").read_bytes(), "Apply will create 2 and change 1."
    )
    import_file(
        page, "People", "people.csv", (EXAMPLES / "people.csv").read_bytes(), "Apply will create 4 and change 0."
    )
    import_file(
        page,
        "Connections",
        "connections.csv",
        (EXAMPLES / "connections.csv").read_bytes(),
        "Apply will create 3 and change 0.",
    )
    import_file(page, "Touchpoints", "touchpoints.csv", touchpoints_lately(), "Apply will create 3 and change 0.")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Accounts").click()
    page.get_by_role("link", name="Alpenrail Group").click()
    first = page.locator(".constellation-reading .sentence p").first
    expect(first).to_have_text(CUT_OFF_BY_TWO)
    settle(page)
    page.get_by_label("Find on the map").fill("marta")
    page.get_by_label("Find on the map").press("Enter")
    panel = page.get_by_role("region", name="Marta Rossi")
    panel.get_by_text("More", exact=True).click()
    panel.get_by_role("button", name="They left", exact=True).click()
    page.get_by_role("dialog", name="Marta Rossi left").get_by_role("button", name="They left").click()
    expect(first).to_have_text("No live route leads to the decision any more.")
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("Marta Rossi left")
    toast.get_by_role("button", name="Undo").click()
    expect(first).to_have_text(CUT_OFF_BY_TWO)
