"""The figures that are kept for each account, so that lists and filters need not compute them.

Source: design.md, idea 4, and the list of what is kept in the issue of the sky.
"""

from datetime import date
from typing import Final, NamedTuple

from stakeholders.domain.balance import BalanceWarning
from stakeholders.domain.cadence import stale
from stakeholders.domain.champions import candidate_count
from stakeholders.domain.evidence import Fact, assumed_count, role_fact
from stakeholders.domain.findings import Findings, find
from stakeholders.domain.practices import PracticeKey
from stakeholders.domain.questions import MapQuestion, questions
from stakeholders.domain.routes import connected_users
from stakeholders.domain.sky import Sky
from stakeholders.domain.survival import KEPT_HORIZON_DAYS, Method
from stakeholders.domain.threads import CutKind, ThreadState

HORIZON_DAYS: Final = KEPT_HORIZON_DAYS


class Conclusions(NamedTuple):
    """What is kept for one account: plain values, each None where it is unknown or there is nothing to judge.

    Attributes
    ----------
    account_id, as_of, facts_version
        Which account, the date of the sky, and the version of the facts it was judged at.
    threads_count, threads_state, cut_ids, cut_kind, key_person_ids, deciding_count
        From `threads`; the ids are stakeholder ids.
    our_threads, our_user_ids
        How many of our users have a live route of their own, and who.
    survival, survival_error, survival_method, survival_horizon_days
        The chance in [0, 1] that we stay connected, its standard error (0 when exact) and how it was found.
    required_count, mapped_count, engaged_count, orphaned_count
        Required roles of the segment, and how many are mapped, engaged; orphaned counts all roles.
    freshness, balance_share, bridging
        Shares in [0, 1]; `balance_warnings` says what is wrong with the mix.
    practices
        Score 0-100 by practice.
    last_two_way_on
        The latest two-way touchpoint with anybody present or gone.
    stale_count, silent_count, silence_judged_count
        Broken promises, unusual silences, and how many silences could be judged.
    present_count, live_count
        Present stars, and live relationships.
    assumed_count
        How many different assumed facts all this rests on.
    candidate_count
        How many could become a champion.
    questions
        What is worth asking, what can change most first; at most eight.
    """

    account_id: int
    as_of: date
    facts_version: int
    threads_count: int | None
    threads_state: ThreadState
    cut_ids: tuple[int, ...]
    cut_kind: CutKind | None
    key_person_ids: tuple[int, ...]
    deciding_count: int
    our_threads: int
    our_user_ids: tuple[int, ...]
    survival: float | None
    survival_error: float | None
    survival_method: Method | None
    survival_horizon_days: int
    required_count: int
    mapped_count: int
    engaged_count: int
    orphaned_count: int
    freshness: float | None
    balance_share: float | None
    balance_warnings: tuple[BalanceWarning, ...]
    bridging: float | None
    practices: dict[PracticeKey, float | None]
    last_two_way_on: date | None
    stale_count: int
    silent_count: int
    silence_judged_count: int
    present_count: int
    live_count: int
    assumed_count: int
    candidate_count: int
    questions: tuple[MapQuestion, ...]


def conclude(sky: Sky) -> Conclusions:
    """Conclude from one sky what is kept for its account.

    Parameters
    ----------
    sky : Sky
        The map of one account at a date.

    Returns
    -------
    Conclusions
        `summarise(find(sky))`; a page that shows the parts as well calls these two itself.

    Examples
    --------
    >>> kept = conclude(Sky(1, date(2026, 3, 1), (), ()))
    >>> kept.threads_state.value, kept.threads_count, kept.survival, kept.freshness, kept.live_count
    ('unknown', None, None, None, 0)
    """
    return summarise(find(sky))


def summarise(found: Findings) -> Conclusions:
    """The figures to keep from all that was found in one sky.

    Parameters
    ----------
    found : Findings
        From `find`.

    Returns
    -------
    Conclusions
        Equal for equal facts and date, whenever and wherever it is computed.

    Examples
    --------
    >>> summarise(find(Sky(4, date(2026, 3, 1), (), (), facts_version=9))).facts_version
    9
    """
    sky, threads, chance, covered = found.sky, found.threads, found.survival, found.coverage
    return Conclusions(
        account_id=sky.account_id,
        as_of=sky.as_of,
        facts_version=sky.facts_version,
        threads_count=threads.count,
        threads_state=threads.state,
        cut_ids=threads.cut,
        cut_kind=threads.kind,
        key_person_ids=threads.key_persons,
        deciding_count=threads.deciding_count,
        our_threads=threads.our_threads,
        our_user_ids=connected_users(found.network),
        survival=None if chance is None else chance.share,
        survival_error=None if chance is None else chance.standard_error,
        survival_method=None if chance is None else chance.method,
        survival_horizon_days=HORIZON_DAYS,
        required_count=covered.required_count,
        mapped_count=covered.mapped_count,
        engaged_count=covered.engaged_count,
        orphaned_count=len(covered.orphaned),
        freshness=found.freshness.share,
        balance_share=found.balance.leaders_share,
        balance_warnings=found.balance.warnings,
        bridging=found.bridging.share,
        practices={practice.key: practice.score for practice in found.practices},
        last_two_way_on=max((touch.on for touch in sky.touches if touch.is_two_way), default=None),
        stale_count=len(stale(found.promises)),
        silent_count=sum(silence.is_unusual for silence in found.silences),
        silence_judged_count=len(found.silences),
        present_count=len(found.freshness.stars),
        live_count=sum(each.is_live for each in found.known),
        assumed_count=assumed_count(_rests_on(found)) + threads.assumed.links,
        candidate_count=candidate_count(sky),
        questions=questions(found),
    )


def _rests_on(found: Findings) -> tuple[Fact, ...]:
    """All facts but connections, of which `threads` counts the assumed ones that carry a route."""
    sky = found.sky
    deciding = [
        role_fact(held) for star in sky.stars if star.is_present(sky.as_of) for held in star.roles if held.decides
    ]
    return (*deciding, *found.coverage.evidence, *found.balance.evidence, *found.freshness.evidence)
