"""Rows into a table by COPY: whatever column a row does not give takes the default of its model."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL: Final = "\\N"


class CopiedTable:
    """Collects rows of one model and writes them in one statement."""

    def __init__(self, model: type[models.Model], *given: str) -> None:
        """`given` are the columns each row gives, by attribute name; without an id the database numbers the rows."""
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [
            field for name, field in fields.items() if name not in given and not isinstance(field, models.AutoField)
        ]
        self.table = model._meta.db_table
        self.columns = [fields[name].column for name in given] + [field.column for field in others]
        self.rest = "".join(f"\t{_text(_default(field))}" for field in others) + "\n"
        self.buffer = StringIO()

    def add(self, *row: Any) -> None:
        """Take one row: the given columns in order."""
        self.buffer.write("\t".join(map(_text, row)))
        self.buffer.write(self.rest)

    def add_all(self, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            self.add(*row)

    def write(self) -> None:
        """Write what was collected and forget it."""
        self.buffer.seek(0)
        names = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(f'COPY "{self.table}" ({names}) FROM STDIN', self.buffer)
        self.buffer = StringIO()


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take so many new ids from the model's sequence, in order."""
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [model._meta.db_table, count])
        return [pk for (pk,) in cursor.fetchall()]


def _default(field: models.Field) -> Any:
    return "{}" if isinstance(field, ArrayField) else field.get_default()


def _text(content: Any) -> str:
    if content is None:
        return NULL
    if content is True:
        return "t"
    if content is False:
        return "f"
    return content.translate(ESCAPES) if type(content) is str else str(content)
