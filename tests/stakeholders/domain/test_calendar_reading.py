"""Files of calendars, also such as nobody should write: for each a stated outcome."""

import io
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.domain.importing.files import Unreadable
from stakeholders.domain.calendars.attendance import Answer
from stakeholders.domain.calendars.calendar_files import read_calendars
from stakeholders.domain.calendars.events import EventRow, Reading, first_day
from stakeholders.domain.calendars.occurrences import Window
from tests.stakeholders.calendars.writing import ANA, CLEO, attendee, calendar, event

WINDOW = Window(datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC), ZoneInfo("Europe/Lisbon"))
CUSTOM = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:{summer}\r\nTZOFFSETTO:{winter}\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:{winter}\r\nTZOFFSETTO:{summer}\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)


def read(text: str | bytes, own: str = "") -> tuple[list[EventRow], dict[str, int]]:
    raw = text.encode() if isinstance(text, str) else text
    reading = Reading(WINDOW, own)
    rows = reading.rows(read_calendars(io.BytesIO(raw)))
    return rows, dict(reading.left_out)


def starts(text: str | bytes) -> list[str]:
    return [row.starts_at.isoformat() if row.starts_at else "" for row in read(text)[0]]


def refusal(raw: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    return refused.value.code, refused.value.params


GOOD = calendar(event("m1")).encode()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"   \r\n", "empty"),
        (b"Name,Mail\r\nAna,ana@x.example\r\n", "not_calendar"),
        (b"<html><body>Sign in</body></html>", "markup"),
        (b'{"records": [{"Id": "1"}]}', "not_calendar"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "binary"),
        (b"\x1f\x8b\x08" + b"x" * 500, "archive"),
        (calendar().encode(), "no_events"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", "no_events"),
        (b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n", "not_calendar"),
        (b"END:VCALENDAR\r\n", "not_calendar"),
        (GOOD.replace(b"END:VEVENT\r\n", b"END:VTODO\r\n"), "nesting"),
        (GOOD.replace(b"BEGIN:VEVENT", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT"), "nesting"),
        ("\ufeffBEGIN:VCALENDAR\r\n".encode("utf-16")[:-1], "encoding"),
    ],
)
def test_file_that_is_no_calendar_says_why(raw: bytes, code: str) -> None:
    assert refusal(raw)[0] == code


def test_file_cut_off_anywhere_is_refused_with_its_last_line() -> None:
    assert refusal(GOOD[: GOOD.index(b"END:VEVENT") + 6]) == ("truncated", {"line": "11"})
    for end in range(40, len(GOOD) - 16, 7):
        assert refusal(GOOD[:end])[0] in {"truncated", "no_events"}


def test_zip_and_workbook_are_no_calendars() -> None:
    assert refusal(b"PK\x03\x04" + b"\0" * 200)[0] in {"archive", "workbook", "not_calendar", "broken", "binary"}


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakeholders.domain.calendars.content_lines.MOST_BYTES", 1024 * 1024)
    assert refusal(GOOD + b"X" * 1024 * 1024) == ("too_large", {"most": "1"})


def test_too_many_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakeholders.domain.calendars.calendar_files.MOST_EVENTS", 2)
    many = calendar(*(event(f"m{number}") for number in range(3))).encode()
    assert refusal(many) == ("events", {"most": "2"})
    monkeypatch.setattr("stakeholders.domain.calendars.calendar_files.MOST_EVENTS", 50_000)
    monkeypatch.setattr("stakeholders.domain.calendars.events.MOST_OCCURRENCES", 100)
    assert refusal(calendar(event("m", "20250102T100000Z", "RRULE:FREQ=DAILY")).encode()) == ("events", {"most": "100"})


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_and_line_end_is_read(line_end: str, encoding: str) -> None:
    people = [CLEO, attendee(ANA, "Böhm, Änne")]
    text = calendar(event("m1", "20260302T100000Z", "SUMMARY:Überprüfung für Ñandú", people=people))
    rows, _left = read(text.replace("SUMMARY:Weekly call\r\n", "").replace("\r\n", line_end).encode(encoding))
    assert rows[0].title == "Überprüfung für Ñandú"
    assert [one.name for one in rows[0].people] == ["", "Änne Böhm"]


def test_folded_lines_are_joined_also_within_a_character() -> None:
    whole = "SUMMARY:Müller und Söhne besuchen".encode()
    at = whole.index("ü".encode()) + 1
    raw = GOOD.replace(b"SUMMARY:Weekly call", whole[:at] + b"\r\n " + whole[at:])
    assert read(raw)[0][0].title == "Müller und Söhne besuchen"
    tabbed = GOOD.replace(b"mailto:ana@acme.example", b"mailto:ana@ac\r\n\tme.exa\r\n mple")
    assert [one.email for one in read(tabbed)[0][0].people] == [CLEO, ANA]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('ATTENDEE;CN="Silva; Ana: CFO";PARTSTAT=ACCEPTED:mailto:ana@acme.example', "Silva; Ana: CFO"),
        ('ATTENDEE;CN="Silva, Ana":MAILTO:Ana@ACME.example', "Ana Silva"),
        ("ATTENDEE;CN=O'Brien; Pat;PARTSTAT=ACCEPTED:mailto:ana@acme.example", "O'Brien"),
        ('ATTENDEE;CN="Ana Silva:mailto:ana@acme.example', "Ana Silva"),
        ("ATTENDEE;CN=ana@acme.example:mailto:ana@acme.example", ""),
        ("ATTENDEE;CN='ana@acme.example':mailto: ana@acme.example ", ""),
        ("ATTENDEE:ana@acme.example", ""),
        ("ATTENDEE;EMAIL=ana@acme.example;CN=Ana:urn:uuid:1234", "Ana"),
        ('attendee;cn="Ana \\"CFO\\"":mailto:ana@acme.example', "Ana"),
    ],
)
def test_names_are_read_however_they_are_quoted(line: str, name: str) -> None:
    rows, _left = read(calendar(event("m1", people=[line])))
    assert [(one.email, one.name) for one in rows[0].people] == [(ANA, name)]


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE:mailto:",
        "ATTENDEE:nobody",
        "ATTENDEE;CN=A:tel:+123",
        "ATTENDEE:mailto:a@b",
        f"ATTENDEE:{'x' * 9000}@a.de",
    ],
)
def test_addresses_that_are_none_are_left_out(line: str) -> None:
    rows, _left = read(calendar(event("m1", people=[ANA, line])))
    assert [one.email for one in rows[0].people] == [ANA]


