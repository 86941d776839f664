"""Customer success and business results of each team side by side, each from its own queries, never added up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from csm.foundation.clock import today
from health.domain.goals import VALUE_DAYS
from health.domain.revenue import Ledger, Renewals
from health.domain.two_ledgers import BusinessLedger, SuccessLedger
from health.selectors.book import chosen_ids, read
from health.selectors.first_value_spread import FirstValues, first_values_over
from health.selectors.ledger import Period
from health.selectors.value_spread import Spread, spreads_of

HEAD = """
WITH chosen(id) AS ({chosen}),
wanted AS (
    SELECT goal.account_id, goal.state = 'reached' AND goal.closed_on > %(start)s AND goal.closed_on <= %(end)s AS hit,
        theirs.percent
    FROM health_goal goal JOIN chosen ON chosen.id = goal.account_id
    LEFT JOIN LATERAL (
        SELECT v.percent FROM health_valueconfirmation v
        WHERE v.goal_id = goal.id AND v.retracted_at IS NULL AND v.stakeholder_id IS NOT NULL
            AND v."on" <= %(end)s AND v."on" > %(end)s - %(days)s AND goal.set_on <= %(end)s
            AND (goal.state = 'open' OR goal.closed_on > %(end)s
                OR (goal.state = 'reached' AND goal.closed_on > %(end)s - %(days)s))
        ORDER BY v."on" DESC, v.id DESC LIMIT 1
    ) theirs ON true
    WHERE goal.retracted_at IS NULL
),
came AS (
    SELECT account_id, (count(*) FILTER (WHERE hit))::int AS reached, avg(percent)::float8 AS received
    FROM wanted GROUP BY account_id
),
told AS (
    SELECT account.id, account.name, owner.team_id, coalesce(came.reached, 0) AS reached, came.received,
        CASE WHEN health.first_value_on > %(start)s AND health.first_value_on <= %(end)s
            THEN health.first_value_on END AS first_on,
        health.first_value_days
    FROM accounts_account account JOIN chosen ON chosen.id = account.id
    LEFT JOIN accounts_user owner ON owner.id = account.owner_id
    LEFT JOIN came ON came.account_id = account.id LEFT JOIN health_score health ON health.account_id = account.id
)
"""
SUMMED = """
SELECT GROUPING(team_id) AS is_total, team_id AS key, count(*) AS accounts,
    coalesce(sum(reached), 0)::int AS goals_reached, count(*) FILTER (WHERE reached > 0) AS accounts_reached,
    avg(received) AS value_received, count(received) AS accounts_told, count(first_on) AS first_values
FROM told GROUP BY GROUPING SETS ((), (team_id))
"""
LISTED = """
SELECT id, name, reached, received, first_on, first_value_days, count(*) OVER () AS accounts,
    coalesce(sum(reached) OVER (), 0)::int AS all_reached, avg(received) OVER () AS all_received
FROM told WHERE {condition} ORDER BY {order}, name, id LIMIT %(limit)s OFFSET %(offset)s
"""
# What is behind a figure: which accounts, and in which order.
BEHIND: Final[Mapping[str, tuple[str, str]]] = {
    "reached": ("reached > 0", "reached DESC"),
    "received": ("received IS NOT NULL", "received"),
    "first": ("first_on IS NOT NULL", "first_on DESC"),
}


@dataclass(frozen=True)
class Side:
    """Both ledgers of a group; its level of value and the time to first value are those of today."""

    success: SuccessLedger
    spread: Spread
    first: FirstValues
    business: BusinessLedger


@dataclass(frozen=True)
class TwoLedgers:
    """Both ledgers of all accounts, and of each team by id; None is without one."""

    whole: Side
    teams: Mapping[int | None, Side]


class Outcomes:
    """What customers reached and received in a period."""

    def __init__(self, period: Period) -> None:
        chosen, named = chosen_ids(period.accounts)
        self.head = HEAD.replace("{chosen}", chosen)
        self.given = {**named, "start": period.start_on, "end": period.end_on, "days": VALUE_DAYS}

    def ledgers(self) -> tuple[SuccessLedger, dict[int | None, SuccessLedger]]:
        """Of all, and of each team, in one query."""
        rows = list(read(self.head + SUMMED, self.given))
        made = [(row["is_total"], row["key"], _success(row)) for row in rows]
        total = next((each for is_total, _key, each in made if is_total), SuccessLedger())
        return total, {key: each for is_total, key, each in made if not is_total}

    def rows(self, what: str, limit: int, offset: int = 0) -> list[Mapping[str, Any]]:
        """The accounts behind a figure, with what they all come to in each row."""
        condition, order = BEHIND[what]
        select = LISTED.replace("{condition}", condition).replace("{order}", order)
        return list(read(self.head + select, {**self.given, "limit": limit, "offset": offset}))


def two_ledgers(period: Period) -> TwoLedgers:
    """Both ledgers of all accounts and of each team, in a fixed number of queries."""
    success, success_by = Outcomes(period).ledgers()
    spreads, first = spreads_of(period.accounts), first_values_over(period.accounts, today())
    revenue, revenue_by = period.ledgers("team")
    renewals, renewals_by = period.renewals_by("team")
    teams = {
        key: Side(
            success_by[key],
            spreads.teams[key],
            first.teams[key],
            BusinessLedger(revenue_by.get(key, Ledger()), renewals_by.get(key, Renewals())),
        )
        for key in success_by.keys() & spreads.teams.keys() & first.teams.keys()
    }
    return TwoLedgers(Side(success, spreads.whole, first.whole, BusinessLedger(revenue, renewals)), teams)


def _success(row: Mapping[str, Any]) -> SuccessLedger:
    return SuccessLedger(**{name: row[name] for name in SuccessLedger.__slots__})
