"""Tables from sObject trees: the JSON in which Salesforce's own tools hand out records with what hangs on them.

A record without an id is named by what people know it by (an account by its name, a person by their e-mail), since the
reference ids of a tree number its records and mean others in the next one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from accounts.domain.importing.formats import Format

# The field by which a child names the parent that it hangs on, and by what a reference to an object is told.
PARENT_FIELDS = {"Account": "AccountId", "Contact": "ContactId", "Opportunity": "OpportunityId", "User": "UserId"}
KNOWN_BY = {"Account": ("Name",), "Contact": ("Email", "Name"), "User": ("Email", "Name"), "Opportunity": ("Name",)}


@dataclass
class Table:
    """The records of one object: its columns in the order met, and for each record text by column."""

    object: str
    columns: dict[str, None] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, row: dict[str, str]) -> None:
        self.columns.update(dict.fromkeys(row))
        self.rows.append(row)

    def cells(self) -> Iterator[list[str]]:
        """Yield the header, then the rows."""
        yield list(self.columns)
        for row in self.rows:
            yield [row.get(column, "") for column in self.columns]


def tables_of(file: BinaryIO, form: Format) -> list[Table]:
    """Read the tables of a tree, or of the answer of a query, which says of each record what it is.

    Returns nothing where that is not so, or where the file is not whole: whoever reads plain JSON says what is wrong.
    """
    file.seek(0)
    try:
        held = json.loads(file.read().decode(form.encoding, "replace").lstrip("\ufeff"))
        return _Tree(_records(held)).tables()
    except (ValueError, RecursionError):
        return []


def _records(held: Any) -> list[Mapping[str, Any]]:
    if isinstance(held, Mapping):
        held = held.get("records", held.get("result", []))
        held = held.get("records", []) if isinstance(held, Mapping) else held
    records = held if isinstance(held, list) else []
    if not all(isinstance(one, Mapping) and _object_of(one) for one in records):
        return []
    return records


def _object_of(record: Mapping[str, Any]) -> str:
    attributes = record.get("attributes")
    return str(attributes.get("type", "")) if isinstance(attributes, Mapping) else ""


def _reference(record: Mapping[str, Any]) -> str:
    return str(record.get("attributes", {}).get("referenceId", ""))


class _Tree:
    def __init__(self, records: list[Mapping[str, Any]]) -> None:
        self._found: dict[str, Table] = {}
        self._named: dict[str, tuple[str, dict[str, str]]] = {}
        for record in records:
            self._walk(record, {})

    def _walk(self, record: Mapping[str, Any], above: dict[str, str]) -> None:
        name = _object_of(record)
        row = {**above, **_flat(record)}
        self._found.setdefault(name, Table(name)).add(row)
        if _reference(record):
            self._named[f"@{_reference(record)}"] = (name, row)
        own = {PARENT_FIELDS[name]: row.get("Id") or f"@{_reference(record)}"} if name in PARENT_FIELDS else {}
        for children in record.values():
            if isinstance(children, Mapping) and isinstance(children.get("records"), list):
                for child in children["records"]:
                    if isinstance(child, Mapping) and _object_of(child):
                        self._walk(child, own)

    def tables(self) -> list[Table]:
        for table in self._found.values():
            for row in table.rows:
                for column in [name for name, cell in row.items() if cell in self._named]:
                    self._resolve(table, row, column)
        return list(self._found.values())

    def _resolve(self, table: Table, row: dict[str, str], column: str) -> None:
        """Put what a reference is known by in its place: an id, an e-mail, or beside it the name."""
        name, meant = self._named[row[column]]
        known = meant.get("Id") or next((meant[by] for by in KNOWN_BY.get(name, ()) if meant.get(by)), "")
        if name == "Account" and not meant.get("Id"):
            row[column] = ""
            target = "Parent.Name" if column == "ParentId" else "Account.Name"
            row[target] = known
            table.columns[target] = None
        else:
            row[column] = known


def _flat(record: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """The text of a record by column; that of a record it names under `Owner.Email`."""
    row: dict[str, str] = {}
    for key, value in record.items():
        if key == "attributes" or (isinstance(value, Mapping) and "records" in value):
            continue
        if isinstance(value, Mapping):
            row.update(_flat(value, f"{before}{key}."))
        elif not isinstance(value, list):
            row[f"{before}{key}"] = _text(value)
    if not before and "Name" not in row and ("LastName" in row or "FirstName" in row):
        row["Name"] = " ".join(part for part in (row.get("FirstName", ""), row.get("LastName", "")) if part)
    return row


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
