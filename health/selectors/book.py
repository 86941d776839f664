"""A book: the accounts a reader asked for, each with its revenue, health and routes, joined once in the database.

Every figure of the portfolio is an aggregate over these rows, so that each total is the sum of the rows behind it. What
is at stake is an estimate and kept in whole cents: integers add up exactly too, and several times faster than decimals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Account
from accounts.selectors.revenue import Rates, rates_on
from csm.foundation.clock import today

BACK = timedelta(days=7)
UNKNOWN = "unknown"
COLUMNS = ("id", "name", "segment_id", "owner_id", "phase", "region")
NO_ACCOUNTS = "SELECT {columns} FROM accounts_account WHERE false"

BOOK = """
WITH rate(currency, rate) AS (SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[])),
asked(id, name, segment_id, owner_id, phase, region) AS ({chosen}),
worth AS (
    SELECT sold.account_id,
        sum(sold.annual_value * rate.rate) FILTER (WHERE sold.starts_on <= %(day)s AND sold.ends_on > %(day)s) AS arr,
        min(sold.ends_on) FILTER (WHERE sold.outcome = 'open') AS renewal_on
    FROM accounts_contract sold LEFT JOIN rate ON rate.currency = sold.currency
    WHERE sold.retracted_at IS NULL AND sold.outcome <> 'cancelled' AND sold.ends_on >= %(day)s
    GROUP BY sold.account_id
),
chosen AS ({narrowed}),
joined AS (
    SELECT chosen.*, health.score, kept.survival, kept.assumed,
        coalesce(nullif(health.band, ''), 'unknown') AS band,
        CASE WHEN kept.threads IS NULL THEN 'unknown'
            WHEN kept.threads = 0 AND kept.state = 'not_connected_yet' THEN 'not_yet'
            WHEN kept.threads = 0 THEN 'no_route'
            WHEN kept.threads = 1 THEN coalesce(nullif(kept.cut_kind, ''), 'unknown')
            ELSE 'multi' END AS threads,
        CASE WHEN health.score IS NULL THEN -1 ELSE least(floor(health.score / 10), 9)::int END AS tenth,
        CASE WHEN chosen.renewal_on IS NULL THEN NULL WHEN kept.survival <= 0 THEN 0
            ELSE power(kept.survival, (chosen.renewal_on - %(day)s) / 365::float8) END AS chance
    FROM chosen LEFT JOIN health_score health ON health.account_id = chosen.id
    LEFT JOIN stakeholders_conclusion kept ON kept.account_id = chosen.id
),
book AS (
    SELECT joined.*, ((joined.arr * 100)::bigint * (1 - joined.chance))::bigint AS cents_at_stake{further}
    FROM joined{joins}
)
"""
WHATEVER_WORTH = """
    SELECT asked.*, worth.arr, worth.renewal_on FROM asked LEFT JOIN worth ON worth.account_id = asked.id"""
BEFORE = """, coalesce(nullif(coalesce(that_day.band, earlier.band), ''), 'unknown') AS band_before,
    coalesce(that_day.account_id, earlier.account_id) IS NOT NULL AS has_before"""
# Almost every account has a score of that very day; one by one only the others are asked for the last one before it,
# and none where nothing was kept by then.
WITH_BEFORE = """
    LEFT JOIN health_dailyscore that_day ON that_day.account_id = joined.id AND that_day."on" = %(before)s
    LEFT JOIN LATERAL (
        SELECT kept.account_id, kept.band FROM health_dailyscore kept
        WHERE that_day.account_id IS NULL AND kept.account_id = joined.id AND kept."on" < %(before)s
            AND (SELECT min("on") FROM health_dailyscore) < %(before)s
        ORDER BY kept."on" DESC LIMIT 1
    ) earlier ON true"""


@dataclass(frozen=True)
class Book:
    """The accounts of a queryset as they stand on a day."""

    accounts: "QuerySet[Account]"
    day: date = field(default_factory=today)
    rates: Rates = field(default_factory=dict)

    @classmethod
    def of(cls, accounts: "QuerySet[Account]", day: date | None = None) -> "Book":
        on = day or today()
        return cls(accounts, on, rates_on(on))

    def read(
        self,
        select: str,
        given: Mapping[str, Any] | None = None,
        *,
        with_before: bool = False,
        narrowed: str = WHATEVER_WORTH,
    ) -> Iterator[Mapping[str, Any]]:
        """The rows of a query over `book`, as mappings by column.

        `narrowed` chooses among the accounts `asked` by what they are `worth`, before anything else is joined.
        """
        chosen, parameters = chosen_columns(self.accounts, *COLUMNS)
        head = BOOK.replace("{chosen}", chosen).replace("{narrowed}", narrowed)
        head = head.replace("{further}", BEFORE if with_before else "")
        head = head.replace("{joins}", WITH_BEFORE if with_before else "")
        return read(head + select, {**parameters, **self._own(), **(given or {})})

    def _own(self) -> dict[str, Any]:
        return {
            "currencies": list(self.rates),
            "rates": list(self.rates.values()),
            "day": self.day,
            "before": self.day - BACK,
        }


def read(sql: str, parameters: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a query, as mappings by column."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        columns = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
    return (dict(zip(columns, row, strict=True)) for row in rows)


def chosen_ids(accounts: "QuerySet[Account]") -> tuple[str, dict[str, Any]]:
    """The ids of accounts as SQL with named parameters, for queries that join them."""
    return chosen_columns(accounts, "id")


def chosen_columns(accounts: "QuerySet[Account]", *columns: str) -> tuple[str, dict[str, Any]]:
    """Columns of accounts as SQL with named parameters, for queries that join them."""
    try:
        return _named(accounts.order_by().values(*columns))
    except EmptyResultSet:
        return NO_ACCOUNTS.format(columns=", ".join(columns)), {}


def _named(rows: "QuerySet[Account, Any]") -> tuple[str, dict[str, Any]]:
    sql, values = rows.query.sql_with_params()
    names = [f"chosen_{place}" for place in range(len(values))]
    pieces: Sequence[str] = sql.split("%s")
    named = "".join(piece + (f"%({name})s" if name else "") for piece, name in zip(pieces, [*names, ""], strict=True))
    return named, dict(zip(names, values, strict=True))
