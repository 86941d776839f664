"""The revenue ledger in the database: the formulas of `health.domain.revenue`, for every account at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import Account, ExchangeRate
from accounts.selectors.revenue import Rates, rates_on
from health.domain.revenue import Ledger, Renewals
from health.domain.revenue_cohorts import Cohort, CohortCell, Quarter
from health.selectors.book import chosen_ids, read

HEAD = """
WITH rate(currency, rate) AS (SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[])),
chosen(id) AS ({chosen}),
sold AS MATERIALIZED (
    SELECT contract.*, rate.rate FROM accounts_contract contract
    JOIN chosen ON chosen.id = contract.account_id LEFT JOIN rate ON rate.currency = contract.currency
    WHERE contract.retracted_at IS NULL AND contract.outcome <> 'cancelled'
),
ends AS (
    SELECT account_id, bool_or(rate IS NULL) AS is_unknown,
        coalesce(sum(annual_value * rate) FILTER (WHERE starts_on <= %(start)s AND ends_on > %(start)s), 0) AS start,
        coalesce(sum(annual_value * rate) FILTER (WHERE starts_on <= %(end)s AND ends_on > %(end)s), 0) AS "end"
    FROM sold
    WHERE (starts_on <= %(start)s AND ends_on > %(start)s) OR (starts_on <= %(end)s AND ends_on > %(end)s)
    GROUP BY account_id
),
become AS (
    SELECT account_id, start, "end", CASE WHEN is_unknown THEN 'unknown'
        WHEN start > 0 AND "end" > start THEN 'expansion' WHEN start > 0 AND "end" = 0 THEN 'churn'
        WHEN start > 0 AND "end" < start THEN 'contraction' WHEN start > 0 THEN 'kept'
        WHEN "end" > 0 THEN 'new' ELSE 'nothing' END AS what
    FROM ends
)
"""
SUMMED = """
SELECT GROUPING({group}) AS is_total, {group} AS key,
    count(*) FILTER (WHERE what IN ('kept', 'expansion', 'contraction', 'churn')) AS accounts,
    coalesce(sum(start) FILTER (WHERE what IN ('kept', 'expansion', 'contraction', 'churn')), 0) AS start,
    coalesce(sum("end" - start) FILTER (WHERE what = 'expansion'), 0) AS expansion,
    coalesce(sum(start - "end") FILTER (WHERE what = 'contraction'), 0) AS contraction,
    coalesce(sum(start) FILTER (WHERE what = 'churn'), 0) AS churn,
    coalesce(sum("end") FILTER (WHERE what = 'new'), 0) AS new_sales,
    count(*) FILTER (WHERE what = 'expansion') AS expanded,
    count(*) FILTER (WHERE what = 'contraction') AS contracted,
    count(*) FILTER (WHERE what = 'churn') AS churned,
    count(*) FILTER (WHERE what = 'new') AS new_accounts,
    count(*) FILTER (WHERE what = 'unknown') AS unknown_accounts
FROM become JOIN accounts_account account ON account.id = become.account_id
LEFT JOIN accounts_user owner ON owner.id = account.owner_id
GROUP BY GROUPING SETS ((), ({group}))
"""
DUE = """
SELECT GROUPING({group}) AS is_total, {group} AS key, count(*) FILTER (WHERE outcome = 'renewed') AS renewed_count,
    count(*) FILTER (WHERE outcome = 'churned') AS churned_count,
    count(*) FILTER (WHERE outcome = 'open') AS undecided_count,
    coalesce(sum(annual_value * rate) FILTER (WHERE outcome = 'renewed'), 0) AS renewed_value,
    coalesce(sum(annual_value * rate) FILTER (WHERE outcome = 'churned'), 0) AS churned_value,
    coalesce(sum(annual_value * rate) FILTER (WHERE outcome = 'open'), 0) AS undecided_value
FROM sold JOIN accounts_account account ON account.id = sold.account_id
LEFT JOIN accounts_user owner ON owner.id = account.owner_id
WHERE ends_on > %(start)s AND ends_on <= %(end)s
GROUP BY GROUPING SETS ((), ({group}))
"""
GROUPS: Final[Mapping[str, str]] = {"segment": "account.segment_id", "team": "owner.team_id"}
LISTED = """
SELECT account.id, account.name, start, "end", least(start, "end") AS kept, what, count(*) OVER () AS accounts,
    coalesce(sum(start) OVER (), 0) AS all_start, coalesce(sum("end") OVER (), 0) AS all_end,
    coalesce(sum(least(start, "end")) OVER (), 0) AS all_kept
