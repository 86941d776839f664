"""Which account a row means: by external id, else by name, else by web domain, else by way of something at it."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import text, web_domain
from accounts.models import Account
from accounts.selectors.references import accounts_by_domain, accounts_by_id, accounts_by_name, rows_named
from accounts.services.importing.kinds import Batch

FIELDS = [
    Field(
        "account_external_id",
        _("External id of the account"),
        text(200),
        ("account id", "accountid", "company id", "customer id", "organization id", "associated company id"),
    ),
    Field(
        "account",
        _("Account"),
        text(200),
        ("account name", "company", "company name", "customer", "organization", "associated company", "organisation"),
    ),
    Field("account_domain", _("Web domain of the account"), web_domain, ("company domain", "website", "web domain")),
    Field("account_via", _("External id of an opportunity of the account"), text(200), ("what id", "related to id")),
]
NEEDS = ("account_external_id", "account", "account_domain", "account_via")
# Under this kind of external id stands to which account an opportunity of another system belongs.
OPPORTUNITY = "opportunity_account"
# Gives accounts by row number to rows that name none, where somebody in them leads to one.
LastResort = Callable[[Sequence[Row]], dict[int, Account]]


def account_key(row: Row) -> tuple[str, str]:
    """What the row calls its account."""
    for name in NEEDS:
        if name in row:
            return name, row[name].lower() if name != "account_external_id" else row[name]
    return "", ""


def find_accounts(batch: Batch, last_resort: LastResort | None = None) -> dict[int, Account]:
    """The account of each row by row number; a row without one has failed."""
    finder = _Finder(batch)
    found: dict[int, Account] = {}
    lost: list[Row] = []
    for row in batch.rows:
        candidates = finder.candidates(row)
        if len(candidates) == 1:
            found[row.number] = candidates[0]
        elif last_resort is not None and not candidates and not any(name in row for name in NEEDS[:3]):
            lost.append(row)
        else:
            _refuse(batch, row, len(candidates))
    return {**found, **(_by_last_resort(batch, lost, last_resort) if lost and last_resort else {})}


def _by_last_resort(batch: Batch, lost: Sequence[Row], last_resort: LastResort) -> dict[int, Account]:
    found = last_resort(lost)
    for row in lost:
        if row.number not in found:
            _refuse(batch, row, 0)
    return found


class _Finder:
    """The accounts that the rows of a batch name, in a fixed number of queries."""

    def __init__(self, batch: Batch) -> None:
        rows, self.source = batch.rows, batch.source
        words = [
            (self.source, row[name]) for row in rows for name in ("account_external_id", "account_via") if name in row
        ]
        through = rows_named(OPPORTUNITY, [(self.source, row["account_via"]) for row in rows if "account_via" in row])
        self.named = {**through, **rows_named("account", words)}
        self.by_id = accounts_by_id(self.named.values())
        self.by_name = accounts_by_name([row["account"] for row in rows if "account" in row])
        self.by_domain = accounts_by_domain([row["account_domain"] for row in rows if "account_domain" in row])

    def candidates(self, row: Row) -> list[Account]:
        account = self._known_as(row.get("account_external_id", ""))
        if account is not None:
            return [account]
        candidates = self.by_name.get(row.get("account", "").lower(), [])
        if len(candidates) > 1 and "account_domain" in row:
            return [one for one in candidates if one.domain == row["account_domain"]]
        if candidates or "account" in row:
            return candidates
        if "account_domain" in row:
            return self.by_domain.get(row["account_domain"], [])
        account = self._known_as(row.get("account_via", "")) if "account_external_id" not in row else None
        return [account] if account else []

    def _known_as(self, word: str) -> Account | None:
        return self.by_id.get(self.named.get((self.source, word), 0))


def _refuse(batch: Batch, row: Row, candidates: int) -> None:
    name = next((key for key in NEEDS if key in row), "account")
    if name not in row:
        batch.fail(row, "account", "needed")
    elif candidates:
        batch.fail(row, name, "several_accounts", found=row[name], count=candidates)
    else:
        batch.fail(row, name, "no_way" if name == "account_via" else "no_account", found=row[name])


def claim(row: Row, *subject: object, but: tuple[str, ...] = ()) -> Claim:
    """The row claims all it says (but some fields) about a subject within its account."""
    said = tuple(sorted((name, str(given)) for name, given in row.values.items() if name not in (*NEEDS, *but)))
    return Claim((account_key(row), *subject), said)
