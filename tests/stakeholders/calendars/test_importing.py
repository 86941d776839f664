"""Calendars become touchpoints: who took part, at which accounts, and what later files change."""

from datetime import UTC, date, datetime

from accounts.models import Act, ImportRun
from accounts.selectors.imports import problems_of
from accounts.services.importing import runs
from accounts.services.importing.working import work_on
from stakeholders.models import CalendarEvent, Stakeholder, Suggestion, Touchpoint
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from stakeholders.services.touchpoints import correct_touchpoint, record_touchpoint, retract_touchpoint
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast
from tests.stakeholders.calendars.conftest import Bring
from tests.stakeholders.calendars.writing import ANA, BO, CARL, CLEO, attendee, calendar, event


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.failed


def left_out(run: ImportRun) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in [run.left_out, *run.chunks.values_list("left_out", flat=True)]:
        for reason, details in part.items():
            found[reason] = found.get(reason, 0) + sum(details.values())
    return found


def the_touchpoint() -> Touchpoint:
    found: Touchpoint = Touchpoint.objects.standing().get()
    return found


def names(touchpoint: Touchpoint) -> tuple[set[str], set[str]]:
    ours = {user.name for user in touchpoint.users.all()}
    return ours, {one.person.name for one in touchpoint.stakeholders.all()}


def test_meeting_becomes_a_touchpoint_with_both_sides(cast: Cast, bring: Bring) -> None:
    run = bring(calendar(event("m1", ";TZID=Europe/Lisbon:20260302T100000", people=[CLEO, "ANA@acme.example"])))
    assert counts(run) == (1, 0, 0, 0)
    met = the_touchpoint()
    assert (met.kind, met.subject, met.account, met.touched_on) == (
        "meeting",
        "Weekly call",
        cast.acme,
        date(2026, 3, 2),
    )
    assert met.touched_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert names(met) == ({"Cleo"}, {"Ana Silva"})


def test_same_calendar_twice_adds_nothing(cast: Cast, bring: Bring) -> None:
    text = calendar(event("m1", people=[CLEO, ANA, BO]), event("m2", "20260309T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert counts(bring(text)) == (4, 0, 0, 0)
    before, acts = standing_facts(), Act.objects.count()
    assert counts(bring(text)) == (0, 0, 4, 0)
    assert (standing_facts(), Act.objects.count()) == (before, acts)


def test_undoing_an_import_leaves_nothing_of_it(cast: Cast, bring: Bring) -> None:
    before = standing_facts()
    run = bring(calendar(event("m1", people=[CLEO, ANA, BO])))
    assert Suggestion.objects.get().email == BO
    runs.begin_undoing(run, cast.otto)
    work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.stop_code) == ("undone", "")
    links = {"stakeholders.touchpointuser", "stakeholders.touchpointstakeholder"}
    after = standing_facts()
    assert {key: rows for key, rows in after.items() if key not in links} == {
        key: rows for key, rows in before.items() if key not in links
    }


def test_declined_rooms_and_lists_did_not_take_part(cast: Cast, bring: Bring) -> None:
    add_stakeholder(cast.ada, cast.acme, name="Bo", email=BO)
    people = [
        CLEO,
        ANA,
        attendee(BO, PARTSTAT="DECLINED"),
        attendee(CARL, PARTSTAT="DECLINED"),
        attendee("room@acme.example", CUTYPE="ROOM"),
        attendee("projector@acme.example", CUTYPE="RESOURCE"),
        attendee("everybody@acme.example", CUTYPE="GROUP"),
    ]
    bring(calendar(event("m1", people=people)))
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})
    assert not Suggestion.objects.exists()


