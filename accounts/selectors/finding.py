"""Find accounts by the beginnings of words: in their name and domain, and by their id in another system."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Account, ExternalId
from accounts.models.accounts import AccountQuerySet
from accounts.visibility import Viewer
from csm.foundation.registry import Aim, Hit

CONFIG = "simple"
LEAST_LETTERS = 3  # of one word at least: shorter beginnings stand in most texts and tell nothing
TITLE_LETTERS = 80
NAME_VECTOR = SearchVector("name", "domain", config=CONFIG)


def prefix_query(words: str) -> SearchQuery | None:
    """A query for rows with a word beginning with each of `words`; None where no word is among them."""
    quoted = [word.replace("\\", " ").replace("'", " ").strip() for word in words.split()]
    terms = [f"'{word}':*" for word in quoted if any(sign.isalnum() for sign in word)]
    return SearchQuery(" & ".join(terms), config=CONFIG, search_type="raw") if terms else None


def written_in(rows: "QuerySet[Any]", vector: SearchVector, words: str) -> "QuerySet[Any]":
    """The rows whose text has a word beginning with each of `words`, at accounts that stand, by the index of `vector`.

    Those of words that are all short: none.
    """
    query = prefix_query(words)
    if query is None or all(len(word) < LEAST_LETTERS for word in words.split()):
        return rows.none()
    found: QuerySet[Any] = rows.alias(words_written=vector).filter(
        words_written=query, account__retracted_at__isnull=True
    )
    return found.select_related("account")


def written_hit(text: str, kind: str, account: Account, url: str) -> Hit:
    """What search shows of something written about an account: its first words, what it is and where."""
    return Hit(Truncator(" ".join(text.split())).chars(TITLE_LETTERS), f"{kind}, {account.name}", url)


def _named(words: str) -> Q:
    """The condition that an account is found by these words (needs the alias `name_vector`).

    Ids are fetched first: beside a subquery the database would not use the index of the words.
    """
    ids = ExternalId.objects.filter(kind="account", value=words.strip()).values_list("row_id", flat=True)[:100]
    elsewhere, query = Q(pk__in=list(ids)), prefix_query(words)
    return elsewhere | Q(name_vector=query) if query is not None else elsewhere


def find_accounts(queryset: "QuerySet[Account]", words: str) -> "QuerySet[Account]":
    """The accounts of a queryset that these words find; all of them where there are no words."""
    if not words.strip():
        return queryset
    return queryset.alias(name_vector=NAME_VECTOR).filter(_named(words))


def account_hits(viewer: Viewer, words: str, limit: int) -> list[Hit]:
    """What the search box shows of accounts, those whose whole name begins with the words first."""
    mine: AccountQuerySet = Account.objects.visible_to(viewer)
    begins = Q(name__istartswith=words.strip())
    found = find_accounts(mine, words).select_related("segment").alias(begins=begins).order_by("-begins", "name", "pk")
    return [_hit(account) for account in found[:limit]]


def _hit(account: Account) -> Hit:
    details = [account.domain, account.segment.name if account.segment else ""]
    detail = ", ".join(one for one in details if one) or _("Account")
    return Hit(account.name, detail, reverse("accounts:detail", args=[account.pk]))


def accounts_known(viewer: Viewer, ids: Sequence[int]) -> Mapping[int, Hit]:
    """Those of some accounts that the viewer sees, as search shows them, in one query."""
    rows: QuerySet[Account] = Account.objects.visible_to(viewer).filter(pk__in=ids).select_related("segment")
    return {account.pk: _hit(account) for account in rows}


def account_here(viewer: Viewer, kwargs: Mapping[str, Any], writes: bool) -> Aim | None:
    """The account that a page is about, if the viewer may see it, or change it."""
    account_id = kwargs.get("account_id")
    account = _within(viewer, writes).filter(pk=account_id).only("name").first() if account_id else None
    return Aim(account.name, "", (account.pk,)) if account else None


def account_aims(viewer: Viewer, words: str, limit: int, kwargs: Mapping[str, Any], writes: bool) -> list[Aim]:
    """Accounts that an action can be done to: those that words find; the viewer's own where there are none."""
    mine = _within(viewer, writes)
    begins = Q(name__istartswith=words.strip())
    rows = find_accounts(mine, words).alias(begins=begins) if words else mine.filter(owner_id=viewer.pk)
    order = ("-begins", "name", "pk") if words else ("name", "pk")
    found = rows.select_related("segment").order_by(*order)[:limit]
    return [Aim(account.name, _hit(account).detail, (account.pk,)) for account in found]


def _within(viewer: Viewer, writes: bool) -> AccountQuerySet:
    return Account.objects.editable_by(viewer) if writes else Account.objects.visible_to(viewer)
