"""Undo what was just done: reverse every change of an act, or of a group of acts, or nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Act, User
from accounts.selectors.touched import governed_accounts
from accounts.services.acts import raise_versions
from csm.foundation.facts import Basis, DatedFact, Recorded, Versioned
from csm.foundation.partial import Partial, TakenOver

Key = tuple[str, Any]
BATCH = 2000
CHANGED_SINCE = gettext_noop("This was changed again since, so it cannot be undone.")


class UndoConflict(Exception):
    """What the act wrote was changed again since, or was undone already; nothing was undone.

    `row` is what stands in the way, as it is now, where that is known; `field` what of it was changed.
    """

    def __init__(self, words: str, row: models.Model | None = None, field: str = "") -> None:
        super().__init__(words)
        self.row = row
        self.field = field


# By kind of act: what undoes it where more is to be minded than what it wrote.
ways: dict[str, Callable[[Act, User], None]] = {}


def undo_act(act: Act, actor: User) -> None:
    """Reverse one act. *Raises* UndoConflict when a row no longer holds what the act wrote."""
    ways.get(act.kind, reverse_act)(act, actor)


def reverse_act(act: Act, actor: User, erases: bool = False) -> None:
    """Reverse what an act wrote. `erases`: records it made were parts of others and go without a trace."""
    _undo(Act.objects.filter(pk=act.pk), actor, erases)


def undo_group(group: str, actor: User) -> None:
    """Reverse every act of a group, e.g. of one import, last first. *Raises* UndoConflict like `undo_act`."""
    if not group:
        raise ValueError("A group has a name.")
    _undo(Act.objects.filter(group=group), actor)


def undo_many(acts: Sequence[Act], actor: User) -> list[Act]:
    """Reverse what acts wrote, last first, each of them or not at all; returns those that stay, since what they wrote
    was changed since. All at once where nothing hinders, else by halves; versions are raised once."""
    touched: set[int] = set()
    with transaction.atomic():
        kept = _undo_by_halves(sorted(acts, key=lambda one: -one.pk), actor, touched)
        raise_versions(touched)
    return kept


def _undo_by_halves(acts: Sequence[Act], actor: User, touched: set[int]) -> list[Act]:
    if not acts:
        return []
    try:
        with transaction.atomic():
            touched |= _undo_together(acts, actor)
    except UndoConflict:
        if len(acts) == 1:
            return list(acts)
        middle = len(acts) // 2
        return [*_undo_by_halves(acts[:middle], actor, touched), *_undo_by_halves(acts[middle:], actor, touched)]
    return []


def _undo_together(acts: Sequence[Act], actor: User) -> set[int]:
    """Reverse acts as if they were one; returns the accounts concerned."""
    rows = Act.objects.filter(pk__in=[one.pk for one in acts])
    standing = rows.filter(undone_at__isnull=True).select_for_update(of=("self",)).order_by("pk")
    changes = [(one.changes, one.touched) for one in standing]
    if len(changes) < len(acts):
        raise UndoConflict(_("This was undone already."))
    concerned = _Reversal([change for some, _touched in changes for change in some], actor, Counter()).apply()
    rows.update(undone_at=timezone.now(), undone_by=actor)
    return concerned.union(*(touched for _some, touched in changes))


def _undo(acts: "models.QuerySet[Act]", actor: User, erases: bool = False) -> None:
    """Reverse acts one after the other, last first: of a large import only one is in memory at a time."""
    with transaction.atomic():
        locked = acts.select_for_update(of=("self",)).order_by("-pk").values_list("pk", "undone_at")
        ids = [pk for pk, undone_at in locked if undone_at is None]
        if not ids or len(ids) < len(locked):
            raise UndoConflict(_("This was undone already."))
        touched: set[int] = set()
        own_changes: Counter[Key] = Counter()
        for pk in ids:
            one = Act.objects.get(pk=pk)
            touched |= _Reversal(one.changes, actor, own_changes, erases).apply() | set(one.touched)
        acts.update(undone_at=timezone.now(), undone_by=actor)
        raise_versions(touched)


class _Reversal:
    """The changes of one act, worked out backwards in memory and then written, one statement per kind.

    `own_changes` counts how often acts of the same group changed a row or put it back: others must not have.
    """

    def __init__(self, changes: Sequence[Any], actor: User, own_changes: Counter[Key], erases: bool = False) -> None:
        self.changes = changes
        self.actor = actor
        self.erases = erases
        self.rows = _locked_rows(changes)
        self.inserted: dict[Key, models.Model] = {}
        self.restored: dict[Key, set[str]] = defaultdict(set)
        self.removed: list[models.Model] = []
        self.own_changes = own_changes

    def apply(self) -> set[int]:
        """Write the reversal and return the accounts that the settings it put back govern today."""
        for label, pk, before, after in reversed(self.changes):
            self._reverse((label, pk), before, after)
        self._refuse_when_others_depend()
        try:
            with transaction.atomic():
                self._write()
        except (ProtectedError, RestrictedError, DatabaseError) as error:
            raise UndoConflict(_("Other records have come to depend on this, so it cannot be undone.")) from error
        return governed_accounts([*self.rows.values(), *self.removed])

    def _reverse(self, key: Key, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if after is None:
            self.removed.append(_rebuilt(key[0], before or {}))
            return
        row = self.rows.get(key)
        if row is None:
            raise UndoConflict(_("Something this created is gone, so it cannot be undone."))
        if before is None:
            self._refuse_when_changed_since(key, row, after)
            self.inserted[key] = row
        else:
            self.own_changes[key] += 1
            self.restored[key].update(_put_back(row, before, after))

    def _refuse_when_changed_since(self, key: Key, row: models.Model, begun: dict[str, Any]) -> None:
        first_version = begun.get("row_version", 1)
        is_taken_back = isinstance(row, Recorded) and row.retracted_at is not None and not _is_assumed(row)
        is_edited = isinstance(row, Versioned) and row.row_version != first_version + self.own_changes[key]
        others = [name for name in begun if name != "row_version"]
        changed = [name for name in others if not _same(row, row._meta.get_field(name), begun[name])]
        if is_taken_back or is_edited or changed:
            raise UndoConflict(_(CHANGED_SINCE), row, *changed[:1])

    def _refuse_when_others_depend(self) -> None:
        for model, ids in _ids_by_model(self.inserted).items():
            for relation in model._meta.related_objects:
                other = relation.related_model
                if issubclass(other, Recorded):
                    self._refuse_standing(other, relation.field.name, ids)

    def _refuse_standing(self, other: type[models.Model], name: str, ids: Sequence[Any]) -> None:
        kind = other._meta.label_lower
        own = [pk for label, pk in self.inserted if label == kind]
        own += [pk for (label, pk), names in self.restored.items() if label == kind and name in names]
        for some in _batches(ids):
            standing = other._default_manager.filter(**{f"{name}__in": some, "retracted_at__isnull": True})
            standing = standing.exclude(pk__in=own)
            if issubclass(other, DatedFact):  # what was only assumed since goes with what it was assumed of
                standing.filter(basis=Basis.ASSUMED).update(retracted_at=timezone.now(), retracted_by=self.actor)
            if standing.exists():
                raise UndoConflict(_("Other records have come to depend on this, so it cannot be undone."))

    def _write(self) -> None:
        for model, ids in _ids_by_model(self.inserted).items():
            for some in _batches(ids):
                self._take_back(model, some)
        for model, names in self._restored_by_model().items():
            rows = [self.rows[key] for key in self.restored if self.rows[key]._meta.model is model]
            if issubclass(model, Recorded):
                names.add("retracted_at")
                _set_aside(model, [row.pk for row in rows])
            model._default_manager.bulk_update(rows, sorted(names), batch_size=BATCH)
        for row in self.removed:
            row.save(force_insert=True)

    def _take_back(self, model: type[models.Model], ids: Sequence[Any]) -> None:
        rows = model._default_manager.filter(pk__in=ids)
        if issubclass(model, Recorded) and not self.erases:
            rows.update(retracted_at=timezone.now(), retracted_by=self.actor)
        else:
            rows.delete()

    def _restored_by_model(self) -> dict[type[models.Model], set[str]]:
        found: dict[type[models.Model], set[str]] = defaultdict(set)
        for key, names in self.restored.items():
            if key in self.inserted:
                continue
            row = self.rows[key]
            found[row._meta.model].update(names)
            if isinstance(row, Versioned):
                row.row_version += 1
                self.own_changes[key] += 1
                found[row._meta.model].add("row_version")
        return found


def _is_assumed(row: models.Model) -> bool:
    """Whether a rule made the row: one that was replaced since, when the rules changed, hinders nobody."""
    return isinstance(row, DatedFact) and row.basis == Basis.ASSUMED


def _locked_rows(changes: Sequence[Any]) -> dict[Key, models.Model]:
    ids: dict[str, set[Any]] = defaultdict(set)
    for label, pk, _before, after in changes:
        if after is not None:
            ids[label].add(pk)
    return {(label, row.pk): row for label in sorted(ids) for row in _locked(label, sorted(ids[label]))}


def _locked(label: str, ids: Sequence[Any]) -> Iterable[models.Model]:
    manager = apps.get_model(label)._default_manager
    for some in _batches(ids):
        yield from manager.select_for_update(of=("self",)).filter(pk__in=some).order_by("pk")


def _set_aside(model: type[models.Model], ids: Sequence[Any]) -> None:
    """Take rows out of the way of each other, until each is back in its place."""
    for some in _batches(ids):
        model._default_manager.filter(pk__in=some).update(retracted_at=timezone.now())


def _batches(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _ids_by_model(rows: dict[Key, models.Model]) -> dict[type[models.Model], list[Any]]:
    """The ids of rows by model, the models in the order met: what was inserted last comes first."""
    found: dict[type[models.Model], list[Any]] = defaultdict(list)
    for (_label, pk), row in rows.items():
        found[row._meta.model].append(pk)
    return found


def _put_back(row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Set the columns of a row to what they held before and return their names."""
    names = []
    for name, old in before.items():
        try:
            field: Any = row._meta.get_field(name)
        except FieldDoesNotExist:  # a column there was when it was done
            continue
        try:
            setattr(row, field.attname, _former(row, field, old, after[name]))
        except TakenOver as error:
            raise UndoConflict(_(CHANGED_SINCE), row, field.name) from error
        names.append(field.name)
    return names


def _former(row: models.Model, field: Any, old: Any, written: Any) -> Any:
    """What a column held before a change. *Raises* TakenOver when it no longer holds what the change wrote."""
    if isinstance(field, Partial):
        return field.put_back(getattr(row, field.attname), old, written)
    if not _same(row, field, written):
        raise TakenOver
    return _parsed(field, old)


def _same(row: models.Model, field: Any, written: Any) -> bool:
    held = getattr(row, field.attname)
    if isinstance(field, models.DateTimeField):
        return (held is None) == (written is None)
    return bool(held == _parsed(field, written))


def _parsed(field: Any, plain: Any) -> Any:
    return plain if field.is_relation else field.to_python(plain)


def _rebuilt(label: str, held: dict[str, Any]) -> models.Model:
    model: Any = apps.get_model(label)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row: models.Model = model(**{name: _parsed(fields[name], plain) for name, plain in held.items()})
    return row
