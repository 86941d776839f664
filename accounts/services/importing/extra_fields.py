"""Extra fields and tags in files: what a column may hold, and how the values of a row become those of the record."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import NUMERIC, Extra, ExtraKind, Unacceptable, changed_values, stored
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import Misread, Parser, choice, day, flag, long_text, number
from accounts.domain.tags import BadTag, split_tags
from accounts.models import Subject, User
from accounts.selectors.extras import PREFIX, extra_fields
from accounts.selectors.tags import TagBook
from accounts.services.tags import tags_named, with_tags

TAGS = "tags"
SYNONYMS = ("tag", "labels", "label", "keywords", "topics")
Change = tuple[str, Any, Any]


def extra_columns_of_files(subject: Subject) -> list[Field]:
    """What a file can say of a row besides what is built in: its tags, and every extra field of the day."""
    return [Field(TAGS, _("Tags (added to those there are)"), tags, SYNONYMS), *map(_column, extra_fields(subject))]


def _column(extra: Extra) -> Field:
    return Field(
        f"{PREFIX}{extra.key}",
        extra.name,
        _parser(extra),
        (extra.name, extra.key),
        is_date=extra.kind is ExtraKind.DATE,
        is_number=extra.kind in NUMERIC,
    )


def tags(cell: str, order: str) -> list[str]:
    """A list of tags."""
    try:
        return split_tags(cell)
    except BadTag as error:
        raise Misread("tag", found=str(error)[:60]) from error


def _parser(extra: Extra) -> Parser:
    """Reads a cell as the value that is stored."""
    read = _READERS[extra.kind](extra)

    def parse(cell: str, order: str) -> Any:
        try:
            return stored(extra, read(cell, order))
        except Unacceptable as error:
            raise Misread("money" if extra.kind is ExtraKind.MONEY else "number") from error

    return parse


_READERS: dict[ExtraKind, Any] = {
    ExtraKind.TEXT: lambda extra: long_text(1000),
    ExtraKind.NUMBER: lambda extra: number,
    ExtraKind.MONEY: lambda extra: number,
    ExtraKind.DATE: lambda extra: day,
    ExtraKind.FLAG: lambda extra: flag,
    ExtraKind.CHOICE: lambda extra: choice({one: one for one in extra.choices}),
}


class ExtraValues:
    """What the rows of a batch say of extra fields and tags; tags that are new are made where rows are applied."""

    def __init__(self, rows: Iterable[Row], actor: User | None, *, is_trial: bool) -> None:
        self.book = TagBook()
        wanted = list(dict.fromkeys(name for row in rows for name in row.get(TAGS, ())))
        self.ids = {name.casefold(): pk for name in wanted if (pk := self.book.id_of(name)) is not None}
        if not is_trial:
            fresh = [name for name in wanted if name.casefold() not in self.ids]
            self.ids.update({name.casefold(): tags_named(actor, [name])[0] for name in fresh})

    def wanted(self, row: Row, held: Any) -> dict[str, Any]:
        """The columns of a record (`held`; None for a new one) as the row wants them."""
        found: dict[str, Any] = {}
        given = {name.removeprefix(PREFIX): value for name, value in _said(row)}
        if given:
            found["extra"] = changed_values(held.extra if held is not None else {}, given)
        if TAGS in row:
            ids = [self.ids[name.casefold()] for name in row[TAGS] if name.casefold() in self.ids]
            found["tags"] = with_tags(held.tags if held is not None else [], self.book, add=ids)
        return found

    def changes(self, row: Row, held: Any) -> list[Change]:
        """What of it differs from what is held, for the preview: by field, old and new."""
        found: list[Change] = [
            (name, held.extra.get(name.removeprefix(PREFIX)), value)
            for name, value in _said(row)
            if held.extra.get(name.removeprefix(PREFIX)) != value
        ]
        there = self.book.of(held.tags)
        known = {name.casefold() for name in there}
        added = [name for name in row.get(TAGS, ()) if name.casefold() not in known and not self._holds(held, name)]
        return [*found, (TAGS, there, [*there, *added])] if added else found

    def _holds(self, held: Any, name: str) -> bool:
        """Whether a record holds a tag by another of its names."""
        pk = self.book.id_of(name)
        return pk is not None and bool(set(self.book.alike(pk)) & set(held.tags))


def _said(row: Row) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in row.values.items() if name.startswith(PREFIX))


def is_extra(name: str) -> bool:
    """Whether a field of a file is an extra field or the tags."""
    return name == TAGS or name.startswith(PREFIX)
