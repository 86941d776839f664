"""Opportunities of a CRM: only to which account each belongs, for the files that name nothing else."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import text
from accounts.models import ExternalId
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, OPPORTUNITY, claim, find_accounts
from accounts.services.importing.bulk import Edit, change_many, insert_many
from accounts.services.importing.kinds import Batch, Kind, Write


def fields() -> list[Field]:
    """What a file can say about an opportunity."""
    return [
        Field("external_id", _("External id"), text(200), ("opportunity id", "deal id", "id", "record id")),
        *ACCOUNT_FIELDS[:3],
    ]


def claims(row: Row) -> list[Claim]:
    """Each opportunity belongs to one account."""
    return [Claim(("opportunity", row.get("external_id")), claim(row).subject)]


def plan(batch: Batch) -> Write:
    """Judge rows of opportunities."""
    accounts = find_accounts(batch)
    held = {
        name.value: name
        for name in ExternalId.objects.filter(
            source=batch.source,
            kind=OPPORTUNITY,
            value__in=[row["external_id"] for row in batch.rows if "external_id" in row],
        )
    }
    made: dict[str, ExternalId] = {}
    moved: list[Edit] = []
    for row in batch.rows:
        account = accounts.get(row.number)
        if account is None:
            continue
        known = held.get(row.get("external_id", "")) or made.get(row.get("external_id", ""))
        if "external_id" not in row:
            batch.fail(row, "external_id", "needed")
        elif known is None:
            made[row["external_id"]] = ExternalId(
                source=batch.source, kind=OPPORTUNITY, value=row["external_id"], row_id=account.pk
            )
            batch.create(row, f"{row['external_id']}, {account.name}")
        elif known.row_id == account.pk:
            batch.unchanged += 1
        else:
            moved.append((known, {"row_id": account.pk}))
            batch.settle(row, row["external_id"], [("account", None, account.name)])

    def write(recorder: Recorder) -> None:
        change_many(recorder, moved)
        insert_many(recorder, list(made.values()))

    return write


OPPORTUNITIES = Kind(
    key="opportunities",
    label=_("Opportunities"),
    help=_("To which account each opportunity of your CRM belongs, for files that name only that; no more is kept."),
    fields=fields,
    needs=(("external_id",), NEEDS[:3]),
    claims=claims,
    plan=plan,
    position=25,
)
