"""The guest list of a joint session, against all subsets."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.joint_session import WEIGHTS, SessionKind, Wish, propose_session
from stakeholders.domain.sky import Basis, ConnectionKind, Link, Sky
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, ago, assessed, role, skies, sky, star, touch

KINDS = st.sampled_from(sorted(SessionKind))


def ids(made: Sky, wish: Wish) -> list[int]:
    return [guest.star_id for guest in propose_session(made, wish).guests]


def worth(made: Sky, kind: SessionKind, chosen: tuple[int, ...]) -> int:
    """The objective as the docstring says it, written in another way."""
    stars = {one.id: one for one in made.stars}
    met = {frozenset(pair) for each in made.touches if each.is_two_way for pair in combinations(each.stars, 2)}
    met |= {frozenset((link.from_id, link.to_id)) for link in made.links}
    roles = {held.role for key in chosen for held in stars[key].roles} - {"detractor"}
    deciding = roles & {"decision_maker", "budget_holder", "executive_sponsor"}
    using = roles & {"user"}
    weights = WEIGHTS[kind]
    of_roles = weights.deciding * len(deciding) + weights.user * len(using)
    of_roles += weights.role * len(roles - deciding - using)
    departments = {stars[key].department.strip().lower() for key in chosen} - {""}
    strangers = [pair for pair in combinations(chosen, 2) if frozenset(pair) not in met]
    return of_roles + weights.department * len(departments) + weights.pair * len(strangers)


def best_worth(made: Sky, wish: Wish) -> int:
    there = [one.id for one in made.stars if one.is_present(made.as_of)]
    pinned = [key for key in wish.pinned if key in there]
    free = [key for key in there if key not in pinned and key not in wish.without]
    room = min(max(wish.most, len(pinned)) - len(pinned), len(free))
    return max(worth(made, wish.kind, (*pinned, *rest)) for rest in combinations(free, room))


@given(
    skies(most_people=9), KINDS, st.integers(1, 6), st.sets(st.integers(1, 9), max_size=2), st.sets(st.integers(1, 9))
)
def test_no_set_of_guests_is_worth_more(
    made: Sky, kind: SessionKind, most: int, pinned: set[int], without: set[int]
) -> None:
    wish = Wish(kind, most, tuple(sorted(pinned)), frozenset(without))
    found = propose_session(made, wish)
    chosen = tuple(guest.star_id for guest in found.guests)
    assert found.is_exact
    assert found.value == worth(made, kind, chosen) == best_worth(made, wish)
    there = {one.id for one in made.stars if one.is_present(made.as_of)}
    assert set(chosen) <= there
    assert pinned & there <= set(chosen)
    assert not set(chosen) & (without - pinned)


@given(skies(most_people=9), KINDS, st.integers(1, 5))
def test_what_exchange_finds_no_exchange_of_one_guest_betters(made: Sky, kind: SessionKind, most: int) -> None:
    found = propose_session(made, Wish(kind, most), most_sets=0)
    chosen = [guest.star_id for guest in found.guests]
    there = [one.id for one in made.stars if one.is_present(made.as_of)]
    for gone in chosen:
        for new in set(there) - set(chosen):
            other = tuple(sorted({*chosen, new} - {gone}))
            assert worth(made, kind, other) <= found.value
    assert found.value <= best_worth(made, Wish(kind, most))


@given(skies(most_people=9), KINDS)
def test_order_of_the_stars_changes_nothing(made: Sky, kind: SessionKind) -> None:
    turned = replace(made, stars=made.stars[::-1], links=made.links[::-1])
    assert propose_session(made, Wish(kind)) == propose_session(turned, Wish(kind))


def test_a_review_wants_roles_and_a_workshop_strangers() -> None:
    people = (
        star(ANA, role("decision_maker"), department="IT"),
        star(BOB, role("budget_holder"), department="IT"),
        star(CY, department="Legal"),
        star(DEE, department="Finance"),
    )
    made = sky(*people, touches=(touch(1, 9, (ANA, BOB)),))
    assert ids(made, Wish(SessionKind.JOINT_QBR, 2)) == [ANA, BOB]
    assert ids(made, Wish(SessionKind.WORKSHOP, 2)) == [ANA, CY]


def test_each_guest_says_what_they_bring() -> None:
    people = (
        star(ANA, role("champion"), role("user", 2), department="IT"),
        star(BOB, role("user", 3), role("detractor", 4), department=" it"),
        star(CY, department="Legal"),
    )
    links = (Link(5, ConnectionKind.WORKS_WITH, ANA, CY, Basis.STATED, None),)
    found = propose_session(sky(*people, touches=(touch(1, 9, (ANA, BOB)),), links=links), Wish(most=3))
    ana, bob, cy = found.guests
    assert (ana.only_roles, ana.only_department, ana.stranger_ids) == (("champion",), "", ())
    assert (bob.only_roles, bob.stranger_ids) == ((), (CY,))
    assert (cy.only_department, cy.stranger_ids) == ("Legal", (BOB,))
    assert (found.roles, found.departments, found.stranger_pairs) == (("champion", "user"), ("IT", "Legal"), 1)
    assert (found.all_roles, found.all_departments, found.value) == (2, 2, 12 + 6 + 2 * 3 + 1)


def test_among_equals_influence_decides_then_the_longest_known() -> None:
    made = sky(star(ANA, department="IT"), star(BOB, department="IT", assessed=assessed(9)), star(CY, department="IT"))
    assert ids(made, Wish(most=1)) == [BOB]
    assert ids(made, Wish(most=1, without=frozenset({BOB}))) == [ANA]
    assert ids(made, Wish(most=1, pinned=(CY,))) == [CY]


def test_who_left_and_nobody_at_all() -> None:
    assert ids(sky(star(ANA, left_on=ago(1))), Wish(pinned=(ANA,))) == []
    assert propose_session(sky(), Wish()).value == 0


@pytest.mark.parametrize("most", [0, 99])
def test_never_more_than_eight(most: int) -> None:
    made = sky(*(star(key) for key in range(1, 20)))
    assert len(ids(made, Wish(most=most))) == min(most, 8)


GUARDS = ("champion", "procurement", "security", "compliance", "security_review", "user")


@pytest.mark.parametrize("most", range(2, 9))
def test_a_review_has_somebody_who_decides_whatever_the_others_bring(most: int) -> None:
    """Each of six brings a role and a department of their own and knows nobody; the head of all brings one role."""
    others = [star(key, role(name, key), department=f"Dep {key}") for key, name in enumerate(GUARDS, start=2)]
    head = star(1, role("decision_maker"))
    known = tuple(touch(key, 9, (1, key)) for key in range(2, 8))
    made = sky(head, *others, *(star(key, department=f"Dep {key}") for key in range(8, 12)), touches=known)
    found = propose_session(made, Wish(SessionKind.JOINT_QBR, most))
    assert found.has_decider
    assert found.guests[0].star_id == 1
    assert "user" in found.roles


def test_a_review_covers_each_role_that_decides_before_the_others() -> None:
    """Hand-computed: two who decide 60, a pair 1, against 30 + 6 + 3 + 1 with the champion of another department."""
    people = (
        star(ANA, role("decision_maker")),
        star(BOB, role("budget_holder", 2)),
        star(CY, role("champion", 3), department="IT"),
    )
    found = propose_session(sky(*people), Wish(SessionKind.JOINT_QBR, 2))
    assert ([guest.star_id for guest in found.guests], found.value) == ([ANA, BOB], 61)
    assert not propose_session(sky(star(CY, role("champion", 3))), Wish()).has_decider
