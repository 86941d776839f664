"""A task is made of an alert, found in My day, done by keyboard and taken up again; many are put off at once."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from accounts.models import Account, User
from csm.foundation.clock import today
from health.models import Alert
from playbooks.models import Task
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude, settle
from tests.journeys.world import Shared


def warned(shared: Shared, name: str, account_name: str) -> tuple[User, Account]:
    """Somebody who owns an account with an alert."""
    nora = User.objects.create_user(f"{name.lower()}@ours.example", name=name, role="csm")
    account = Account.objects.create(name=account_name, segment=shared.alder.account.segment, owner=nora)
    conclude(account.pk)  # so that no worker judges it while it is read
    Alert.objects.create(
        account=account, kind="payment", figures={"measure": "payment", "score": 30}, weight=9,
        first_seen_on=today(), opened_on=today(),
    )  # fmt: skip
    return nora, account


def make_of_alert(page: Page, account: Account) -> None:
    """Make a task of the alert by keyboard, due today."""
    page.goto(f"/accounts/{account.pk}/alerts/")
    page.keyboard.press("j")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="New task")
    expect(dialog.get_by_label("What is to be done")).to_have_value("Ask about the payment")
    assert look(page) == []
    dialog.get_by_label("What is to be done").fill("Ask them for the payment")
    dialog.get_by_label("Due").fill(today().isoformat())
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Added a task")).to_be_visible()


def test_a_task_of_an_alert_is_done_from_my_day_by_keyboard_and_taken_back(visit: Visit, shared: Shared) -> None:
    nora, account = warned(shared, "Nora", "Sorrel")
    page = visit(nora, "/my-day/")
    make_of_alert(page, account)
    expect(page.locator(".account-figures")).to_contain_text("Tasks")

    page.goto("/my-day/")
    item = page.locator(".day-item", has_text="Ask them for the payment")
    expect(item).to_contain_text("Alert: Payment; due today.")
    while "Ask them" not in (page.locator(".day-item.is-current").all_inner_texts() or [""])[0]:
        page.keyboard.press("j")
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Ask them for the payment")
    expect(dialog.get_by_label("What came of it")).to_be_focused()
    assert look(page) == []
    page.keyboard.type("They paid")
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Finished a task")).to_be_visible()
    expect(item).to_have_count(0)
    done = Task.objects.get(account=account)
    assert (done.state, done.outcome, done.ended_by) == ("done", "They paid", nora)

    page.get_by_role("button", name="Undo").click()
    settle(page)
    expect(page.locator(".day-item", has_text="Ask them for the payment")).to_be_visible()
    assert Task.objects.get(account=account).state == "open"


def test_the_list_is_walked_chosen_from_and_put_off_by_keyboard(visit: Visit, shared: Shared) -> None:
    nora, account = warned(shared, "Nils", "Linden")
    for place, title in enumerate(("Call", "Write", "Visit")):
        Task.objects.create(
            account=account, title=title, assignee=nora, began_on=today(), due_on=today() - timedelta(days=3 - place)
        )
    page = visit(nora, "/tasks/")
    expect(page.get_by_role("rowheader", name="Overdue")).to_be_visible()
    assert look(page) == []
    assert wider(page) == []
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    bar = page.locator("#task-deeds")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_label("Put off until").fill((today() + timedelta(days=9)).isoformat())
    bar.get_by_role("button", name="Put off").click()
    expect(page.get_by_text("Put off 2 tasks")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Visit")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.get_by_text("Finished a task")).to_be_visible()
    expect(page.get_by_text("Nothing is to be done by you.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    settle(page)
    expect(page.locator("[data-row]")).to_have_count(1)

    page.get_by_label("State").select_option("waiting")
    expect(page.locator("[data-row]")).to_have_count(2)
    assert "state=waiting" in page.url


def test_on_a_phone_a_task_with_a_long_text_is_read_from_its_head(visit: Visit, shared: Shared) -> None:
    nina, account = warned(shared, "Nina", "Laurel")
    text = "\n\n".join(f"Paragraph {number} of what to say to them." for number in range(40))
    Task.objects.create(
        account=account, title="Read me first", text=text, assignee=nina, began_on=today(), due_on=today()
    )
    page = visit(nina, "/tasks/", viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Read me first").click()
    dialog = page.get_by_role("dialog", name="Read me first")
    expect(dialog.get_by_role("heading", name="Read me first")).to_be_in_viewport()
    expect(dialog.get_by_label("What came of it")).to_be_focused()

    page.keyboard.type("They read it")
    expect(dialog.get_by_label("What came of it")).to_be_in_viewport()
