"""Rows of JSON: a list of objects, or an object whose `records` are that list, as Salesforce writes both.

Each object is a row, each of its keys a column; an object within it gives columns `Parent.Field`. Lists of plain values
are joined by `;`. What lies deeper is kept as JSON text, but for the `attributes` of an object within, which only say
where Salesforce keeps it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from accounts.domain.importing.cells import number_text
from accounts.domain.importing.formats import Format, Record, Unreadable, checked_cells, checked_header

BEGINNING = re.compile(r'\ufeff?\s*(\{\s*["}]|\[\s*(?:[{\["\]\d-]|true|false|null))')
SPACE = re.compile(r"[ \t\r\n,]*")


def are_meant(text: str) -> bool:
    """Whether a text begins as JSON does.

    >>> are_meant('[{"Name": "Ana"}]'), are_meant("[Name],[City]")
    (True, False)
    """
    return BEGINNING.match(text) is not None


def records(file: BinaryIO, form: Format) -> Iterator[Record]:
    """Yield the keys as row 1 and each object as a row. *Raises* Unreadable, also with `json` or `json_shape`."""
    file.seek(0)
    text = file.read().decode(form.encoding, "replace").lstrip("\ufeff")
    header: dict[str, None] = {}
    for found in _objects(text):
        header.update(dict.fromkeys(_flat(found)))
    if not header:
        raise Unreadable("empty")
    yield Record(1, checked_header(list(header)))
    for number, found in enumerate(_objects(text), start=2):
        flat = _flat(found)
        if any(cell.strip() for cell in flat.values()):
            yield Record(number, checked_cells(number, [flat.get(name, "") for name in header]))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The objects of the list, each read on its own, so that only one of them is held."""
    at, number = _list_begins(text), 1
    while text[at : at + 1] != "]":
        number += 1
        found, at = _read(text, at, number)
        if not isinstance(found, dict):
            raise Unreadable("json_shape")
        yield found
        at = _after(text, at, "]", number)
    _check_end(text, at + 1, number)


def _check_end(text: str, at: int, number: int) -> None:
    """What follows the list only completes the object around it."""
    before = "[]" if text.lstrip().startswith("[") else '{"records":[]'
    try:
        json.loads(before + text[at:])
    except (ValueError, RecursionError) as error:
        raise Unreadable("json", row=number) from error


def _list_begins(text: str) -> int:
    at = _skipped(text, 0)
    if text[at] == "[":
        return _skipped(text, at + 1)
    at = _skipped(text, at + 1)
    while text[at : at + 1] == '"':
        key, at = _read(text, at, 1)
        at = _skipped(text, at)
        if text[at : at + 1] != ":":
            raise Unreadable("json", row=1)
        at = _skipped(text, at + 1)
        if key == "records" and text[at : at + 1] == "[":
            return _skipped(text, at + 1)
        _given, at = _read(text, at, 1)
        at = _skipped(text, at)
    raise Unreadable("json_shape")


def _skipped(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def _after(text: str, at: int, end: str, number: int) -> int:
    """Where the next value begins or the list ends; between two values stands a comma."""
    here = _skipped(text, at)
    if text[here : here + 1] != end and "," not in text[at:here]:
        raise Unreadable("json", row=number)
    return here


def _read(text: str, at: int, number: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise Unreadable("json_deep", row=number) from error
    except ValueError as error:
        raise Unreadable("json", row=number) from error


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


class _Number(str):
    """A number as it was written."""


DECODER = json.JSONDecoder(parse_int=_Number, parse_float=_Number, parse_constant=_refuse)


def _flat(found: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, given in found.items():
        if isinstance(given, dict):
            inner = {f"{name}.{key}": _text(value) for key, value in given.items() if key != "attributes"}
            flat.update(inner)
        else:
            flat[name] = _text(given)
    return flat


def _text(given: Any) -> str:
    if given is None:
        return ""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, _Number):
        return number_text(given)
    if isinstance(given, list) and not any(isinstance(one, dict | list) for one in given):
        return ";".join(_text(one) for one in given)
    whole = json.dumps(given, ensure_ascii=False) if isinstance(given, dict | list) else str(given)
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