def test_who_organises_takes_part_unless_they_declined(cast: Cast, bring: Bring) -> None:
    organiser = f"ORGANIZER;CN=Cleo:mailto:{CLEO}"
    bring(calendar(event("m1", "20260302T100000Z", organiser, people=[ANA])))
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})
    declined = attendee(CLEO, PARTSTAT="DECLINED")
    run = bring(calendar(event("m2", "20260303T100000Z", organiser, people=[ANA, declined])))
    assert (counts(run), left_out(run)) == ((0, 0, 0, 0), {"declined": 1})


def test_meeting_with_people_of_two_accounts_is_one_touchpoint_each(cast: Cast, bring: Bring) -> None:
    add_stakeholder(cast.ada, cast.bolt, name="Bea", email="bea@bolt.example")
    run = bring(calendar(event("m1", people=[CLEO, ANA, "bea@bolt.example"])))
    assert counts(run) == (1, 0, 0, 0)
    found = {one.account: names(one) for one in Touchpoint.objects.standing()}
    assert found == {cast.acme: ({"Cleo"}, {"Ana Silva"}), cast.bolt: ({"Cleo"}, {"Bea"})}


def test_person_is_met_where_they_were_on_that_day(cast: Cast, bring: Bring) -> None:
    ana = Stakeholder.objects.get(person__email=ANA)
    depart_stakeholder(cast.ada, ana, date(2026, 3, 1))
    add_stakeholder(cast.ada, cast.comet, person=ana.person, joined_on=date(2026, 3, 1))
    bring(calendar(event("m1", "20260227T100000Z"), event("m2", "20260302T100000Z")))
    found = Touchpoint.objects.standing().order_by("touched_at").values_list("account__name", flat=True)
    assert list(found) == ["Acme", "Comet"]


def test_what_is_no_meeting_with_a_customer_is_passed_over_and_counted(cast: Cast, bring: Bring) -> None:
    run = bring(
        calendar(
            event("internal", people=[CLEO, CARL, "nobody@ours.example"]),
            event("alone", ";VALUE=DATE:20260302", people=[]),
            event("private", "20260302T100000Z", "CLASS:PRIVATE"),
            event("secret", "20260302T100000Z", "CLASS:CONFIDENTIAL"),
            event("strangers", people=[CLEO, "x@nowhere.example", "ana.at.home@gmail.com"]),
            event("future", "20260705T100000Z"),
            event("past", "20240101T100000Z"),
        )
    )
    assert counts(run) == (0, 0, 0, 0)
    assert left_out(run) == {
        "alone": 1,
        "private": 2,
        "future": 1,
        "past": 1,
        "internal": 1,
        "strangers": 1,
        "unknown_ours": 1,
    }
    assert not CalendarEvent.objects.exists()
    assert not Touchpoint.objects.exists()


def test_unknown_colleague_is_listed_and_not_made(cast: Cast, bring: Bring) -> None:
    run = bring(calendar(event("m1", people=[ANA, attendee("abel@ours.example", "Abel")])))
    assert run.chunks.get().left_out == {"unknown_ours": {"abel@ours.example": 1}}
    assert names(the_touchpoint()) == (set(), {"Ana Silva"})


def test_later_word_moves_the_same_touchpoint(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1", "20260302T100000Z", "SEQUENCE:1")))
    run = bring(calendar(event("m1", "20260303T110000Z", "SEQUENCE:2")))
    assert counts(run) == (0, 1, 0, 0)
    assert the_touchpoint().touched_at == datetime(2026, 3, 3, 11, tzinfo=UTC)
    assert counts(bring(calendar(event("m1", "20260302T100000Z", "SEQUENCE:1")))) == (0, 0, 1, 0)
    assert the_touchpoint().touched_at == datetime(2026, 3, 3, 11, tzinfo=UTC)


def test_cancelled_meeting_is_withdrawn_and_comes_back_when_it_takes_place_after_all(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1", "20260302T100000Z", "SEQUENCE:1")))
    gone = calendar(event("m1", "20260302T100000Z", "SEQUENCE:2", "STATUS:CANCELLED"))
    assert counts(bring(gone)) == (0, 1, 0, 0)
    assert not Touchpoint.objects.standing().exists()
    assert counts(bring(gone)) == (0, 0, 1, 0)
    assert counts(bring(calendar(event("m1", "20260302T100000Z", "SEQUENCE:1")))) == (0, 0, 1, 0)
    assert not Touchpoint.objects.standing().exists()
    assert counts(bring(calendar(event("m1", "20260302T100000Z", "SEQUENCE:3")))) == (0, 1, 0, 0)
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})


