"""Accounts that look like one: who may be meant is found by web domain, first word and foreign id, then judged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.account_doubles import LONG_ID, SHARED_DOMAINS, SHORT_CRM_ID, Company, judge
from accounts.domain.doubles import POSSIBLE_FROM
from accounts.models import Account, ExternalId
from accounts.models.external_ids import FORMER
from accounts.selectors.finding import find_accounts
from csm.foundation.merging import Card, Found

LARGEST_BLOCK: Final = 40
LEAST_PREFIX: Final = 4
CHOICES: Final = 8


def find_account_doubles(account_ids: Sequence[int] | None) -> Iterator[Found]:
    """Accounts that look like one: among all of them, or each of some with any other."""
    companies = _companies()
    wanted = None if account_ids is None else set(account_ids)
    seen: set[tuple[int, int]] = set()
    for block in _blocks(companies):
        for one, other in combinations(sorted(block, key=lambda company: company.row_id), 2):
            pair = one.row_id, other.row_id
            if pair in seen or (wanted is not None and wanted.isdisjoint(pair)):
                continue
            seen.add(pair)
            points, reasons = judge(one, other)
            if points >= POSSIBLE_FROM:
                yield Found(*pair, points, reasons, pair)


def _companies() -> list[Company]:
    """Every standing account: some ten thousand narrow rows, in two queries."""
    names: dict[int, list[tuple[str, str]]] = defaultdict(list)
    held = ExternalId.objects.filter(kind="account").exclude(source__in=FORMER)
    for row_id, source, value in held.values_list("row_id", "source", "value"):
        names[row_id].append((source, value))
    rows: Any = Account.objects.standing().order_by("pk").values_list("pk", "name", "domain", "region", "parent_id")
    return [
        Company(pk, name, domain, region, parent_id, tuple(names.get(pk, ())))
        for pk, name, domain, region, parent_id in rows
    ]


def _blocks(companies: Iterable[Company]) -> Iterator[list[Company]]:
    """Accounts that share something; what too many share says nothing."""
    alike: dict[tuple[str, str], list[Company]] = defaultdict(list)
    for company in companies:
        for key in _keys(company):
            alike[key].append(company)
    return (block for block in alike.values() if 1 < len(block) <= LARGEST_BLOCK)


def _keys(company: Company) -> set[tuple[str, str]]:
    words = company.words
    found = {("name", " ".join(sorted(words))), ("joined", "".join(words)), ("begins", "".join(words)[:LEAST_PREFIX])}
    if company.domain and company.domain not in SHARED_DOMAINS:
        found.add(("domain", company.domain))
    return found | {("id", value[:SHORT_CRM_ID]) for _source, value in company.ids if len(value) >= LONG_ID}


def account_cards(viewer: Any, ids: Sequence[int]) -> Mapping[int, Card]:
    """Accounts as lists of doubles show them, in one query."""
    rows = Account.objects.visible_to(viewer).filter(pk__in=ids).select_related("segment", "owner", "parent")
    return {row.pk: Card(row.pk, row.name, reverse("accounts:detail", args=[row.pk]), _lines(row)) for row in rows}


def account_choices(viewer: Any, words: str, without: int) -> Sequence[Card]:
    """Accounts that the viewer sees whom these words find."""
    if not words.strip():
        return []
    rows = find_accounts(Account.objects.visible_to(viewer).exclude(pk=without), words).order_by("name", "pk")
    return [Card(row.pk, row.name, "", [row.domain]) for row in rows[:CHOICES]]


def _lines(row: Account) -> list[str]:
    place = ", ".join(one for one in (row.domain, row.industry, row.region) if one)
    owner = _("owner: %(name)s") % {"name": row.owner} if row.owner else ""
    parent = _("below %(name)s") % {"name": row.parent.name} if row.parent else ""
    return [one for one in (place, owner, parent) if one]


def reasons_in_words(reasons: Iterable[Sequence[Any]]) -> Sequence[str]:
    """Why two accounts look alike, or what speaks against it."""
    return [_worded(str(key), list(named)) for key, _points, named in reasons]


def _worded(key: str, named: list[str]) -> str:
    first, second, third = [*named, "", "", ""][:3]
    told = {"first": first, "second": second, "third": third}
    words = {
        "same_account_name": _("the same name"),
        "same_company": _("the same name but for the legal form"),
        "same_words": _("the same words in another order or spacing"),
        "similar_company": _("almost the same name"),
        "longer_company": _("one name begins like the other"),
        "same_domain": _("the same web domain, %(first)s"),
        "same_domain_elsewhere": _("web domains alike: %(first)s and %(second)s"),
        "different_domains": _("but other web domains: %(first)s and %(second)s"),
        "same_id": _("the same id %(first)s in %(second)s and %(third)s"),
        "same_crm_id": _("one id written long and short: %(first)s and %(second)s"),
        "siblings": _("but both are below the same parent"),
        "different_regions": _("but other regions: %(first)s and %(second)s"),
    }
    return words.get(key, key) % told
