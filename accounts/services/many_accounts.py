"""Set something on many accounts, or tags and extra values on many rows of any kind, within one act."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.domain.extras import changed_values
from accounts.models import Account, Subject, User
from accounts.selectors.tags import TagBook
from accounts.services.acts import Recorder
from accounts.services.extras import values_after
from accounts.services.importing.bulk import Edit, change_many, insert_many, keep_changed
from accounts.services.ownership import owner_changes
from accounts.services.tags import tags_named, with_tags

ACCOUNT_COLUMNS = ("owner_id", "segment_id", "phase")


def set_on_accounts(recorder: Recorder, rows: Sequence[Account], changes: Mapping[str, Any]) -> int:
    """Set owner, segment, phase, tags and extra values; returns how many accounts that changed."""
    columns = {name: changes[name] for name in ACCOUNT_COLUMNS if name in changes}
    edits = edits_of(rows, changes, columns)
    handed_over = owner_changes(edits)
    change_many(recorder, edits)
    insert_many(recorder, handed_over)
    recorder.touches(*(row.pk for row, _columns in edits))
    return len(edits)


def edits_of(rows: Sequence[Any], changes: Mapping[str, Any], columns: Mapping[str, Any]) -> list[Edit]:
    """What changes on each row: columns, tags added and removed (by id), extra values (as stored; None empties)."""
    book, edits = TagBook(), []
    for row in rows:
        wanted: dict[str, Any] = dict(columns)
        if changes.get("extra"):
            wanted["extra"] = changed_values(row.extra, changes["extra"])
        if changes.get("add_tags") or changes.get("remove_tags"):
            added, removed = changes.get("add_tags", []), changes.get("remove_tags", [])
            wanted["tags"] = with_tags(row.tags, book, add=added, remove=removed)
        changed = keep_changed(row, wanted)
        if changed:
            edits.append((row, changed))
    return edits


def given_changes(actor: User | None, subject: Subject, given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is set: tags by id, new ones made, and extra values as stored. *Raises* ValidationError by field."""
    book, extra = TagBook(), given.get("extra", {})
    add_tags, remove_tags = given.get("add_tags", []), given.get("remove_tags", [])
    unknown = [name for name in remove_tags if book.id_of(name) is None]
    if unknown:
        raise ValidationError({"remove_tags": _("There is no tag “%(name)s”.") % {"name": unknown[0][:60]}})
    stored = values_after(subject, {}, extra) if extra else {}
    changes: dict[str, Any] = {"extra": {key: stored.get(key) for key in extra}} if extra else {}
    if remove_tags:
        changes["remove_tags"] = [book.id_of(name) for name in remove_tags]
    if add_tags:
        changes["add_tags"] = tags_named(actor, add_tags)
    return changes
