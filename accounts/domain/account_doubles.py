"""Which accounts look like one customer, and why. A parent and what is below it are two.

The points are ours, as in `stakeholders.domain.person_doubles`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from accounts.domain.company_names import company_words
from accounts.domain.doubles import Reason, score

ALIKE_FROM: Final = 90
LONG_ID: Final = 8
SHORT_CRM_ID: Final = 15  # Salesforce writes one id with 15 signs or with 18, the first 15 the same
# Where everybody has mail: such a domain says nothing of who a company is.
SHARED_DOMAINS: Final = frozenset(
    """gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com gmx.de gmx.net web.de
    t-online.de aol.com proton.me protonmail.com orange.fr free.fr libero.it virgilio.it mail.ru yandex.ru qq.com
    163.com linkedin.com facebook.com""".split()  # noqa: SIM905 (read as the list it is)
)


@dataclass(frozen=True)
class Company:
    """One account as doubles are judged; `names` are its ids in other systems, `family` those above and below it."""

    row_id: int
    name: str
    domain: str = ""
    region: str = ""
    parent_id: int | None = None
    ids: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return company_words(self.name)


def judge(one: Company, other: Company) -> tuple[int, tuple[Reason, ...]]:
    """How alike two accounts are, 0 to 100, and why; 0 for a parent and its child.

    Examples
    --------
    >>> points, why = judge(Company(1, "Acme GmbH", "acme.example"), Company(2, "ACME, Inc.", "acme.example"))
    >>> points, [reason.key for reason in why]
    (95, ['same_company', 'same_domain'])
    """
    if one.row_id == other.parent_id or other.row_id == one.parent_id:
        return 0, ()
    reasons = (*_by_name(one, other), *_by_domain(one, other), *_by_id(one, other), *_by_family(one, other))
    return score(reasons), reasons


def _by_name(one: Company, other: Company) -> Iterator[Reason]:
    mine, theirs = one.words, other.words
    if one.name.casefold() == other.name.casefold():
        yield Reason("same_account_name", 60)
    elif mine == theirs:
        yield Reason("same_company", 55)
    elif "".join(mine) == "".join(theirs) or sorted(mine) == sorted(theirs):
        yield Reason("same_words", 45)
    elif fuzz.ratio(" ".join(mine), " ".join(theirs)) >= ALIKE_FROM:
        yield Reason("similar_company", 38)
    elif mine[: len(theirs)] == theirs or theirs[: len(mine)] == mine:
        yield Reason("longer_company", 20)


def _by_domain(one: Company, other: Company) -> Iterator[Reason]:
    if not one.domain or not other.domain:
        return
    if one.domain == other.domain:
        if one.domain not in SHARED_DOMAINS:
            yield Reason("same_domain", 40, (one.domain,))
    elif _label(one.domain) == _label(other.domain):
        yield Reason("same_domain_elsewhere", 15, (one.domain, other.domain))
    else:
        yield Reason("different_domains", -15, (one.domain, other.domain))


def _label(domain: str) -> str:
    """The part of a domain that is the company's own.

    >>> _label("www.acme.co.uk"), _label("acme.com")
    ('acme', 'acme')
    """
    parts = [part for part in domain.split(".") if part not in {"www", "co", "com", "org", "net", "gov", "ac"}]
    return parts[-2] if len(parts) > 1 else parts[0] if parts else domain


def _by_id(one: Company, other: Company) -> Iterator[Reason]:
    for source, value in one.ids:
        for other_source, other_value in other.ids:
            if source != other_source and len(value) >= LONG_ID and value == other_value:
                yield Reason("same_id", 35, (value, source, other_source))
                return
            if value != other_value and _is_one_crm_id(value, other_value):
                yield Reason("same_crm_id", 60, (value, other_value))
                return


def _is_one_crm_id(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (len(short), len(long)) == (SHORT_CRM_ID, SHORT_CRM_ID + 3) and long.startswith(short)


def _by_family(one: Company, other: Company) -> Iterator[Reason]:
    if one.parent_id is not None and one.parent_id == other.parent_id:
        yield Reason("siblings", -25)
    if one.region and other.region and one.region != other.region:
        yield Reason("different_regions", -8, (one.region, other.region))
