"""The accounts behind a figure of the portfolio: the same book, cut by what the figure says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from health.selectors.book import Book
from health.selectors.portfolio import BANDS, ROUTES, SOON_DAYS, date_in

NOBODY: Final = "none"

# What a figure can ask of its rows: a condition with the value asked for as `{name}`.
CONDITIONS: Final[Mapping[str, str]] = {
    "band_is": "band = {name}",
    "was": "band_before = {name}",
    "route": "threads = {name}",
    "single": "threads IN ('bridge', 'decider') AND {name} = 'yes'",
    "at_stake": "cents_at_stake > 0 AND {name} = 'yes'",
    "assumed": "threads <> 'unknown' AND assumed > 0 AND {name} = 'yes'",
    "undated": "threads <> 'unknown' AND cents_at_stake IS NULL AND arr IS NOT NULL AND {name} = 'yes'",
    "renewing": "renewal_on <= %(soon)s AND {name} = 'yes'",
    "valued": "(arr IS NOT NULL) = ({name} = 'yes')",
    "tenth": "tenth = {name}::int",
    "owner_is": "coalesce(owner_id::text, 'none') = {name}",
    "segment_is": "coalesce(segment_id::text, 'none') = {name}",
    "phase_is": "coalesce(nullif(phase, ''), 'none') = {name}",
    "region_is": "coalesce(nullif(region, ''), 'none') = {name}",
}
WORDS: Final[Mapping[str, Sequence[str]]] = {
    "band_is": BANDS,
    "was": BANDS,
    "route": ROUTES,
    **dict.fromkeys(("single", "at_stake", "assumed", "undated", "renewing"), ("yes",)),
    "valued": ("yes", "no"),
    "tenth": tuple(str(tenth) for tenth in range(-1, 10)),
}
LISTED = """
SELECT id, name, owner_id, segment_id, arr, renewal_on, score, band, threads, chance, cents_at_stake * 0.01 AS at_stake,
    {counted} AS accounts, coalesce(sum(arr) OVER (), 0) AS revenue,
    coalesce(sum(cents_at_stake) OVER (), 0) * 0.01 AS all_at_stake
FROM book WHERE {conditions} ORDER BY arr DESC NULLS LAST, id LIMIT %(limit)s OFFSET %(offset)s
"""

LARGEST = """
SELECT asked.*, worth.arr, worth.renewal_on, count(*) OVER () AS within
FROM asked JOIN worth ON worth.account_id = asked.id
WHERE worth.renewal_on <= %(last)s AND worth.arr > 0 ORDER BY worth.arr DESC, asked.id LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Row:
    """An account of a book."""

    id: int
    name: str
    owner_id: int | None
    segment_id: int | None
    arr: Decimal | None
    renewal_on: date | None
    score: float | None
    band: str
    threads: str
    chance: float | None
    at_stake: Decimal | None


@dataclass(frozen=True)
class Rows:
    """Some rows, and what all of those that fit add up to."""

    rows: Sequence[Row]
    accounts: int
    revenue: Decimal
    at_stake: Decimal


def is_known(name: str, value: str) -> bool:
    """Whether a figure can ask for this."""
    if name not in CONDITIONS:
        return False
    return value in WORDS[name] if name in WORDS else 0 < len(value) <= 100


def portfolio_rows(book: Book, asked: Mapping[str, str], limit: int, offset: int = 0) -> Rows:
    """The accounts behind a figure, largest revenue first, in one query; what they add up to equals the figure."""
    conditions = [CONDITIONS[name].replace("{name}", f"%(asked_{name})s") for name in asked]
    given = {
        **{f"asked_{name}": value for name, value in asked.items()},
        "soon": date_in(book, SOON_DAYS),
        "limit": limit,
        "offset": offset,
    }
    select = LISTED.format(conditions=" AND ".join(conditions) or "true", counted="count(*) OVER ()")
    return _rows(list(book.read(select, given, with_before="was" in asked)))


def sky_rows(book: Book, limit: int, within_days: int = 365) -> Rows:
    """The largest accounts that renew within some days: what the sky of accounts shows."""
    given = {"limit": limit, "offset": 0, "last": date_in(book, within_days)}
    select = LISTED.format(conditions="true", counted="within")
    return _rows(list(book.read(select, given, narrowed=LARGEST)))


def comparison_key(compare: str, key: Any) -> tuple[str, str]:
    """What a row of a comparison asks of its accounts."""
    return f"{compare}_is", str(key) if key else NOBODY


def _rows(found: Sequence[Mapping[str, Any]]) -> Rows:
    first: Mapping[str, Any] = found[0] if found else {"accounts": 0, "revenue": Decimal(0), "all_at_stake": Decimal(0)}
    return Rows([_row(row) for row in found], first["accounts"], first["revenue"], first["all_at_stake"])


def _row(row: Mapping[str, Any]) -> Row:
    return Row(*(row[name] for name in Row.__slots__))
