"""How many promises, concerns, recognitions and deals accounts have, for one or many in one statement."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from stakeholders.domain.celebration import WITHIN_DAYS

COUNTS = """
    SELECT account.id, promised.open, promised.overdue, raised.open, raised.unconfirmed,
        people.present, people.recognised, people.never, reached.uncelebrated, sold.open
    FROM unnest(%(ids)s::bigint[]) AS account(id)
    CROSS JOIN LATERAL (
        SELECT count(*) AS open, count(*) FILTER (WHERE due_on < %(on)s) AS overdue
        FROM stakeholders_commitment WHERE account_id = account.id AND retracted_at IS NULL AND state = 'open'
    ) promised
    CROSS JOIN LATERAL (
        SELECT count(*) AS open, count(*) FILTER (WHERE stage = 'delivered') AS unconfirmed
        FROM stakeholders_concern
        WHERE account_id = account.id AND retracted_at IS NULL AND stage NOT IN ('confirmed', 'withdrawn')
    ) raised
    CROSS JOIN LATERAL (
        SELECT count(*) AS present, count(*) FILTER (WHERE latest.recognised_on >= %(since)s) AS recognised,
            count(*) FILTER (WHERE latest.recognised_on IS NULL) AS never
        FROM stakeholders_stakeholder stay
        CROSS JOIN LATERAL (
            SELECT max(praise.recognised_on) AS recognised_on
            FROM stakeholders_recognitionstakeholder link
            JOIN stakeholders_recognition praise ON praise.id = link.recognition_id
                AND praise.retracted_at IS NULL AND praise.recognised_on <= %(on)s
            WHERE link.stakeholder_id = stay.id
        ) latest
        WHERE stay.account_id = account.id AND stay.retracted_at IS NULL
            AND (stay.joined_on IS NULL OR stay.joined_on <= %(on)s) AND (stay.left_on IS NULL OR stay.left_on > %(on)s)
    ) people
    CROSS JOIN LATERAL (
        SELECT count(*) AS uncelebrated FROM stakeholders_milestone milestone
        WHERE milestone.account_id = account.id AND milestone.retracted_at IS NULL AND milestone.reached_on <= %(on)s
            AND NOT EXISTS (SELECT 1 FROM stakeholders_recognition praise
                WHERE praise.milestone_id = milestone.id AND praise.retracted_at IS NULL)
    ) reached
    CROSS JOIN LATERAL (
        SELECT count(*) AS open FROM accounts_deal
        WHERE account_id = account.id AND retracted_at IS NULL AND stage = 'open'
    ) sold
"""


class PromiseCounts(NamedTuple):
    """What is open at an account on a day, and whom we celebrated.

    `concerns_unconfirmed` are those delivered that nobody there has confirmed; of those `present`, `recognised` were
    within 365 days and `never_recognised` never; `milestones_uncelebrated` were reached without a recognition.
    """

    commitments_open: int
    commitments_overdue: int
    concerns_open: int
    concerns_unconfirmed: int
    present: int
    recognised: int
    never_recognised: int
    milestones_uncelebrated: int
    deals_open: int

    @property
    def celebrated_share(self) -> float | None:
        """Of those present, in [0, 1]; None with nobody there."""
        return self.recognised / self.present if self.present else None


def promise_counts(account_ids: Sequence[int], on: date) -> Mapping[int, PromiseCounts]:
    """The counts of accounts on a day, by account id."""
    given: dict[str, Any] = {"ids": list(account_ids), "on": on, "since": on - timedelta(days=WITHIN_DAYS)}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, given)
        return {account_id: PromiseCounts(*counts) for account_id, *counts in cursor.fetchall()}
