"""What is asked about a map: worked out by hand on small maps, and what holds for every map."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from stakeholders.domain.findings import find
from stakeholders.domain.question_words import Asked, question_in_words
from stakeholders.domain.questions import (
    ASK_FROM,
    MOST_QUESTIONS,
    MapQuestion,
    QuestionKind,
    Reason,
    asked_people,
    questions,
)
from stakeholders.domain.sky import Assessed, Basis, ConnectionKind, Level, Link, Sky, Star, Terms
from tests.stakeholders.domain.skies import ANA, BOB, CY, TODAY, ago, assessed, role, skies, sky, star, touch

KNOWN: dict[str, Any] = {"level": Level.VP, "assessed": assessed(5, 5, 5, 1), "confirmed_on": TODAY}
DECIDER = role("decision_maker", 11)
WORKS = Link(1, ConnectionKind.WORKS_WITH, ANA, BOB, Basis.STATED, None)


def asked(made: Sky) -> list[tuple[str, int | None, float]]:
    return [(each.kind.value, each.star_id, round(each.worth, 6)) for each in questions(find(made))]


def one(made: Sky, kind: QuestionKind) -> MapQuestion:
    (found,) = [each for each in questions(find(made)) if each.kind is kind]
    return found


def terms(*roles: str) -> Terms:
    return Terms(required_roles=roles)


def test_a_map_on_which_all_is_said_asks_nothing() -> None:
    ana = star(ANA, DECIDER, **KNOWN)
    assert asked(sky(ana, touches=(touch(1, 3, (ANA,)),), terms=terms("decision_maker"))) == []


def test_where_nobody_decides_that_is_asked_first_and_not_once_for_each_deciding_role() -> None:
    made = sky(star(ANA, role("champion"), **KNOWN), terms=terms("decision_maker", "champion", "security"))
    assert asked(made) == [("who_decides", None, 1.0), ("missing_role", None, round(0.5 / 3, 6))]


def test_whether_somebody_is_still_there_weighs_the_odds_by_what_hangs_on_them() -> None:
    """Ana, a key person confirmed a year ago, against Bob, one of two users, of whom nothing hangs on a route."""
    ana = star(ANA, DECIDER, **{**KNOWN, "confirmed_on": ago(365)})
    bob = star(BOB, role("user", 12), **{**KNOWN, "confirmed_on": ago(730)})
    cy = star(CY, role("user", 13), **KNOWN)
    made = sky(ana, bob, cy, touches=(touch(1, 365, (ANA,), kind=TOUCH),), terms=terms("decision_maker", "user"))
    live = replace(made, terms=replace(made.terms, half_life_days=9_999))
    year, two_years = 1 - math.exp(-0.17773), 1 - math.exp(-2 * 0.17773)
    assert asked(live) == [("still_there", ANA, round(year, 6)), ("still_there", BOB, round(two_years / 4, 6))]
    assert [each.reason for each in questions(find(live))] == [Reason.KEY_PERSON, Reason.HOLDER]
    assert [each.threads_if for each in questions(find(live))] == [0, 1]


TOUCH = touch(1, 0, (ANA,)).kind


@pytest.mark.parametrize(("days", "is_asked"), [(105, False), (106, True)])
def test_nobody_is_asked_about_twice_within_a_quarter(days: int, is_asked: bool) -> None:
    made = sky(star(ANA, role("champion"), DECIDER, **{**KNOWN, "confirmed_on": ago(days)}), terms=terms("champion"))
    assert (1 - math.exp(-0.17773 * days / 365) >= ASK_FROM) is is_asked
    assert ("still_there" in [kind for kind, *_ in asked(made)]) is is_asked


def test_an_assumed_role_on_which_every_route_ends_is_worth_more_than_an_assumed_champion() -> None:
    ana = star(ANA, DECIDER._replace(basis=Basis.ASSUMED), **KNOWN)
    bob = star(BOB, role("champion", 12, basis=Basis.ASSUMED), **KNOWN)
    made = sky(ana, bob, touches=(touch(1, 3, (ANA,)),), terms=terms("decision_maker", "champion"))
    assert asked(made) == [("role", ANA, 0.5), ("role", BOB, 0.25)]
    first = questions(find(made))[0]
    assert (first.role, first.fact_id, first.threads_if) == ("decision_maker", 11, None)


def test_an_assumed_decider_beside_a_stated_one_says_what_threads_would_be_without() -> None:
    people = star(ANA, DECIDER, **KNOWN), star(BOB, role("budget_holder", 12, basis=Basis.ASSUMED), **KNOWN)
    made = sky(*people, touches=(touch(1, 3, (ANA, BOB)),), terms=terms("decision_maker"))
    found = one(made, QuestionKind.ROLE)
    assert (find(made).threads.count, found.star_id, found.threads_if) == (2, BOB, 1)
    assert found.stake == pytest.approx(1.0, abs=1e-9)  # if both have left, the return of Bob alone joins us again


def test_unknown_axes_are_asked_together_and_assumed_ones_after_them() -> None:
    thought = assessed(authority=8, assumed=frozenset({"authority"}))
    ana = star(ANA, role("user"), level=Level.VP, assessed=thought, confirmed_on=TODAY)
    made = sky(ana, star(BOB, DECIDER, **KNOWN), terms=terms("user"))
    found = one(made, QuestionKind.AXES)
    assert (found.axes, found.doubt, found.stake) == (("influence", "importance", "authority"), 1.0, 0.1)
    settled = replace(ana, assessed=assessed(5, 8, 5, assumed=frozenset({"authority"})))
    assert one(replace(made, stars=(settled, *made.stars[1:])), QuestionKind.AXES).doubt == 0.5


def test_the_sentiment_of_those_who_decide_is_asked_and_nobody_elses() -> None:
    known = {**KNOWN, "assessed": assessed(5, 5, 5)}
    made = sky(star(ANA, DECIDER, **known), star(BOB, role("user", 12), **known), terms=terms("decision_maker", "user"))
    assert [(each.star_id, each.axes) for each in questions(find(made))] == [(ANA, ("sentiment",))]


def test_a_level_that_was_assumed_is_asked_for_half_of_one_that_is_unknown() -> None:
    known = {**KNOWN, "level": None}
    ana, bob = star(ANA, role("user"), **known), star(BOB, role("user"), **{**KNOWN, "level_basis": Basis.ASSUMED})
    made = sky(ana, bob, star(CY, DECIDER, **KNOWN), terms=terms("user"))
    assert asked(made) == [("level", ANA, 0.05), ("level", BOB, 0.025)]


def test_who_follows_is_asked_above_all_where_nobody_decides_any_more() -> None:
    gone = star(ANA, DECIDER, role("user", 12), left_on=ago(5))
    made = sky(gone, terms=terms("decision_maker", "user"))
    assert asked(made) == [("who_follows", None, 1.0), ("who_follows", None, 0.5)]
    assert [(each.role, each.fact_id, each.gone_id) for each in questions(find(made))] == [
        ("decision_maker", 11, ANA),
        ("user", 12, ANA),
    ]
    beside = replace(made, stars=(gone, star(BOB, role("budget_holder", 13), **KNOWN)))
    assert asked(beside) == [("who_follows", None, 0.5), ("who_follows", None, 0.5)]


def test_somebody_off_every_route_without_a_required_role_is_never_asked_about() -> None:
    made = sky(star(ANA, DECIDER, **KNOWN), star(BOB), touches=(touch(1, 3, (ANA,)),), terms=terms("decision_maker"))
    assert asked(made) == []
    reached = replace(made, links=(WORKS,), touches=(touch(1, 3, (BOB,)),))
    assert asked_people(questions(find(reached))) == (BOB,)


def words(made: Sky) -> list[Asked]:
    found = find(made)
    names = {"decision_maker": "Decision maker", "user": "User"}
    return [question_in_words(each, made, found.threads.count, names) for each in questions(found)]


def test_a_question_says_why_and_what_it_would_change() -> None:
    ana = star(ANA, DECIDER, **{**KNOWN, "confirmed_on": ago(365)}, title="CIO")
    made = sky(ana, touches=(touch(1, 3, (BOB,)),), links=(WORKS,), terms=terms("user"))
    made = replace(made, stars=(ana, star(BOB, **KNOWN)))
    assert words(made) == [
        Asked("Who is User here?", "Nobody is known to hold it. This segment needs the role.", ONE_MORE),
        Asked(
            "Is Ana still there, as CIO?",
            "Last confirmed 365 days ago; about 1 in 6 people have left or changed by then. "
            "Every route to the decision passes through them.",
            "If they left, threads go from 1 to 0.",
        ),
    ]


ONE_MORE = "One more of the roles this segment needs is mapped."


@given(skies(most_people=7))
def test_never_more_than_eight_and_what_can_change_most_first(made: Sky) -> None:
    found = questions(find(made))
    assert len(found) <= MOST_QUESTIONS
    assert [each.worth for each in found] == sorted((each.worth for each in found), reverse=True)
    assert all(0 < each.worth <= 1 for each in found)


@given(skies(most_people=7))
def test_nobody_is_asked_about_who_holds_no_required_role_and_lies_on_no_route(made: Sky) -> None:
    found = find(made)
    required = {star_id for each in found.coverage.roles for star_id in each.mapped_ids}
    on_routes = set(found.survival.leverage) if found.survival else set()
    assert set(asked_people(questions(found))) <= required | on_routes


@given(skies(most_people=7))
def test_an_answered_question_does_not_come_back(made: Sky) -> None:
    for each in questions(find(made)):
        again = questions(find(ANSWERS[each.kind](made, each)))
        assert _key(each) not in [_key(other) for other in again]


@given(skies(most_people=7))
def test_every_question_can_be_said(made: Sky) -> None:
    for said in words(made):
        assert said.question.endswith("?")
        assert all(text and "%(" not in text for text in said)


def _key(each: MapQuestion) -> tuple[QuestionKind, int | None, str, int | None]:
    return each.kind, each.star_id, each.role, each.fact_id


def _with(made: Sky, star_id: int | None, **facts: Any) -> Sky:
    return replace(made, stars=tuple(replace(each, **facts) if each.id == star_id else each for each in made.stars))


def _of(made: Sky, star_id: int | None) -> Star:
    return next(each for each in made.stars if each.id == star_id)


def _newcomer(made: Sky, name: str) -> Sky:
    return replace(made, stars=(*made.stars, star(99, role(name, 999), **KNOWN)))


def _judge(made: Sky, each: MapQuestion) -> Sky:
    thought = _of(made, each.star_id).assessed or assessed()
    said = thought._asdict() | dict.fromkeys(each.axes, 1) | {"assumed": thought.assumed - set(each.axes)}
    return _with(made, each.star_id, assessed=Assessed(**said))


def _end(made: Sky, each: MapQuestion) -> Sky:
    kept = tuple(held for held in _of(made, each.gone_id).roles if held.fact_id != each.fact_id)
    return _with(made, each.gone_id, roles=kept)


def _state(made: Sky, each: MapQuestion) -> Sky:
    roles = tuple(
        held._replace(basis=Basis.STATED) if held.fact_id == each.fact_id else held
        for held in _of(made, each.star_id).roles
    )
    return _with(made, each.star_id, roles=roles)


ANSWERS: dict[QuestionKind, Callable[[Sky, MapQuestion], Sky]] = {
    QuestionKind.WHO_DECIDES: lambda made, each: _newcomer(made, "decision_maker"),
    QuestionKind.WHO_FOLLOWS: _end,
    QuestionKind.ROLE: _state,
    QuestionKind.STILL_THERE: lambda made, each: _with(made, each.star_id, confirmed_on=made.as_of),
    QuestionKind.AXES: _judge,
    QuestionKind.LEVEL: lambda made, each: _with(made, each.star_id, level=Level.MANAGER, level_basis=Basis.STATED),
    QuestionKind.MISSING_ROLE: lambda made, each: _newcomer(made, each.role),
}
