"""The calendar of tasks, read back."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from playbooks.domain.task_calendar import Entry, calendar_of, day_of

MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ENTRY = Entry(7, "Call; ask, then write", "Acme, Söhne & Co", "https://c.example/tasks/7/", date(2026, 12, 31), MADE, 3)


def events(content: bytes) -> list[dict[str, str]]:
    read = Calendar.from_ical(content)
    return [
        {
            "uid": str(event["uid"]),
            "summary": str(event["summary"]),
            "url": str(event["url"]),
            "from": event.decoded("dtstart").isoformat(),
            "until": event.decoded("dtend").isoformat(),
            "transp": str(event["transp"]),
            "sequence": str(event["sequence"]),
        }
        for event in read.walk("VEVENT")
    ]


def test_a_task_is_an_all_day_entry_that_blocks_nobody() -> None:
    content = calendar_of([ENTRY], "Tasks of Cleo", "c.example")
    assert events(content) == [
        {
            "uid": "task-7@c.example",
            "summary": "Acme, Söhne & Co: Call; ask, then write",
            "url": "https://c.example/tasks/7/",
            "from": "2026-12-31",
            "until": "2027-01-01",
            "transp": "TRANSPARENT",
            "sequence": "3",
        }
    ]
    assert b"DTSTART;VALUE=DATE:20261231\r\n" in content
    assert str(Calendar.from_ical(content)["x-wr-calname"]) == "Tasks of Cleo"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200))
def test_any_title_comes_back_as_it_was_in_lines_of_at_most_75_bytes(title: str) -> None:
    content = calendar_of([Entry(1, title, "Acme", "u", date(2026, 1, 1), MADE, 1)], "x", "y")
    said = title.replace(r"\N", "\n")  # the library takes these two signs in a text for a line break
    assert events(content)[0]["summary"] == f"Acme: {said}"
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert calendar_of([Entry(1, title, "Acme", "u", date(2026, 1, 1), MADE, 1)], "x", "y") == content


@given(st.dates(), st.none() | st.dates(), st.dates())
def test_no_task_stands_in_the_past_nor_before_it_comes_back(due_on: date, until: date | None, on: date) -> None:
    day = day_of(due_on, until, on)
    assert day >= on
    assert day in {due_on, until, on}
    assert until is None or day >= until
    assert day >= due_on


def test_one_without_tasks_is_a_calendar_too() -> None:
    assert events(calendar_of([], "x", "y")) == []
