"""The quick-set grid: set cells of many people at once, each change one act an account, all of one step a group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.importing.intervals import fact_at, next_start
from accounts.models import User
from accounts.services.acts import Recorder, act
from accounts.services.importing.bulk import close_many, insert_many, retract_many
from csm.foundation.clock import today
from csm.foundation.facts import Basis
from stakeholders.domain.quick_set import AXES, Cell, Column, Decided, Held, Refusal, decide
from stakeholders.models import Assessment, Position, RuledOut, Stakeholder
from stakeholders.services.assessing_many import Judgement, Standing, locked_assessments, write_assessments
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.stating import rule_out_many

GROUP = "grid-"
POSITION = ("title", "department", "level", "level_basis", "department_basis")


class Done(NamedTuple):
    """What became of a step: its group (empty where nothing was written), what was said, and what was refused."""

    group: str
    summary: str
    refused: tuple[Refusal, ...]


def quick_set(actor: User, cells: Sequence[Cell]) -> Done:
    """Set cells from today on; those refused are left as they are and reported, the others are written.

    What we think of somebody is a change from today; said twice on a day, the second replaces the first. A level that
    was unknown or assumed is corrected over all its days, since nobody had said otherwise; a stated one changes today.
    """
    on = today()
    with transaction.atomic():
        rows = _own(actor, cells)
        facts = _Facts(locked_assessments(rows), _positions(rows))
        decided = decide(cells, {pk: facts.held(row, on) for pk, row in rows.items()})
        group = f"{GROUP}{uuid4().hex}" if decided.write else ""
        for account_id, some in _by_account(decided, rows):
            with act("quick_set", actor, account_id, _summary(some, rows), group) as recorder:
                _write(recorder, some, rows, facts, on)
    return Done(group, _summary(decided.write, rows) if decided.write else "", decided.refused)


class _Facts(NamedTuple):
    assessments: Standing
    positions: Mapping[int, Sequence[Position]]

    def held(self, row: Stakeholder, on: date) -> Held:
        thought = fact_at(self.assessments.get(row.pk, ()), on)
        position = fact_at(self.positions.get(row.pk, ()), on)
        values: dict[Column, Any] = {axis: getattr(thought, axis) for axis in AXES} if thought else {}
        values[Column.LEVEL] = (position.level or None) if position else None
        assumed = {Column(axis) for axis in thought.assumed} if thought else set()
        if position and position.level_basis == Basis.ASSUMED:
            assumed.add(Column.LEVEL)
        return Held(row.account_id, row.left_on is not None and row.left_on <= on, values, frozenset(assumed))


def _own(actor: User, cells: Iterable[Cell]) -> dict[int, Stakeholder]:
    """The stakeholders of these cells that the actor may change."""
    ids = {cell.stakeholder_id for cell in cells}
    rows: Any = Stakeholder.objects.editable_by(actor)
    return {row.pk: row for row in rows.filter(pk__in=ids).select_related("person")}


def _positions(stakeholder_ids: Iterable[int]) -> Mapping[int, Sequence[Position]]:
    found: dict[int, list[Position]] = defaultdict(list)
    for row in Position.objects.standing().filter(stakeholder_id__in=list(stakeholder_ids)):
        found[row.stakeholder_id].append(row)
    return found


def _by_account(decided: Decided, rows: Mapping[int, Stakeholder]) -> list[tuple[int, list[Cell]]]:
    found: dict[int, list[Cell]] = defaultdict(list)
    for cell in decided.write:
        found[rows[cell.stakeholder_id].account_id].append(cell)
    return sorted(found.items())


def _write(recorder: Recorder, cells: Sequence[Cell], rows: Mapping[int, Stakeholder], facts: _Facts, on: date) -> None:
    said: dict[int, dict[str, Any]] = defaultdict(dict)
    for cell in cells:
        if cell.column is not Column.LEVEL:
            said[cell.stakeholder_id][cell.column.value] = cell.value
    write_assessments(recorder, [Judgement(rows[pk], on, axes) for pk, axes in said.items()], facts.assessments)
    _write_levels(recorder, [cell for cell in cells if cell.column is Column.LEVEL], rows, facts, on)
    settle_assumptions(recorder, {cell.stakeholder_id for cell in cells})


def _write_levels(
    recorder: Recorder, cells: Sequence[Cell], rows: Mapping[int, Stakeholder], facts: _Facts, on: date
) -> None:
    wrong: list[Position] = []
    changed: list[Position] = []
    made: list[Position] = []
    denied: list[Stakeholder] = []
    for cell in cells:
        known = facts.positions.get(cell.stakeholder_id, ())
        current = fact_at(known, on)
        is_wrong = current is not None and (not current.level or current.level_basis == Basis.ASSUMED)
        if current is not None:
            (wrong if is_wrong else changed).append(current)
            if current.level_basis == Basis.ASSUMED and cell.value is None:
                denied.append(rows[cell.stakeholder_id])
        made.append(_position(rows[cell.stakeholder_id], cell, current, known, on, is_wrong))
    retract_many(recorder, wrong)
    close_many(recorder, changed, on)
    insert_many(recorder, made)
    rule_out_many(recorder, denied, RuledOut.Field.LEVEL, on)


def _position(
    row: Stakeholder, cell: Cell, current: Position | None, known: Sequence[Position], on: date, is_wrong: bool
) -> Position:
    carried: dict[str, Any] = {name: getattr(current, name) for name in POSITION} if current else {}
    said = {**carried, "level": cell.value or "", "level_basis": Basis.STATED}
    if current is not None:
        since = current.valid_from if is_wrong else on
        return Position(stakeholder=row, valid_from=since, valid_to=current.valid_to, basis=current.basis, **said)
    return Position(stakeholder=row, valid_from=on if known else row.joined_on, valid_to=next_start(known, on), **said)


def _summary(cells: Sequence[Cell], rows: Mapping[int, Stakeholder]) -> str:
    """What was set, of whom: the column where it is one, the name where it is one."""
    people = {cell.stakeholder_id for cell in cells}
    columns = {cell.column for cell in cells}
    what = str(_label(next(iter(columns)))) if len(columns) == 1 else _("Assessment")
    words = ngettext("Set for %(name)s: %(what)s", "Set for %(count)d people: %(what)s", len(people))
    return words % {"name": rows[cells[0].stakeholder_id].person.name, "count": len(people), "what": what}


def _label(column: Column) -> str:
    model = Position if column is Column.LEVEL else Assessment
    return str(model._meta.get_field(column.value).verbose_name)  # type: ignore[union-attr]
