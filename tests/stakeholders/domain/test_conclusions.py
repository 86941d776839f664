"""What is kept for an account, on one map computed by hand and as properties over many."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.balance import BalanceWarning
from stakeholders.domain.conclusions import Conclusions, conclude, summarise
from stakeholders.domain.findings import find
from stakeholders.domain.practices import PracticeKey
from stakeholders.domain.sky import Basis, ConnectionKind, Level, Link, Sky, Terms
from stakeholders.domain.survival import Method
from stakeholders.domain.threads import CutKind, ThreadState
from tests.stakeholders.domain.skies import (
    ANA,
    BOB,
    CY,
    DEE,
    JO,
    KIM,
    LEE,
    TODAY,
    ago,
    assessed,
    role,
    skies,
    sky,
    star,
    touch,
)


def test_kept_figures_of_a_small_map() -> None:
    """Jo knows Ana, who reports to Bob, who decides; Cy left as champion; Dee fell silent."""
    people = (
        star(ANA, role("user", 1), level=Level.MANAGER, department="IT", confirmed_on=ago(0)),
        star(BOB, role("decision_maker", 2, basis=Basis.ASSUMED), department="Board", confirmed_on=ago(365)),
        star(CY, role("champion", 3), left_on=ago(10)),
        star(DEE, level=Level.DIRECTOR, confirmed_on=ago(0)),
    )
    touches = (touch(1, 0, (ANA,)), *(touch(10 + gap, 150 + gap, (DEE,), (KIM,)) for gap in (0, 10, 20, 50)))
    terms = Terms(cadence_days={"decision_maker": 60}, required_roles=("decision_maker", "champion", "user"))
    links = (Link(1, ConnectionKind.REPORTS_TO, ANA, BOB, Basis.ASSUMED, None),)
    kept = conclude(sky(*people, touches=touches, terms=terms, links=links, facts_version=17))
    stays = math.exp(-0.17773)
    assert (kept.account_id, kept.as_of, kept.facts_version) == (1, TODAY, 17)
    assert (kept.threads_count, kept.threads_state) == (1, ThreadState.SINGLE)
    assert (kept.cut_ids, kept.cut_kind, kept.key_person_ids) == ((ANA,), CutKind.BRIDGE, (ANA, BOB))
    assert (kept.our_threads, kept.our_user_ids, kept.deciding_count) == (1, (JO,), 1)
    assert kept.survival == pytest.approx(stays**2)
    assert (kept.survival_error, kept.survival_method, kept.survival_horizon_days) == (0.0, Method.EXACT, 365)
    assert (kept.engaged_count, kept.mapped_count, kept.required_count, kept.orphaned_count) == (1, 2, 3, 1)
    assert kept.freshness == pytest.approx(1 - (1 - stays) / 3)
    assert kept.bridging == 0
    assert kept.practices[PracticeKey.MAP_THE_SKY] == pytest.approx(50)
    assert kept.last_two_way_on == TODAY
    assert (kept.stale_count, kept.silent_count, kept.silence_judged_count) == (1, 1, 1)
    assert (kept.present_count, kept.assumed_count) == (3, 2)


def test_balance_in_the_kept_figures() -> None:
    people = (star(ANA, level=Level.VP), star(BOB, level=Level.MANAGER))
    kept = conclude(sky(*people, touches=(touch(1, 0, (BOB,)),)))
    assert (kept.balance_share, kept.balance_warnings) == (0.0, (BalanceWarning.NO_LEADER_ENGAGED,))
    assert kept.practices[PracticeKey.BALANCE] == 0
    assert kept.live_count == 1


def test_nothing_known_is_unknown_and_never_nought() -> None:
    kept = conclude(sky(star(ANA)))
    assert (kept.threads_count, kept.threads_state, kept.survival) == (None, ThreadState.UNKNOWN, None)
    assert (kept.survival_error, kept.survival_method) == (None, None)
    assert (kept.freshness, kept.balance_share, kept.bridging, kept.last_two_way_on) == (None, None, None, None)
    assert {key: score for key, score in kept.practices.items() if score is not None} == {PracticeKey.CELEBRATE: 0}


def test_without_a_route_to_a_known_decider_the_chance_is_nought() -> None:
    kept = conclude(sky(star(ANA, role("decision_maker"))))
    assert (kept.threads_count, kept.threads_state, kept.survival) == (0, ThreadState.NOT_CONNECTED_YET, 0.0)


def test_assumed_facts_are_counted_once_each() -> None:
    ana = star(
        ANA,
        role("decision_maker", 1, basis=Basis.ASSUMED),
        level=Level.VP,
        level_basis=Basis.ASSUMED,
        assessed=assessed(influence=9, assumed=frozenset({"influence"})),
    )
    terms = Terms(required_roles=("decision_maker",))
    assert conclude(sky(ana, touches=(touch(1, 0, (ANA,)),), terms=terms)).assumed_count == 3


def test_silences_are_counted_apart_from_those_judged() -> None:
    steady = (touch(gap, gap, (ANA,)) for gap in (0, 10, 20, 50))
    fallen_silent = (touch(100 + gap, 150 + gap, (BOB,)) for gap in (0, 10, 20, 50))
    kept = conclude(sky(star(ANA), star(BOB), touches=(*steady, *fallen_silent)))
    assert (kept.silent_count, kept.silence_judged_count) == (1, 2)


def test_our_user_who_is_inactive_carries_nothing() -> None:
    kept = conclude(sky(star(ANA, role("decision_maker")), touches=(touch(1, 0, (ANA,), (LEE,)),)))
    assert (kept.threads_count, kept.our_threads, kept.live_count) == (0, 0, 0)


def shown(kept: Conclusions) -> dict[str, object]:
    """Everything but what names people, with figures rounded so that the order of adding up does not matter."""
    figures = {name: value for name, value in kept._asdict().items() if not name.endswith("_ids")}
    figures |= figures.pop("practices")
    figures["questions"] = sorted((asked.kind.value, round(asked.worth, 9)) for asked in kept.questions)
    return {name: round(value, 9) if isinstance(value, float) else value for name, value in figures.items()}


@given(skies(), st.permutations(range(6)))
def test_relabelling_and_reordering_people_changes_no_figure(made: Sky, order: list[int]) -> None:
    assert shown(conclude(_relabelled(made, order))) == shown(conclude(made))


def _relabelled(made: Sky, order: list[int]) -> Sky:
    ids = {each.id: 500 + order[place] for place, each in enumerate(made.stars)}
    stars = sorted((replace(each, id=ids[each.id]) for each in made.stars), key=lambda each: each.id)
    return replace(
        made,
        stars=tuple(stars),
        links=tuple(each._replace(from_id=ids[each.from_id], to_id=ids[each.to_id]) for each in made.links),
        touches=tuple(each._replace(stars=tuple(ids[key] for key in each.stars)) for each in made.touches),
    )


@given(skies())
def test_kept_figures_agree_with_their_parts(made: Sky) -> None:
    found = find(made)
    kept = summarise(found)
    assert kept == conclude(made)
    assert (kept.survival is None) == (kept.threads_count is None)
    assert len(kept.our_user_ids) == kept.our_threads
    assert kept.present_count == sum(each.is_present(made.as_of) for each in made.stars)
    assert kept.live_count == sum(each.is_live for each in found.known)
    assert (kept.survival or 0) > 0 if kept.threads_count else not kept.survival
