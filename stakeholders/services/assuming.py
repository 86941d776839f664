"""Hold what follows from titles: assumed levels, departments, roles and authority of any set of stakeholders.

`settle` is called inside the act that changed a title, a role or an assessment, and for everybody when rules change.
It reads in four queries whatever the number of stakeholders and writes only what differs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from accounts.models import Role
from accounts.services.acts import Recorder
from accounts.services.importing.bulk import change_many, insert_many, retract_many
from accounts.services.importing.fresh import fresh
from csm.foundation.facts import Basis
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.settling import Changes, Holding, Known, Place, Thought, settle
from stakeholders.domain.titles.spans import Span
from stakeholders.models import Assessment, Position, RoleHolding, RuledOut
from stakeholders.selectors.title_rules import rule_book

AXES = ("influence", "authority", "importance", "sentiment")


class Rows(NamedTuple):
    """The standing rows of one stakeholder that assumptions are about."""

    positions: list[Position]
    holdings: list[RoleHolding]
    assessments: list[Assessment]
    ruled_out: list[RuledOut]


def settle_assumptions(recorder: Recorder, stakeholder_ids: Iterable[int], book: RuleBook | None = None) -> set[int]:
    """Make what is assumed of these stakeholders what the rules say; returns of whom anything changed."""
    ids = sorted(set(stakeholder_ids))
    if not ids:
        return set()
    rules = book or rule_book()
    roles = {role.key: role for role in Role.objects.all()}
    writing = _Writing(roles)
    for stakeholder_id, rows in _rows_of(ids).items():
        changes = settle(rules, known_of(rows, roles))
        if not changes.is_empty:
            writing.take(stakeholder_id, rows, changes)
    writing.write(recorder)
    return writing.changed


def known_of(rows: Rows, roles: dict[str, Role]) -> Known:
    """Rows as plain data."""
    keys = {role.pk: key for key, role in roles.items()}
    return Known(
        places=[place_of(row) for row in rows.positions],
        holdings=[holding_of(row, keys) for row in rows.holdings],
        thoughts=[thought_of(row, row.pk) for row in rows.assessments],
        ruled_out=ruled_out_of(rows.ruled_out, keys),
    )


def place_of(row: Position) -> Place:
    """A position as plain data."""
    return Place(
        row.pk,
        Span(row.valid_from, row.valid_to),
        row.title,
        row.department,
        row.department_basis == Basis.ASSUMED,
        row.level,
        row.level_basis == Basis.ASSUMED,
    )


def holding_of(row: RoleHolding, keys: dict[int, str]) -> Holding:
    """A role held as plain data."""
    return Holding(row.pk, Span(row.valid_from, row.valid_to), keys[row.role_id], row.basis == Basis.ASSUMED)


def thought_of(row: Assessment, key: int) -> Thought:
    """An assessment as plain data, known by `key`."""
    return Thought(
        key,
        Span(row.valid_from, row.valid_to),
        row.authority,
        "authority" in row.assumed,
        row.basis == Basis.ASSUMED,
    )


def ruled_out_of(rows: Iterable[RuledOut], keys: dict[int, str]) -> frozenset[tuple[str, str]]:
    """What was ruled out, as (words of the title, what of it); roles whose key is not given are left out."""
    return frozenset(
        (row.title, row.field if row.role_id is None else f"role:{keys[row.role_id]}")
        for row in rows
        if row.role_id is None or row.role_id in keys
    )


def _rows_of(ids: Sequence[int]) -> dict[int, Rows]:
    found: dict[int, Rows] = defaultdict(lambda: Rows([], [], [], []))
    for model, place in ((Position, 0), (RoleHolding, 1), (Assessment, 2), (RuledOut, 3)):
        rows: Any = model._default_manager.filter(stakeholder_id__in=ids, retracted_at__isnull=True)
        for row in rows.order_by("pk"):
            found[row.stakeholder_id][place].append(row)
    return found


class _Writing:
    """Changes of many stakeholders, written model by model: what goes first, then what comes."""

    def __init__(self, roles: dict[str, Role]) -> None:
        self.roles = roles
        self.changed: set[int] = set()
        self.edits: dict[type, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
        self.ending: dict[type, list[Any]] = defaultdict(list)
        self.adding: dict[type, list[Any]] = defaultdict(list)

    def take(self, stakeholder_id: int, rows: Rows, changes: Changes) -> None:
        """Turn what must change of one stakeholder into rows."""
        before = self._count()
        self._take_places(rows, changes)
        self._take_roles(stakeholder_id, rows, changes)
        self._take_authority(stakeholder_id, rows, changes)
        if self._count() > before:
            self.changed.add(stakeholder_id)

    def _count(self) -> int:
        return sum(len(some) for kind in (self.edits, self.ending, self.adding) for some in kind.values())

    def _take_places(self, rows: Rows, changes: Changes) -> None:
        by_id: dict[int | None, Position] = {row.pk: row for row in rows.positions}
        for pk, level, department in changes.places:
            fields = {**assumed_columns("level", level), **assumed_columns("department", department)}
            self.edits[Position].append((by_id[pk], fields))

    def _take_roles(self, stakeholder_id: int, rows: Rows, changes: Changes) -> None:
        ended = set(changes.ended_holdings)
        self.ending[RoleHolding] += [row for row in rows.holdings if row.pk in ended]
        self.adding[RoleHolding] += [
            RoleHolding(
                stakeholder_id=stakeholder_id,
                role=self.roles[key],
                valid_from=span.since,
                valid_to=span.until,
                basis=Basis.ASSUMED,
            )
            for key, span in changes.new_holdings
            if key in self.roles  # a rule may name a role that this installation does not have
        ]

    def _take_authority(self, stakeholder_id: int, rows: Rows, changes: Changes) -> None:
        by_id = {row.pk: row for row in rows.assessments}
        self.edits[Assessment] += [(by_id[pk], {"authority": value}) for pk, value in changes.authorities]
        self.ending[Assessment] += [by_id[pk] for pk in changes.ended_thoughts]
        for pk, parts in changes.pieces:
            row = by_id[pk]
            if len(parts) == 1:
                self.edits[Assessment].append(
                    (row, {"authority": parts[0][1], "assumed": guessed_axes(row, parts[0][1])})
                )
            else:
                self.ending[Assessment].append(row)
                self.adding[Assessment] += [_piece(row, span, value) for span, value in parts]
        self.adding[Assessment] += [
            assumed_assessment(span, value, stakeholder_id=stakeholder_id) for span, value in changes.new_thoughts
        ]

    def write(self, recorder: Recorder) -> None:
        for rows in self.ending.values():
            retract_many(recorder, rows)
        for edits in self.edits.values():
            change_many(recorder, edits)
        for added in self.adding.values():
            insert_many(recorder, added)


def assumed_columns(name: str, value: str | None) -> dict[str, Any]:
    """Columns of a position that hold an assumption; an empty one is open again to be stated or assumed."""
    if value is None:
        return {}
    return {name: value, f"{name}_basis": Basis.ASSUMED.value if value else Basis.STATED.value}


def assumed_assessment(span: Span, authority: int, **whose: Any) -> Assessment:
    """An assessment that holds nothing but an assumed authority."""
    return fresh(
        Assessment,
        **whose,
        valid_from=span.since,
        valid_to=span.until,
        authority=authority,
        assumed=["authority"],
        basis=Basis.ASSUMED.value,
    )


def _piece(row: Assessment, span: Span, authority: int | None) -> Assessment:
    """Part of an assessment: what follows the first day is carried over, which is no assessment of that day."""
    others = {axis: getattr(row, axis) for axis in AXES if axis != "authority"}
    return Assessment(
        stakeholder_id=row.stakeholder_id,
        valid_from=span.since,
        valid_to=span.until,
        authority=authority,
        assumed=guessed_axes(row, authority),
        basis=row.basis if span.since == row.valid_from else Basis.DERIVED,
        **others,
    )


def guessed_axes(row: Assessment, authority: int | None) -> list[str]:
    """The axes that are assumed once this authority is, or is not."""
    return sorted((set(row.assumed) - {"authority"}) | ({"authority"} if authority is not None else set()))
