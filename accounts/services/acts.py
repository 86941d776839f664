"""The one door for every write: records what changed, so that it can be undone, and raises the facts version.

with act("depart_stakeholder", actor, account_id, summary) as recorder:
    recorder.insert(Departure(...))
    recorder.change(stakeholder, left_on=left_on)
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import Account, Act, User
from accounts.signals import facts_changed
from csm.foundation.deeds import note
from csm.foundation.facts import DatedFact, Recorded, StaleEdit, Versioned
from csm.foundation.partial import concerned

__all__ = ["Recorder", "StaleEdit", "act", "acts", "raise_versions"]

M = TypeVar("M", bound=models.Model)

RAISE_VERSIONS = """
    INSERT INTO accounts_factsversion (account_id, facts_version)
    SELECT id, 1 FROM unnest(%s::bigint[]) AS id ORDER BY id
    ON CONFLICT (account_id) DO UPDATE SET facts_version = accounts_factsversion.facts_version + 1
"""


class Recorder:
    """Writes rows on behalf of one actor and remembers each change."""

    def __init__(self, actor: User | None, account_id: int | None = None) -> None:
        self.actor = actor
        self.account_id = account_id
        self.changes: list[list[Any]] = []
        self.account_ids: set[int] = set()
        self.log: Act | None = None

    def touches(self, *account_ids: int) -> None:
        """Facts of these accounts change."""
        self.account_ids.update(account_ids)

    def insert(self, row: M) -> M:
        """Check and insert a row. *Raises* ValidationError in the words of the field or constraint."""
        if isinstance(row, Recorded):
            row.recorded_by = self.actor
        row.full_clean()
        row.save(force_insert=True)
        begun = {"row_version": row.row_version} if isinstance(row, Versioned) and row.row_version > 1 else {}
        self.changes.append([row._meta.label_lower, row.pk, None, begun])
        return row

    def insert_many(self, rows: Sequence[M]) -> list[M]:
        """Insert rows that were checked before, in one statement."""
        return insert_together(rows, lambda _row: self)

    def change(self, row: M, expected_version: int | None = None, **fields: Any) -> M:
        """Change columns of a row in place. *Raises* StaleEdit when its row version is not the expected one."""
        if isinstance(row, Versioned):
            self._lock_version(row, expected_version)
        before = {name: getattr(row, _attname(row, name)) for name in fields}
        for name, new in fields.items():
            setattr(row, name, new)
        after = {name: getattr(row, _attname(row, name)) for name in fields}
        if before == after:
            return row
        row.full_clean()
        written = list(fields)
        if isinstance(row, Versioned):
            row.row_version += 1
            written.append("row_version")
        row.save(update_fields=written)
        self.remember(row, before, after)
        return row

    def remember(self, row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Note what a change wrote into columns (by name or attname), so that it can be undone."""
        parts = {name: concerned(row._meta.get_field(name), before[name], after[name]) for name in after}
        former = {name: part[0] for name, part in parts.items()}
        self.changes.append([row._meta.label_lower, row.pk, former, {name: part[1] for name, part in parts.items()}])

    def _lock_version(self, row: M, expected: int | None) -> None:
        current = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        seen = row.row_version if expected is None else expected  # type: ignore[attr-defined]
        if current.row_version != seen:  # type: ignore[attr-defined]
            raise StaleEdit(current)
        row.row_version = current.row_version  # type: ignore[attr-defined]

    def raise_version(self, row: Versioned) -> None:
        """Parts of a row that people edit with it were changed: who opened it before that is stale."""
        row.row_version += 1
        row.save(update_fields=["row_version"])

    def close(self, fact: DatedFact, on: date) -> None:
        """End a dated fact on a date; one that began on that day or later never held and is retracted."""
        if fact.valid_from is not None and fact.valid_from >= on:
            self.retract(fact)
        else:
            self.change(fact, valid_to=on)

    def remove(self, row: models.Model) -> None:
        """Delete a row that is a setting or a name, not a recorded fact; undo brings it back with its id."""
        if isinstance(row, Recorded):
            raise TypeError("A recorded fact is retracted, never removed.")
        held = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        self.changes.append([row._meta.label_lower, row.pk, held, None])
        row.delete()

    def retract(self, row: Recorded, expected_version: int | None = None) -> None:
        """Take a row back as a mistake; it stays in the records. *Raises* StaleEdit, as `change`."""
        self.change(
            row, expected_version, retracted_at=timezone.now(), retracted_by_id=self.actor.pk if self.actor else None
        )


def insert_together(rows: Sequence[M], recorder_of: Callable[[M], Recorder]) -> list[M]:
    """Insert rows that were checked before, in one statement, each remembered by a recorder of its own."""
    if not rows:
        return []
    for row in rows:
        if isinstance(row, Recorded):
            row.recorded_by = recorder_of(row).actor
    made: list[M] = type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)
    label = rows[0]._meta.label_lower
    for row in made:
        recorder_of(row).changes.append([label, row.pk, None, {}])
    return made


def _attname(row: models.Model, name: str) -> str:
    return row._meta.get_field(name).attname  # type: ignore[union-attr]


@contextmanager
def act(kind: str, actor: User | None, account_id: int | None, summary: str, group: str = "") -> Iterator[Recorder]:
    """Do one thing in one transaction: what the recorder wrote, the log row, then the raised versions."""
    with transaction.atomic():
        recorder = Recorder(actor, account_id)
        if account_id is not None:
            recorder.touches(account_id)
        yield recorder
        if recorder.changes:
            recorder.log = _logged(recorder, kind, summary, group)
            recorder.log.save(force_insert=True)
            note(recorder.log.pk, recorder.log.summary)
            raise_versions(recorder.account_ids)


@contextmanager
def acts(kind: str, actor: User | None, summary: str, group: str) -> Iterator[Callable[[int], Recorder]]:
    """Do one thing on each of many accounts in one transaction: an act of each, all of a group, versions raised once.

    with acts("start_play", actor, summary, group) as act_on:
        for account in accounts:
            act_on(account.pk).insert(Play(...))
    """
    recorders: list[Recorder] = []

    def act_on(account_id: int) -> Recorder:
        recorders.append(Recorder(actor, account_id))
        recorders[-1].touches(account_id)
        return recorders[-1]

    with transaction.atomic():
        yield act_on
        done = [one for one in recorders if one.changes]
        Act.objects.bulk_create([_logged(one, kind, summary, group) for one in done], batch_size=500)
        raise_versions(account_id for one in done for account_id in one.account_ids)


def _logged(recorder: Recorder, kind: str, summary: str, group: str) -> Act:
    """The row of the log that says what a recorder wrote."""
    return Act(
        kind=kind,
        summary=summary[:300],
        account_id=recorder.account_id,
        actor=recorder.actor,
        group=group,
        changes=_plain(recorder.changes),
        touched=sorted(recorder.account_ids),
        edited=sorted(_edited(recorder)),
    )


def _edited(recorder: Recorder) -> set[int]:
    """The accounts whose own row was changed, but for the one that the act is about."""
    label = Account._meta.label_lower
    return {pk for changed, pk, *_columns in recorder.changes if changed == label} - {recorder.account_id}


def raise_versions(account_ids: Iterable[int]) -> None:
    """Raise the facts version of accounts, in id order: the last statement of a write. Announces `facts_changed`."""
    ids = sorted(set(account_ids))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(RAISE_VERSIONS, [ids])
    facts_changed.send(sender=Act, account_ids=ids)


def _plain(changes: list[list[Any]]) -> Any:
    return json.loads(json.dumps(changes, cls=DjangoJSONEncoder))
