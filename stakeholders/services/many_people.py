"""Set something on many people within one act."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.services.acts import Recorder
from accounts.services.importing.bulk import change_many
from accounts.services.many_accounts import edits_of
from stakeholders.models import Person, Stakeholder

COLUMNS = ("preferred_channel",)


def set_on_people(recorder: Recorder, rows: Sequence[Person], changes: Mapping[str, Any]) -> int:
    """Set the preferred channel, tags and extra values; returns how many people that changed."""
    edits = edits_of(rows, changes, {name: changes[name] for name in COLUMNS if name in changes})
    change_many(recorder, edits)
    at = Stakeholder.objects.standing().filter(person_id__in=[row.pk for row, _columns in edits])
    recorder.touches(*at.values_list("account_id", flat=True))
    return len(edits)