FROM become JOIN accounts_account account ON account.id = become.account_id
WHERE what = ANY(%(whats)s) ORDER BY abs("end" - start) DESC, account.id LIMIT %(limit)s OFFSET %(offset)s
"""
DUE_LISTED = """
SELECT sold.id, account.name, product.name AS product, sold.ends_on, sold.annual_value, sold.currency, sold.outcome,
    sold.annual_value * sold.rate AS value, count(*) OVER () AS count,
    count(*) FILTER (WHERE sold.outcome = 'renewed') OVER () AS renewed_count,
    coalesce(sum(sold.annual_value * sold.rate) FILTER (WHERE sold.outcome = 'renewed') OVER (), 0) AS renewed_value,
    coalesce(sum(sold.annual_value * sold.rate) OVER (), 0) AS all_value
FROM sold JOIN accounts_account account ON account.id = sold.account_id
JOIN accounts_product product ON product.id = sold.product_id
WHERE ends_on > %(start)s AND ends_on <= %(end)s AND outcome = ANY(%(outcomes)s)
ORDER BY sold.ends_on DESC, sold.id LIMIT %(limit)s OFFSET %(offset)s
"""
BECAME: Final[Mapping[str, tuple[str, ...]]] = {
    "decided": ("renewed", "churned"),
    "renewed": ("renewed",),
    "churned": ("churned",),
    "undecided": ("open",),
}
HAD: Final = ("kept", "expansion", "contraction", "churn")
WHATS: Final[Mapping[str, tuple[str, ...]]] = {
    "start": HAD,
    "gross": HAD,
    "net": HAD,
    "expansion": ("expansion",),
    "contraction": ("contraction",),
    "churn": ("churn",),
    "new": ("new",),
    "unknown": ("unknown",),
    "end": (*HAD, "new"),
}
COHORTS = """
WITH rate(on_day, currency, rate) AS (
    SELECT * FROM unnest(%(days)s::date[], %(currencies)s::text[], %(rates)s::numeric[])
),
chosen(id) AS ({chosen}),
sold AS MATERIALIZED (
    SELECT contract.account_id, starts_on, ends_on, annual_value, currency FROM accounts_contract contract
    JOIN chosen ON chosen.id = contract.account_id WHERE contract.retracted_at IS NULL AND outcome <> 'cancelled'
),
came AS (SELECT account_id, min(starts_on) AS came_on FROM sold GROUP BY account_id),
cohort(place, first_on, last_on) AS (
    SELECT ord, first_on, last_on
    FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) WITH ORDINALITY AS quarter(first_on, last_on, ord)
),
mine AS (
    SELECT sold.*, cohort.place, cohort.last_on, rate.rate,
        bool_or(rate.rate IS NULL) OVER (PARTITION BY sold.account_id) AS is_unknown
    FROM came JOIN cohort ON came.came_on BETWEEN cohort.first_on AND cohort.last_on
    JOIN sold ON sold.account_id = came.account_id
    LEFT JOIN rate ON rate.currency = sold.currency AND rate.on_day = cohort.last_on
),
begun AS (
    SELECT place, account_id, sum(annual_value * rate) AS start FROM mine
    WHERE NOT is_unknown AND starts_on <= last_on AND ends_on > last_on
    GROUP BY 1, 2 HAVING sum(annual_value * rate) > 0
),
later AS (
    SELECT mine.place, until.place AS until, mine.account_id, sum(annual_value * rate) AS revenue
    FROM mine JOIN cohort until ON until.place >= mine.place
        AND mine.starts_on <= until.last_on AND mine.ends_on > until.last_on
    WHERE NOT is_unknown GROUP BY 1, 2, 3
)
SELECT begun.place, until.place AS until, count(*) AS accounts, sum(begun.start) AS start,
    count(*) FILTER (WHERE later.revenue > 0) AS kept, coalesce(sum(later.revenue), 0) AS revenue,
    coalesce(sum(least(coalesce(later.revenue, 0), begun.start)), 0) AS retained
