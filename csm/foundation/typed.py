"""Plain data of the domain as JSON, and its OpenAPI schema from the same type hints: no second description."""

import types
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

SCALARS: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "format": "int64"},
    float: {"type": "number", "format": "double"},
    str: {"type": "string"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def plain(value: Any) -> Any:
    """The value as dictionaries, lists and scalars."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


@cache
def schema_of(kind: Any) -> dict[str, Any]:
    """The schema of what `plain` makes of a value of this type."""
    if kind in SCALARS:
        return SCALARS[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _union([each for each in inner if each is not type(None)], type(None) in inner)
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(inner[1])}
    if origin is not None and issubclass(origin, Sequence | Set):
        return {"type": "array", "items": schema_of(inner[0])}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [each.value for each in kind]}
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record(kind)
    return {}


def _union(kinds: list[Any], is_nullable: bool) -> dict[str, Any]:
    schema = schema_of(kinds[0]) if len(kinds) == 1 else {"anyOf": [schema_of(each) for each in kinds]}
    if not is_nullable:
        return schema
    if "enum" in schema:
        return {**schema, "nullable": True, "enum": [*schema["enum"], None]}
    return {**schema, "nullable": True}


def _record(kind: Any) -> dict[str, Any]:
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else list(kind._fields)
    hints = get_type_hints(kind)
    summary = (kind.__doc__ or "").strip().splitlines()[:1]
    return {
        "type": "object",
        **({"description": summary[0]} if summary else {}),
        "properties": {name: schema_of(hints[name]) for name in names},
        "required": names,
    }
