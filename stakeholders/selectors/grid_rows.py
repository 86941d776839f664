"""The quick-set grid: people in rows, what we think of them and their level in columns; three queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from csm.foundation.facts import Basis
from stakeholders.domain.questions import QuestionKind
from stakeholders.domain.quick_set import Column, Value
from stakeholders.models import Assessment, Position, RoleHolding, Stakeholder
from stakeholders.models.words import LEVEL_LABELS, SENTIMENT_LABELS

# What the grid can answer: the other questions are about who is there.
SETTABLE = frozenset({QuestionKind.AXES, QuestionKind.LEVEL, QuestionKind.ROLE})


class Choice(NamedTuple):
    """A value to choose, its word, and the key for it (none for an exact number)."""

    value: Value
    label: str | Promise
    key: str = ""


class GridColumn(NamedTuple):
    """A column of the grid; cells of columns of one `kind` take the same keys."""

    key: Column
    label: str | Promise
    kind: str


COLUMNS = (
    GridColumn(Column.INFLUENCE, _("Influence"), "ten"),
    GridColumn(Column.AUTHORITY, _("Authority"), "ten"),
    GridColumn(Column.IMPORTANCE, _("Importance"), "ten"),
    GridColumn(Column.SENTIMENT, _("Sentiment"), "sentiment"),
    GridColumn(Column.LEVEL, _("Level"), "level"),
)
UNKNOWN = Choice(None, _("unknown"), "0")
CHOICES: dict[str, tuple[Choice, ...]] = {
    "ten": (UNKNOWN, Choice(2, _("low"), "1"), Choice(5, _("medium"), "2"), Choice(8, _("high"), "3")),
    "sentiment": (
        UNKNOWN,
        *(
            Choice(value, SENTIMENT_LABELS[value], key)
            for value, key in ((-2, ""), (-1, "1"), (0, "2"), (1, "3"), (2, ""))
        ),
    ),
    "level": (
        UNKNOWN,
        *(
            Choice(level.value, LEVEL_LABELS[level], str(place))
            for place, level in enumerate(reversed(LEVEL_LABELS), 1)
        ),
    ),
}
EXACT = tuple(range(11))


@dataclass(frozen=True)
class GridCell:
    """One cell: what stands there (None is unknown), in words, and whether a rule assumed it."""

    column: Column
    kind: str
    value: Value
    text: str
    is_assumed: bool


class RoleShown(NamedTuple):
    """A role of a row."""

    name: str
    is_assumed: bool


@dataclass(frozen=True)
class GridRow:
    """One of the people, with why one is asked about them where one is."""

    stakeholder: Stakeholder
    title: str
    cells: tuple[GridCell, ...]
    roles: tuple[RoleShown, ...]
    why: str = ""


def grid_rows(stakeholders: Sequence[Stakeholder], on: date, why: Mapping[int, str] | None = None) -> list[GridRow]:
    """The rows of these people, who come with their person and account; three queries."""
    ids = [one.pk for one in stakeholders]
    thoughts: dict[int, Any] = {
        row.stakeholder_id: row for row in Assessment.objects.valid_at(on).filter(stakeholder_id__in=ids)
    }
    positions: dict[int, Any] = {
        row.stakeholder_id: row for row in Position.objects.valid_at(on).filter(stakeholder_id__in=ids)
    }
    roles = _roles(ids, on)
    return [
        GridRow(
            one,
            positions[one.pk].title if one.pk in positions else "",
            _cells(thoughts.get(one.pk), positions.get(one.pk)),
            tuple(roles.get(one.pk, ())),
            (why or {}).get(one.pk, ""),
        )
        for one in stakeholders
    ]


def _roles(ids: Collection[int], on: date) -> dict[int, list[RoleShown]]:
    found: dict[int, list[RoleShown]] = {}
    held = RoleHolding.objects.valid_at(on).filter(stakeholder_id__in=ids).order_by("role__position", "pk")
    for stakeholder_id, name, basis in held.values_list("stakeholder_id", "role__name", "basis"):
        found.setdefault(stakeholder_id, []).append(RoleShown(name, basis == Basis.ASSUMED))
    return found


def _cells(thought: Assessment | None, position: Position | None) -> tuple[GridCell, ...]:
    guessed = set(thought.assumed) if thought else set()
    if position and position.level and position.level_basis == Basis.ASSUMED:
        guessed.add(Column.LEVEL)
    return tuple(_cell(column, thought, position, guessed) for column in COLUMNS)


def _cell(column: GridColumn, thought: Assessment | None, position: Position | None, guessed: set[Any]) -> GridCell:
    if column.key is Column.LEVEL:
        value: Value = (position.level or None) if position else None
    else:
        value = getattr(thought, column.key.value) if thought else None
    return GridCell(column.key, column.kind, value, cell_text(column.key, value), column.key.value in guessed)


def cell_text(column: Column, value: Value) -> str:
    """What a cell shows: a number or a word; "?" where it is unknown."""
    if value is None:
        return "?"
    if column is Column.SENTIMENT:
        return str(SENTIMENT_LABELS[int(value)])
    return str(LEVEL_LABELS[value]) if column is Column.LEVEL else str(value)  # type: ignore[index]