FROM begun JOIN cohort until ON until.place >= begun.place
LEFT JOIN later ON later.place = begun.place AND later.until = until.place AND later.account_id = begun.account_id
GROUP BY 1, 2 ORDER BY 1, 2
"""
Of = TypeVar("Of", Ledger, Renewals)


class Period:
    """The contracts of some accounts between two days, at the rates of the first."""

    def __init__(self, accounts: "QuerySet[Account]", start_on: date, end_on: date) -> None:
        chosen, named = chosen_ids(accounts)
        rates: Rates = rates_on(start_on)
        self.accounts, self.start_on, self.end_on = accounts, start_on, end_on
        self.head = HEAD.replace("{chosen}", chosen)
        self.given = {
            **named,
            "currencies": list(rates),
            "rates": list(rates.values()),
            "start": start_on,
            "end": end_on,
        }

    def ledgers(self, by: str = "segment") -> tuple[Ledger, dict[int | None, Ledger]]:
        """The ledger of all of them, and of each segment or team, in one query."""
        return self._grouped(SUMMED, by, Ledger)

    def renewals_by(self, by: str) -> tuple[Renewals, dict[int | None, Renewals]]:
        """What became of the contracts that came to their end, of all and of each segment or team, in one query."""
        return self._grouped(DUE, by, Renewals)

    def renewals(self) -> Renewals:
        """What became of the contracts that came to their end."""
        return self.renewals_by("segment")[0]

    def _grouped(self, select: str, by: str, kind: type[Of]) -> tuple[Of, dict[int | None, Of]]:
        rows = list(read(self.head + select.replace("{group}", GROUPS[by]), self.given))
        made = [(row["is_total"], row["key"], kind(**{name: row[name] for name in kind.__slots__})) for row in rows]
        total = next((each for is_total, _key, each in made if is_total), kind())
        return total, {key: each for is_total, key, each in made if not is_total}

    def rows(self, what: str, limit: int, offset: int = 0) -> list[Mapping[str, Any]]:
        """The accounts behind a figure of the ledger, the largest change first."""
        given = {**self.given, "whats": list(WHATS[what]), "limit": limit, "offset": offset}
        return list(read(self.head + LISTED, given))

    def contracts(self, what: str, limit: int, offset: int = 0) -> list[Mapping[str, Any]]:
        """The contracts behind a renewal rate, the latest end first; one whose currency has no rate adds no value."""
        given = {**self.given, "outcomes": list(BECAME[what]), "limit": limit, "offset": offset}
        return list(read(self.head + DUE_LISTED, given))


def cohorts(accounts: "QuerySet[Account]", quarters: list[Quarter]) -> list[Cohort]:
    """What the customers of each quarter pay at the end of each later one, as `health.domain.revenue_cohorts` says."""
    chosen, named = chosen_ids(accounts)
    by_day = rates_on_days([quarter.last_on for quarter in quarters])
    dated = [(day, *pair) for day, rates in by_day.items() for pair in rates.items()]
    days, currencies, rates = zip(*dated, strict=True) if dated else ((), (), ())
    given = {
        **named,
        "days": list(days),
        "currencies": list(currencies),
        "rates": list(rates),
        "firsts": [quarter.first_on for quarter in quarters],
        "lasts": [quarter.last_on for quarter in quarters],
    }
    return _cohorts(quarters, list(read(COHORTS.replace("{chosen}", chosen), given)))


def rates_on_days(days: Sequence[date]) -> dict[date, dict[str, Decimal]]:
    """What `rates_on` says of each of some days, in one query."""
    entered = ExchangeRate.objects.filter(valid_from__lte=max(days, default=date.min)).order_by("valid_from")
    rows = list(entered.values_list("currency", "valid_from", "rate"))
    base = {settings.BASE_CURRENCY: Decimal(1)}
    return {day: {**base, **{currency: rate for currency, since, rate in rows if since <= day}} for day in days}


def _cohorts(quarters: list[Quarter], rows: list[Mapping[str, Any]]) -> list[Cohort]:
    found = []
    for place, quarter in enumerate(quarters, start=1):
        mine = [row for row in rows if row["place"] == place]
        if mine:
            cells = tuple(_cell(row) for row in mine[1:])
            found.append(Cohort(quarter, mine[0]["accounts"], mine[0]["start"], cells))
    return found


def _cell(row: Mapping[str, Any]) -> CohortCell:
    start: Decimal = row["start"]
    age = row["until"] - row["place"]
    return CohortCell(age, row["kept"], row["revenue"], float(row["retained"] / start), float(row["revenue"] / start))
