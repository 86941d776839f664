from dataclasses import replace
from datetime import timedelta

import pytest

from stakeholders.domain.history import ever_connected
from stakeholders.domain.network import network_of
from stakeholders.domain.sky import Ours, Sky, Touch, TouchKind
from stakeholders.domain.threads import ThreadState, thread_cut
from tests.stakeholders.domain.maps import DAY, made_map


def touched(sky: Sky, *stars: int, days_ago: int = 0, kind: TouchKind = TouchKind.MEETING) -> Sky:
    """The sky after a touchpoint with these stars; two-way unless it is a mail."""
    day = DAY - timedelta(days=days_ago)
    touch = Touch(len(sky.touches), day, kind, kind is not TouchKind.EMAIL, (1,), stars)
    return replace(sky, touches=(*sky.touches, touch))


def state(sky: Sky) -> ThreadState:
    return thread_cut(network_of(sky)).state


def test_never_met_anybody_is_not_connected_yet() -> None:
    assert state(made_map("AD", "", "D", ["AD"]).sky) is ThreadState.NOT_CONNECTED_YET


def test_met_somebody_who_never_led_to_a_decision_is_not_connected_yet() -> None:
    assert state(touched(made_map("AD", "", "D", []).sky, 10)) is ThreadState.NOT_CONNECTED_YET


def test_met_long_ago_is_a_lost_route() -> None:
    sky = touched(made_map("AD", "", "D", ["AD"]).sky, 10, days_ago=900)
    assert state(sky) is ThreadState.NO_ROUTE
    assert thread_cut(network_of(sky), was_connected=False).state is ThreadState.NOT_CONNECTED_YET


@pytest.mark.parametrize("gone", ["A", "D", "AD"])
def test_departed_people_once_were_a_route(gone: str) -> None:
    assert state(touched(made_map("AD", "", "D", ["AD"], gone=gone).sky, 10)) is ThreadState.NO_ROUTE


def test_user_of_ours_who_is_inactive_once_was_a_route() -> None:
    sky = touched(made_map("AD", "", "D", ["AD"]).sky, 10)
    assert state(replace(sky, ours=(Ours(1, "Gone", False),))) is ThreadState.NO_ROUTE


def test_one_way_mail_never_connected_us() -> None:
    sky = touched(made_map("AD", "", "D", ["AD"]).sky, 10, kind=TouchKind.EMAIL)
    assert state(sky) is ThreadState.NOT_CONNECTED_YET


def test_limit_holds_for_the_past_as_well() -> None:
    sky = touched(made_map("ABCD", "", "D", ["AB", "BC", "CD"]).sky, 10, days_ago=900)
    assert not ever_connected(network_of(sky))
    assert ever_connected(network_of(sky, reach_limit=None))


def test_two_who_met_years_ago_once_were_connected_unless_dismissed() -> None:
    sky = touched(made_map("AD", "", "D", [], gone="D").sky, 11, 10, days_ago=900)
    assert ever_connected(network_of(sky))
    assert not ever_connected(network_of(replace(sky, dismissed=frozenset({(10, 11)}), touches=mailed(sky))))


def mailed(sky: Sky) -> tuple[Touch, ...]:
    """The same touchpoints, two-way with the first of the map only."""
    return tuple(touch._replace(is_two_way=False) for touch in sky.touches) + touched(sky, 10).touches[-1:]


@pytest.mark.parametrize(("people", "expected"), [(8, True), (9, False)])
def test_large_room_never_connected_anybody(people: int, expected: bool) -> None:
    names = "ADEFGHIJK"[:people]
    sky = made_map(names, "", "D", [], gone="D").sky
    mail = touched(sky, *(star.id for star in sky.stars), kind=TouchKind.EMAIL)
    assert ever_connected(network_of(touched(mail, 10))) is expected
