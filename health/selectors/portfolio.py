"""The figures of a portfolio: one pass over its book, grouped every way the page needs at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from health.domain.bands import Band
from health.selectors.book import UNKNOWN, Book

BANDS: Final = (Band.GREEN.value, Band.AMBER.value, Band.RED.value, UNKNOWN)
ROUTES: Final = ("multi", "bridge", "decider", "no_route", "not_yet", UNKNOWN)
SOON_DAYS: Final = 90
COMPARED: Final = {"segment": "segment_id::text", "phase": "phase", "region": "region"}

# What accounts that are alike in all a side asks of add up to, and of that what a group of a side adds up to. Thousands
# of accounts are some hundreds of the first kind, so that the many sums of the second are over few rows.
ALIKE = """
    count(*) AS accounts, count(arr) AS valued, sum(arr) AS revenue,
    sum(cents_at_stake) AS cents_at_stake,
    sum(arr) FILTER (WHERE cents_at_stake IS NULL) AS undated_revenue,
    sum(arr) FILTER (WHERE assumed > 0) AS assumed_revenue,
    count(*) FILTER (WHERE renewal_on <= %(soon)s) AS renewing,
    sum(arr) FILTER (WHERE renewal_on <= %(soon)s) AS renewing_revenue,
    count(score) AS scored, sum(score) AS score, count(survival) AS survived, sum(survival) AS survival"""
MEASURED = """
    coalesce(sum(accounts), 0)::int AS accounts, coalesce(sum(valued), 0)::int AS valued,
    coalesce(sum(revenue), 0) AS revenue,
    coalesce(sum(cents_at_stake), 0) * 0.01 AS at_stake,
    coalesce(sum(accounts) FILTER (WHERE band = 'green'), 0)::int AS green,
    coalesce(sum(accounts) FILTER (WHERE band = 'amber'), 0)::int AS amber,
    coalesce(sum(accounts) FILTER (WHERE band = 'red'), 0)::int AS red,
    coalesce(sum(accounts) FILTER (WHERE band = 'unknown'), 0)::int AS unknown,
    coalesce(sum(revenue) FILTER (WHERE band = 'green'), 0) AS green_revenue,
    coalesce(sum(revenue) FILTER (WHERE band = 'amber'), 0) AS amber_revenue,
    coalesce(sum(revenue) FILTER (WHERE band = 'red'), 0) AS red_revenue,
    coalesce(sum(revenue) FILTER (WHERE band = 'unknown'), 0) AS unknown_revenue,
    coalesce(sum(accounts) FILTER (WHERE threads IN ('bridge', 'decider')), 0)::int AS single,
    coalesce(sum(revenue) FILTER (WHERE threads IN ('bridge', 'decider')), 0) AS single_revenue,
    coalesce(sum(revenue) FILTER (WHERE threads = 'unknown'), 0) AS unmapped_revenue,
    coalesce(sum(undated_revenue) FILTER (WHERE threads <> 'unknown'), 0) AS undated_revenue,
    coalesce(sum(assumed_revenue) FILTER (WHERE threads <> 'unknown'), 0) AS assumed_revenue,
    coalesce(sum(renewing), 0)::int AS renewing,
    coalesce(sum(renewing_revenue), 0) AS renewing_revenue,
    sum(score) / nullif(sum(scored), 0) AS mean_score, sum(survival) / nullif(sum(survived), 0) AS mean_survival"""
GROUPED = """,
alike AS MATERIALIZED (
    SELECT band, threads, compared, tenth, band_before, bool_or(has_before) AS has_before, {alike}
    FROM (SELECT book.*, {compared} AS compared FROM book) each
    GROUP BY compared, tenth, band_before, band, threads
)
SELECT GROUPING(band, threads, compared, tenth, band_before) AS level,
    band, threads, compared, tenth, band_before, bool_or(has_before) AS has_before, {measured}
