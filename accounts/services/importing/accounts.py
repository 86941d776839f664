"""Importing accounts with their team and contracts."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.rows import Row
from accounts.models import Account, ExternalId, Segment
from accounts.selectors.exports import exported_accounts
from accounts.selectors.references import accounts_by_id, accounts_by_name, former_names, names_of, rows_named
from accounts.services.accounts import FAMILY_LOCK
from accounts.services.acts import Recorder
from accounts.services.importing.account_families import Families
from accounts.services.importing.account_fields import COLUMNS, CONTRACT_FIELDS, TEAM, claims, fields
from accounts.services.importing.account_teams import Teams
from accounts.services.importing.bulk import change_many, insert_many, keep_changed
from accounts.services.importing.contracts import Contracts
from accounts.services.importing.extra_fields import ExtraValues
from accounts.services.importing.kinds import Batch, Kind, Write
from accounts.services.importing.user_references import OurPeople, refuse_stranger, stranger_code
from accounts.services.ownership import owner_changes

Change = tuple[str, Any, Any]


class _Known:
    """What the records hold of what the rows name."""

    def __init__(self, batch: Batch) -> None:
        rows = batch.rows
        self.segments = {segment.name.lower(): segment for segment in Segment.objects.all()}
        emails = {row["owner"] for row in rows if "owner" in row}
        emails |= {address for row in rows for name in row.values if name.startswith(TEAM) for address in row[name]}
        self.users = OurPeople(batch.source, emails)
        parents = [(batch.source, row["parent_external_id"]) for row in rows if "parent_external_id" in row]
        ids = [(batch.source, row.get("external_id", "")) for row in rows]
        self.named, self.former = rows_named("account", [*ids, *parents]), former_names("account", ids)
        self.by_id = accounts_by_id(self.named.values())
        names = [row[name] for row in rows for name in ("name", "parent") if name in row]
        self.by_name = accounts_by_name(names)
        same_name = [account.pk for accounts in self.by_name.values() for account in accounts]
        self.foreign = names_of("account", batch.source, same_name)

    def is_former(self, source: str, row: Row, account: Account) -> bool:
        """Whether a row is about an account that was merged into this one: it finds it, but what it says is old."""
        key = (source, row.get("external_id", ""))
        by_name = key not in self.named and row.get("name", account.name).lower() != account.name.lower()
        return key in self.former or by_name


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.known = _Known(batch)
        self.families = Families(batch, self.known.named, self.known.by_id, self.known.by_name)
        self.found = {row.number: self._find(row) for row in batch.rows}
        existing = [account.pk for account in self.found.values() if account is not None]
        self.teams = Teams(batch, self.known.users, existing)
        self.contracts = Contracts(batch, existing)
        self.extras = ExtraValues(batch.rows, batch.actor, is_trial=batch.is_trial)
        self.made: dict[str, tuple[Account, Row]] = {}
        self.edits: dict[int, tuple[Account, dict[str, Any]]] = {}
        self.names: list[tuple[str, Account]] = []
        # While a file is checked it is remembered across batches which accounts that are coming were described.
        self.described: set[Any] = batch.coming if batch.is_trial else set()

    def _find(self, row: Row) -> Account | None:
        """By external id; else by name, unless that account has another id in the same source."""
        named = self.known.by_id.get(self.known.named.get((self.batch.source, row.get("external_id", "")), 0))
        if named is not None or "name" not in row:
            return named
        same = self.known.by_name.get(row["name"].lower(), [])
        if "external_id" in row:
            same = [account for account in same if account.pk not in self.known.foreign]
        return same[0] if len(same) == 1 else None

    def judge(self, row: Row) -> None:
        account = self.found[row.number]
        if self._has_wrong_references(row) or self._is_ambiguous(row, account) or self._fails_family(row, account):
            return
        if account is None and (key := self._coming_key(row)) is not None:
            self._settle_coming(row, key)
        elif account is None:
            self._create(row)
        else:
            self._settle(row, account)

    def _has_wrong_references(self, row: Row) -> bool:
        before = len(self.batch.problems)
        if "segment" in row and row["segment"].lower() not in self.known.segments:
            shown = ", ".join(segment.name for segment in self.known.segments.values())
            self.batch.fail(row, "segment", "no_segment", found=row["segment"], choices=shown)
        if "owner" in row and row["owner"] not in self.known.users:
            self._miss_owner(row)
        self.teams.refuse_unknown(row)
        self.contracts.refuse_incomplete(row)
        return len(self.batch.problems) > before

    def _miss_owner(self, row: Row) -> None:
        """The row fails, or comes in without the owner where its preset says so."""
        if "owner" in self.batch.lenient:
            row.remark("owner", stranger_code(row["owner"]), found=row["owner"])
        else:
            refuse_stranger(self.batch, row, "owner", row["owner"])

    def _is_ambiguous(self, row: Row, account: Account | None) -> bool:
        same = self.known.by_name.get(row.get("name", "").lower(), [])
        if account is None and (self.batch.source, row.get("external_id", "")) in self.known.named:
            self.batch.fail(row, "external_id", "removed_here")
            return True
        if account is None and "external_id" not in row and len(same) > 1:
            self.batch.fail(row, "name", "several_accounts", found=row["name"], count=len(same))
            return True
        if account is None and "name" not in row:
            self.batch.fail(row, "name", "needed_to_create")
            return True
        return False

    def _fails_family(self, row: Row, account: Account | None) -> bool:
        return not self.families.settle(row, account)

    def _coming_key(self, row: Row) -> str | None:
        """Under what name an earlier row makes the account of this one."""
        key = _keys(row)[0]
        return key if key in self.made or ("account", key) in self.batch.coming else None

    def _settle_coming(self, row: Row, key: str) -> None:
        """An earlier row of the file makes this account; this one may say more of it, or add a contract."""
        account, _first = self.made.get(key, (None, row))
        changes: list[Change] = []
        said = [name for name in row.values if name not in ("name", "external_id", *CONTRACT_FIELDS)]
        if said and not self._is_described(row):
            changes = [(name, None, row[name]) for name in said]
            self._describe(row, account)
        changes += self.contracts.judge(row, account, is_new=True)
        self.batch.settle(row, row.get("name", key), changes)

    def _is_described(self, row: Row) -> bool:
        return any(("described", key) in self.described for key in _keys(row))

    def _describe(self, row: Row, account: Account | None) -> None:
        self.described.update(("described", key) for key in _keys(row))
        if account is not None:
            for column, value in self._wanted(row, account).items():
                setattr(account, column, value)
            account.parent = self.families.parent_of(row)
            self.teams.judge(row, account, is_new=True)

    def _create(self, row: Row) -> None:
        account = Account(name=row["name"])
        self.made.update(dict.fromkeys(_keys(row), (account, row)))
        self.families.remember(row, account)
        if set(row.values) - {"name", "external_id", *CONTRACT_FIELDS}:
            self._describe(row, account)
        self.contracts.judge(row, account, is_new=True)
        self.batch.create(row, account.name)
        if self.batch.is_trial:
            self.batch.coming.update(("account", key) for key in _keys(row))

    def _settle(self, row: Row, account: Account) -> None:
        wanted = self._wanted(row, account)
        parent = self.families.parent_of(row)
        if parent is not None:
            wanted["parent_id"] = parent.pk
        edits = keep_changed(account, wanted)
        is_former = self.known.is_former(self.batch.source, row, account)
        if is_former:
            edits = {name: new for name, new in edits.items() if getattr(account, name) in (None, "")}
        changes: list[Change] = [
            (_shown(name), _held(account, name), row.get(_shown(name), new))
            for name, new in edits.items()
            if name not in ("extra", "tags")
        ]
        changes += self.extras.changes(row, account)
        if row.number in self.families.awaited:
            changes.append(("parent", account.parent, self.families.awaited[row.number]))
        if "external_id" in row and (self.batch.source, row["external_id"]) not in self.known.named:
            changes.append(("external_id", None, row["external_id"]))
            self.names.append((row["external_id"], account))
        changes += [] if is_former else self.teams.judge(row, account, is_new=False)
        changes += self.contracts.judge(row, account, is_new=False)
        self.batch.settle(row, account.name, changes)
        self.families.foretell(row)
        if edits:
            self.edits[account.pk] = (account, {**self.edits.get(account.pk, (account, {}))[1], **edits})

    def _wanted(self, row: Row, account: Account) -> dict[str, Any]:
        wanted = {column: row[name] for name, column in COLUMNS.items() if name in row}
        if "segment" in row:
            wanted["segment_id"] = self.known.segments[row["segment"].lower()].pk
        if "owner" in row and row["owner"] in self.known.users:
            wanted["owner_id"] = self.known.users[row["owner"]].pk
        return {**wanted, **self.extras.wanted(row, account)}

    def write(self, recorder: Recorder) -> None:
        """Write what was judged: accounts from the top of each family down, then what hangs on them."""
        if self.families.is_changed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FAMILY_LOCK])
        made = list({id(account): (account, row) for account, row in self.made.values()}.values())
        for generation in self.families.generations([account for account, _row in made]):
            insert_many(recorder, generation)
        handed_over = owner_changes(self.edits.values())
        change_many(recorder, list(self.edits.values()))
        insert_many(recorder, handed_over)
        self.names += [(row["external_id"], account) for account, row in made if "external_id" in row]
        insert_many(
            recorder,
            [
                ExternalId(source=self.batch.source, kind="account", value=value, row_id=account.pk)
                for value, account in self.names
            ],
        )
        self.teams.write(recorder)
        self.contracts.write(recorder)
        recorder.touches(*(account.pk for account, _row in made), *self.edits)


def _keys(row: Row) -> list[str]:
    """What later rows of the file may call the account of this one; first what it calls it itself."""
    keys = [f"id:{row['external_id']}"] if "external_id" in row else []
    return [*keys, f"name:{row['name'].lower()}"] if "name" in row else keys


def _shown(column: str) -> str:
    return column.removesuffix("_id") if column in ("segment_id", "owner_id", "parent_id") else column


def _held(account: Account, column: str) -> Any:
    return getattr(account, _shown(column))


def plan(batch: Batch) -> Write:
    """Judge rows of accounts."""
    work = _Work(batch)
    for row in batch.rows:
        work.judge(row)
    return work.write


ACCOUNTS = Kind(
    key="accounts",
    label=_("Accounts"),
    help=_("Customer companies with segment, owner, account team and contracts; one row for each contract."),
    fields=fields,
    needs=(("name", "external_id"),),
    claims=claims,
    plan=plan,
    position=20,
    export=exported_accounts,
    not_exported=("parent",),
)
