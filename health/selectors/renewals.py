"""Contracts that come to their end, each with what is forecast of it; and what was forecast of those decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import Account, Contract
from accounts.selectors.revenue import rates_on
from accounts.visibility import Viewer
from health.domain.forecasts import Category, HeldAgainst, Said, hold_against
from health.models import Closing, Forecast
from health.selectors.book import Book, chosen_ids, read

NO_FORECAST: Final = "none"
CATEGORIES: Final = (*(category.value for category in Category), NO_FORECAST)
DUE: Final = ("overdue", "30", "90", "180", "365")

# At most one of each holds on a day. Two plain joins: thousands of contracts are joined at once and few one by one.
SAID = """LEFT JOIN health_forecast own ON own.contract_id = sold.id AND NOT own.is_override
        AND own.retracted_at IS NULL AND own.valid_from <= {on} AND (own.valid_to IS NULL OR own.valid_to > {on})
    LEFT JOIN health_forecast over ON over.contract_id = sold.id AND over.is_override AND over.retracted_at IS NULL
        AND over.valid_from <= {on} AND (over.valid_to IS NULL OR over.valid_to > {on})
    CROSS JOIN LATERAL (SELECT coalesce(over.category, own.category) AS category,
        CASE WHEN over.id IS NULL THEN own.amount ELSE over.amount END AS amount) said"""
OPEN = """
WITH rate(currency, rate) AS (SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[])),
chosen(id) AS ({chosen}),
due AS (
    SELECT sold.id, sold.account_id, sold.ends_on, sold.annual_value * rate.rate AS worth,
        coalesce(said.category, 'none') AS category,
        CASE WHEN said.category IS NULL THEN NULL
            ELSE coalesce(said.amount, CASE said.category WHEN 'lost' THEN 0 ELSE sold.annual_value END) * rate.rate
            END AS expected
    FROM accounts_contract sold JOIN chosen ON chosen.id = sold.account_id
    LEFT JOIN rate ON rate.currency = sold.currency {said}
    WHERE sold.retracted_at IS NULL AND sold.outcome = 'open' AND sold.ends_on < %(until)s {since}
)
""".replace("{said}", SAID.format(on="%(day)s"))
MONTHS = """
SELECT CASE WHEN ends_on < %(day)s THEN NULL ELSE date_trunc('month', ends_on)::date END AS month, category,
    count(*) AS contracts, count(worth) AS valued, coalesce(sum(worth), 0) AS worth,
    coalesce(sum(expected), 0) AS expected
FROM due GROUP BY 1, 2
"""
TOTALS = """
SELECT category, count(*) AS contracts, count(worth) AS valued, coalesce(sum(worth), 0) AS worth,
    coalesce(sum(expected), 0) AS expected
FROM due GROUP BY 1
"""
KEYS = "SELECT id, worth, expected FROM due WHERE {conditions} ORDER BY ends_on, id LIMIT %(limit)s OFFSET %(offset)s"
DECIDED = """
WITH rate(currency, rate) AS (SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[])),
chosen(id) AS ({chosen})
SELECT said.category, sold.outcome = 'renewed' AS is_renewed, coalesce(sold.annual_value * rate.rate, 0) AS worth
FROM accounts_contract sold JOIN chosen ON chosen.id = sold.account_id
LEFT JOIN rate ON rate.currency = sold.currency {said}
WHERE sold.retracted_at IS NULL AND sold.outcome IN ('renewed', 'churned')
    AND sold.ends_on > %(since)s AND sold.ends_on <= %(day)s
