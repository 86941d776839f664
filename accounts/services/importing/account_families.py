"""Parents of imported accounts: found, waited for, and never in a circle."""

from collections.abc import Iterator

from accounts.domain.importing.rows import Row
from accounts.models import Account
from accounts.selectors.references import Named
from accounts.services.importing.kinds import Batch


class Families:
    """Parents of the accounts of one batch, in the records or made by the same batch."""

    def __init__(
        self, batch: Batch, named: dict[Named, int], by_id: dict[int, Account], by_name: dict[str, list[Account]]
    ) -> None:
        self.batch = batch
        self.named = named
        self.by_id = by_id
        self.by_name = by_name
        self.made: dict[tuple[str, str], Account] = {}
        self.parents: dict[int, Account] = {}
        self.awaited: dict[int, str] = {}
        self.above: dict[int, int | None] | None = None
        self.is_changed = False

    def settle(self, row: Row, account: Account | None) -> bool:
        """Find the parent a row names; false when there is none (the row has failed or waits)."""
        wanted = _parent_key(row)
        if wanted is None:
            return True
        candidates = self._candidates(wanted)
        field = "parent_external_id" if wanted[0] == "external_id" else "parent"
        if len(candidates) > 1:
            self.batch.fail(row, field, "several_accounts", found=row[field], count=len(candidates))
            return False
        if not candidates and self._is_coming(wanted):
            self.awaited[row.number] = row[field]
            return True
        if not candidates:
            self.batch.defer(row, field, "no_parent", found=row[field])
            return False
        return self._accept(row, field, account, candidates[0])

    def _candidates(self, wanted: tuple[str, str]) -> list[Account]:
        made = self.made.get(wanted)
        if made is not None:
            return [made]
        if wanted[0] == "name":
            return self.by_name.get(wanted[1], [])
        found = self.by_id.get(self.named.get((self.batch.source, wanted[1]), 0))
        return [found] if found else []

    def _is_coming(self, wanted: tuple[str, str]) -> bool:
        return self.batch.is_trial and ("parent", wanted) in self.batch.coming

    def _accept(self, row: Row, field: str, account: Account | None, parent: Account) -> bool:
        parent_id: int | None = parent.pk
        if account is not None and account.parent_id != parent_id:
            if parent_id is None:
                self.batch.defer(row, field, "no_parent", found=row[field])
                return False
            if self._closes_circle(account.pk, parent_id):
                self.batch.fail(row, field, "circle", found=row[field])
                return False
            self._tree()[account.pk] = parent_id
            self.is_changed = True
        self.parents[row.number] = parent
        return True

    def _closes_circle(self, account_id: int, parent_id: int) -> bool:
        at: int | None = parent_id
        while at is not None:
            if at == account_id:
                return True
            at = self._tree().get(at)
        return False

    def _tree(self) -> dict[int, int | None]:
        if self.above is None:
            held = Account.objects.filter(parent__isnull=False).values_list("pk", "parent_id")
            self.above = dict(held)
        return self.above

    def parent_of(self, row: Row) -> Account | None:
        """The parent that was found for a row."""
        return self.parents.get(row.number)

    def remember(self, row: Row, account: Account) -> None:
        """This row makes an account, which later rows may name as their parent."""
        self.made.update(dict.fromkeys(_keys(row), account))
        self.foretell(row)

    def foretell(self, row: Row) -> None:
        """Once this row is applied, later ones can name its account as their parent."""
        if self.batch.is_trial:
            self.batch.coming.update(("parent", key) for key in _keys(row))

    def generations(self, accounts: list[Account]) -> Iterator[list[Account]]:
        """New accounts in the order in which they can be inserted: each after its parent."""
        left = accounts
        while left:
            ready = [account for account in left if account.parent is None or account.parent.pk is not None]
            yield ready
            left = [account for account in left if account.pk is None]


def _keys(row: Row) -> list[tuple[str, str]]:
    keys = [("external_id", row["external_id"])] if "external_id" in row else []
    return [*keys, ("name", row["name"].lower())] if "name" in row else keys


def _parent_key(row: Row) -> tuple[str, str] | None:
    if "parent_external_id" in row:
        return "external_id", row["parent_external_id"]
    return ("name", row["parent"].lower()) if "parent" in row else None
