"""Record what other systems call our rows."""

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import ExternalId, User
from accounts.services.acts import Recorder, act

NAMING_LOCK = 7_201_004


def hold_name(kind: str, source: str, value: str) -> None:
    """Have whoever else would name a row so wait until this transaction ends: two who make it at once make one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [NAMING_LOCK, f"{kind} {source} {value}"])


def name_row(
    actor: User | None, kind: str, row_id: int, source: str, value: str, account_id: int | None = None
) -> ExternalId:
    """Say what a row is called in a source. A name whose row was taken back passes on to this one."""
    words = _("Named %(source)s:%(value)s") % {"source": source, "value": value}
    with act("name_row", actor, account_id, words) as recorder:
        held = ExternalId.objects.select_for_update().filter(source=source, kind=kind, value=value).first()
        if held is not None:
            return recorder.change(held, row_id=row_id)
        return recorder.insert(ExternalId(source=source, kind=kind, value=value, row_id=row_id))


def pass_names_on(recorder: Recorder, kind: str, old_id: int, new_id: int, **marks: bool) -> None:
    """What other systems called a row that is replaced, they now call the row in its place."""
    for held in ExternalId.objects.select_for_update().filter(kind=kind, row_id=old_id).order_by("pk"):
        recorder.change(held, row_id=new_id, **marks)


def unname_row(actor: User | None, name: ExternalId) -> None:
    """Forget what a row is called in a source."""
    words = _("Removed %(source)s:%(value)s") % {"source": name.source, "value": name.value}
    with act("unname_row", actor, None, words) as recorder:
        recorder.remove(name)
