"""The accounts list: what it shows to whom, found, filtered and sorted by its address."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Contract, ExchangeRate, ExternalId, Product, Segment, Team
from csm.foundation.clock import today
from csm.foundation.registry import account_columns, account_filters
from tests.accounts.pages import rows_of, signed_in, text_of
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_columns_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what this app shows: upper apps test their own columns."""
    monkeypatch.setattr(account_columns, "_entries", {})
    monkeypatch.setattr(account_filters, "_entries", {})


def contract(account: Account, value: str, currency: str = "EUR", days: int = 12, **fields: Any) -> Contract:
    product, _ = Product.objects.get_or_create(name="Suite")
    given = {"starts_on": today() - timedelta(days=100), "ends_on": today() + timedelta(days=days), **fields}
    return Contract.objects.create(
        account=account, product=product, annual_value=Decimal(value), currency=currency, **given
    )


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("ada", ["Acme", "Bolt", "Comet"]),
        ("otto", ["Acme", "Bolt", "Comet"]),
        ("edda", ["Acme", "Bolt", "Comet"]),
        ("mara", ["Acme"]),
        ("cleo", ["Acme"]),
        ("carl", ["Bolt"]),
    ],
)
def test_everybody_sees_their_accounts_and_no_other(cast: Cast, name: str, seen: list[str]) -> None:
    response = signed_in(cast.users[name]).get("/accounts/?sort=name")
    assert [row.split()[0] for row in rows_of(response)] == seen


@pytest.mark.parametrize(
    ("name", "may"), [("ada", True), ("mara", True), ("cleo", True), ("otto", False), ("edda", False)]
)
def test_only_who_may_add_accounts_is_offered_to(cast: Cast, name: str, may: bool) -> None:
    client = signed_in(cast.users[name])
    assert ("New account" in text_of(client.get("/accounts/"))) is may
    assert client.get("/accounts/new/").status_code == (200 if may else 403)


def test_a_stranger_is_asked_to_sign_in(cast: Cast, client: Any) -> None:
    response = client.get("/accounts/?q=acme")
    assert (response.status_code, response.url) == (302, "/sign-in/?next=/accounts/%3Fq%3Dacme")


def test_a_row_says_what_an_account_is_worth_and_when_it_renews(cast: Cast) -> None:
    ExchangeRate.objects.create(currency="USD", valid_from=date(2025, 1, 1), rate=Decimal("0.8"))
    ExchangeRate.objects.create(currency="USD", valid_from=today(), rate=Decimal("0.5"))
    ExchangeRate.objects.create(currency="USD", valid_from=today() + timedelta(days=1), rate=Decimal("9"))
    contract(cast.acme, "84000")
    contract(cast.acme, "2000", "USD", days=400)
    contract(cast.acme, "7777", outcome="cancelled")
    contract(cast.acme, "5555", days=-1)
    response = signed_in(cast.cleo).get("/accounts/")
    assert rows_of(response) == ["Acme EUR 85 k in 12 days Cleo Medium touch Adopt"]
    assert 'title="EUR 85,000.00"' in response.content.decode()


def test_a_currency_without_a_rate_is_not_counted_and_the_page_says_so(cast: Cast) -> None:
    contract(cast.acme, "1000")
    contract(cast.acme, "99", "CHF")
    contract(cast.bolt, "99", "CHF")
    response = signed_in(cast.ada).get("/accounts/?sort=name")
    assert [row.split(" in ")[0] for row in rows_of(response)][:2] == ["Acme EUR 1 k +", "Bolt no rate"]
    assert "without contracts in a currency that has no rate" in response.content.decode()


def order(cast: Cast, sort: str) -> list[str]:
    return [row.split()[0] for row in rows_of(signed_in(cast.ada).get(f"/accounts/?sort={sort}"))]


def test_accounts_without_a_value_come_last_both_ways(cast: Cast) -> None:
    contract(cast.acme, "100", days=50)
    contract(cast.bolt, "900", days=20)
    assert [order(cast, sort) for sort in ("arr", "-arr", "renewal", "-renewal")] == [
        ["Acme", "Bolt", "Comet"],
        ["Bolt", "Acme", "Comet"],
        ["Bolt", "Acme", "Comet"],
        ["Acme", "Bolt", "Comet"],
    ]


def test_phases_sort_in_the_order_they_happen(cast: Cast) -> None:
    for account, phase in ((cast.acme, "renew"), (cast.bolt, "land"), (cast.comet, "expand")):
        Account.objects.filter(pk=account.pk).update(phase=phase)
    assert order(cast, "phase") == ["Bolt", "Comet", "Acme"]


@pytest.mark.parametrize("sort", ["arr", "-arr", "name", "-name", "renewal", "-owner", "segment", "phase"])
def test_paging_shows_every_account_once_and_comes_back(cast: Cast, sort: str) -> None:
    made = Account.objects.bulk_create([Account(name=f"Number {number % 40:03d}") for number in range(117)])
    for number, account in enumerate(made[:60]):
        contract(account, str(100 * (number % 7)), days=number % 5 + 1)
    client, url, pages = signed_in(cast.ada), f"/accounts/?sort={sort}", []
    while url:
        response = client.get(url)
        pages.append([row.pk for row in response.context["page"].rows])
        url = f"/accounts/{response.context['next_url']}" if response.context["next_url"] else ""
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({pk for page in pages for pk in page}) == 120
    back = client.get(f"/accounts/{response.context['previous_url']}")
    assert [row.pk for row in back.context["page"].rows] == pages[1]


