"""Names that rows had before they were merged: whoever still uses them reaches the row that stayed."""

from collections.abc import Iterable

from accounts.models import ExternalId
from accounts.models.external_ids import LONGEST
from accounts.services.acts import Recorder


def keep_name(recorder: Recorder, kind: str, source: str, value: str | None, row_id: int) -> None:
    """Let a former name lead to a row, unless it leads somewhere already."""
    value = (value or "").strip().lower()
    if not value or len(value) > LONGEST:
        return
    if not ExternalId.objects.filter(kind=kind, source=source, value=value).exists():
        recorder.insert(ExternalId(source=source, kind=kind, value=value, row_id=row_id, is_former=True))


def forget_names(recorder: Recorder, kind: str, source: str, values: Iterable[str | None], row_id: int) -> None:
    """A row is called so again: the name is no longer a former one."""
    wanted = [(value or "").strip().lower() for value in values if value]
    for former in ExternalId.objects.filter(kind=kind, source=source, value__in=wanted, row_id=row_id):
        recorder.remove(former)
