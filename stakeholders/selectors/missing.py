"""People missing from later files, as pages and the API show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.paging import Order, Page, Sort, read_page
from stakeholders.models import MissingPerson, Position

BY_ACCOUNT = {"account": Sort("stakeholder__account__name", is_nullable=False)}


def open_missing(viewer: Viewer) -> Any:
    """Those the viewer sees and nobody has answered."""
    return MissingPerson.objects.visible_to(viewer).open()


def missing_page(viewer: Viewer, cursor: str, limit: int) -> Page[MissingPerson]:
    """A page of them by account. *Raises* BadParameter."""
    positions = Prefetch("stakeholder__positions", Position.objects.valid_at(today()), to_attr="now")
    rows = open_missing(viewer).select_related("stakeholder__person", "stakeholder__account", "run")
    return read_page(rows.prefetch_related(positions), Order.parse("", BY_ACCOUNT, "account"), cursor, limit)


def answerable(viewer: Viewer, rows: Iterable[MissingPerson]) -> set[int]:
    """Which of some rows the viewer may answer."""
    wanted = MissingPerson.objects.editable_by(viewer).filter(pk__in=[row.pk for row in rows])
    return set(wanted.values_list("pk", flat=True))
