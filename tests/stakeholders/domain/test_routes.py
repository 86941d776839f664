from dataclasses import replace

import pytest

from stakeholders.domain.network import build_network
from stakeholders.domain.routes import AssumedFacts
from stakeholders.domain.sky import Basis, ConnectionKind, Level, Link, RoleHeld, Sky
from stakeholders.domain.threads import thread_cut
from tests.stakeholders.domain.maps import DAY, DECIDES, made_map

GUESSED = RoleHeld(9, "decision_maker", True, Basis.ASSUMED, DAY)


def assumed(sky: Sky, met: tuple[tuple[int, int], ...] = ()) -> AssumedFacts:
    made = made_map("MD", "M", "D", [])
    return thread_cut(build_network(sky, made.ties, met)).assumed


def guessed_link() -> Sky:
    link = Link(1, ConnectionKind.REPORTS_TO, 10, 11, Basis.ASSUMED, DAY)
    return replace(made_map("MDX", "M", "D", []).sky, links=(link, link._replace(id=2, from_id=12)))


def test_assumed_connection_on_a_route_is_counted_once_and_others_not() -> None:
    assert assumed(guessed_link()) == AssumedFacts(links=1)
    assert assumed(guessed_link()).total == 1


def test_stated_or_met_connection_beside_an_assumed_one_makes_it_firm() -> None:
    sky = guessed_link()
    stated = Link(3, ConnectionKind.INFLUENCES, 10, 11, Basis.STATED, DAY)
    assert assumed(replace(sky, links=(*sky.links, stated))) == AssumedFacts()
    backwards = stated._replace(from_id=11, to_id=10)
    assert assumed(replace(sky, links=(*sky.links, backwards))) == AssumedFacts(links=1)
    assert assumed(sky, met=((10, 11),)) == AssumedFacts()


@pytest.mark.parametrize(("roles", "expected"), [((GUESSED,), 1), ((GUESSED, DECIDES), 0), ((DECIDES,), 0)])
def test_deciding_role_is_assumed_when_no_other_was_stated(roles: tuple[RoleHeld, ...], expected: int) -> None:
    sky = made_map("MD", "M", "D", ["MD"]).sky
    assert assumed(replace(sky, stars=(sky.stars[0], replace(sky.stars[1], roles=roles)))).roles == expected


def test_assumed_levels_count_on_routes_only() -> None:
    sky = made_map("MDX", "M", "D", ["MD"]).sky
    stars = tuple(replace(star, level=Level.VP, level_basis=Basis.ASSUMED) for star in sky.stars)
    assert assumed(replace(sky, stars=stars)) == AssumedFacts(levels=2)


def test_other_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="reach_limit is 0, 1, 2 or None, not 3"):
        build_network(made_map("A", "A", "A", []).sky, (), reach_limit=3)


def test_connections_to_people_outside_the_sky_or_to_oneself_carry_nothing() -> None:
    sky = made_map("MD", "M", "D", []).sky
    links = tuple(
        Link(n, ConnectionKind.WORKS_WITH, a, b, Basis.STATED, DAY)
        for n, (a, b) in enumerate([(10, 99), (99, 11), (10, 10)])
    )
    assert build_network(replace(sky, links=links), (), met=[(10, 98)]).ahead == (0, 0)
