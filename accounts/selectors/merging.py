"""Who may merge what, what can be chosen for each field, and where old ids lead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.domain.access import UserRole, tidies
from accounts.domain.merge_choices import FIRST, SECOND, Side, is_empty, proposed
from accounts.models import Account, ExtraField, Redirect
from accounts.visibility import Viewer
from csm.foundation import redirects
from csm.foundation.merging import Merger, mergers

EXTRA = "extra."  # and the key of the extra field
RECORDED = {"recorded_at", "recorded_by", "retracted_at", "retracted_by", "row_version"}


def merger_of(kind: str) -> Merger | None:
    """What can be merged, by the name of its model."""
    return mergers.get(kind)


def pair_seen(viewer: Viewer, merger: Merger, first_id: int, second_id: int) -> tuple[Any, Any] | None:
    """Two rows that the viewer sees, the one of the smaller id first; None where one is not seen."""
    found = merger.model.objects.visible_to(viewer).in_bulk([first_id, second_id])
    return (found[min(found)], found[max(found)]) if len(found) == 2 else None


def accounts_concerned(merger: Merger, ids: Sequence[int]) -> set[int]:
    """The accounts whose facts change when these rows are merged."""
    return set[int]().union(*merger.accounts_of(ids).values())


def may_merge(viewer: Viewer, merger: Merger, ids: Sequence[int]) -> bool:
    """Whether the viewer may merge rows: with the right to change every account concerned, or as one who tidies up."""
    return may_merge_at(viewer, accounts_concerned(merger, ids))


def may_merge_at(viewer: Viewer, account_ids: Collection[int]) -> bool:
    if tidies(UserRole(viewer.role)):
        return True
    mine = Account.objects.editable_by(viewer).filter(pk__in=list(account_ids)).count()
    return bool(account_ids) and mine == len(set(account_ids))


def may_suggest(viewer: Viewer, merger: Merger, ids: Sequence[int]) -> bool:
    """Whether the viewer may ask others to merge: with the right to change one of the accounts."""
    concerned = accounts_concerned(merger, ids)
    return bool(Account.objects.editable_by(viewer).filter(pk__in=concerned).exists())


@dataclass(frozen=True)
class Choice:
    """A field on which two rows differ, with what each says, in values and in words, and what is proposed."""

    name: str
    label: Any
    first: Any
    second: Any
    proposed: str
    can_join: bool = False

    @property
    def first_words(self) -> str:
        return _words(self.first)

    @property
    def second_words(self) -> str:
        return _words(self.second)


def _words(value: Any) -> str:
    return "" if is_empty(value) else str(value)


def choosable(merger: Merger) -> list[Any]:
    """The fields of a kind that people fill in, whatever fields it has."""
    return [
        field
        for field in merger.model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in RECORDED | merger.left_out
    ]


def fields_chosen(merger: Merger, *rows: Any) -> set[str]:
    """All that can be chosen of rows: their fields, and the extra fields that either has a value of."""
    keys = {key for row in rows for key in getattr(row, "extra", {})}
    return {field.name for field in choosable(merger)} | {f"{EXTRA}{key}" for key in keys}


def choices_between(merger: Merger, first: Any, second: Any, stays: Any) -> list[Choice]:
    """Every field on which two rows differ; where one says nothing too, so that it can be kept so.

    Of two values the one recorded later is proposed; of the same moment that of the row that stays.
    """
    newest = stays if first.recorded_at == second.recorded_at else max((first, second), key=lambda row: row.recorded_at)
    newer = FIRST if newest is first else SECOND
    found = []
    for field in choosable(merger):
        held = tuple(getattr(row, field.attname) for row in (first, second))
        if held[0] == held[1] or (is_empty(held[0]) and is_empty(held[1])):
            continue
        can_join = field.name in merger.joined_texts and not any(is_empty(value) for value in held)
        mine, theirs = (_shown(row, field) for row in (first, second))
        what = proposed(held[0], held[1], newer, can_join)
        found.append(Choice(field.name, field.verbose_name, mine, theirs, what, can_join))
    return found + _extra_choices(merger, first, second, newer)


def _extra_choices(merger: Merger, first: Any, second: Any, newer: str) -> list[Choice]:
    """The same of extra fields, of which each is chosen by itself."""
    mine, theirs = getattr(first, "extra", {}), getattr(second, "extra", {})
    keys = sorted(key for key in {*mine, *theirs} if mine.get(key) != theirs.get(key))
    known = ExtraField.objects.filter(subject=merger.key, key__in=keys) if keys else ExtraField.objects.none()
    names = dict(known.values_list("key", "name"))
    return [
        Choice(
            f"{EXTRA}{key}",
            names.get(key, key),
            mine.get(key),
            theirs.get(key),
            proposed(mine.get(key), theirs.get(key), newer),
        )
        for key in keys
    ]


def _shown(row: Any, field: Any) -> Any:
    """What a field holds as people read it: the word of a choice, the name of a row."""
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    return getattr(row, field.name)


def side_of(merger: Merger, row: Any, facts: int) -> Side:
    """A row as what decides which of two stays."""
    return Side(row.pk, {field.name: getattr(row, field.attname) for field in choosable(merger)}, facts)


def redirected(kind: str, ids: Collection[int]) -> Mapping[int, int]:
    """The ids under which rows stand that were merged into others, whoever may see them."""
    rows = Redirect.objects.filter(kind=kind, old_id__in=list(ids))
    return dict(rows.values_list("old_id", "new_id"))


def redirects_seen(viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, int]:
    """The same, of those that the viewer sees where they stand."""
    found = redirected(kind, ids)
    model = redirects.tables.get(kind)
    if not found or model is None:
        return {}
    seen = set(model.objects.visible_to(viewer).filter(pk__in=found.values()).values_list("pk", flat=True))
    return {old: new for old, new in found.items() if new in seen}
