"""Columns that hold many small things, of which one change concerns only some.

An act remembers only those, and undoing it puts back only those: what others changed beside it meanwhile stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

Row = dict[str, Any]


class TakenOver(Exception):
    """What was written has been written over since."""


class KeyedValues(models.JSONField):
    """Values by key; a key without a value is absent."""

    def concerned(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Any, Any]:
        """Only the keys that a change concerns: what they held before and after; None where nothing."""
        keys = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
        return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}

    def put_back(self, held: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
        """What is held, with the concerned keys as before. *Raises* TakenOver when one was changed since."""
        if any(held.get(key) != written for key, written in after.items()):
            raise TakenOver
        return {key: value for key, value in {**held, **before}.items() if value is not None}


class IdSet(ArrayField):
    """Ids in ascending order, each once."""

    def __init__(self, base_field: Any = None, **options: Any) -> None:
        super().__init__(base_field or models.BigIntegerField(), **options)

    def concerned(self, before: Sequence[int], after: Sequence[int]) -> tuple[Any, Any]:
        """Which ids went and which came."""
        return sorted(set(before) - set(after)), sorted(set(after) - set(before))

    def put_back(self, held: Sequence[int], before: Sequence[int], after: Sequence[int]) -> list[int]:
        """What is held, without what came and with what went."""
        return sorted((set(held) - set(after)) | set(before))


class KeyedRows(models.JSONField):
    """Objects in an order, each with a `key` of its own.

    Of a change are remembered the rows that came, went or say something else, by key, each with the key of the row
    before it; that two rows changed places is not.
    """

    def concerned(self, before: Sequence[Row], after: Sequence[Row]) -> tuple[Any, Any]:
        """What the rows that a change concerns were and became, by key; None where there was none."""
        old, new = _placed(before), _placed(after)
        keys = [key for key in {**old, **new} if _row(old, key) != _row(new, key)]
        return {key: old.get(key) for key in keys}, {key: new.get(key) for key in keys}

    def put_back(self, held: Sequence[Row], before: Any, after: Any) -> list[Row]:
        """What is held, with the concerned rows as they were. *Raises* TakenOver when one was changed since."""
        if not isinstance(after, Mapping):  # acts of former versions remember all rows
            if held != after:
                raise TakenOver
            return list(before)
        now = _placed(held)
        if any(_row(now, key) != _row(after, key) for key in after):
            raise TakenOver
        rows = [row for row in held if _row(before, row["key"]) or row["key"] not in before]
        rows = [_row(before, row["key"]) or row for row in rows]
        for key, former in before.items():
            if former is not None and key not in now:
                keys = [row["key"] for row in rows]
                rows.insert(keys.index(former["after"]) + 1 if former["after"] in keys else 0, former["row"])
        return rows


def _placed(rows: Sequence[Row]) -> dict[str, Row]:
    """Rows by key, each with the key of the one before it."""
    befores = ["", *(row["key"] for row in rows)]
    return {row["key"]: {"row": row, "after": before} for row, before in zip(rows, befores, strict=False)}


def _row(placed: Mapping[str, Any], key: str) -> Row | None:
    found = placed.get(key)
    return found["row"] if found is not None else None


Partial = KeyedValues | IdSet | KeyedRows


def concerned(field: Any, before: Any, after: Any) -> tuple[Any, Any]:
    """What an act remembers of a change of a column: all of it, or of a partial one what the change concerns."""
    return field.concerned(before, after) if isinstance(field, Partial) else (before, after)
