"""Rows of a made-up export as the bytes of its files."""

import csv
import io
from collections.abc import Mapping, Sequence

Row = dict[str, str]


def csv_files(tables: Mapping[str, Sequence[Row]]) -> dict[str, bytes]:
    """Each table as a CSV file, every cell in quotation marks as these systems do."""
    return {name: _csv(rows) for name, rows in tables.items()}


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
