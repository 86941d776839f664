"""Search over accounts: by the beginnings of words, and only what one may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, ExternalId
from accounts.selectors.finding import find_accounts
from csm.foundation.registry import search_sources
from tests.accounts.pages import signed_in, text_of
from tests.personas import Cast

pytestmark = pytest.mark.django_db
LISTBOX = {"HX-Request": "true", "HX-Target": "search-results"}


@pytest.fixture(autouse=True)
def _accounts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"accounts": search_sources._entries["accounts"]}
    monkeypatch.setattr(search_sources, "_entries", own)


def titles(cast: Cast, name: str, words: str) -> list[str]:
    response = signed_in(cast.users[name]).get("/search/", {"q": words})
    return [hit.title for group in response.context["groups"] for hit in group["hits"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ac", ["Acme Shipping", "Old Acme"]),
        ("ship ac", ["Acme Shipping"]),
        ("ACME SHIP", ["Acme Shipping"]),
        ("acme.ex", ["Acme Shipping"]),
        ("crm-0017", ["Old Acme"]),
        ("cme", []),
        ("o'br", ["O'Brien & Sons"]),
        ("& | ! ( ) ' \\ :*", []),
        ("   ", []),
        ("\x00", []),
        ("Grüße", ["Grüße AG"]),
    ],
)
def test_words_are_found_by_their_beginnings(cast: Cast, words: str, found: list[str]) -> None:
    Account.objects.filter(pk=cast.acme.pk).update(name="Acme Shipping", domain="acme.example")
    old = Account.objects.create(name="Old Acme")
    Account.objects.create(name="O'Brien & Sons")
    Account.objects.create(name="Grüße AG")
    ExternalId.objects.create(source="crm", kind="account", value="crm-0017", row_id=old.pk)
    assert titles(cast, "ada", words) == found


def test_one_finds_only_what_one_sees(cast: Cast) -> None:
    ExternalId.objects.create(source="crm", kind="account", value="b", row_id=cast.bolt.pk)
    assert titles(cast, "cleo", "acme") == ["Acme"]
    assert titles(cast, "cleo", "bolt") == []
    assert titles(cast, "cleo", "b") == []
    assert titles(cast, "edda", "bolt") == ["Bolt"]


def test_the_box_answers_with_options(cast: Cast) -> None:
    page = signed_in(cast.cleo).get("/search/?q=acme", headers=LISTBOX).content.decode()
    assert page.strip().startswith('<div role="group" aria-label="Accounts">')
    assert f'<a role="option" href="/accounts/{cast.acme.pk}/">Acme <small>Medium touch</small></a>' in page


def test_finding_nothing_is_said(cast: Cast) -> None:
    client = signed_in(cast.cleo)
    assert "Nothing you may see has words that begin with “zz”." in text_of(client.get("/search/?q=zz"))
    assert "Nothing you may see" in text_of(client.get("/search/?q=zz", headers=LISTBOX))


def test_what_one_typed_is_shown_as_text(cast: Cast) -> None:
    page = signed_in(cast.cleo).get("/search/", {"q": "<b>x"}).content.decode()
    assert "<b>x" not in page


def test_parents_are_found_as_one_types(cast: Cast) -> None:
    page = signed_in(cast.cleo).get("/accounts/find/?q=a").content.decode()
    assert page.count('role="option"') == 1
    assert f'data-value="{cast.acme.pk}" data-label="Acme"' in page
    assert signed_in(cast.cleo).get("/accounts/find/?q=").content.decode().strip() == ""


def test_the_number_of_queries_does_not_grow_with_what_is_found(cast: Cast) -> None:
    client = signed_in(cast.ada)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/?q=acme")
        return len(captured)

    few = queries()
    Account.objects.bulk_create(Account(name=f"Acme {number}") for number in range(55))
    assert queries() == few


def test_the_words_use_their_index(cast: Cast) -> None:
    with connection.cursor() as cursor:
        # A table of three rows is read whole, in any order, unless that is forbidden.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "account_by_words" in find_accounts(Account.objects.visible_to(cast.ada), "acme").explain()
