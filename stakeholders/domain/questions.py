"""What is worth asking about the map of an account: few questions, each with why and what its answer would change.

Source: issue 3, "never more than eight questions an account"; design.md, "Freshness" (ask first by P(wrong) times
leverage), carried on to everything else a conclusion needs and nobody has said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.coverage import Orphaned
from stakeholders.domain.findings import Findings
from stakeholders.domain.freshness import Confirmed
from stakeholders.domain.network import Network, bits
from stakeholders.domain.persona import AXES, CHAMPION_ROLE
from stakeholders.domain.sky import Basis, RoleHeld, Star
from stakeholders.domain.threads import thread_cut

# Nobody is asked more about one account.
MOST_QUESTIONS: Final = 8
# Whether somebody is still there is asked from this probability on: at the prior hazard 105 days after they were
# last confirmed, so that nobody is asked about twice within a quarter.
ASK_FROM: Final = 0.05
# What a rule guessed counts as wrong as often as right until somebody says so.
ASSUMED_DOUBT: Final = 0.5
# What the answer can change, as a share of what hangs on the person: a departure changes all of it, what we think of
# them moves personas and weights, a level moves how likely they are to leave.
AXES_SHARE: Final = 0.1
LEVEL_SHARE: Final = 0.1
# A role left behind while others decide, or while somebody else holds the same one; and a role nobody ever held.
OTHERS_DECIDE: Final = 0.5
OTHERS_HOLD_IT: Final = 0.25
MISSING_SHARE: Final = 0.5
# Asked for by "who decides?" where nobody does (design.md, "Words": by default these three decide).
DECIDING_ROLES: Final = frozenset({"decision_maker", "budget_holder", "executive_sponsor"})


class QuestionKind(StrEnum):
    """What is asked. The order decides between questions of equal worth."""

    WHO_DECIDES = "who_decides"
    WHO_FOLLOWS = "who_follows"
    ROLE = "role"
    STILL_THERE = "still_there"
    AXES = "axes"
    LEVEL = "level"
    MISSING_ROLE = "missing_role"


class Reason(StrEnum):
    """What makes somebody, or something, worth a question."""

    NOBODY_DECIDES = "nobody_decides"
    KEY_PERSON = "key_person"
    ON_ROUTE = "on_route"
    ONLY_HOLDER = "only_holder"
    HOLDER = "holder"
    REQUIRED_ROLE = "required_role"


class MapQuestion(NamedTuple):
    """One question about the map of an account.

    Attributes
    ----------
    kind, reason
        What is asked, and what hangs on it.
    star_id : int or None
        Whom it is about; None where it is about the account.
    worth : float
        `doubt * stake`, in (0, 1]: what comes first.
    doubt : float
        How likely what the map says is wrong, in (0, 1]; 1 where it says nothing.
    stake : float
        How much of what is concluded the answer can change, in (0, 1].
    role : str
        Key of the role asked about, else empty.
    axes : tuple of str
        Axes asked about: first the unknown ones, then those that were assumed.
    fact_id : int or None
        The role holding that would be confirmed or filled.
    gone_id : int or None
        Who left the role behind.
    age_days : int or None
        Days since they were last confirmed; None where never, or where that is not asked.
    threads_if : int or None
        Threads if the map is wrong about it; None where this is not a question of routes.
    """

    kind: QuestionKind
    reason: Reason
    star_id: int | None
    worth: float
    doubt: float
    stake: float
    role: str = ""
    axes: tuple[str, ...] = ()
    fact_id: int | None = None
    gone_id: int | None = None
    age_days: int | None = None
    threads_if: int | None = None


def questions(found: Findings, most: int = MOST_QUESTIONS) -> tuple[MapQuestion, ...]:
    """What is worth asking about one map, what can change most first.

    Parameters
    ----------
    found : Findings
        From `find`.
    most : int, optional
        At most so many.

    Returns
    -------
    tuple of MapQuestion
        By worth, then kind, then stakeholder id. Only people are asked about who are present and hold a required role
        or lie on a route to the decision. A question whose answer is recorded is not asked again.

    Notes
    -----
    What hangs on a person is the greater of their leverage (the share of cut-off worlds their return would join) and
    their part of the required roles: each required role is 1/n of them, shared by those who hold it.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.findings import find
    >>> from stakeholders.domain.sky import Sky
    >>> [(asked.kind.value, asked.worth) for asked in questions(find(Sky(1, date(2026, 3, 1), (), ())))]
    [('who_decides', 1.0)]
    """
    worth_asking = (each for each in (*_of_account(found), *_of_people(found)) if each.worth > 0)
    first = sorted(worth_asking, key=_what_changes_most)[:most]
    return tuple(each._replace(threads_if=_threads_if(found.network, each)) for each in first)


def asked_people(asked: Iterable[MapQuestion]) -> tuple[int, ...]:
    """The stakeholder ids that questions are about, each once, in the order asked.

    >>> ana = MapQuestion(QuestionKind.LEVEL, Reason.HOLDER, 7, 0.1, 1.0, 0.1)
    >>> asked_people([ana, ana._replace(kind=QuestionKind.AXES), ana._replace(star_id=None)])
    (7,)
    """
    return tuple(dict.fromkeys(each.star_id for each in asked if each.star_id is not None))


def _what_changes_most(asked: MapQuestion) -> tuple[float, int, int, str]:
    return -asked.worth, KINDS.index(asked.kind), asked.star_id or 0, asked.role


KINDS: Final = tuple(QuestionKind)


def _question(
    kind: QuestionKind, reason: Reason, star_id: int | None, doubt: float, stake: float, **more: object
) -> MapQuestion:
    return MapQuestion(kind, reason, star_id, doubt * stake, doubt, stake, **more)  # type: ignore[arg-type]


def _of_account(found: Findings) -> Iterator[MapQuestion]:
    nobody_decides = not found.network.deciding
    if nobody_decides:
        yield _question(QuestionKind.WHO_DECIDES, Reason.NOBODY_DECIDES, None, 1.0, 1.0)
    left_behind = {orphan.role: orphan for orphan in reversed(found.coverage.orphaned)}
    for orphan in left_behind.values():
        yield from _who_follows(found, orphan)
    for role in found.coverage.roles:
        is_asked_already = role.role in left_behind or (nobody_decides and role.role in DECIDING_ROLES)
        if not role.is_mapped and not is_asked_already:
            stake = MISSING_SHARE / found.coverage.required_count
            yield _question(QuestionKind.MISSING_ROLE, Reason.REQUIRED_ROLE, None, 1.0, stake, role=role.role)


def _who_follows(found: Findings, orphan: Orphaned) -> Iterator[MapQuestion]:
    is_required = any(role.role == orphan.role for role in found.coverage.roles)
    if orphan.decides:
        alone = OTHERS_HOLD_IT if orphan.other_holder_ids else OTHERS_DECIDE
        stake = alone if found.network.deciders else 1.0
    elif is_required and not orphan.other_holder_ids:
        stake = 1 / found.coverage.required_count
    else:
        return
    reason = Reason.NOBODY_DECIDES if orphan.decides and not found.network.deciders else Reason.REQUIRED_ROLE
    more = {"role": orphan.role, "fact_id": orphan.fact_id, "gone_id": orphan.star_id}
    yield _question(QuestionKind.WHO_FOLLOWS, reason, None, 1.0, stake, **more)


def _of_people(found: Findings) -> Iterator[MapQuestion]:
    weights = _weigh(found)
    confirmed = {each.star_id: each for each in found.freshness.stars}
    for star in found.sky.stars:
        if star.id in confirmed and weights.matters(star.id):
            yield from _still_there(weights, confirmed[star.id])
            yield from _roles(weights, star)
            yield from _axes(weights, star)
            yield from _level(weights, star)


@dataclass(frozen=True, slots=True)
class _Weights:
    """What hangs on whom: leverage of those on routes, and who holds the required roles."""

    leverage: Mapping[int, float]
    shares: Mapping[int, float]
    holders: Mapping[str, tuple[int, ...]]
    key_persons: frozenset[int]
    deciders: frozenset[int]

    def matters(self, star_id: int) -> bool:
        return star_id in self.leverage or star_id in self.shares

    def stake(self, star_id: int) -> float:
        return max(self.leverage.get(star_id, 0.0), self.shares.get(star_id, 0.0))

    def role_share(self, role: str) -> float:
        return 1 / len(self.holders[role]) / len(self.holders) if role in self.holders else 0.0

    def reason(self, star_id: int) -> Reason:
        if star_id in self.key_persons:
            return Reason.KEY_PERSON
        if star_id in self.leverage:
            return Reason.ON_ROUTE
        is_alone = any(ids == (star_id,) for ids in self.holders.values())
        return Reason.ONLY_HOLDER if is_alone else Reason.HOLDER


def _weigh(found: Findings) -> _Weights:
    holders = {role.role: role.mapped_ids for role in found.coverage.roles}
    shares: dict[int, float] = {}
    for ids in holders.values():
        for star_id in ids:
            shares[star_id] = shares.get(star_id, 0.0) + 1 / len(ids) / len(holders)
    return _Weights(
        leverage=found.survival.leverage if found.survival else {},
        shares=shares,
        holders=holders,
        key_persons=frozenset(found.threads.key_persons),
        deciders=frozenset(found.network.ids(found.network.deciders)),
    )


def _still_there(weights: _Weights, seen: Confirmed) -> Iterator[MapQuestion]:
    doubt = 1.0 if seen.p_wrong is None else seen.p_wrong
    if doubt >= ASK_FROM:
        reason, stake = weights.reason(seen.star_id), weights.stake(seen.star_id)
        yield _question(QuestionKind.STILL_THERE, reason, seen.star_id, doubt, stake, age_days=seen.age_days)


def _roles(weights: _Weights, star: Star) -> Iterator[MapQuestion]:
    for held in star.roles:
        is_needed = held.decides or held.role in weights.holders
        if held.basis is Basis.ASSUMED and is_needed:
            stake = _stake_of_role(weights, star, held)
            more = {"role": held.role, "fact_id": held.fact_id}
            yield _question(QuestionKind.ROLE, weights.reason(star.id), star.id, ASSUMED_DOUBT, stake, **more)


def _stake_of_role(weights: _Weights, star: Star, held: RoleHeld) -> float:
    """Everything where nobody else decides and nothing stated says that they do; else what hangs on them, or on it."""
    if not held.decides:
        return weights.role_share(held.role)
    is_all_assumed = all(each.basis is Basis.ASSUMED for each in star.roles if each.decides)
    return 1.0 if is_all_assumed and weights.deciders == {star.id} else weights.stake(star.id)


def _axes(weights: _Weights, star: Star) -> Iterator[MapQuestion]:
    needed = _needed_axes(star)
    unknown = tuple(axis for axis in needed if star.assessed is None or getattr(star.assessed, axis) is None)
    guessed = tuple(axis for axis in needed if star.assessed and axis in star.assessed.assumed and axis not in unknown)
    if unknown or guessed:
        doubt = 1.0 if unknown else ASSUMED_DOUBT
        stake = AXES_SHARE * weights.stake(star.id)
        reason = weights.reason(star.id)
        yield _question(QuestionKind.AXES, reason, star.id, doubt, stake, axes=(*unknown, *guessed))


def _needed_axes(star: Star) -> tuple[str, ...]:
    """The axes of the persona; the sentiment of those who decide or speak for us, since it could turn against us."""
    is_weighty = any(held.decides or held.role == CHAMPION_ROLE for held in star.roles)
    return (*ORDERED_AXES, "sentiment") if is_weighty else ORDERED_AXES


ORDERED_AXES: Final = tuple(sorted(AXES, key=("influence", "authority", "importance").index))


def _level(weights: _Weights, star: Star) -> Iterator[MapQuestion]:
    doubt = 1.0 if star.level is None else ASSUMED_DOUBT
    if star.level is None or star.level_basis is Basis.ASSUMED:
        stake = LEVEL_SHARE * weights.stake(star.id)
        yield _question(QuestionKind.LEVEL, weights.reason(star.id), star.id, doubt, stake)


def _threads_if(network: Network, asked: MapQuestion) -> int | None:
    """Threads once they are gone, or once the role they were assumed to hold is taken from them."""
    if asked.star_id is None or not network.deciders:
        return None
    if asked.kind is QuestionKind.STILL_THERE:
        return thread_cut(network.without([asked.star_id]), was_connected=True).count
    if asked.kind is QuestionKind.ROLE and _decides_only_by(network, asked):
        without = replace(network, deciding=network.deciding & ~network.mask([asked.star_id]))
        return thread_cut(without, was_connected=True).count
    return None


def _decides_only_by(network: Network, asked: MapQuestion) -> bool:
    star = next(network.sky.stars[bit] for bit in bits(network.mask([asked.star_id or 0])))
    return [held.fact_id for held in star.roles if held.decides] == [asked.fact_id]
