"""Everything that is found on one account at a date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from health.domain.alerts import handoffs, health, onboarding, people, routes
from health.domain.alerts.conditions import Condition, Figures, condition
from health.domain.alerts.kinds import AlertKind
from health.domain.alerts.ranking import weight
from health.domain.alerts.setting_up import lacks
from health.domain.evidence import Evidence
from health.domain.judgement import Judgement
from stakeholders.domain.findings import Findings


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of an account when its alerts are settled.

    Attributes
    ----------
    found : Findings
    evidence : Evidence
    judged : Judgement or None
        None where no scorecard applies.
    before : Judgement or None
        The one kept until now.
    earlier : tuple of Judgement
        Those against which a fall counts: the one kept until now and the one of a week ago, as far as there are any.
    kept : mapping
        The figures of the alerts that stand, by (kind, subject): some conditions last by what they remember.
    moved : frozenset of int
        Stakeholders who left and are at another customer now.
    came : mapping of int to date
        Stakeholders who were a champion at another customer, by when they left there.
    pressing : tuple of Late
        The clocks of handoffs that run or were breached.
    """

    found: Findings
    evidence: Evidence
    judged: Judgement | None = None
    before: Judgement | None = None
    earlier: tuple[Judgement, ...] = ()
    kept: Mapping[tuple[str, str], Figures] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()
    came: Mapping[int, date] = field(default_factory=dict)
    pressing: tuple[handoffs.Late, ...] = ()


def conditions(material: Material, is_set_up: bool = True) -> tuple[Condition, ...]:
    """All conditions that hold on an account, each with its weight.

    Parameters
    ----------
    material : Material
    is_set_up : bool
        False while the account is being set up: then there is one condition only, "Finish this map", and late handoffs,
        since an account that was just won is being set up.

    Returns
    -------
    tuple of Condition
        At most one of a kind and subject, in the order of kind and subject.

    Examples
    --------
    >>> from stakeholders.domain.findings import find
    >>> from stakeholders.domain.sky import Sky
    >>> empty = Material(find(Sky(1, date(2026, 3, 1), (), ())), Evidence(1))
    >>> [each.kind.value for each in conditions(empty, is_set_up=False)], conditions(empty)
    (['finish_map'], ())
    """
    on, evidence = material.found.sky.as_of, material.evidence
    held = chain(
        _all(material) if is_set_up else _unfinished(material.found),
        handoffs.late_handoffs(material.found.sky, material.pressing),
    )
    weighed = (each.weighing(weight(evidence.annual_value, each.likelihood, evidence.renewal_on, on)) for each in held)
    return tuple(sorted(weighed, key=lambda each: each.key))


def _unfinished(found: Findings) -> Iterator[Condition]:
    yield condition(AlertKind.FINISH_MAP, found.sky, {"lacks": list(lacks(found.sky))})


def _all(material: Material) -> Iterator[Condition]:
    found = material.found
    yield from people.stale_contacts(found)
    yield from people.unusual_silences(found)
    yield from people.departures(found, material.moved)
    yield from people.announced_departures(found)
    yield from people.uncovered_roles(found)
    yield from people.arrived_champions(found, material.came)
    yield from people.stale_map(found)
    yield from routes.lost_route(found)
    yield from routes.single_threads(found)
    yield from routes.lone_user(found)
    yield from routes.renewal_at_risk(found, material.evidence.renewal_on)
    yield from onboarding.late_first_value(found.sky, material.evidence.first)
    if material.judged is not None:
        yield from _judged(material, material.judged)


def _judged(material: Material, judged: Judgement) -> Iterator[Condition]:
    sky, kept = material.found.sky, material.kept
    yield from health.fallen_band(sky, judged, material.before, kept.get((AlertKind.BAND_CHANGED.value, "")))
    yield from health.dropped_score(sky, judged, material.earlier, kept.get((AlertKind.SCORE_DROPPED.value, "")))
    yield from health.red(sky, judged)
    yield from health.late_payment(sky, judged)