def test_answers_and_ones_own_word_are_read() -> None:
    people = [
        attendee(CLEO, PARTSTAT="TENTATIVE"),
        attendee(ANA, PARTSTAT="DECLINED"),
        attendee("bo@acme.example", PARTSTAT="NEEDS-ACTION"),
        attendee("cy@acme.example", PARTSTAT="X-WHATEVER"),
    ]
    rows, _left = read(calendar(event("m1", people=people)), own=CLEO)
    assert [(one.answer, one.is_own_word) for one in rows[0].people] == [
        (Answer.TENTATIVE, True),
        (Answer.DECLINED, False),
        (Answer.NONE, False),
        (Answer.NONE, False),
    ]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (";TZID=Europe/Berlin:20260302T100000", "2026-03-02T10:00:00+01:00"),
        (";TZID=W. Europe Standard Time:20260702T100000", ""),
        (";TZID=W. Europe Standard Time:20260602T100000", "2026-06-02T10:00:00+02:00"),
        (';TZID="Eastern Standard Time":20260302T100000', "2026-03-02T10:00:00-05:00"),
        (";TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260302T100000", "2026-03-02T10:00:00+01:00"),
        ("20260302T100000", "2026-03-02T10:00:00+00:00"),
        ("20260302T233000Z", "2026-03-02T23:30:00+00:00"),
        (";VALUE=DATE:20260302", "2026-03-02T12:00:00+00:00"),
        (";TZID=Europe/Berlin:20260329T023000", "2026-03-29T02:30:00+01:00"),
    ],
)
def test_times_keep_the_zone_they_were_written_in(start: str, told: str) -> None:
    assert starts(calendar(event("m1", start))) == ([told] if told else [])


