"""The figures of a portfolio, against adding the same accounts up by hand."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from csm.foundation.clock import today
from health.domain.bands import band_of
from health.models import DailyScore
from health.selectors.book import Book
from health.selectors.portfolio import BANDS, ROUTES, Owned, Portfolio, Sums, owned, portfolio, trend
from health.selectors.portfolio_rows import NOBODY, is_known, portfolio_rows, sky_rows
from tests.health.books import Held, write_book
from tests.personas import Cast


@pytest.fixture
def held(cast: Cast) -> list[Held]:
    return write_book(7, 80, [cast.cleo, cast.carl])


@pytest.fixture
def book(held: list[Held]) -> Book:
    return Book.of(Account.objects.filter(pk__in=[one.account.pk for one in held]))


def arr(some: Iterable[Held]) -> Decimal:
    return sum((one.arr for one in some if one.arr is not None), Decimal(0))


def test_every_side_of_the_portfolio_adds_up_to_its_total(book: Book, held: list[Held]) -> None:
    found = portfolio(book)
    assert (found.total.accounts, found.total.revenue) == (80, arr(held))
    for side in (found.bands, found.routes, owned(book).owners, found.compared, found.tenths, found.moves):
        assert sum(sums.accounts for sums in side.values()) == 80
        assert sum(sums.revenue for sums in side.values()) == found.total.revenue
        assert sum(sums.at_stake for sums in side.values()) == found.total.at_stake


def test_revenue_by_band_and_by_routes(book: Book, held: list[Held]) -> None:
    found = portfolio(book)
    assert {band: sums.revenue for band, sums in found.bands.items()} == {
        band: arr(one for one in held if one.band == band) for band in BANDS
    }
    assert {route: sums.revenue for route, sums in found.routes.items()} == {
        route: arr(one for one in held if one.threads == route) for route in ROUTES
    }
    tenths = [-1 if one.score is None else min(int(one.score // 10), 9) for one in held]
    assert {key: sums.accounts for key, sums in found.tenths.items()} == Counter(tenths)
    assert found.total.single_revenue == arr(one for one in held if one.threads in {"bridge", "decider"})


def test_revenue_at_stake_is_weighted_by_the_chance_until_the_renewal(book: Book, held: list[Held]) -> None:
    found = portfolio(book)
    at_stake = [one.at_stake for one in held if one.at_stake is not None]
    assert abs(found.total.at_stake - sum(at_stake)) <= Decimal("0.01") * len(at_stake)
    assert found.total.unmapped_revenue == arr(one for one in held if one.threads == "unknown")
    assert found.total.undated_revenue == arr(
        one for one in held if one.threads != "unknown" and one.renewal_on is None
    )
    rests = found.total.assumed_revenue
    assert rests == arr(one for one in held if one.threads != "unknown" and one.assumed)


def test_movement_is_of_health_alone_at_the_revenue_of_today(book: Book, held: list[Held]) -> None:
    found = portfolio(book)
    was = {band: Decimal(0) for band in BANDS}
    for one in held:
        was["unknown" if one.score_before is None else band_of(one.score_before).value] += one.arr or 0
    assert {band: found.before(band) for band in BANDS} == was
    assert found.has_before


def test_the_trend_is_of_the_bands_that_were_kept(book: Book, held: list[Held]) -> None:
    found = trend(book, 3)
    assert list(found) == [book.day - timedelta(days=14), book.day - timedelta(days=7), book.day]
    before, week_ago, now = found.values()
    assert before == {"unknown": (80, arr(held))}
    was = Counter("unknown" if one.score_before is None else band_of(one.score_before).value for one in held)
    assert {band: accounts for band, (accounts, _revenue) in week_ago.items()} == was
    assert now == week_ago
    assert sum(revenue for _accounts, revenue in week_ago.values()) == arr(held)


def test_one_query_whatever_the_size(book: Book) -> None:
    for added_up in (portfolio, owned):
        with CaptureQueriesContext(connection) as asked:
            added_up(book)
        assert len(asked) == 1


def test_nobodys_portfolio_is_empty(cast: Cast) -> None:
    found = portfolio(Book.of(Account.objects.none()))
    assert (found.total, found.bands["red"], found.has_before) == (Sums(), Sums(), False)
    assert owned(Book.of(Account.objects.none())) == Owned(Sums(), {})


@pytest.mark.parametrize("compare", ["segment", "phase", "region"])
def test_every_figure_opens_rows_that_add_up_to_it(book: Book, compare: str) -> None:
    found = portfolio(book, compare)
    for asked, sums in _figures(found, owned(book), compare):
        rows = portfolio_rows(book, asked, 100)
        assert all(is_known(name, value) for name, value in asked.items())
        assert (rows.accounts, rows.revenue) == (sums.accounts, sums.revenue), asked
        assert rows.at_stake == sums.at_stake
        assert len(rows.rows) == sums.accounts


def _figures(found: Portfolio, by_owner: Owned, compare: str) -> Iterable[tuple[dict[str, str], Sums]]:
    assert [by_owner.total.accounts, by_owner.total.revenue] == [found.total.accounts, found.total.revenue]
    assert by_owner.total.at_stake == found.total.at_stake
    yield {}, found.total
    yield from (({"band_is": key}, sums) for key, sums in found.bands.items())
    yield from (({"route": key}, sums) for key, sums in found.routes.items())
    yield from (({"owner_is": str(key or NOBODY)}, sums) for key, sums in by_owner.owners.items())
    yield from (({f"{compare}_is": key or NOBODY}, sums) for key, sums in found.compared.items())
    yield from (({"tenth": str(key)}, sums) for key, sums in found.tenths.items())
    yield from (({"was": was, "band_is": now}, sums) for (was, now), sums in found.moves.items())


def test_figures_within_a_group_open_their_rows(book: Book) -> None:
    total = portfolio(book).total
    for name, revenue in {
        "single": total.single_revenue,
        "assumed": total.assumed_revenue,
        "undated": total.undated_revenue,
        "renewing": total.renewing_revenue,
    }.items():
        assert portfolio_rows(book, {name: "yes"}, 5).revenue == revenue
    assert portfolio_rows(book, {"at_stake": "yes"}, 5).at_stake == total.at_stake
    assert portfolio_rows(book, {"valued": "no"}, 5).accounts == total.accounts - total.valued


def test_what_no_figure_asks_is_not_known() -> None:
    assert not is_known("name", "x")
    assert not is_known("band_is", "blue")
    assert not is_known("owner_is", "")


def test_the_sky_holds_the_largest_that_renew_within_a_year(book: Book, held: list[Held]) -> None:
    within = [one for one in held if one.renewal_on and (one.renewal_on - book.day).days <= 365]
    found = sky_rows(book, 10)
    assert found.accounts == len(within)
    assert [row.arr for row in found.rows] == sorted((one.arr for one in within if one.arr), reverse=True)[:10]


def test_without_a_score_of_that_day_the_last_one_before_counts(cast: Cast) -> None:
    week_ago = today() - timedelta(days=7)
    kept = {cast.acme: [(week_ago, "green"), (week_ago - timedelta(days=1), "red")],
            cast.bolt: [(week_ago + timedelta(days=1), "green"), (week_ago - timedelta(days=30), "amber")],
            cast.comet: [(week_ago, ""), (week_ago - timedelta(days=2), "red")]}  # fmt: skip
    for account, scores in kept.items():
        for on, band in scores:
            DailyScore.objects.create(account=account, on=on, band=band)
    moves = portfolio(Book.of(Account.objects.all())).moves
    assert {was: sums.accounts for (was, _now), sums in moves.items()} == {"green": 1, "amber": 1, "unknown": 1}
