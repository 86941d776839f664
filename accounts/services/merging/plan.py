"""What a merge would change, worked out from the rules of all tables without writing anything."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.domain.weaving import Strand, weave
from accounts.models import User
from accounts.services.acts import Recorder
from csm.foundation.facts import Basis, DatedFact, Recorded
from csm.foundation.merging import MergeRule, Way, merge_rules

GROUNDS: dict[str, int] = {Basis.STATED: 0, Basis.ASSUMED: 1, Basis.DERIVED: 2}
BOOKKEEPING = {"recorded_at", "recorded_by_id", "retracted_at", "retracted_by_id", "valid_from", "valid_to", "basis"}
Row = Any
Columns = dict[str, Any]
Renamed = Mapping[int, int]


@dataclass(frozen=True)
class Contradiction:
    """Two facts of one day that say different things: the one that is believed and the one that gives way."""

    choice: str
    label: Any
    believed: Row
    refused: Row
    refused_moved: bool


class Plan:
    """Collects the edits of one merge. `prefers_old` are the choices for which the row that goes is believed,
    `prefers_new` those for which the one that stays is; of the others a stated fact is believed before an assumed one,
    then that of the row that stays.
    """

    def __init__(
        self, actor: User | None, prefers_old: Iterable[str] = (), prefers_new: Iterable[str] = (), locks: bool = False
    ) -> None:
        self.actor = actor
        self.prefers_old, self.prefers_new = frozenset(prefers_old), frozenset(prefers_new)
        self.locks = locks
        self.now = timezone.now()
        self.edits: dict[type[models.Model], dict[int, tuple[Row, Columns]]] = defaultdict(dict)
        self.removed: dict[type[models.Model], dict[int, Row]] = defaultdict(dict)
        self.tails: list[Row] = []
        self.contradictions: list[Contradiction] = []
        self.moved: Counter[type[models.Model]] = Counter()
        self.passed_on: list[tuple[str, int, int]] = []
        self.before_write: list[Callable[[Recorder], None]] = []
        self.touched: set[int] = set()

    # What handlers and rules say

    def change(self, row: Row, **columns: Any) -> None:
        """Set columns (by attname) of a row; what they hold is read now, before anything is written."""
        for name in columns:
            getattr(row, name)
        held = self.edits[type(row)].setdefault(row.pk, (row, {}))
        held[1].update(columns)

    def retract(self, row: Row) -> None:
        """Take a row back; one that is no record is removed. It stays where it was."""
        if isinstance(row, Recorded):
            self.change(row, retracted_at=self.now, retracted_by_id=self.actor.pk if self.actor else None)
        else:
            self.removed[type(row)][row.pk] = row

    def pass_on(self, kind: str, old_id: int, new_id: int) -> None:
        """The id of a row, here and in other systems, leads to another from now on."""
        self.passed_on.append((kind, old_id, new_id))

    def standing(self, model: type[models.Model]) -> Any:
        """The rows of a table that hold; locked where the plan is going to be written."""
        rows = model._default_manager.order_by("pk")
        rows = rows.filter(retracted_at__isnull=True) if issubclass(model, Recorded) else rows
        return rows.select_for_update(of=("self",)) if self.locks else rows

    def hand_over(self, target: type[models.Model], renamed: Renamed) -> None:
        """Let everything that points at some rows of a table point at others: by the rule of each foreign key."""
        for rule in rules_about(target):
            if rule.handler is not None:
                rule.handler(self, rule, renamed)
            elif rule.way is Way.MOVES:
                _Move(self, rule, renamed).work_out()


def rules_about(target: type[models.Model]) -> list[MergeRule]:
    """The rules of the foreign keys to a table."""
    return [rule for rule in merge_rules if target_of(rule) is target._meta.concrete_model]


def target_of(rule: MergeRule) -> type[models.Model]:
    """The table that the fields of a rule point at."""
    related: Any = apps.get_model(rule.model)._meta.get_field(rule.fields[0]).related_model
    found: type[models.Model] = related
    return found


class _Move:
    """One rule applied: rows that point at what goes, and those they meet at what stays."""

    def __init__(self, plan: Plan, rule: MergeRule, renamed: Renamed) -> None:
        self.plan, self.rule, self.renamed = plan, rule, renamed
        self.model = apps.get_model(rule.model)
        self.fields = [self._attname(name) for name in rule.fields]
        self.places: dict[int, Columns] = {}

    def _attname(self, name: str) -> str:
        field: Any = self.model._meta.get_field(name)
        return str(field.attname)

    def _places_of(self, rows: Iterable[Row]) -> list[Row]:
        """Where each row comes to point, without those that come to point at one row twice."""
        left = []
        for row in rows:
            columns = {name: self.renamed.get(getattr(row, name), getattr(row, name)) for name in self.fields}
            if len(columns) > len(set(columns.values())):
                self.plan.retract(row)
                continue
            if self.rule.in_order is not None and self.rule.in_order(row):
                columns = dict(zip(self.fields, sorted(columns.values()), strict=True))
            self.places[row.pk] = columns
            left.append(row)
        return left

    def work_out(self) -> None:
        rows = self._places_of(self._rows(list(self.renamed)))
        self.plan.moved[self.model] += len(rows)
        for row in rows:
            self.plan.change(row, **self.places[row.pk])
        if rows and self.rule.is_contested:
            moved = set(self.places)
            others = [row for row in self._rows(sorted(set(self.renamed.values()))) if row.pk not in moved]
            for group in self._groups([*rows, *others]):
                if any(row.pk in moved for row in group) and len(group) > 1:
                    self._settle(group)

    def _rows(self, ids: list[int]) -> list[Row]:
        pointing = models.Q()
        for name in self.fields:
            pointing |= models.Q(**{f"{name}__in": ids})
        rows = self.plan.standing(self.model).filter(pointing)
        return list(rows if self.rule.is_contested or self.rule.in_order else rows.only(*self._needed()))

    def _needed(self) -> list[str]:
        """The columns of a row that is only moved; the rest of it can be large."""
        kept = {"row_version", "retracted_at", "valid_from", "valid_to"}
        fields = self.model._meta.concrete_fields
        return [field.attname for field in fields if field.primary_key or field.is_relation or field.attname in kept]

    def _groups(self, rows: Iterable[Row]) -> Iterable[list[Row]]:
        """Rows that hold the same key once moved."""
        names = [self._attname(name) for name in (self.rule.once or self.rule.woven or self.rule.fields)]
        alike: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in rows:
            place = self.places.get(row.pk, {})
            alike[tuple(place.get(name, getattr(row, name)) for name in names)].append(row)
        return alike.values()

    def _settle(self, group: list[Row]) -> None:
        if self.rule.once:
            self._keep_one(group)
        elif self.rule.woven:
            self._weave(group)
        else:
            for row in sorted((row for row in group if getattr(row, self.rule.alone)), key=self._rank)[1:]:
                self.plan.change(row, **{self.rule.alone: False})

    def _keep_one(self, group: list[Row]) -> None:
        best, *others = sorted(group, key=lambda row: (self._rank(row), row.pk))
        for row in others:
            self.plan.edits[self.model].pop(row.pk, None)
            self.plan.retract(row)
            self._contradict(best, row)
            if self.rule.is_named:
                self.plan.pass_on(self.model._meta.model_name or "", row.pk, best.pk)

    def _rank(self, row: Row) -> tuple[int, ...]:
        """Less is believed before more."""
        is_moved = row.pk in self.places
        ground = GROUNDS.get(row.basis, 0) if isinstance(row, DatedFact) else 0
        if self.rule.choice in self.plan.prefers_old:
            return int(not is_moved), ground
        if self.rule.choice in self.plan.prefers_new:
            return int(is_moved), ground
        return ground, int(is_moved)

    def _weave(self, group: list[Row]) -> None:
        rows = {row.pk: row for row in group}
        woven = weave((self._strand(row) for row in group), self.rule.joins)
        for pk, row in rows.items():
            if pk not in woven.kept:
                self.plan.edits[self.model].pop(pk, None)
                self.plan.retract(row)
            elif woven.kept[pk] != (row.valid_from, row.valid_to):
                since, until = woven.kept[pk]
                self.plan.change(row, valid_from=since, valid_to=until)
        for pk, since, until in woven.tails:
            self.plan.tails.append(self._tail(rows[pk], since, until))
        for pk, believed in woven.contradicted.items():
            self._contradict(rows[believed], rows[pk])

    def _strand(self, row: Row) -> Strand:
        return Strand(row.pk, row.valid_from, row.valid_to, self._rank(row), self._says(row), row.basis)

    def _says(self, row: Row) -> tuple[Any, ...]:
        """What a fact says, apart from whom it is about, when it holds and who recorded it."""
        about = {*self.fields, *(self._attname(name) for name in self.rule.woven), *BOOKKEEPING}
        held = [field.attname for field in self.model._meta.concrete_fields if not field.primary_key]
        return tuple(_hashable(getattr(row, name)) for name in held if name not in about)

    def _tail(self, row: Row, since: Any, until: Any) -> Row:
        held = {field.attname: getattr(row, field.attname) for field in self.model._meta.concrete_fields}
        key = self.model._meta.pk.attname if self.model._meta.pk else "id"
        place = self.places.get(row.pk, {})
        return self.model(**{**held, **place, key: None, "valid_from": since, "valid_to": until})

    def _contradict(self, believed: Row, refused: Row) -> None:
        if self.rule.choice and self._says(believed) != self._says(refused):
            moved = refused.pk in self.places
            found = Contradiction(self.rule.choice, self.rule.choice_label, believed, refused, moved)
            self.plan.contradictions.append(found)


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return str(value) if isinstance(value, dict) else value
