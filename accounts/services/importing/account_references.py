"""Which account a row means: by external id, else by name, else by web domain."""

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
]
NEEDS = ("account_external_id", "account", "account_domain")


def account_key(row: Row) -> tuple[str, str]:
    """What the row calls its account."""
    for name in NEEDS:
        if name in row:
            return name, row[name].lower() if name != "account_external_id" else row[name]
    return "", ""


def find_accounts(batch: Batch) -> dict[int, Account]:
    """The account of each row by row number; a row without one has failed."""
    named = rows_named("account", [(batch.source, row.get("account_external_id", "")) for row in batch.rows])
    by_id = accounts_by_id(named.values())
    by_name = accounts_by_name([row["account"] for row in batch.rows if "account" in row])
    by_domain = accounts_by_domain([row["account_domain"] for row in batch.rows if "account_domain" in row])
    found: dict[int, Account] = {}
    for row in batch.rows:
        account = by_id.get(named.get((batch.source, row.get("account_external_id", "")), 0))
        candidates = [account] if account else _candidates(row, by_name, by_domain)
        if len(candidates) == 1:
            found[row.number] = candidates[0]
        else:
            _refuse(batch, row, len(candidates))
    return found


def _candidates(row: Row, by_name: dict[str, list[Account]], by_domain: dict[str, list[Account]]) -> list[Account]:
    candidates = by_name.get(row.get("account", "").lower(), [])
    if len(candidates) > 1 and "account_domain" in row:
        return [account for account in candidates if account.domain == row["account_domain"]]
    if candidates or "account" in row:
        return candidates
    return by_domain.get(row.get("account_domain", ""), [])


def _refuse(batch: Batch, row: Row, candidates: int) -> None:
    name = next((key for key in NEEDS if key in row), "account")
    if name not in row:
        batch.fail(row, "account", "needed")
    elif candidates:
        batch.fail(row, name, "several_accounts", found=row[name], count=candidates)
    else:
        batch.fail(row, name, "no_account", found=row[name])


def claim(row: Row, *subject: object, but: tuple[str, ...] = ()) -> Claim:
    """The row claims all it says (but some fields) about a subject within its account."""
    said = tuple(sorted((name, str(given)) for name, given in row.values.items() if name not in (*NEEDS, *but)))
    return Claim((account_key(row), *subject), said)
