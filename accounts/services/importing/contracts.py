"""Contracts in rows of accounts: known by external id, else by account, product and first day."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from accounts.domain.importing.rows import Row
from accounts.models import Account, Contract, ExternalId, Product
from accounts.selectors.references import names_of, rows_named
from accounts.services.acts import Recorder
from accounts.services.importing.account_fields import CONTRACT_COLUMNS, CONTRACT_FIELDS
from accounts.services.importing.bulk import change_many, copy_in, insert_many, keep_changed
from accounts.services.importing.kinds import Batch

NEEDED = ("product", "contract_start", "contract_end", "annual_value")
Change = tuple[str, Any, Any]


class Contracts:
    """The contracts to be added and changed by one batch."""

    def __init__(self, batch: Batch, account_ids: Iterable[int]) -> None:
        self.batch = batch
        self.products = {product.name.lower(): product for product in Product.objects.all()}
        self.new_products: dict[str, Product] = {}
        ids = [(batch.source, row.get("contract_external_id", "")) for row in batch.rows]
        self.named = rows_named("contract", ids)
        self.by_id = Contract.objects.standing().in_bulk(list(set(self.named.values())))
        self.held: dict[tuple[Any, ...], list[Contract]] = defaultdict(list)
        for contract in Contract.objects.standing().filter(account_id__in=set(account_ids)).order_by("pk"):
            self.held[contract.account_id, contract.product_id, contract.starts_on].append(contract)
        held = [contract.pk for some in self.held.values() for contract in some]
        self.foreign = names_of("contract", batch.source, held)
        self.made: dict[Any, tuple[Contract, Row]] = {}
        self.edits: dict[int, tuple[Contract, dict[str, Any]]] = {}
        self.names: list[tuple[str, Contract]] = []

    def refuse_incomplete(self, row: Row) -> None:
        """A row that speaks of a contract says enough of it, and it ends after it began."""
        if not any(name in row for name in CONTRACT_FIELDS):
            return
        held = self._by_name(row)
        if held is not None:
            if row.get("contract_end", held.ends_on) <= held.starts_on:
                self.batch.fail(row, "contract_end", "end_before_start")
            return
        for name in NEEDED:
            if name not in row:
                self.batch.fail(row, name, "needed_for_contract")
        if "contract_start" in row and "contract_end" in row and row["contract_end"] <= row["contract_start"]:
            self.batch.fail(row, "contract_end", "end_before_start")

    def _by_name(self, row: Row) -> Contract | None:
        return self.by_id.get(self.named.get((self.batch.source, row.get("contract_external_id", "")), 0))

    def judge(self, row: Row, account: Account | None, *, is_new: bool) -> list[Change]:
        """Compare the contract of a row with the one there is; returns the changes."""
        if not any(name in row for name in CONTRACT_FIELDS):
            return []
        held = self._by_name(row) or self._by_place(row, account)
        if held is not None:
            return self._settle(row, held)
        whose = id(account) if is_new else account and account.pk
        key = (whose, row["product"].lower(), row["contract_start"], row.get("contract_external_id"))
        if key in self.made:
            return []
        if account is not None:
            self.made[key] = (self._contract(row, account), row)
        return [("product", None, f"{row['product']} {row['contract_start']}")]

    def _by_place(self, row: Row, account: Account | None) -> Contract | None:
        product = self.products.get(row.get("product", "").lower())
        if product is None or account is None or account.pk is None:
            return None
        some = self.held[account.pk, product.pk, row.get("contract_start")]
        if "contract_external_id" in row:
            some = [contract for contract in some if contract.pk not in self.foreign]
        return some[0] if some else None

    def _settle(self, row: Row, held: Contract) -> list[Change]:
        wanted = {column: row[name] for name, column in CONTRACT_COLUMNS.items() if name in row}
        edits = keep_changed(held, wanted)
        changed = [(name, column) for name, column in CONTRACT_COLUMNS.items() if column in edits]
        changes: list[Change] = [(name, getattr(held, column), row[name]) for name, column in changed]
        if edits:
            self.edits[held.pk] = (held, edits)
        if "contract_external_id" in row and (self.batch.source, row["contract_external_id"]) not in self.named:
            self.names.append((row["contract_external_id"], held))
            changes.append(("contract_external_id", None, row["contract_external_id"]))
        return changes

    def _contract(self, row: Row, account: Account) -> Contract:
        name = row["product"].lower()
        product = self.products.get(name) or self.new_products.setdefault(name, Product(name=row["product"]))
        return Contract(
            account=account,
            product=product,
            starts_on=row["contract_start"],
            ends_on=row["contract_end"],
            annual_value=row["annual_value"],
            currency=row.get("currency", settings.BASE_CURRENCY),
            **({"outcome": row["outcome"]} if "outcome" in row else {}),
        )

    def write(self, recorder: Recorder) -> None:
        """Write products, contracts and their names elsewhere.

        A product stays when the import is undone: the contract that is taken back still names it.
        """
        copy_in(list(self.new_products.values()))
        made = [contract for contract, _row in self.made.values()]
        insert_many(recorder, made)
        change_many(recorder, list(self.edits.values()))
        names = [(row["contract_external_id"], one) for one, row in self.made.values() if "contract_external_id" in row]
        insert_many(
            recorder,
            [
                ExternalId(source=self.batch.source, kind="contract", value=value, row_id=contract.pk)
                for value, contract in [*self.names, *names]
            ],
        )
        changed = [contract for contract, _columns in self.edits.values()]
        recorder.touches(*(contract.account_id for contract in [*made, *changed]))