FROM alike
GROUP BY GROUPING SETS ((), (band), (threads), (compared), (tenth), (band_before, band))
"""
OWNED = """,
alike AS MATERIALIZED (SELECT owner_id, band, threads, {alike} FROM book GROUP BY owner_id, band, threads)
SELECT GROUPING(owner_id) AS level, owner_id, {measured} FROM alike GROUP BY GROUPING SETS ((), (owner_id))
"""
# What GROUPING() answers: a bit for each column that is summed over, the first column the highest.
ALL, BY_BAND, BY_ROUTE, BY_COMPARED, BY_TENTH, BY_MOVE = 31, 15, 23, 27, 29, 14


@dataclass(frozen=True, slots=True)
class Sums:
    """What a group of accounts adds up to; revenue in the base currency, a year.

    `valued` accounts have a revenue that is known. `at_stake` is revenue weighted by the chance that no route to a
    decision is left when it renews; `unmapped_revenue` (who decides is not known) and `undated_revenue` (no renewal
    date) are in none of it, `assumed_revenue` rests on assumptions. `single…` hangs on one person.
    """

    accounts: int = 0
    valued: int = 0
    revenue: Decimal = Decimal(0)
    at_stake: Decimal = Decimal(0)
    green: int = 0
    amber: int = 0
    red: int = 0
    unknown: int = 0
    green_revenue: Decimal = Decimal(0)
    amber_revenue: Decimal = Decimal(0)
    red_revenue: Decimal = Decimal(0)
    unknown_revenue: Decimal = Decimal(0)
    single: int = 0
    single_revenue: Decimal = Decimal(0)
    unmapped_revenue: Decimal = Decimal(0)
    undated_revenue: Decimal = Decimal(0)
    assumed_revenue: Decimal = Decimal(0)
    renewing: int = 0
    renewing_revenue: Decimal = Decimal(0)
    mean_score: float | None = None
    mean_survival: float | None = None


NAMES: Final = tuple(field.name for field in fields(Sums))
NONE: Final = Sums()


@dataclass(frozen=True)
class Portfolio:
    """A book added up: in all, and by each of its sides. Groups without accounts are absent but for bands and routes.

    `moves` are the sums by the band of a week ago and the one now, at the revenue of today; `has_before` whether any
    score of a week ago is kept.
    """

    total: Sums
    bands: Mapping[str, Sums]
    routes: Mapping[str, Sums]
    compared: Mapping[str | None, Sums]
    tenths: Mapping[int, Sums]
    moves: Mapping[tuple[str, str], Sums]
    has_before: bool

    def before(self, band: str) -> Decimal:
        """The revenue of today of those who were in a band a week ago."""
        return sum((sums.revenue for (was, _now), sums in self.moves.items() if was == band), Decimal(0))


def portfolio(book: Book, compare: str = "segment") -> Portfolio:
    """Add a book up, in one query."""
    select = GROUPED.format(alike=ALIKE, measured=MEASURED, compared=COMPARED[compare])
    by_level: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in book.read(select, _soon(book), with_before=True):
        by_level[row["level"]].append(row)
    total = by_level[ALL][0] if by_level[ALL] else {}
    bands = _by(by_level[BY_BAND], "band")
    routes = _by(by_level[BY_ROUTE], "threads")
    return Portfolio(
        total=_sums(total) if total else NONE,
        bands={key: bands.get(key, NONE) for key in BANDS},
        routes={key: routes.get(key, NONE) for key in ROUTES},
        compared=_by(by_level[BY_COMPARED], "compared"),
        tenths=_by(by_level[BY_TENTH], "tenth"),
        moves={(row["band_before"], row["band"]): _sums(row) for row in by_level[BY_MOVE]},
        has_before=bool(total and total["has_before"]),
    )


@dataclass(frozen=True)
class Owned:
    """A book added up in all and by owner, those without one under None."""

    total: Sums
    owners: Mapping[int | None, Sums]


def owned(book: Book) -> Owned:
    """What each owner carries, in one query."""
    by_level: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in book.read(OWNED.format(alike=ALIKE, measured=MEASURED), _soon(book)):
        by_level[row["level"]].append(row)
    return Owned(_sums(by_level[1][0]) if by_level[1] else NONE, _by(by_level[0], "owner_id"))


def date_in(book: Book, days: int) -> date:
    """The day so many days after the day of a book."""
    return book.day + timedelta(days=days)


TREND = """
SELECT week."on", coalesce(nullif(kept.band, ''), 'unknown') AS band, count(*) AS accounts,
    coalesce(sum(book.arr), 0) AS revenue
FROM book CROSS JOIN unnest(%(weeks)s::date[]) AS week("on")
LEFT JOIN LATERAL (
    SELECT earlier.band FROM health_dailyscore earlier
    WHERE earlier.account_id = book.id AND earlier."on" <= week."on" ORDER BY earlier."on" DESC LIMIT 1
) kept ON true
GROUP BY 1, 2
"""


def trend(book: Book, weeks: int = 13) -> Mapping[date, Mapping[str, tuple[int, Decimal]]]:
    """Accounts and revenue of today by the band of each of the last weeks, oldest first, in one query."""
    days = [book.day - timedelta(days=7 * back) for back in range(weeks - 1, -1, -1)]
    found: dict[date, dict[str, tuple[int, Decimal]]] = {day: {} for day in days}
    for row in book.read(TREND, {"weeks": days}):
        found[row["on"]][row["band"]] = (row["accounts"], row["revenue"])
    return found


def sum_of(groups: Sequence[Sums]) -> Sums:
    """Groups added up; means are left out, since they do not add."""
    added = [name for name in NAMES if not name.startswith("mean_")]
    return Sums(**{name: sum(getattr(group, name) for group in groups) for name in added})


def _soon(book: Book) -> dict[str, date]:
    return {"soon": date_in(book, SOON_DAYS)}


def _by(rows: Iterable[Mapping[str, Any]], name: str) -> dict[Any, Sums]:
    return {row[name]: _sums(row) for row in rows}


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(**{name: row[name] for name in NAMES})