def test_times_without_zone_are_in_that_of_the_calendar() -> None:
    text = calendar(event("a", "20260302T233000Z"), event("b", "20260302T100000"), zone="Asia/Tokyo")
    rows, _left = read(text)
    assert [row.starts_at.date() if row.starts_at else None for row in rows] == [date(2026, 3, 3), date(2026, 3, 2)]
    assert starts(calendar(event("b", "20260302T100000"), zone="Nowhere/Land")) == ["2026-03-02T10:00:00+00:00"]


def test_zones_of_one_name_in_two_files_stay_apart() -> None:
    start = ";TZID=Customized Time Zone:20260202T100000"
    west = calendar(CUSTOM.format(winter="-0500", summer="-0400"), event("m1", start))
    east = calendar(CUSTOM.format(winter="+0100", summer="+0200"), event("m1", start))
    assert starts(west) == ["2026-02-02T10:00:00-05:00"]
    assert starts(east) == ["2026-02-02T10:00:00+01:00"]
    assert starts(west) == ["2026-02-02T10:00:00-05:00"]


def test_broken_zone_makes_its_events_rows_with_a_problem() -> None:
    broken = "BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:never\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    rows, _left = read(calendar(broken, event("m1", ";TZID=Odd:20260302T100000"), event("m2")))
    assert [(row.problem, row.title) for row in rows] == [
        (("event_zone", "Odd"), "Weekly call"),
        (("", ""), "Weekly call"),
    ]


def series(*lines: str, start: str = ";TZID=Europe/Berlin:20260302T100000") -> list[str]:
    rows, _left = read(calendar(event("s", start, *lines)))
    return [f"{row.starts_at:%m%d %H%M}" for row in sorted(rows, key=lambda row: row.instance) if row.starts_at]


def test_series_keeps_its_hour_when_the_clocks_change() -> None:
    assert series("RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260406T080000Z") == [
        "0302 1000",
        "0309 1000",
        "0316 1000",
        "0323 1000",
        "0330 1000",
        "0406 1000",
    ]


def test_exceptions_and_further_dates_are_heeded_whatever_zone_they_are_in() -> None:
    assert series(
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20260309T090000Z",
        "EXDATE;TZID=America/New_York:20260316T050000",
        "RDATE;TZID=Europe/Berlin:20260310T150000,20260311T160000",
    ) == ["0302 1000", "0310 1500", "0311 1600", "0323 1000"]


def test_series_of_whole_days_has_exceptions_too() -> None:
    days = series("RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20260303", start=";VALUE=DATE:20260302")
    assert days == ["0302 1200", "0304 1200", "0305 1200"]


