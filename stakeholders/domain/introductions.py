"""The next best introduction: which new relationship or connection raises threads and survival most, and how."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from stakeholders.domain.joining import Gain, WorldGains, gains
from stakeholders.domain.network import Network
from stakeholders.domain.survival import KEPT_HORIZON_DAYS, sampling_error
from stakeholders.domain.threads import thread_cut
from stakeholders.domain.warm_path import Acquaintances, WarmPath, level_gap
from stakeholders.domain.worlds import WORLDS


class IntroductionKind(StrEnum):
    """Whom it brings together: one of ours with a stakeholder, or two stakeholders."""

    RELATIONSHIP = "relationship"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True)
class Introduction:
    """One proposed introduction with the arithmetic behind it.

    Attributes
    ----------
    kind : IntroductionKind
    user_id : int or None
        Of ours who would gain the relationship; None for a connection.
    from_id : int or None
        The stakeholder who would be connected; None for a relationship.
    to_id : int
        The stakeholder to meet.
    threads, threads_gain : int
        Before, and what it adds (0 or 1).
    survival, survival_gain : float
        Before, and what it adds, as shares of the same sampled worlds.
    standard_error : float
        Of `survival_gain`.
    path : WarmPath
        Through whom.
    hops, level_gap, effort : int
        Steps of the path; levels between who introduces and who is met; their sum.
    """

    kind: IntroductionKind
    user_id: int | None
    from_id: int | None
    to_id: int
    threads: int
    threads_gain: int
    survival: float
    survival_gain: float
    standard_error: float
    path: WarmPath
    hops: int
    level_gap: int
    effort: int

    @property
    def survival_after(self) -> float:
        """The chance we stay connected with it."""
        return self.survival + self.survival_gain

    @property
    def gain_per_effort(self) -> float:
        """The gain in survival for each unit of effort."""
        return self.survival_gain / self.effort


def introductions(
    network: Network,
    horizon_days: float = KEPT_HORIZON_DAYS,
    top: int | None = 5,
    every_user: bool = False,
) -> tuple[Introduction, ...]:
    """Judge every absent relationship (one of ours x a present star) and every absent connection.

    A new relationship is taken as live and a new connection as running both ways (*works with*), each alone and for
    good. Pairs between whom anything is recorded, opposition included, are not absent. Only what raises threads or
    survival is proposed: first what adds a thread, then by gain in survival per effort. Effort is the hops of the
    warm path plus the gap in level between whoever introduces and whoever is met; without anybody to introduce us
    it is a cold start of six hops.

    Parameters
    ----------
    network : Network
    horizon_days : float, optional
    top : int or None, optional
        How many to return; None is all.
    every_user : bool, optional
        A relationship helps as much whoever of ours has it, so by default only the user with the least effort is
        named for each star. True names every user.

    Returns
    -------
    tuple of Introduction
        Best first; empty while it is unknown who decides.

    Notes
    -----
    Threads of all pairs come from the residual graph of one maximum flow (`joining.ThreadGains` says why), survival
    from the worlds of `survival` with `Method.WORLDS`: adding the fact and counting anew gives the same figure to
    the last world. Oracle: exactly that, pair by pair.

    Examples
    --------
    Marta reports to Ines, who decides and whom we have not met:

    >>> from datetime import date
    >>> from stakeholders.domain.network import network_of
    >>> from stakeholders.domain.sky import (
    ...     Basis, ConnectionKind, Link, Ours, RoleHeld, Sky, Star, Touch, TouchKind)
    >>> day = date(2026, 1, 1)
    >>> decides = RoleHeld(1, "decision_maker", True, Basis.STATED, day)
    >>> sky = Sky(
    ...     1, day,
    ...     stars=(Star(10, 0, 10, "Marta"), Star(11, 1, 11, "Ines", roles=(decides,))),
    ...     ours=(Ours(7, "Jonas", True),),
    ...     links=(Link(1, ConnectionKind.REPORTS_TO, 10, 11, Basis.STATED, day),),
    ...     touches=(Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(10,)),))
    >>> [best] = introductions(network_of(sky))
    >>> best.user_id, best.to_id, best.path.star_ids, best.effort
    (7, 11, (10, 11), 3)
    >>> 0.11 < best.survival_gain < 0.16
    True
    """
    if not network.deciders:
        return ()
    found = sorted(_judged(network, horizon_days, every_user), key=_order)
    return tuple(islice(found, top))


def _judged(network: Network, horizon_days: float, every_user: bool) -> Iterator[Introduction]:
    ways = Acquaintances(network)
    threads = thread_cut(network, was_connected=True).count or 0
    before = WorldGains(network, horizon_days).connected.bit_count() / WORLDS
    for one, other, gain in gains(network, horizon_days):
        if one is not None:
            yield _introduction(network, None, ways.path_between(one, other), gain, threads, before)
            continue
        each = [_introduction(network, user, ways.path_to(user, other), gain, threads, before) for user in network.ties]
        yield from each if every_user else sorted(each, key=_order)[:1]


def _introduction(
    network: Network, user_id: int | None, path: WarmPath, gain: Gain, threads: int, before: float
) -> Introduction:
    met_id = path.star_ids[-1]
    gap = _gap(network, path)
    share = gain.worlds / WORLDS
    return Introduction(
        kind=IntroductionKind.CONNECTION if user_id is None else IntroductionKind.RELATIONSHIP,
        user_id=user_id,
        from_id=path.star_ids[-2] if user_id is None else None,
        to_id=met_id,
        threads=threads,
        threads_gain=gain.threads,
        survival=before,
        survival_gain=share,
        standard_error=sampling_error(share),
        path=path,
        hops=path.hops,
        level_gap=gap,
        effort=path.hops + gap,
    )


def _gap(network: Network, path: WarmPath) -> int:
    """Between the last two of the path; a colleague or a cold start brings nobody of a known level: no gap."""
    if len(path.star_ids) < 2:
        return 0
    before, met = (network.sky.stars[network.index[star_id]] for star_id in path.star_ids[-2:])
    return level_gap(before, met)


def _order(each: Introduction) -> tuple[int, float, int, int, int, int]:
    """A thread first, then survival per effort; ties by effort and ids, so that the order is always the same."""
    return -each.threads_gain, -each.gain_per_effort, each.effort, each.to_id, each.from_id or 0, each.user_id or 0