FOUND = [
    ("q=acm", ["Acme"]),
    ("q=ACME group", ["Acme"]),
    ("q=grou", ["Acme"]),
    ("q=bolt.ex", ["Bolt"]),
    ("q=crm-17", ["Comet"]),
    ("q=olt", []),
    ("q='%26|!(", []),
    ("phase=expand", ["Bolt"]),
    ("region=NORTH", ["Acme"]),
    ("industry=Rail", ["Bolt"]),
    ("renewal=30", ["Acme"]),
    ("renewal=90", ["Acme", "Bolt"]),
    ("renewal=none", ["Comet"]),
    ("q=acme&renewal=none", []),
]


@pytest.mark.parametrize(("address", "found"), FOUND)
def test_the_address_filters(cast: Cast, address: str, found: list[str]) -> None:
    Account.objects.filter(pk=cast.acme.pk).update(name="Acme Group", region="North")
    Account.objects.filter(pk=cast.bolt.pk).update(domain="bolt.example", phase="expand", industry="Rail")
    ExternalId.objects.create(source="crm", kind="account", value="crm-17", row_id=cast.comet.pk)
    contract(cast.acme, "1", days=30)
    contract(cast.bolt, "1", days=31)
    response = signed_in(cast.ada).get(f"/accounts/?sort=name&{address}")
    assert [row.split()[0] for row in rows_of(response)] == found


def test_segment_owner_and_team_filter(cast: Cast) -> None:
    high = Segment.objects.get(name="High touch")
    Account.objects.filter(pk=cast.comet.pk).update(segment=high, owner=cast.mara)
    client, team = signed_in(cast.ada), Team.objects.get()
    for address, name in (
        (f"segment={high.pk}", "Comet"),
        (f"owner={cast.mara.pk}", "Comet"),
        (f"team={team.pk}", "Acme"),
    ):
        assert [row.split()[0] for row in rows_of(client.get(f"/accounts/?{address}"))] == [name]


def test_one_is_offered_only_owners_and_regions_of_accounts_one_sees(cast: Cast) -> None:
    Account.objects.filter(pk=cast.bolt.pk).update(owner=cast.carl, region="Secret valley")
    page = signed_in(cast.cleo).get("/accounts/").content.decode()
    assert "Secret valley" not in page
    assert "Carl" not in page


def test_a_filter_that_makes_no_sense_shows_nothing_and_can_be_cleared(cast: Cast) -> None:
    response = signed_in(cast.ada).get("/accounts/?segment=999999")
    assert rows_of(response) == []
    assert "No account of yours fits these filters." in text_of(response)


@pytest.mark.parametrize("address", ["sort=wealth", "cursor=nonsense"])
def test_an_address_that_cannot_be_read_is_refused(cast: Cast, address: str) -> None:
    assert signed_in(cast.ada).get(f"/accounts/?{address}").status_code == 400


def test_a_head_turns_the_order_and_keeps_the_filters(cast: Cast) -> None:
    response = signed_in(cast.ada).get("/accounts/?q=a&sort=-arr&cursor=")
    heads = {str(head.label): parse_qs(urlsplit(head.url).query) for head in response.context["heads"]}
    assert heads["ARR"] == {"q": ["a"], "sort": ["arr"]}
    assert heads["Account"] == {"q": ["a"], "sort": ["name"]}


def test_htmx_gets_only_the_results(cast: Cast) -> None:
    client, address = signed_in(cast.ada), "/accounts/?q=acme&segment=&sort=name"
    htmx = {"HX-Request": "true", "HX-Target": "results"}
    part = client.get(address, headers=htmx)
    assert ("<html" in part.content.decode(), rows_of(part)[0].split()[0]) == (False, "Acme")
    assert part["HX-Push-Url"] == "/accounts/?q=acme&sort=name"
    assert "HX-Request" in part["Vary"]
    whole = client.get(address, headers={**htmx, "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()


def test_an_empty_list_teaches(cast: Cast) -> None:
    Account.objects.all().delete()
    assert "Add the first one, or import them from a file." in text_of(signed_in(cast.cleo).get("/accounts/"))
    assert "They appear here once they are imported" in text_of(signed_in(cast.edda).get("/accounts/"))


def test_a_removed_account_is_not_listed(cast: Cast) -> None:
    Account.objects.filter(pk=cast.acme.pk).update(retracted_at="2026-01-01T00:00Z")
    assert order(cast, "name") == ["Bolt", "Comet"]


@pytest.mark.parametrize("sort", ["-arr", "name", "renewal"])
def test_the_number_of_queries_does_not_grow_with_the_list(cast: Cast, sort: str) -> None:
    client = signed_in(cast.ada)
    client.get("/accounts/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/accounts/?sort={sort}").status_code == 200
        return len(captured)

    for number in range(2):
        contract(Account.objects.create(name=f"Few {number}", owner=cast.cleo), "10")
    few = queries()
    for number in range(55):
        contract(Account.objects.create(name=f"Many {number}", owner=cast.carl), "10")
    assert queries() == few