def test_moved_and_retitled_occurrence_stands_for_the_original() -> None:
    master = event("s", ";TZID=Europe/Berlin:20260302T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("s", "20260310T130000Z", "RECURRENCE-ID:20260309T090000Z", "SEQUENCE:2", people=[ANA])
    rows, _left = read(calendar(moved, master))
    by_instance = {row.instance: row for row in rows}
    assert sorted(by_instance) == ["20260302T090000Z", "20260309T090000Z", "20260316T090000Z"]
    one = by_instance["20260309T090000Z"]
    assert (one.sequence, [each.email for each in one.people]) == (2, [ANA])
    assert one.starts_at == datetime(2026, 3, 10, 13, tzinfo=UTC)
    assert [row.instances for row in rows if row.instances is not None] == [[row.instance for row in rows]]


def test_occurrence_without_its_series_is_an_occurrence() -> None:
    rows, _left = read(calendar(event("s", "20260310T130000Z", "RECURRENCE-ID:20260309T090000Z")))
    assert [(row.instance, row.instances) for row in rows] == [("20260309T090000Z", None)]


def test_series_reaches_as_far_as_the_window_and_no_further() -> None:
    rows, _left = read(calendar(event("s", "20200106T100000Z", "RRULE:FREQ=WEEKLY")))
    moments = sorted(row.starts_at for row in rows if row.starts_at)
    assert (len(rows), moments[0].date(), moments[-1].date()) == (78, date(2025, 1, 6), date(2026, 6, 29))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("RRULE:FREQ=SECONDLY;COUNT=1000000000", "event_rule"),
        ("RRULE:FREQ=HOURLY", "event_rule"),
        ("RRULE:nonsense", "event_rule"),
        ("EXDATE:20260309T100000,2026", "event_time"),
        ("RDATE:whenever", "event_time"),
        ("RECURRENCE-ID:first", "event_time"),
    ],
)
def test_event_that_cannot_be_followed_is_one_row_with_its_problem(line: str, problem: str) -> None:
    rows, _left = read(calendar(event("s", "20260302T100000Z", line), event("good", "20260303T100000Z")))
    assert [row.problem[0] for row in rows] == [problem, ""]


@pytest.mark.parametrize(
    "start", ["", "soon", "20261302T100000Z", "00010101T000000Z", "99991231T235959Z", ";VALUE=DATE:0"]
)
def test_event_without_a_usable_time_is_one_row_with_its_problem(start: str) -> None:
    rows, _left = read(calendar(event("s", start), event("good")))
    assert [row.problem[0] for row in rows] == ["event_time", ""]


def test_event_with_a_crowd_is_one_row_with_its_problem() -> None:
    crowd = [f"p{number}@acme.example" for number in range(501)]
    rows, _left = read(calendar(event("all", people=crowd), event("good")))
    assert [row.problem for row in rows] == [("event_crowd", "501"), ("", "")]


def test_a_thousand_bombs_take_seconds_at_most() -> None:
    bombs = [
        event(f"b{number}", "19700105T100000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for number in range(1000)
    ]
    begun = time.perf_counter()
    rows, _left = read(calendar(*bombs))
    assert rows[0].instances == []
    assert time.perf_counter() - begun < 30


def test_same_event_twice_in_a_file_is_its_later_word() -> None:
    text = calendar(
        event("m1", "20260303T100000Z", "SEQUENCE:2"),
        event("m1", "20260302T100000Z", "SEQUENCE:1"),
    )
    rows, _left = read(text + calendar(event("m1", "20260301T100000Z")))
    assert [(row.sequence, row.starts_at) for row in rows] == [(2, datetime(2026, 3, 3, 10, tzinfo=UTC))]


def test_event_without_id_is_known_by_what_it_says() -> None:
    text = calendar(event("x").replace("UID:x\r\n", ""))
    assert read(text)[0][0].uid == read(text)[0][0].uid
    assert read(text)[0][0].uid != read(text.replace("Weekly", "Daily"))[0][0].uid


def test_invisible_signs_and_escapes_leave_the_title_readable() -> None:
    rows, _left = read(calendar(event("m1")).replace("Weekly call", "Plan\\, budget\0\\n and\\; more"))
    assert rows[0].title == "Plan, budget and ; more".replace(" ;", ";")
    long = read(calendar(event("m1")).replace("Weekly call", "x" * 5000))[0][0].title
    assert len(long) == 200


def test_window_begins_eighteen_months_back_whatever_the_day() -> None:
    assert [first_day(date(2026, month, 31 if month in (8, 10) else 30), 18) for month in (8, 9, 10)] == [
        date(2025, 2, 28),
        date(2025, 3, 30),
        date(2025, 4, 30),
    ]
