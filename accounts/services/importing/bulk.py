"""Changing many rows in one statement, each change remembered by the recorder like one made by hand."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from accounts.domain.importing.values import is_same
from accounts.services.acts import Recorder
from csm.foundation.facts import DatedFact, Recorded, Versioned
from csm.foundation.partial import KeyedValues

Edit = tuple[models.Model, dict[str, Any]]
COMPOSED = (KeyedValues, ArrayField)  # an array of arrays would be unnested to the bottom


class ChangedMeanwhile(Exception):
    """A row was changed by somebody else while a chunk was being written: the chunk is judged again."""


def insert_many(recorder: Recorder, rows: Sequence[models.Model]) -> None:
    """Insert rows of one model that were checked before, by COPY; each gets its id."""
    if rows and isinstance(rows[0], Recorded):
        by = recorder.actor.pk if recorder.actor else None
        for row in rows:
            row.recorded_by_id = by  # type: ignore[attr-defined]
    copy_in(rows)
    recorder.changes.extend([row._meta.label_lower, row.pk, None, {}] for row in rows)


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write rows of one model in one COPY, with ids taken beforehand from its sequence."""
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_IDS, [model._meta.db_table, len(rows)])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
        cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", _Lines(_lines(rows, fields)))
    for row in rows:
        row._state.adding = False


def copy_values(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write plain values of some columns (by attname) in one COPY: for links, which nothing else remembers."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(_field(model, column).column) for column in columns)
    lines = ("\t".join([_cell(value) for value in row]) + "\n" for row in rows)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _Lines(lines))


TAKE_IDS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class _Lines:
    """Lines written when the server asks for more, so that it stores the ones before meanwhile."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self, _size: int = -1) -> str:
        return "".join(islice(self._lines, 64))


def _lines(rows: Iterable[models.Model], fields: Sequence[Any]) -> Iterator[str]:
    names = [field.attname for field in fields]
    related = [(field.name, field.attname) for field in fields if field.is_relation]
    for row in rows:
        held = row.__dict__
        for name, attname in related:
            if held[attname] is None and (target := row._state.fields_cache.get(name)) is not None:
                held[attname] = target.pk
        yield "\t".join([_cell(held[name]) for name in names]) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES)
    return _composed(value).translate(ESCAPES) if isinstance(value, list | dict) else str(value)


def _composed(value: Any) -> str:
    """An array or an object as text."""
    if isinstance(value, list):
        return "{" + ",".join(str(one) for one in value) + "}"
    return json.dumps(value)


def change_many(recorder: Recorder, edits: Sequence[Edit]) -> None:
    """Set columns (by attname) of rows; all edits are of one model. *Raises* ChangedMeanwhile."""
    alike: dict[tuple[str, ...], list[Edit]] = defaultdict(list)
    for row, columns in edits:
        alike[tuple(sorted(columns))].append((row, columns))
    for names, some in alike.items():
        _update(names, some)
        for row, columns in some:
            before = {name: getattr(row, name) for name in names}
            for name in names:
                setattr(row, name, columns[name])
            if isinstance(row, Versioned):
                row.row_version += 1
            recorder.remember(row, before, dict(columns))


def _update(names: tuple[str, ...], edits: Sequence[Edit]) -> None:
    model = type(edits[0][0])
    fields = [_field(model, name) for name in names]
    arrays: list[list[Any]] = [[row.pk for row, _columns in edits]]
    arrays += [[_sent(field, columns[field.attname]) for _row, columns in edits] for field in fields]
    types = ["bigint", *("text" if isinstance(field, COMPOSED) else _column_type(field) for field in fields)]
    sets = [f'"{field.column}" = {_received(field, f"given.c{place}")}' for place, field in enumerate(fields, start=1)]
    condition = ""
    if issubclass(model, Versioned):
        arrays.append([row.row_version for row, _columns in edits])  # type: ignore[attr-defined]
        types.append("integer")
        sets.append('"row_version" = held."row_version" + 1')
        condition = f' AND held."row_version" = given.c{len(fields) + 1}'
    places = ", ".join(f"%s::{kind}[]" for kind in types)
    columns = ", ".join(f"c{place}" for place in range(len(types)))
    table = model._meta.db_table
    statement = (
        f'UPDATE "{table}" AS held SET {", ".join(sets)} FROM unnest({places}) AS given({columns}) '  # noqa: S608
        f"WHERE held.id = given.c0{condition}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)
        if cursor.rowcount != len(edits):
            raise ChangedMeanwhile


def _sent(field: Any, value: Any) -> Any:
    """A value as an element of an array; what is a list or an object itself travels as text."""
    return _composed(value) if isinstance(field, COMPOSED) else field.get_db_prep_save(value, connection)


def _received(field: Any, column: str) -> str:
    return f"{column}::{_column_type(field)}" if isinstance(field, COMPOSED) else column


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _column_type(field: Any) -> str:
    """The type of a column; that of a foreign key is its target's without being a sequence."""
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection)).split(" CHECK")[0]


def retract_many(recorder: Recorder, rows: Iterable[Recorded]) -> None:
    """Take rows of one model back as mistakes."""
    by = recorder.actor.pk if recorder.actor else None
    change_many(recorder, [(row, {"retracted_at": timezone.now(), "retracted_by_id": by}) for row in rows])


def close_many(recorder: Recorder, facts: Iterable[DatedFact], on: date) -> None:
    """End dated facts of one model on a day; those that began on it or later never held and are retracted."""
    found = list(facts)
    never = [fact for fact in found if fact.valid_from is not None and fact.valid_from >= on]
    ending = [fact for fact in found if fact.valid_from is None or fact.valid_from < on]
    retract_many(recorder, never)
    change_many(recorder, [(fact, {"valid_to": on}) for fact in ending])


def keep_changed(row: models.Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """Those of the wanted columns whose value the row does not hold yet."""
    return {name: new for name, new in wanted.items() if not is_same(getattr(row, name), new)}