def test_cancellation_by_mail_withdraws_too(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1"), event("m2", "20260303T100000Z")))
    run = bring(calendar(event("m1", "20260302T100000Z", "SEQUENCE:1"), event("m3"), method="CANCEL"))
    assert (counts(run), left_out(run)) == ((0, 1, 0, 0), {"cancelled": 1})
    assert the_touchpoint().touched_on == date(2026, 3, 3)


def test_answer_by_mail_is_no_calendar(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1", people=[CLEO, ANA, BO])))
    reply = event("m1", "20260302T100000Z", "DTSTAMP:20270101T000000Z", people=[attendee(BO, PARTSTAT="ACCEPTED")])
    run = bring(calendar(reply, method="REPLY"))
    assert (counts(run), left_out(run)) == ((0, 0, 0, 0), {"answer": 1})
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})


def test_series_loses_the_occurrences_its_calendar_no_longer_holds(cast: Cast, bring: Bring) -> None:
    weekly = "RRULE:FREQ=WEEKLY;COUNT=4"
    bring(calendar(event("s", "20260302T100000Z", weekly)))
    run = bring(calendar(event("s", "20260302T100000Z", weekly, "EXDATE:20260309T100000Z")))
    assert counts(run) == (0, 1, 2, 0)
    days = Touchpoint.objects.standing().order_by("touched_on").values_list("touched_on", flat=True)
    assert list(days) == [date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 23)]


def test_moved_series_is_not_doubled(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("s", "20260302T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3")))
    bring(calendar(event("s", "20260302T150000Z", "RRULE:FREQ=WEEKLY;COUNT=3", "SEQUENCE:1")))
    found = Touchpoint.objects.standing().order_by("touched_at").values_list("touched_at", flat=True)
    assert [f"{moment:%m%d %H}" for moment in found] == ["0302 15", "0309 15", "0316 15"]


def test_cancelled_occurrence_is_withdrawn_alone(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("s", "20260302T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3")))
    over = event("s", "20260309T100000Z", "RECURRENCE-ID:20260309T100000Z", "STATUS:CANCELLED", "SEQUENCE:1")
    bring(calendar(event("s", "20260302T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3"), over))
    days = Touchpoint.objects.standing().order_by("touched_on").values_list("touched_on", flat=True)
    assert list(days) == [date(2026, 3, 2), date(2026, 3, 16)]


def test_two_calendars_with_one_meeting_give_one_touchpoint_with_both_of_ours(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1", people=[CLEO, ANA])), belongs_to=cast.cleo)
    run = bring(calendar(event("m1", people=[CARL, ANA])), belongs_to=cast.carl)
    assert counts(run) == (0, 1, 0, 0)
    assert names(the_touchpoint()) == ({"Cleo", "Carl"}, {"Ana Silva"})


def test_ones_own_calendar_knows_best_whether_one_was_there(cast: Cast, bring: Bring) -> None:
    declined = attendee(CARL, PARTSTAT="DECLINED")
    bring(calendar(event("m1", people=[CLEO, declined, ANA])), belongs_to=cast.carl)
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})
    run = bring(calendar(event("m1", people=[CLEO, CARL, ANA])), belongs_to=cast.cleo)
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})
    assert run.created == 0


