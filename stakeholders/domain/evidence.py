"""What a conclusion rests on: the recorded facts, each with whether it was assumed."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from stakeholders.domain.sky import Basis, Link, RoleHeld, Star, Touch


class FactKind(StrEnum):
    """The tables a fact can come from; `level` is the level of the stakeholder with that id."""

    ROLE = "role"
    ASSESSMENT = "assessment"
    LEVEL = "level"
    CONNECTION = "connection"
    TOUCHPOINT = "touchpoint"
    RECOGNITION = "recognition"


class Fact(NamedTuple):
    """One recorded fact and whether a rule guessed it."""

    kind: FactKind
    id: int
    is_assumed: bool = False


def role_fact(held: RoleHeld) -> Fact:
    """The fact behind a role that a star holds."""
    return Fact(FactKind.ROLE, held.fact_id, held.basis == Basis.ASSUMED)


def level_fact(star: Star) -> Fact:
    """The level of a star, as a fact."""
    return Fact(FactKind.LEVEL, star.id, star.level_basis == Basis.ASSUMED)


def connection_fact(link: Link) -> Fact:
    """The fact behind a recorded connection."""
    return Fact(FactKind.CONNECTION, link.id, link.basis == Basis.ASSUMED)


def touch_fact(touch: Touch) -> Fact:
    """The fact behind a touchpoint, which is never assumed: it happened."""
    return Fact(FactKind.TOUCHPOINT, touch.id)


def assessment_facts(star: Star, *axes: str) -> tuple[Fact, ...]:
    """The latest assessment of a star as evidence for some axes: assumed when any of these was guessed.

    Empty when the star was never assessed or none of the axes is known.

    >>> from datetime import date
    >>> from stakeholders.domain.sky import Assessed
    >>> known = Assessed(9, 7, None, 3, None, frozenset({"influence"}), date(2026, 1, 1))
    >>> ana = Star(1, 0, 1, "Ana", assessed=known)
    >>> [fact.is_assumed for fact in assessment_facts(ana, "influence")]
    [True]
    >>> [fact.is_assumed for fact in assessment_facts(ana, "importance")]
    [False]
    >>> assessment_facts(ana, "authority")
    ()
    """
    if star.assessed is None or all(getattr(star.assessed, axis) is None for axis in axes):
        return ()
    guessed = not star.assessed.assumed.isdisjoint(axes)
    return (Fact(FactKind.ASSESSMENT, star.assessed.fact_id, guessed),)


class AssumedOf(NamedTuple):
    """What of one star rests on a rule about titles."""

    has_level: bool
    has_department: bool
    axes: tuple[str, ...]
    roles: tuple[RoleHeld, ...]

    @property
    def has_marks(self) -> bool:
        """Whether it changes how the star itself is drawn; assumed roles are drawn in its ring."""
        return self.has_level or self.has_department or bool(self.axes)

    @property
    def number(self) -> int:
        return self.has_level + self.has_department + len(self.axes) + len(self.roles)


def stated_department(star: Star) -> str:
    """The department where somebody stated it: what a rule guessed is not for the customer's eyes."""
    return "" if star.department_basis == Basis.ASSUMED else star.department


def assumed_of(star: Star) -> AssumedOf:
    """What is assumed of a star: level, department, axes of the assessment, roles.

    >>> assumed_of(Star(1, 0, 1, "Ana", department="IT", department_basis=Basis.ASSUMED)).number
    1
    """
    return AssumedOf(
        star.level is not None and star.level_basis == Basis.ASSUMED,
        bool(star.department) and star.department_basis == Basis.ASSUMED,
        tuple(sorted(star.assessed.assumed)) if star.assessed else (),
        tuple(held for held in star.roles if held.basis == Basis.ASSUMED),
    )


def assumed_count(facts: Iterable[Fact]) -> int:
    """How many different facts among these were assumed.

    >>> assumed_count([Fact(FactKind.ROLE, 1, True), Fact(FactKind.ROLE, 1, True), Fact(FactKind.ROLE, 2)])
    1
    """
    return len({(fact.kind, fact.id) for fact in facts if fact.is_assumed})
