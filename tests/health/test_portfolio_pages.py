"""The pages of the portfolio: what they say is what is there, every figure opens its rows, and nobody sees more."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Contract
from csm.foundation.clock import today
from health.models import Closing, Forecast
from health.selectors.book import Book
from health.selectors.portfolio import portfolio
from health.services.forecasts import forecast_renewal
from tests.accounts.pages import signed_in, text_of, undo_urls
from tests.health.books import sell, write_book
from tests.personas import Cast


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return sell(cast.acme, today() - timedelta(days=300), today() + timedelta(days=65), 1000)


def test_a_portfolio_says_how_much_is_safe_at_risk_and_not_known(cast: Cast) -> None:
    write_book(5, 50, [cast.cleo])
    found = portfolio(Book.of(Account.objects.all()))
    page = signed_in(cast.edda).get("/portfolio/")
    shown = page.context["found"]
    for side in ("bands", "routes", "tenths"):
        assert {key: sums.revenue for key, sums in getattr(shown, side).items()} == {
            key: sums.revenue for key, sums in getattr(found, side).items()
        }
    assert f"{found.total.accounts} accounts" in text_of(page)


def test_every_link_of_the_portfolio_opens_accounts(cast: Cast) -> None:
    write_book(5, 50, [cast.cleo])
    client = signed_in(cast.ada)
    pages = [client.get(f"/portfolio/{part}?phase=adopt").content.decode() for part in ("", "months/", "owners/")]
    links = set(re.findall(r'href="(/(?:portfolio|renewals)/[^"]*)"', "".join(pages)))
    assert len(links) > 30
    for link in links:
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200, link
        assert "phase=adopt" in link or link in {"/portfolio/", "/portfolio/owners/"}


def test_a_csm_sees_their_own_book_only(cast: Cast, contract: Contract) -> None:
    sell(cast.bolt, today() - timedelta(days=300), today() + timedelta(days=65), 777_000)
    words = text_of(signed_in(cast.cleo).get("/portfolio/"))
    assert "EUR 1 k" in words
    assert "777" not in words
    assert "Bolt" not in text_of(signed_in(cast.cleo).get("/portfolio/accounts/"))


def test_a_portfolio_without_accounts_teaches(db: None, cast: Cast) -> None:
    Account.objects.all().delete()
    assert "Here you will see what your accounts are worth" in text_of(signed_in(cast.ada).get("/portfolio/"))


def test_filters_that_nothing_fits_offer_everything_again(cast: Cast) -> None:
    words = text_of(signed_in(cast.ada).get("/portfolio/?region=Atlantis"))
    assert "No account of yours fits these filters." in words


@pytest.mark.parametrize(
    "address",
    [
        "/portfolio/?by=size",
        "/portfolio/?segment=x",
        "/portfolio/accounts/?band_is=blue",
        "/renewals/?due=7",
        "/renewals/?month=2026-13",
        "/portfolio/revenue/?period=week",
        "/portfolio/revenue/accounts/?what=luck",
    ],
)
def test_an_address_that_says_nothing_is_refused(cast: Cast, address: str) -> None:
    assert signed_in(cast.ada).get(address).status_code == 400


def test_the_file_holds_the_figures_of_the_screen(cast: Cast) -> None:
    write_book(5, 50, [cast.cleo])
    found = portfolio(Book.of(Account.objects.all()))
    answer = signed_in(cast.ada).get("/portfolio/export/")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    by_name = {(row[0], row[1]): row for row in rows}
    green = by_name["Revenue by health", "green"]
    assert green[2:4] == [str(found.bands["green"].accounts), str(found.bands["green"].revenue)]
    assert by_name["Together", ""][3] == str(found.total.revenue)


def test_the_queries_of_a_portfolio_do_not_grow(cast: Cast) -> None:
    client = signed_in(cast.ada)
    counts = []
    for seed in (1, 2):
        write_book(seed, 60, [cast.cleo, cast.carl], name=f"Wave {seed}")
        client.get("/portfolio/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/portfolio/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_forecast_is_set_in_the_list_and_undone(cast: Cast, contract: Contract) -> None:
    client = signed_in(cast.cleo)
    address = f"/renewals/{contract.pk}/category/"
    page = client.post(address, {"category": "at_risk"}, follow=True)
    assert Forecast.objects.get().category == "at_risk"
    client.post(undo_urls(page)[0])
    assert not Forecast.objects.standing().exists()


def test_setting_the_word_keeps_amount_and_reason(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, date(2026, 1, 1), category="likely", amount=Decimal(900), reason="Asked for")
    signed_in(cast.cleo).post(f"/renewals/{contract.pk}/category/", {"category": "commit"})
    held = Forecast.objects.valid_at(today()).get()
    assert (held.category, held.amount, held.reason) == ("commit", 900, "Asked for")


def test_a_word_that_is_none_is_refused_and_changes_nothing(cast: Cast, contract: Contract) -> None:
    client = signed_in(cast.cleo)
    page = client.post(f"/renewals/{contract.pk}/category/", {"category": "maybe"}, follow=True)
    assert "maybe is not one of the available choices" in text_of(page)
    assert not Forecast.objects.exists()


def test_a_forecast_with_amount_date_and_reason(cast: Cast, contract: Contract) -> None:
    client = signed_in(cast.cleo)
    typed = {"category": "at_risk", "amount": "-5", "reason": "New CFO"}
    refused = client.post(f"/renewals/{contract.pk}/forecast/", typed)
    assert "cannot be negative" in text_of(refused)
    assert "New CFO" in refused.content.decode()
    client.post(f"/renewals/{contract.pk}/forecast/", {**typed, "amount": "800"})
    assert Forecast.objects.get().amount == 800
    words = text_of(client.get(f"/renewals/{contract.pk}/"))
    assert "New CFO" in words


def test_a_manager_over_rules_and_the_list_says_so(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, date(2026, 1, 1), category="commit")
    client = signed_in(cast.mara)
    client.post(f"/renewals/{contract.pk}/override/", {"category": "lost", "reason": "They told me"})
    page = client.get("/renewals/")
    assert "over-ruled: lost, Mara" in text_of(page)
    assert page.context["totals"][3]["total"].contracts == 1
    client.post(f"/renewals/{contract.pk}/override/withdraw/")
    assert "over-ruled" not in text_of(client.get("/renewals/"))


def test_an_outcome_takes_the_renewal_from_the_list_and_keeps_its_reason(cast: Cast, contract: Contract) -> None:
    client = signed_in(cast.cleo)
    assert "Acme" in text_of(client.get("/renewals/"))
    address = f"/renewals/{contract.pk}/close/"
    form = client.get(address).context["form"]
    typed = {
        "outcome": "churned",
        "reason": "price",
        "note": "Too dear",
        "row_version": 1,
        "seen": form["seen"].value(),
    }
    client.post(address, typed)
    assert Closing.objects.get().reason == "price"
    assert "Acme" not in text_of(client.get("/renewals/"))
    assert "Too dear" in text_of(client.get(f"/renewals/{contract.pk}/"))


def test_an_outcome_needs_a_reason(cast: Cast, contract: Contract) -> None:
    typed = {"outcome": "churned", "reason": "", "row_version": 1}
    refused = signed_in(cast.cleo).post(f"/renewals/{contract.pk}/close/", typed)
    assert "This field is required" in text_of(refused)
    contract.refresh_from_db()
    assert contract.outcome == "open"


def test_months_of_the_portfolio_open_the_renewals_they_count(cast: Cast, contract: Contract) -> None:
    client = signed_in(cast.ada)
    months = client.get("/portfolio/months/").context["months"]
    [month] = [one for one in months if one["total"].contracts]
    page = client.get(month["url"])
    assert page.context["shown"].worth == month["total"].worth == 1000


def test_what_was_forecast_is_held_against_what_happened(cast: Cast) -> None:
    ended = sell(cast.acme, today() - timedelta(days=500), today() - timedelta(days=100), 1000)
    forecast_renewal(cast.cleo, ended, today() - timedelta(days=300), category="commit")
    forecast_renewal(cast.cleo, ended, today() - timedelta(days=120), category="lost")
    Contract.objects.filter(pk=ended.pk).update(outcome="churned")
    [line] = signed_in(cast.mara).get("/renewals/").context["held"]
    # 90 days before its end the CSM still said commit; it was lost
    assert (line["row"].category, line["row"].count, line["row"].renewed) == ("commit", 1, 0)


def test_the_ledger_opens_its_accounts(cast: Cast) -> None:
    day = today()
    sell(cast.acme, day - timedelta(days=700), day - timedelta(days=100), 1000, "churned")
    client = signed_in(cast.ada)
    page = client.get("/portfolio/revenue/")
    assert (page.context["grr"], page.context["nrr"], page.context["rate"]) == (0, 0, 0)
    churn = next(step for step in page.context["steps"] if step["key"] == "churn")
    assert "Acme" in text_of(client.get(churn["url"]))


@pytest.mark.parametrize("form", ["forecast", "override", "close"])
def test_a_form_about_a_renewal_leads_back_to_the_account_and_the_renewal(cast: Cast, form: str) -> None:
    contract = sell(cast.acme, today() - timedelta(days=300), today() + timedelta(days=60), 1000)
    page = signed_in(cast.ada).get(f"/renewals/{contract.pk}/{form}/")
    words = text_of(page)
    assert f'<a href="/accounts/{cast.acme.pk}/">Acme</a>' in page.content.decode()
    assert f'<a class="btn" href="/renewals/{contract.pk}/">Cancel</a>' in page.content.decode()
    assert "Suite, renews on" in words


def test_the_page_of_a_renewal_leads_to_its_forms_without_a_script(cast: Cast) -> None:
    contract = sell(cast.acme, today() - timedelta(days=300), today() + timedelta(days=60), 1000)
    page = signed_in(cast.ada).get(f"/renewals/{contract.pk}/").content.decode()
    for form in ("forecast", "override", "close"):
        assert f'href="/renewals/{contract.pk}/{form}/"' in page
