"""Columns that hold many small things, of which one change concerns only some.

An act remembers only those, and undoing it puts back only those: what others changed beside it meanwhile stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


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


Partial = KeyedValues | IdSet


def concerned(field: Any, before: Any, after: Any) -> tuple[Any, Any]:
    """What an act remembers of a change of a column: all of it, or of a partial one what the change concerns."""
    return field.concerned(before, after) if isinstance(field, Partial) else (before, after)
