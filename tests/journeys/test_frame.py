"""What all pages share: the ways to every page, the place in a list, what was typed and chosen, dialogs and news."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import Account, User
from csm.foundation.clock import today
from health.models import Alert, Goal
from playbooks.models import Task
from stakeholders.services.commitments import commit
from tests.journeys.conftest import Visit
from tests.journeys.looking import look, wider
from tests.journeys.watching import conclude, settle
from tests.journeys.world import Shared

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 360, "height": 740}
# Presses j in the very moment in which the dialog goes, before the browser has told anybody that it has gone.
CLOSE_AND_MOVE_ON = """() => {
    document.getElementById("dialog").close();
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
}"""


@pytest.fixture
def busy(shared: Shared) -> tuple[User, Account]:
    """Runa owns an account with four tasks."""
    name = f"runa{User.objects.count()}"
    runa = User.objects.create_user(f"{name}@ours.example", name="Runa Holt", role="csm")
    account = Account.objects.create(name="Hazel", segment=shared.alder.account.segment, owner=runa)
    for place, title in enumerate(("Call", "Write", "Visit", "Thank")):
        due = today() - timedelta(days=9 - place)
        Task.objects.create(account=account, title=title, assignee=runa, began_on=due, due_on=due)
    return runa, account


@pytest.fixture
def warned(shared: Shared) -> User:
    """Tove owns three accounts with an alert each: what is done at one does not have the others judged anew."""
    tove = User.objects.create_user(f"tove{User.objects.count()}@ours.example", name="Tove Lind", role="csm")
    segment = shared.alder.account.segment
    known = [Account.objects.create(name=name, segment=segment, owner=tove) for name in ("Rue", "Sallow", "Wych Elm")]
    conclude(*(account.pk for account in known))  # so that no worker judges them while they are read
    for place, account in enumerate(known):
        Alert.objects.create(
            account=account, kind="payment", figures={"measure": "payment", "score": 30}, weight=9 - place,
            first_seen_on=today(), opened_on=today(),
        )  # fmt: skip
    return tove


@pytest.fixture
def promised(shared: Shared) -> tuple[User, Account]:
    """Sven owns an account to which a promise is overdue, and another."""
    sven = User.objects.create_user(f"sven{User.objects.count()}@ours.example", name="Sven Dahl", role="csm")
    account = Account.objects.create(name="Hazel", segment=shared.alder.account.segment, owner=sven)
    for text, days in (("Send the rollout plan", 4), ("Name a second trainer", 2)):
        due = today() - timedelta(days=days)
        commit(sven, account, text=text, promised_on=due, due_on=due)
    return sven, account


def current(page: Page) -> str:
    """The words of the row one is at."""
    settle(page)
    return " ".join(page.locator("[data-row].is-current").all_inner_texts())


@pytest.mark.parametrize("size", [PHONE, SMALL])
def test_every_page_about_all_accounts_is_reached_by_finger(visit: Visit, shared: Shared, size: ViewportSize) -> None:
    page = visit(shared.cast.cleo, "/my-day/", viewport=size)
    for label in ("Handoffs", "Promises kept", "Celebration", "Champions"):
        settle(page)
        page.get_by_role("button", name="Navigation").click()
        page.locator("#topnav summary", has_text="More").click()
        page.locator("#topnav").get_by_role("link", name=label).click()
        expect(page.get_by_role("navigation", name="Across all accounts").locator("[aria-current=page]")).to_have_text(
            label
        )
        expect(page.locator("#topnav [aria-current=page]")).to_have_text(label)
        assert wider(page) == []
    page.get_by_role("button", name="Navigation").click()
    page.locator("#topnav summary", has_text="More").click()
    assert look(page) + look(page, "dark") + wider(page) == []


def test_search_finds_pages_and_what_was_written(visit: Visit, promised: tuple[User, Account]) -> None:
    runa, account = promised
    page = visit(runa, "/accounts/")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("handoffs")
    expect(page.get_by_role("option", name=re.compile("^Handoffs"))).to_have_attribute("href", "/handoffs/")
    page.get_by_role("combobox", name=re.compile("Search")).fill("rollout plan")
    page.get_by_role("option", name=re.compile("Send the rollout plan")).click()
    expect(page).to_have_url(re.compile(rf"/accounts/{account.pk}/promises/#commitment-\d+"))


def test_the_palette_puts_the_page_of_exactly_that_name_first_and_knows_other_verbs(
    visit: Visit, shared: Shared
) -> None:
    page = visit(shared.cast.cleo, "/accounts/")
    settle(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("handoffs")
    expect(page.locator("#palette-list [aria-selected=true]")).to_have_text(re.compile(r"^\s*Handoffs\s*$"))
    page.get_by_role("combobox", name="Go anywhere").fill("new task")
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Add a task")


def test_a_deed_goes_on_at_the_next_row(visit: Visit, busy: tuple[User, Account]) -> None:
    runa, _account = busy
    page = visit(runa, "/tasks/")
    settle(page)
    for key in ("j", "j", "d"):
        page.keyboard.press(key)
    expect(page.get_by_text("Finished a task")).to_be_visible()
    assert "Visit" in current(page)
    page.keyboard.press("j")
    assert "Thank" in current(page)
    page.keyboard.press("d")
    expect(page.locator("[data-row]")).to_have_count(2)
    assert "Visit" in current(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone")).to_be_visible()
    assert "Thank" in current(page)


def test_alerts_are_worked_down_by_keyboard(visit: Visit, warned: User) -> None:
    page = visit(warned, "/alerts/")
    settle(page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Acknowledged an alert")).to_be_visible()
    assert "Sallow" in current(page)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="New task")
    expect(dialog.locator(".dialog-head-subject")).to_contain_text("Sallow")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("k")
    page.keyboard.press("j")
    assert "Sallow" in current(page)
    page.keyboard.press("m")
    expect(dialog).to_be_visible()
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Added a task")).to_be_visible()
    assert "Wych Elm" in current(page)


def test_whoever_moves_on_at_once_is_not_taken_back_to_what_a_dialog_was_opened_from(
    visit: Visit, warned: User
) -> None:
    page = visit(warned, "/alerts/")
    settle(page)
    for key in ("j", "j", "m"):
        page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="New task")
    expect(dialog.locator(".dialog-head-subject")).to_contain_text("Sallow")
    settle(page)
    page.evaluate(CLOSE_AND_MOVE_ON)
    page.wait_for_function("() => !document.getElementById('dialog').textContent.trim()")
    assert "Wych Elm" in current(page)


def test_what_is_started_from_my_day_comes_back_to_the_next_thing(visit: Visit, promised: tuple[User, Account]) -> None:
    sven, _account = promised
    page = visit(sven, "/my-day/", viewport=PHONE)
    settle(page)
    while "Send the rollout plan" not in current(page):
        page.keyboard.press("j")
    names = page.locator(".day-item").all_inner_texts()
    after = names[next(place for place, words in enumerate(names) if "Send the rollout plan" in words) + 1 :]
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="How did it go?")
    expect(dialog.locator(".dialog-head-subject")).to_have_text(re.compile(r"Hazel\s+· Send the rollout plan"))
    assert look(page) + look(page, "dark") + wider(page) == []
    dialog.get_by_label("How it went").select_option("kept")
    settle(page)
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator(".day-item", has_text="Send the rollout plan")).to_have_count(0)
    assert current(page) == (after or page.locator(".day-item").all_inner_texts())[0]


def test_a_refused_deed_keeps_what_was_chosen_and_typed(visit: Visit, busy: tuple[User, Account]) -> None:
    runa, _account = busy
    page = visit(runa, "/tasks/")
    settle(page)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    bar = page.locator("#task-deeds")
    bar.get_by_label("What came of it").fill("They are away")
    bar.get_by_role("button", name="Put off").click()
    expect(page.get_by_text("Say until when.")).to_be_visible()
    expect(bar).to_contain_text("2 chosen")
    expect(bar.get_by_label("What came of it")).to_have_value("They are away")
    assert not overlaps(page)
    bar.get_by_label("Put off until").fill((today() + timedelta(days=9)).isoformat())
    bar.get_by_role("button", name="Put off").click()
    expect(page.get_by_text("Put off 2 tasks")).to_be_visible()
    page.reload()
    expect(bar).to_be_hidden()


def test_a_refused_deed_keeps_the_alerts_chosen_and_the_reason(visit: Visit, warned: User) -> None:
    page = visit(warned, "/alerts/")
    settle(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.locator("#alert-deeds")
    bar.get_by_label("Why").fill("Paid tomorrow")
    bar.get_by_role("button", name="Snooze").click()
    expect(page.get_by_text("Say until when.")).to_be_visible()
    expect(bar).to_contain_text("1 chosen")
    expect(bar.get_by_label("Why")).to_have_value("Paid tomorrow")


def overlaps(page: Page) -> bool:
    """Whether news lies over the bar of what was chosen."""
    news, bar = page.locator("[data-toast]").last.bounding_box(), page.locator("[data-picked]").bounding_box()
    assert news
    assert bar
    is_level = news["y"] + news["height"] > bar["y"] and news["y"] < bar["y"] + bar["height"]
    return is_level and news["x"] + news["width"] > bar["x"]


def test_news_stand_above_the_bar_and_break_long_words(visit: Visit, busy: tuple[User, Account]) -> None:
    runa, account = busy
    Task.objects.create(
        account=account, title="Aa" * 90, assignee=runa, began_on=today(), due_on=today() - timedelta(days=30)
    )
    page = visit(runa, "/tasks/", viewport=PHONE)
    settle(page)
    page.locator("[data-row]").first.get_by_role("button", name="Done").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    box = undo.bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE["width"]
    page.locator("[data-pick]").first.check()
    expect(page.locator("#task-deeds")).to_be_visible()
    assert not overlaps(page)


def test_what_was_typed_into_a_dialog_outlives_escape_until_it_is_sent(
    visit: Visit, busy: tuple[User, Account]
) -> None:
    runa, account = busy
    page = visit(runa, f"/accounts/{account.pk}/goals/")
    dialog = page.get_by_role("dialog", name="New goal")
    page.get_by_role("link", name="New goal").first.click()
    dialog.get_by_label("what they want").fill("Ship on Mondays")
    page.keyboard.press("Escape")
    page.reload()
    settle(page)
    page.get_by_role("link", name="New goal").first.click()
    expect(dialog.get_by_label("what they want")).to_have_value("Ship on Mondays")
    expect(dialog).to_contain_text("What you typed before is back.")
    assert look(page) + look(page, "dark") == []
    dialog.get_by_role("button", name="Begin afresh").click()
    expect(dialog.get_by_label("what they want")).to_have_value("")
    dialog.get_by_label("what they want").fill("Ship on Tuesdays")
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("link", name="New goal").first.click()
    expect(dialog.get_by_label("what they want")).to_have_value("")
    send_a_goal(page)
    page.get_by_role("link", name="New goal").first.click()
    expect(dialog.get_by_label("what they want")).to_have_value("")
    goal = Goal.objects.get(account=account)
    assert (str(goal.baseline), str(goal.target)) == ("1200.5000", "40.5000")


def send_a_goal(page: Page) -> None:
    """Keep a goal once its numbers and its day are right; a field that was stretched offends no policy."""
    dialog = page.get_by_role("dialog", name="New goal")
    words = dialog.get_by_label("what they want")
    words.fill("Ship on Wednesdays")
    words.evaluate("(field) => (field.style.height = '150px')")
    dialog.get_by_label("North Star metric").fill("days to ship")
    dialog.get_by_label("Baseline", exact=True).fill("1.200")
    dialog.get_by_label("Target").fill("40,5 %")
    dialog.get_by_label("Due").fill((today() - timedelta(days=5)).isoformat())
    dialog.get_by_role("button", name="Keep the goal").click()
    expect(dialog).to_contain_text("This can be 1200 or 1.2. Write 1200 or 1.2.")
    settle(page)  # the dialog puts the cursor into its first field
    dialog.get_by_label("Baseline", exact=True).fill("1,200.5")
    dialog.get_by_role("button", name="Keep the goal").click()
    expect(dialog).not_to_contain_text("This can be")
    expect(dialog.locator("#id_due_on_error")).to_have_text(re.compile("due after the day of its baseline"))
    settle(page)
    dialog.get_by_label("Due").fill((today() + timedelta(days=50)).isoformat())
    dialog.get_by_role("button", name="Keep the goal").click()
    expect(dialog).to_have_count(0)
    settle(page)


def test_on_a_phone_the_head_of_an_account_is_folded(visit: Visit, shared: Shared) -> None:
    page = visit(shared.cast.cleo, f"/accounts/{shared.alder.account.pk}/people/", viewport=PHONE)
    settle(page)
    head = page.locator(".account-head")
    box = head.bounding_box()
    assert box
    assert box["height"] < 260
    for words in ("Health", "Threads"):
        expect(head.get_by_text(words, exact=True)).to_be_visible()
    expect(head.get_by_text("Renewal", exact=True)).to_be_hidden()
    head.get_by_role("button", name="More about Alder").click()
    expect(head.get_by_text("Renewal", exact=True)).to_be_visible()
    expect(head.get_by_role("link", name="Edit")).to_be_visible()
    assert look(page) + wider(page) == []

    page.goto("/accounts/")
    settle(page)
    health = page.locator("[data-row] td").filter(has=page.locator(".band")).first.bounding_box()
    assert health
    assert health["x"] + 60 < PHONE["width"]
