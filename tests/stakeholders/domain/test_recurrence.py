"""On which days events repeat: by hand, against two libraries, and whatever the rule within bounds."""

import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as some

from stakeholders.domain.calendars.recurrence import DAYS, UnreadableRule, days_of, read_rule

MONDAY = datetime.combine(date(2026, 3, 2), clock(10))
FIRST, LAST = date(2026, 3, 1), date(2026, 12, 31)


def told(text: str, start: datetime = MONDAY, first: date = FIRST, last: date = LAST) -> list[str]:
    return [f"{day:%m%d}" for day in days_of(read_rule(text), start, first, last)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["0302", "0303", "0304"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260325", ["0302", "0312", "0322"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", ["0302", "0304", "0309", "0311"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO;COUNT=4", ["0302", "0308", "0316", "0322"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=4", ["0302", "0315", "0316", "0329"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", ["0302", "0406", "0504"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["0327", "0424"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", ["0331", "0531", "0731"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["0331", "0430", "0531"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["0331", "0430"]),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=2WE", ["0610"]),
        ("FREQ=YEARLY;UNTIL=20260302T100000", ["0302"]),
        ("FREQ=YEARLY;UNTIL=20260302T095959", []),
    ],
)
def test_rules_by_hand(rule: str, days: list[str]) -> None:
    assert told(rule) == days


def test_event_on_the_thirty_first_skips_short_months() -> None:
    assert told("FREQ=MONTHLY", datetime.combine(date(2026, 3, 31), clock(9))) == [
        "0331",
        "0531",
        "0731",
        "0831",
        "1031",
        "1231",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=SOMETIMES",
        "",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=many",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=DAILY;UNTIL=tomorrow",
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(UnreadableRule):
        read_rule(rule)


@pytest.mark.parametrize(
    "bomb",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=3",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000",
    ],
)
def test_rule_that_never_matches_ends_at_once(bomb: str) -> None:
    begun = time.perf_counter()
    assert told(bomb, datetime.combine(date(1970, 1, 5), clock(10))) == []
    assert time.perf_counter() - begun < 2


def test_rule_that_would_be_counted_through_for_ever_is_refused() -> None:
    with pytest.raises(UnreadableRule):
        told("FREQ=DAILY;COUNT=1000000", datetime.combine(date(1900, 1, 1), clock()), date(2026, 1, 1))


@some.composite
def rules(draw: Any) -> str:
    """Rules as calendars write them."""
    frequency = draw(some.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(some.integers(1, 4))}", f"WKST={draw(some.sampled_from(DAYS))}"]
    days = draw(some.lists(some.sampled_from(DAYS), max_size=3, unique=True))
    # The reference libraries take days with and without a place together for "both", so they are not mixed here.
    place = draw(some.sampled_from(["", "1", "-1", "2"])) if frequency in ("MONTHLY", "YEARLY") else ""
    if days:
        parts.append(f"BYDAY={','.join(place + day for day in days)}")
    if frequency != "WEEKLY" and not place and draw(some.booleans()):
        parts.append(f"BYMONTHDAY={draw(some.sampled_from(['1', '15', '31', '-1', '1,15']))}")
    if draw(some.booleans()):
        parts.append(f"BYMONTH={draw(some.sampled_from(['3', '2,6,9', '1,2,3,4,5,6,7,8,9,10,11,12']))}")
    if frequency != "WEEKLY" and len(parts) > 3 and draw(some.booleans()):
        parts.append(f"BYSETPOS={draw(some.sampled_from(['1', '-1', '2']))}")
    end = draw(some.sampled_from(["", "COUNT=5", "COUNT=30", "UNTIL=20260615T100000", "UNTIL=20260615T095959"]))
    return ";".join([*parts, end] if end else parts)


@settings(max_examples=150)
@given(rules(), some.dates(date(2023, 1, 1), date(2026, 6, 1)))
def test_days_are_those_of_the_reference(rule: str, begun: date) -> None:
    start = datetime.combine(begun, MONDAY.time())
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    between = datetime.combine(first, clock()), datetime.combine(last + timedelta(days=1), clock())
    assert days_of(read_rule(rule), start, first, last) == rrulestr(rule, dtstart=start).between(*between, inc=True)