""".replace("{said}", SAID.format(on="sold.ends_on - %(before)s::int"))


@dataclass(frozen=True, slots=True)
class Total:
    """Contracts added up: how many, what they are worth, what is expected of those with a forecast."""

    contracts: int = 0
    valued: int = 0
    worth: Decimal = Decimal(0)
    expected: Decimal = Decimal(0)

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.contracts + other.contracts,
            self.valued + other.valued,
            self.worth + other.worth,
            self.expected + other.expected,
        )


@dataclass(frozen=True)
class Window:
    """Which renewals: those not yet decided that end within some days, in one month, or that are overdue."""

    day: date
    due: str = "180"
    month: date | None = None

    def bounds(self) -> tuple[date | None, date]:
        """The first day and the day after the last."""
        if self.month is not None:
            return max(self.month, self.day), month_after(self.month)
        if self.due == "overdue":
            return None, self.day
        return self.day, self.day + timedelta(days=int(self.due) + 1)


class Due:
    """The undecided renewals of some accounts in a window, joined with what is forecast on a day."""

    def __init__(self, accounts: "QuerySet[Account]", day: date, since: date | None, until: date) -> None:
        chosen, named = chosen_ids(accounts)
        rates = rates_on(day)
        self.day = day
        self.head = OPEN.replace("{chosen}", chosen).replace("{since}", "AND sold.ends_on >= %(since)s" * bool(since))
        self.given = {
            **named,
            "currencies": list(rates),
            "rates": list(rates.values()),
            "day": day,
            "until": until,
            "since": since,
        }

    def months(self) -> Mapping[date | None, Mapping[str, Total]]:
        """By month and category; what is overdue under None. In one query."""
        found: dict[date | None, dict[str, Total]] = {}
        for row in read(self.head + MONTHS, self.given):
            found.setdefault(row["month"], {})[row["category"]] = _total(row)
        return found

    def totals(self) -> Mapping[str, Total]:
        """By category, every one of them."""
        found = {row["category"]: _total(row) for row in read(self.head + TOTALS, self.given)}
        return {category: found.get(category, Total()) for category in CATEGORIES}

    def keys(self, category: str, limit: int, offset: int = 0) -> Mapping[int, tuple[Decimal | None, Decimal | None]]:
        """The contracts of one category (all where empty), the next first: worth and expectation by id."""
        select = KEYS.format(conditions="category = %(category)s" if category else "true")
        given = {**self.given, "category": category, "limit": limit, "offset": offset}
        return {row["id"]: (row["worth"], row["expected"]) for row in read(self.head + select, given)}


def held_against(accounts: "QuerySet[Account]", day: date, *, since: date, before_days: int = 90) -> list[HeldAgainst]:
    """What was forecast some days before each renewal decided since a day, against what happened."""
    chosen, named = chosen_ids(accounts)
    rates = rates_on(day)
    given = {
        **named,
        "currencies": list(rates),
        "rates": list(rates.values()),
        "day": day,
        "since": since,
        "before": before_days,
    }
    rows = read(DECIDED.replace("{chosen}", chosen), given)
    return hold_against(
        Said(Category(row["category"]) if row["category"] else None, row["is_renewed"], row["worth"]) for row in rows
    )


def months_ahead(book: Book) -> Mapping[date | None, Mapping[str, Total]]:
    """The undecided renewals of twelve months by month and category, and what is overdue under None, in one query."""
    until = book.day.replace(day=1)
    for _month in range(12):
        until = month_after(until)
    return Due(book.accounts, book.day, None, until).months()


def forecasts_of(contract_ids: Sequence[int], on: date) -> Mapping[int, Mapping[bool, Forecast]]:
    """The forecasts that hold on a day, by contract: the CSM's under False, the manager's under True."""
    found: dict[int, dict[bool, Forecast]] = {}
    rows = Forecast.objects.valid_at(on).filter(contract_id__in=contract_ids).select_related("recorded_by")
    for forecast in rows:
        found.setdefault(forecast.contract_id, {})[forecast.is_override] = forecast
    return found


def history_of(contract_id: int) -> list[Forecast]:
    """Everything said of a contract, the newest first."""
    rows = Forecast.objects.standing().filter(contract_id=contract_id).select_related("recorded_by")
    return list(rows.order_by("-valid_from", "-pk"))


def month_after(month: date) -> date:
    """The first day of the month after the one that begins on a day."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _total(row: Mapping[str, Any]) -> Total:
    return Total(row["contracts"], row["valued"], row["worth"], row["expected"])


def closing_of(contract_id: int) -> Closing | None:
    """Why a contract ended as it did, where somebody said so."""
    found: Closing | None = Closing.objects.standing().filter(contract=contract_id).first()
    return found


def contracts_shown(ids: Sequence[int], viewer: Viewer) -> tuple[dict[int, Contract], set[int]]:
    """Contracts by id with what a list shows of them, and the ids of those whose accounts the viewer may change."""
    shown = Contract.objects.select_related("account__owner", "account__health", "product").in_bulk(ids)
    return shown, set(Contract.objects.editable_by(viewer).filter(pk__in=ids).values_list("pk", flat=True))
