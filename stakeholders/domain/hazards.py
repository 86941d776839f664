"""How likely people are to leave: departures per person-year by level, from what this installation has seen."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from stakeholders.domain.sky import Hazards, Level

# The median tenure in one job is 3.9 years: ln 2 / 3.9 a year (design.md, "Survival").
PRIOR_RATE: Final = 0.17773
PRIOR_YEARS: Final = 10.0
DAYS_A_YEAR: Final = 365


class Exposure(NamedTuple):
    """A time in which we know one person was there at one level, and whether they left at its end."""

    level: Level | None
    days: int
    has_left: bool


class LevelRate(NamedTuple):
    """The estimate of one level with what it rests on."""

    level: Level
    departures: int
    person_years: float
    rate: float  # departures per person-year


class HazardEstimate(NamedTuple):
    """The rates of all levels as estimated on a date."""

    estimated_on: date
    levels: tuple[LevelRate, ...]

    def hazards(self) -> Hazards:
        """The same as a `Sky` carries it."""
        return Hazards({each.level: each.rate for each in self.levels}, PRIOR_RATE, self.estimated_on)


def exposure(
    level: Level | None, known_on: date, confirmed_on: date | None, left_on: date | None, as_of: date
) -> Exposure:
    """The confirmed exposure of one person at one level up to a date.

    Parameters
    ----------
    level : Level or None
    known_on : date
        First day we knew of them at this level: of the recording, not of joining. Whoever had left before we began
        to look was never seen, so earlier years would count survivors only.
    confirmed_on : date or None
        Last recording, Yes button, assessment or two-way touch while they were there; for a level that ended
        because of another level, the day it ended.
    left_on : date or None
        First day absent.
    as_of : date
        Nothing after it is used.

    Returns
    -------
    Exposure
        It ends at the departure, else at the last confirmation: silence is no proof of presence. A departure that
        lies before `known_on` is no observation: no days and no departure.

    Examples
    --------
    >>> exposure(Level.VP, date(2025, 1, 1), date(2025, 3, 1), None, date(2026, 1, 1)).days
    59
    >>> exposure(Level.VP, date(2025, 1, 1), date(2025, 3, 1), date(2025, 4, 1), date(2026, 1, 1))
    Exposure(level=<Level.VP: 'vp'>, days=90, has_left=True)
    """
    has_left = left_on is not None and known_on <= left_on <= as_of
    if left_on is not None and left_on < known_on:
        return Exposure(level, 0, has_left=False)
    end = left_on if left_on is not None and has_left else min(confirmed_on or known_on, as_of)
    return Exposure(level, max(0, (end - known_on).days), has_left)


def estimate_hazards(exposures: Iterable[Exposure], estimated_on: date) -> HazardEstimate:
    """Estimate the departures per person-year of each level.

    Parameters
    ----------
    exposures : iterable of Exposure
        Of all people of the installation; those of unknown level say nothing about any level.
    estimated_on : date

    Returns
    -------
    HazardEstimate
        All levels, seen or not, in order of seniority.

    Notes
    -----
    Posterior mean of a Gamma-Poisson model, `(0.17773 * 10 + departures) / (10 + person-years)`: ten person-years at
    the prior rate, so that a handful of departures moves an estimate little and thousands of years outweigh it.
    Source: design.md, "Survival"; Gelman et al., Bayesian Data Analysis, 2.6.

    Examples
    --------
    Ten confirmed years of vice presidents with three departures:

    >>> seen = [Exposure(Level.VP, 3650 - 2, False)] + [Exposure(Level.VP, days, True) for days in (1, 1, 0)]
    >>> vps = estimate_hazards(seen, date(2026, 1, 1)).levels[1]
    >>> vps.departures, vps.person_years, round(vps.rate, 6)
    (3, 10.0, 0.238865)
    """
    days = dict.fromkeys(Level, 0)
    departures = dict.fromkeys(Level, 0)
    for each in exposures:
        if each.level is not None:
            days[each.level] += each.days
            departures[each.level] += each.has_left
    return HazardEstimate(
        estimated_on, tuple(_rate(level, departures[level], days[level] / DAYS_A_YEAR) for level in Level)
    )


def _rate(level: Level, departures: int, person_years: float) -> LevelRate:
    rate = (PRIOR_RATE * PRIOR_YEARS + departures) / (PRIOR_YEARS + person_years)
    return LevelRate(level, departures, person_years, rate)
