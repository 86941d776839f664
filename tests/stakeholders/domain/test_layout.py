import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import pytest

from stakeholders.domain.layout import Layout, Point, layout
from stakeholders.domain.sky import Basis, ConnectionKind, Link, Ours, Sky, Star
from tests.stakeholders.domain.maps import DAY, random_map


def company(people: int) -> Sky:
    stars = tuple(Star(100 + n, n, n, f"star {n}", department="ABCDEFG"[n % 7]) for n in range(people))
    links = tuple(
        Link(n, ConnectionKind.REPORTS_TO, 100 + n, 100 + n // 4, Basis.STATED, DAY) for n in range(1, people)
    )
    return Sky(1, DAY, stars, tuple(Ours(n, f"user {n}", True) for n in range(1, 9)), links)


def off_middle(point: Point) -> float:
    return math.hypot(point.x - 0.5, point.y - 0.5)


def nearest_pair(points: Iterable[Point]) -> float:
    return min(math.dist(one, other) for one, other in combinations(points, 2))


@pytest.mark.parametrize("people", [2, 10, 30, 60, 100, 101, 300])
def test_stars_stand_apart_inside_and_ours_at_the_rim(people: int) -> None:
    found = layout(company(people))
    assert set(found.stars) == {100 + n for n in range(people)}
    assert all(off_middle(point) <= 0.4 + 1e-5 for point in found.stars.values())
    assert [off_middle(point) for point in found.users.values()] == pytest.approx([0.48] * 8, abs=1e-5)
    assert nearest_pair(found.stars.values()) > 0.008
    assert nearest_pair(found.users.values()) > 0.1


@pytest.mark.parametrize("people", [25, 130])
def test_same_facts_in_any_order_give_the_same_places(people: int) -> None:
    sky = company(people)
    shuffled = replace(sky, stars=sky.stars[::-1], links=sky.links[::-1], ours=sky.ours[::-1])
    assert layout(shuffled) == layout(sky) == layout(sky)


@pytest.mark.parametrize("people", [25, 130])
def test_departure_and_touches_move_nobody(people: int) -> None:
    sky = company(people)
    left = replace(sky, stars=(replace(sky.stars[0], left_on=DAY), *sky.stars[1:]))
    assert layout(left) == layout(sky)


@pytest.mark.parametrize("people", [25, 130])
def test_placed_stars_stay_and_newcomers_find_a_place(people: int) -> None:
    before = layout(company(people))
    dragged = {**before.stars, 100: Point(0.11, 0.89)}
    after = layout(company(people + 1), {**dragged, 9999: Point(0, 0)})
    assert {star: after.stars[star] for star in dragged} == dragged
    assert off_middle(after.stars[100 + people]) <= 0.4 + 1e-5
    assert layout(company(people), dragged).stars == dragged


def test_newcomer_of_ours_with_a_later_id_moves_no_user() -> None:
    sky = company(3)
    more = replace(sky, ours=(*sky.ours, Ours(50, "Kim", True)))
    assert {user: point for user, point in layout(more).users.items() if user != 50} == layout(sky).users


def test_small_and_odd_maps_have_places() -> None:
    assert layout(Sky(1, DAY, (), ())) == Layout({}, {})
    assert layout(company(1)).stars == {100: Point(0.5, 0.5)}
    for seed in range(30):
        sky = random_map(seed).sky
        assert set(layout(sky).stars) == {star.id for star in sky.stars}


def test_departments_of_a_large_map_keep_to_their_sectors() -> None:
    sky = company(210)
    found = layout(sky).stars
    for department, letter in enumerate("ABCDEFG"):
        for star in sky.stars:
            if star.department == letter:
                point = found[star.id]
                turn = math.atan2(point.x - 0.5, 0.5 - point.y) / (2 * math.pi) % 1
                assert department / 7 < turn < (department + 1) / 7


def test_people_without_connections_stand_apart_as_well() -> None:
    sky = company(24)
    loose = replace(sky, links=sky.links[:5], stars=tuple(replace(star, department="") for star in sky.stars))
    found = layout(loose).stars
    assert nearest_pair(found.values()) > 0.03
    newcomers = layout(loose, dict(list(found.items())[:4])).stars
    assert nearest_pair(newcomers.values()) > 0.02