def test_calendar_that_names_none_of_ours_is_its_owners(cast: Cast, bring: Bring) -> None:
    text = calendar(event("m1", people=[ANA]))
    assert left_out(bring(text)) == {"without_us": 1}
    bring(text, belongs_to=cast.cleo)
    assert names(the_touchpoint()) == ({"Cleo"}, {"Ana Silva"})


def test_what_was_corrected_by_hand_stays(cast: Cast, bring: Bring) -> None:
    bo = add_stakeholder(cast.ada, cast.acme, name="Bo", email="bo@elsewhere.example")
    bring(calendar(event("m1")))
    ana = Stakeholder.objects.get(person__email=ANA)
    correct_touchpoint(cast.ada, the_touchpoint(), stakeholders=[ana, bo], subject="Budget", kind="joint_session")
    assert counts(bring(calendar(event("m1")))) == (0, 0, 1, 0)
    bring(calendar(event("m1", "20260303T100000Z", "SEQUENCE:1", people=[CLEO, CARL, ANA])))
    met = the_touchpoint()
    assert (met.kind, met.touched_on, names(met)) == (
        "joint_session",
        date(2026, 3, 3),
        ({"Cleo", "Carl"}, {"Ana Silva", "Bo"}),
    )


def test_touchpoint_removed_here_stays_removed(cast: Cast, bring: Bring) -> None:
    bring(calendar(event("m1")))
    retract_touchpoint(cast.ada, the_touchpoint())
    run = bring(calendar(event("m1", "20260303T100000Z", "SEQUENCE:1")))
    assert left_out(run) == {"removed_here": 1}
    assert not Touchpoint.objects.standing().exists()


def test_meeting_recorded_already_at_that_instant_is_the_same(cast: Cast, bring: Bring) -> None:
    ana = Stakeholder.objects.get(person__email=ANA)
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    record_touchpoint(
        cast.ada, cast.acme, kind="call", touched_at=at, users=[cast.cleo], stakeholders=[ana], subject="Renewal"
    )
    bring(calendar(event("m1", people=[CLEO, CARL, ANA])))
    met = the_touchpoint()
    assert (met.kind, met.subject, names(met)) == ("call", "Renewal", ({"Cleo", "Carl"}, {"Ana Silva"}))
    assert counts(bring(calendar(event("m1", people=[CLEO, CARL, ANA])))) == (0, 0, 1, 0)


def test_csm_brings_in_what_they_may_edit_and_nothing_else(cast: Cast, bring: Bring) -> None:
    add_stakeholder(cast.ada, cast.bolt, name="Bea", email="bea@bolt.example")
    text = calendar(
        event("m1", people=[CLEO, ANA, "bea@bolt.example", "new@bolt.example"]),
        event("m2", "20260303T100000Z", people=[CLEO, "bea@bolt.example"]),
    )
    run = bring(text, actor=cast.cleo, belongs_to=cast.cleo)
    assert (counts(run), left_out(run)) == ((1, 0, 0, 0), {"not_yours": 2})
    assert the_touchpoint().account == cast.acme
    assert not Suggestion.objects.exists()
    shown = str([*run.chunks.values_list("left_out", "notes", "problems")])
    assert "olt" not in shown


def test_event_that_cannot_be_read_is_one_row_with_its_problem(cast: Cast, bring: Bring) -> None:
    run = bring(
        calendar(
            event("soon", "soon"),
            event("zone", ";TZID=Nowhere/Land:20260302T100000"),
            event("bomb", "20260302T100000Z", "RRULE:FREQ=SECONDLY"),
            event("good"),
        )
    )
    assert counts(run) == (1, 0, 0, 3)
    assert [(problem.row, problem.text) for problem in problems_of(run)] == [
        (2, "Weekly call: “soon” is no date or time; a calendar writes it like 20260331T143000Z."),
        (3, "Weekly call: “Nowhere/Land” is no time zone, and the file does not say what it means."),
        (4, "Weekly call: it is repeated by “FREQ=SECONDLY”; only rules that go by days can be followed."),
    ]
