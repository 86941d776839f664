"""What must hold for every map, whoever is in it."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.introductions import introductions
from stakeholders.domain.sky import ConnectionKind
from stakeholders.domain.survival import Method, survival
from stakeholders.domain.threads import Threads, thread_cut
from tests.stakeholders.domain.maps import KINDS, MadeTie, Map, random_map

SEED = st.integers(0, 10**6)
LIMIT = st.sampled_from([0, 1, 2, None])


def relabelled(made: Map, seed: int) -> tuple[Map, dict[int, int]]:
    """The same map with other ids, its facts in another order."""
    chance = random.Random(seed)
    new = {star.id: 5000 + place for place, star in enumerate(chance.sample(made.sky.stars, len(made.sky.stars)))}
    stars = [replace(star, id=new[star.id]) for star in made.sky.stars]
    links = [link._replace(from_id=new[link.from_id], to_id=new[link.to_id]) for link in made.sky.links]
    ties = [MadeTie(tie.user_id, new[tie.star_id], tie.is_live) for tie in made.ties]
    met = frozenset((min(new[a], new[b]), max(new[a], new[b])) for a, b in made.met)
    for facts in (stars, links, ties):
        chance.shuffle(facts)
    sky = replace(made.sky, stars=tuple(stars), links=tuple(links))
    return Map(sky, tuple(ties), met, made.limit), new


def renamed(found: Threads, new: dict[int, int]) -> Threads:
    cut = tuple(sorted(new[star] for star in found.cut))
    return replace(found, cut=cut, key_persons=tuple(new[star] for star in found.key_persons))


@given(SEED, SEED, LIMIT)
def test_relabelling_people_changes_nothing(seed: int, other_seed: int, limit: int | None) -> None:
    made = random_map(seed, limit)
    other, new = relabelled(made, other_seed)
    found = thread_cut(other.network)
    assert replace(found, cut=tuple(sorted(found.cut))) == renamed(thread_cut(made.network), new)
    sampled, again = (survival(each.network, method=Method.WORLDS) for each in (made, other))
    assert again.share == sampled.share
    assert again.leverage == {new[star]: share for star, share in sampled.leverage.items()}
    assert abs(survival(other.network).share - survival(made.network).share) < 1e-12


@given(SEED, LIMIT)
def test_relabelling_people_changes_no_introduction(seed: int, limit: int | None) -> None:
    made = random_map(seed, limit)
    other, new = relabelled(made, seed)
    assert gains_of(other, {star: star for star in new.values()}) == gains_of(made, new)


def gains_of(made: Map, new: dict[int, int]) -> set[tuple[frozenset[int], int | None, int, float]]:
    return {
        (
            frozenset({new[each.to_id]} | ({new[each.from_id]} if each.from_id else set())),
            each.user_id,
            each.threads_gain,
            each.survival_gain,
        )
        for each in introductions(made.network, top=None, every_user=True)
    }


@given(SEED, LIMIT, st.data())
def test_adding_a_relationship_or_connection_never_lowers_anything(
    seed: int, limit: int | None, data: st.DataObject
) -> None:
    made = random_map(seed, limit)
    star = st.sampled_from([star.id for star in made.sky.stars])
    one, other = data.draw(star), data.draw(star)
    kind = data.draw(st.sampled_from([each for each in KINDS if each is not ConnectionKind.OPPOSES]))
    for more in (made.with_tie(1, one), made.with_link(kind, one, other) if one != other else made):
        assert (thread_cut(more.network).count or 0) >= (thread_cut(made.network).count or 0)
        assert thread_cut(more.network).our_threads >= thread_cut(made.network).our_threads
        for method in Method:
            gained = survival(more.network, method=method).share - survival(made.network, method=method).share
            assert gained >= (-1e-12 if method is Method.EXACT else 0)


@given(SEED, LIMIT, st.data())
def test_opposition_changes_nothing(seed: int, limit: int | None, data: st.DataObject) -> None:
    made = random_map(seed, limit)
    star = st.sampled_from([star.id for star in made.sky.stars])
    more = made.with_link(ConnectionKind.OPPOSES, data.draw(star), data.draw(star))
    assert thread_cut(more.network) == thread_cut(made.network)
    assert survival(more.network) == survival(made.network)


@given(SEED, LIMIT)
def test_survival_and_leverage_are_chances(seed: int, limit: int | None) -> None:
    network = random_map(seed, limit).network
    for method in Method:
        found = survival(network, 200, method)
        assert 0 <= found.share <= 1
        assert all(0 <= share <= 1 for share in found.leverage.values())
        assert survival(network, 400, method).share <= found.share + 1e-12
