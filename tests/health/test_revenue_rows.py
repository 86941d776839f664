"""Each figure of the revenue page opens its rows, and these add up to it; the file says the same as the page."""

import csv
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, Segment
from csm.foundation.clock import today
from tests.accounts.pages import signed_in, text_of
from tests.health.books import sell
from tests.personas import Cast

pytestmark = pytest.mark.django_db
OUTCOMES = ("open", "renewed", "churned", "cancelled")


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.ada)


@pytest.fixture(params=[1, 2, 3])
def sold(cast: Cast, request: pytest.FixtureRequest) -> None:
    """Thirty accounts in three segments or none, with contracts of every fate, some in a currency without a rate."""
    random, day = Random(request.param), today()
    segments = [None, *Segment.objects.order_by("pk")]
    for place in range(30):
        account = Account.objects.create(name=f"Customer {place}", segment=segments[place % len(segments)])
        for _contract in range(random.randrange(0, 4)):
            starts_on = day - timedelta(days=random.randrange(100, 900))
            ends_on = starts_on + timedelta(days=random.choice((90, 365, 700, 1500)))
            currency = "XXX" if place % 10 == 9 else "EUR"
            sell(account, starts_on, ends_on, random.randrange(1, 9000), random.choice(OUTCOMES), currency)


def table(client: Client, url: str) -> list[dict[str, str]]:
    """The rows of the file of a page of rows, the sum last."""
    exported = client.get(client.get(url).context["export_url"])
    assert exported["Content-Type"].startswith("text/csv")
    lines = b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(lines.splitlines()))


def total(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows[:-1] if row[column]), Decimal(0))


def share(part: Decimal, whole: Decimal) -> Any:
    return pytest.approx(float(100 * part / whole)) if whole else None


def assert_ledger(client: Client, found: Any, urls: dict[str, str], grr: Any, nrr: Any) -> None:
    """Every figure of a ledger is the sum of the rows it opens."""
    rows = {what: table(client, url) for what, url in urls.items() if client.get(url).context["rows"]}
    starting = rows.get("start", [])
    assert total(starting, "First day") == found.start
    assert len(starting[:-1]) == found.accounts
    assert share(total(rows.get("gross", []), "Kept"), total(rows.get("gross", []), "First day")) == grr
    assert share(total(rows.get("net", []), "Last day"), total(rows.get("net", []), "First day")) == nrr
    assert total(rows.get("expansion", []), "Change") == found.expansion
    assert total(rows.get("new", []), "Last day") == found.new_sales
    for each in rows.values():
        for column in ("First day", "Last day", "Kept", "Change"):
            assert Decimal(each[-1][column]) == total(each, column)


@pytest.mark.usefixtures("sold")
def test_the_rows_of_each_tile_add_up_to_it(client: Client) -> None:
    page = client.get("/portfolio/revenue/").context
    assert page["found"].start > 0
    assert_ledger(client, page["found"], page["urls"], page["grr"], page["nrr"])


@pytest.mark.usefixtures("sold")
def test_the_rows_of_each_segment_add_up_to_its_line(client: Client) -> None:
    lines = client.get("/portfolio/revenue/").context["segments"]
    assert len(lines) == 4
    for line in lines:
        assert_ledger(client, line["found"], line["urls"], line["grr"], line["nrr"])


@pytest.mark.usefixtures("sold")
def test_the_contracts_of_the_renewal_rates_add_up_to_them(client: Client) -> None:
    page = client.get("/portfolio/revenue/").context
    rows = table(client, page["decided_url"])
    renewed = [row for row in rows[:-1] if row["What became of it"] == "renewed"]
    assert (len(renewed), len(rows[:-1])) == (page["renewals"].renewed_count, page["decided"])
    value = sum((Decimal(row["In the base currency"] or 0) for row in renewed), Decimal(0))
    assert value == page["renewals"].renewed_value
    assert share(value, total(rows, "In the base currency")) == page["value_rate"]
    undecided = table(client, page["undecided_url"])
    assert len(undecided[:-1]) == page["renewals"].undecided_count
    assert total(undecided, "In the base currency") == page["renewals"].undecided_value


@pytest.mark.usefixtures("sold")
def test_the_page_shows_the_sum_and_the_share(client: Client) -> None:
    page = client.get("/portfolio/revenue/").context
    gross = client.get(page["urls"]["gross"])
    assert gross.context["sums"]["share"] == pytest.approx(page["grr"])
    decided = client.get(page["decided_url"])
    assert decided.context["sums"]["share"] == pytest.approx(page["rate"])
    assert "contracts renewed:" in text_of(decided)


def test_a_csm_sees_only_rows_of_their_own_accounts(cast: Cast) -> None:
    day = today()
    for account in (cast.acme, cast.bolt):
        sell(account, day - timedelta(days=700), day - timedelta(days=100), 1000, "churned")
    for url in ("/portfolio/revenue/accounts/?what=churn", "/portfolio/revenue/contracts/?what=decided"):
        assert [row["Account"] for row in table(signed_in(cast.cleo), url)] == ["Acme", "Together"]


@pytest.mark.parametrize("query", ["accounts/?what=luck", "contracts/?what=luck", "accounts/?only=x"])
def test_a_figure_there_is_not_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/portfolio/revenue/{query}").status_code == 400


@pytest.mark.usefixtures("sold")
def test_the_api_gives_the_same_rows(client: Client) -> None:
    ledger = client.get("/api/v1/portfolio/revenue/").json()
    gross = client.get("/api/v1/portfolio/revenue/accounts/?what=gross").json()
    assert Decimal(gross["start"]) == sum(Decimal(row["start"]) for row in gross["rows"])
    assert (gross["start"], gross["count"]) == (ledger["ledger"]["start"], ledger["ledger"]["accounts"])
    assert float(Decimal(gross["kept"]) / Decimal(gross["start"])) == pytest.approx(ledger["ledger"]["grr"])
    ended = client.get("/api/v1/portfolio/revenue/contracts/?what=renewed").json()
    assert (ended["count"], ended["value"]) == (
        ledger["renewals"]["renewed_count"],
        ledger["renewals"]["renewed_value"],
    )
    assert client.get(f"/api/v1/portfolio/revenue/contracts/?what=renewed&offset={ended['count']}").json()["rows"] == []


@pytest.mark.parametrize("query", ["accounts/?what=luck", "contracts/?offset=-1", "accounts/?only=1"])
def test_the_api_refuses_what_it_does_not_know(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/portfolio/revenue/{query}").status_code == 400
