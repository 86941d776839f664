"""What changed between two dates, as data and in words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from stakeholders.domain.change_words import TEMPLATES, sentence
from stakeholders.domain.changes import ChangeKind
from stakeholders.domain.comparison import compare
from stakeholders.domain.conclusions import conclude
from stakeholders.domain.sky import Basis, ConnectionKind, Level, Link, Ours, Sky, Star, Terms
from tests.stakeholders.domain.skies import ANA, BOB, CY, JO, KIM, TODAY, ago, assessed, role, skies, sky, star, touch

THEN = ago(60)


def said(before: Sky, after: Sky) -> list[str]:
    return [sentence(change) for change in compare(before, after)]


def at(on: date, *people: Star, **rest: object) -> Sky:
    return sky(*people, as_of=on, **rest)  # type: ignore[arg-type]


def test_nothing_changed_says_nothing() -> None:
    people = (star(ANA, role("champion"), title="CFO"),)
    assert compare(at(THEN, *people), at(TODAY, *people)) == ()


def test_people_who_joined_and_left_with_their_successor() -> None:
    before = at(THEN, star(ANA), star(CY))
    after = at(
        TODAY,
        star(ANA, left_on=ago(5), successor_id=BOB),
        star(BOB, title="CFO"),
        star(CY, left_on=ago(9)),
        star(4),
    )
    assert said(before, after) == [
        "Bob joined as CFO.",
        "Dee joined.",
        f"Ana left on {ago(5)}; Bob is the successor.",
        f"Cy left on {ago(9)}; no successor is named.",
    ]


def test_joined_and_left_in_between_is_told_as_left_and_an_old_departure_not_at_all() -> None:
    before = at(THEN, star(ANA, left_on=ago(90)))
    after = at(TODAY, star(ANA, left_on=ago(90)), star(BOB, left_on=ago(5)))
    assert said(before, after) == [f"Bob left on {ago(5)}; no successor is named."]


def test_returned_person_joined_again() -> None:
    assert said(at(THEN, star(ANA, left_on=ago(90))), at(TODAY, star(ANA))) == ["Ana joined."]


def test_moves_are_told_and_only_upwards_is_a_promotion() -> None:
    before = at(
        THEN,
        star(ANA, title="Head of IT", department="IT", level=Level.DIRECTOR),
        star(BOB, level=Level.VP),
        star(CY),
    )
    after = at(
        TODAY,
        star(ANA, title="CIO", department="Board", level=Level.EXECUTIVE),
        star(BOB, level=Level.INDIVIDUAL),
        star(CY, level=Level.VP),
    )
    assert said(before, after) == [
        "Ana: title changed from Head of IT to CIO.",
        "Ana: department changed from IT to Board.",
        "Ana was promoted from director to executive.",
        "Bob: level changed from VP to individual contributor.",
        "Cy: level changed from not known to VP.",
    ]


def test_roles_taken_and_ended() -> None:
    before = at(THEN, star(ANA, role("champion"), role("user", 2)))
    after = at(TODAY, star(ANA, role("user", 2), role("budget_holder", 3)))
    assert said(before, after) == ["Ana took the role of budget holder.", "Ana no longer has the role of champion."]


def test_departure_orphans_a_role_until_somebody_fills_it() -> None:
    held, taken = role("decision_maker", 1), role("decision_maker", 2, since=ago(3))
    before = at(THEN, star(ANA, held), star(BOB))
    orphaned = at(ago(10), star(ANA, held, left_on=ago(20)), star(BOB))
    filled = at(TODAY, star(ANA, held, left_on=ago(20)), star(BOB, taken))
    ended = at(TODAY, star(ANA, left_on=ago(20)), star(BOB))
    left = f"Ana left on {ago(20)}; no successor is named."
    assert said(before, orphaned) == [left, "The role of decision maker that Ana held is orphaned."]
    assert said(orphaned, filled) == ["Bob took over the role of decision maker from Ana."]
    assert said(before, filled) == [left, "Bob took over the role of decision maker from Ana."]
    assert said(orphaned, ended) == ["Ana no longer has the role of decision maker."]


def test_role_is_orphaned_again_when_the_heir_leaves_too() -> None:
    held, taken = role("champion", 1), role("champion", 2, since=ago(80))
    gone = star(ANA, held, left_on=ago(90))
    found = compare(at(THEN, gone, star(BOB, taken)), at(TODAY, gone, star(BOB, taken, left_on=ago(1))))
    assert [(change.kind, change.star_id) for change in found] == [
        (ChangeKind.LEFT, BOB),
        (ChangeKind.ROLE_ORPHANED, ANA),
        (ChangeKind.ROLE_ORPHANED, BOB),
    ]


def test_assessments_are_compared_axis_by_axis_and_unknown_is_not_nought() -> None:
    before = at(THEN, star(ANA, assessed=assessed(5, 5, None, -1)), star(BOB))
    after = at(TODAY, star(ANA, assessed=assessed(7, 5, 0, -1)), star(BOB))
    assert said(before, after) == [
        "Ana: influence changed from 5 to 7.",
        "Ana: importance changed from not known to 0.",
    ]


def link(key: int, kind: ConnectionKind, one: int, other: int) -> Link:
    return Link(key, kind, one, other, Basis.STATED, None)


def test_connections_formed_and_ended_but_not_those_of_who_left() -> None:
    people = (star(ANA), star(BOB), star(CY))
    works = ConnectionKind.WORKS_WITH
    before = at(THEN, *people, links=(link(1, ConnectionKind.REPORTS_TO, ANA, BOB), link(2, works, BOB, CY)))
    after = at(
        TODAY,
        star(ANA),
        star(BOB),
        star(CY, left_on=ago(1)),
        links=(link(3, ConnectionKind.REPORTS_TO, BOB, ANA), link(4, works, ANA, BOB)),
    )
    assert said(before, after) == [
        f"Cy left on {ago(1)}; no successor is named.",
        "New connection: Ana and Bob (works with).",
        "Bob now reports to Ana.",
        "Ana no longer reports to Bob.",
    ]


def test_connection_recorded_anew_or_the_other_way_round_is_no_change() -> None:
    people = (star(ANA), star(BOB))
    before = at(THEN, *people, links=(link(1, ConnectionKind.WORKS_WITH, ANA, BOB),))
    after = at(TODAY, *people, links=(link(2, ConnectionKind.WORKS_WITH, BOB, ANA),))
    assert compare(before, after) == ()


def test_relationship_comes_alive_with_the_meeting_that_also_connects() -> None:
    people, met = (star(ANA), star(BOB)), (touch(1, 5, (ANA, BOB)),)
    found = compare(at(THEN, *people), at(TODAY, *people, touches=met))
    assert [sentence(change) for change in found] == [
        "New connection: Ana and Bob (met together).",
        "The relationship of Jo with Ana came alive.",
        "The relationship of Jo with Bob came alive.",
    ]
    assert found[1].params["before"] is None
    assert found[1].user_id == JO


def test_relationship_fades_or_ends_with_our_user_but_not_with_a_departure() -> None:
    touches = (touch(1, 150, (ANA,), (JO,)), touch(2, 61, (BOB, CY), (KIM,)))
    before = at(THEN, star(ANA), star(BOB), star(CY), touches=touches)
    after = at(TODAY, star(ANA), star(BOB), star(CY, left_on=ago(1)), touches=touches)
    after = replace(after, ours=(Ours(JO, "Jo", True), Ours(KIM, "Kim", False)))
    assert said(before, after)[1:] == [
        "The relationship of Jo with Ana is no longer live.",
        "Kim is no longer active: the relationship with Bob ended.",
    ]


def test_figures_are_told_when_both_conclusions_are_given() -> None:
    terms = Terms(required_roles=("decision_maker",))
    decider = star(ANA, role("decision_maker"), level=Level.VP)
    before = at(THEN, decider, terms=terms)
    after = at(TODAY, decider, touches=(touch(1, 5, (ANA,)),), terms=terms)
    found = compare(before, after, conclude(before), conclude(after))
    assert [sentence(change) for change in found][1:] == [
        "Threads went from 0 to 1.",
        "The chance we stay connected for a year went from 0 % to 84 %.",
        "Roles engaged went from 0 to 1 of 1 required.",
    ]


def test_unknown_figure_is_said_to_be_unknown() -> None:
    before, after = at(THEN, star(ANA)), at(TODAY, star(ANA, role("decision_maker")))
    found = [sentence(change) for change in compare(before, after, conclude(before), conclude(after))]
    assert "Threads went from not known to 0." in found


@pytest.mark.parametrize(
    ("after", "message"),
    [(replace(sky(), account_id=2), "not of accounts 1 and 2"), (sky(as_of=ago(1)), "The earlier map comes first")],
)
def test_maps_that_cannot_be_compared_are_refused(after: Sky, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare(sky(), after)


def test_every_kind_has_words() -> None:
    assert set(TEMPLATES) == set(ChangeKind)


def test_sentence_can_be_translated_and_shown_otherwise() -> None:
    [change] = compare(at(THEN), at(TODAY, star(ANA)))
    assert sentence(change, lambda template: template.replace("joined", "kam dazu")) == "Ana kam dazu."
    assert sentence(change, show=lambda told, name: name.upper()) == "NAME joined."


@given(skies())
def test_map_compared_with_itself_shows_nothing(made: Sky) -> None:
    assert compare(made, made, conclude(made), conclude(made)) == ()


@given(skies())
def test_from_an_empty_map_exactly_those_present_joined(made: Sky) -> None:
    found = compare(replace(made, stars=(), links=(), touches=()), made)
    joined = {change.star_id for change in found if change.kind == ChangeKind.JOINED}
    assert joined == {each.id for each in made.stars if each.is_present(made.as_of)}
    assert all(sentence(change) for change in found)
