"""Writing our records into files that can be imported again."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from accounts.domain.importing.columns import Field
from accounts.domain.importing.reports import lines
from accounts.models import Installation
from accounts.services.importing.kinds import Kind, kinds
from accounts.visibility import Viewer


def exportable_kinds() -> list[Kind]:
    """The kinds of which records can be written, in the order in which one imports them."""
    return [kind for kind in kinds() if kind.export is not None]


def export_lines(kind: Kind, viewer: Viewer) -> Iterator[str]:
    """What a viewer sees of a kind as lines of CSV, the names of the columns first, formulas defused."""
    if kind.export is None:
        return iter(())
    rows = kind.export(viewer, own_key())
    columns = [field for field in kind.fields() if field.key not in kind.not_exported]
    return lines(_written(columns, rows))


def _written(columns: list[Field], rows: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    keys = [column.key for column in columns]
    yield keys
    for row in rows:
        yield [_text(row.get(key)) for key in keys]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def own_key() -> str:
    """What the ids of this installation begin with; chosen once."""
    Installation.objects.get_or_create(pk=1)
    Installation.objects.filter(pk=1, own_key="").update(own_key=f"cst{secrets.token_hex(4)}")
    return Installation.objects.values_list("own_key", flat=True).get(pk=1)
