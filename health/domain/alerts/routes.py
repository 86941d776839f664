"""Conditions about routes to the decision: lost, hanging on one person, on one of ours, unlikely to last."""

from collections.abc import Iterator
from datetime import date, timedelta

from health.domain.alerts.conditions import Condition, condition, star_subject, user_subject
from health.domain.alerts.kinds import RENEWAL_WINDOWS, SAFE_TO_RENEWAL, AlertKind
from stakeholders.domain.findings import Findings
from stakeholders.domain.routes import connected_users
from stakeholders.domain.sky import TouchLevel
from stakeholders.domain.survival import survival
from stakeholders.domain.threads import CutKind, ThreadState

CLOSELY = (TouchLevel.HIGH, TouchLevel.MEDIUM)


def lost_route(found: Findings) -> Iterator[Condition]:
    """One where a route was and is no more; not connected yet is work of setting up."""
    if found.threads.state is ThreadState.NO_ROUTE:
        yield condition(AlertKind.ROUTE_LOST, found.sky, {"deciders": found.threads.deciding_count})


def single_threads(found: Findings) -> Iterator[Condition]:
    """One where all routes pass through a person between, or end at the only one mapped who decides."""
    threads = found.threads
    if threads.state is not ThreadState.SINGLE:
        return
    figures = {"people": list(threads.cut)}
    subject = star_subject(threads.cut[0])
    if threads.kind is CutKind.BRIDGE:
        yield condition(AlertKind.SINGLE_BRIDGE, found.sky, figures, subject)
    elif threads.deciding_count == 1:
        yield condition(AlertKind.ONE_DECIDER, found.sky, figures, subject)


def lone_user(found: Findings) -> Iterator[Condition]:
    """One where a single user of ours reaches the decision, in segments served closely."""
    if found.threads.our_threads == 1 and found.sky.terms.touch_level in CLOSELY:
        [user_id] = connected_users(found.network)
        yield condition(AlertKind.LONE_USER, found.sky, {"user": user_id}, user_subject(user_id))


def renewal_at_risk(found: Findings, renewal_on: date | None) -> Iterator[Condition]:
    """One where the renewal is within 180 days and we may well have lost the decision by then.

    Survival never rises with the horizon, so where the one kept for 365 days is good, none is computed.
    """
    days = None if renewal_on is None else (renewal_on - found.sky.as_of).days
    if renewal_on is None or days is None or not 0 <= days <= max(RENEWAL_WINDOWS):
        return
    if found.survival is None or found.survival.share >= SAFE_TO_RENEWAL:
        return
    share = survival(found.network, days).share
    if share < SAFE_TO_RENEWAL:
        window = min(each for each in RENEWAL_WINDOWS if days <= each)
        figures = {"survival": round(share, 2), "renewal_on": renewal_on.isoformat(), "window": window}
        since = renewal_on - timedelta(days=max(RENEWAL_WINDOWS))
        yield condition(AlertKind.RENEWAL_AT_RISK, found.sky, figures, likelihood=max(0.3, 1 - share), since=since)
