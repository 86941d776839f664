"""Overdue commitments and waiting concerns as items of My day."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.my_day import DayItem, DaySource
from health.domain.alerts.ranking import weight
from health.selectors.alerts import Book, stakes
from stakeholders.models import Commitment, Concern
from stakeholders.selectors.promises import OpenConcern, concern_line, overdue, waiting_long

# How likely a customer is lost over it, as for kinds of alerts: judgements of ours that only order things.
BROKEN_WORD, UNANSWERED = 0.2, 0.3
LONGEST_SAID = 90
RANKED = 500  # the oldest of a book; a book with more to settle has no first thing to do


def day_commitments(viewer: Viewer, limit: int) -> Sequence[DayItem]:
    """What we promised and is overdue; `limit` of what weighs most."""
    rows = overdue(_mine(Commitment, viewer), today()).select_related("account", "stakeholder__person")
    found = list(rows[:RANKED])
    worth = stakes(row.account_id for row in found)
    items = (_commitment(row, worth[row.account_id]) for row in found)
    return sorted(items, key=lambda item: (-item.weight, item.key))[:limit]


def day_concerns(viewer: Viewer, limit: int) -> Sequence[DayItem]:
    """Concerns whose next step waits too long; `limit` of what weighs most."""
    rows = waiting_long(_mine(Concern, viewer), today()).select_related("account", "stakeholder__person")
    found = [concern_line(row, today()) for row in rows[:RANKED]]
    worth = stakes(one.row.account_id for one in found)
    items = (_concern(one, worth[one.row.account_id]) for one in found)
    return sorted(items, key=lambda item: (-item.weight, item.key))[:limit]


DAY_SOURCES = (
    DaySource("commitments", day_commitments, position=12),
    DaySource("concerns", day_concerns, position=13),
)


def _mine(model: Any, viewer: Viewer) -> Any:
    """Of one's own book; of all one sees where there is none."""
    book = Book(viewer)
    rows = model.objects.visible_to(viewer).filter(account__retracted_at__isnull=True)
    return rows.filter(account_id__in=book.own) if book.own else rows


def _commitment(row: Commitment, worth: Any) -> DayItem:
    days = (today() - row.due_on).days
    late = ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}
    whom = row.stakeholder.person.name if row.stakeholder else row.account.name
    return DayItem(
        key=f"commitment:{row.pk}",
        account_id=row.account_id,
        account=row.account.name,
        label=gettext_lazy("Promise overdue"),
        reason=_("%(late)s, promised to %(whom)s: %(text)s") % {"late": late, "whom": whom, "text": _short(row.text)},
        url=f"{reverse('stakeholders:promises', args=[row.account_id])}#commitment-{row.pk}",
        start_label=gettext_lazy("Settle it"),
        start_url=reverse("stakeholders:commitment_settle", args=[row.account_id, row.pk]),
        weight=weight(worth.arr, BROKEN_WORD, worth.renewal_on, today()),
        tone="risk",
        start_in_dialog=True,
        id=row.pk,
    )


def _concern(one: OpenConcern, worth: Any) -> DayItem:
    row, days = one.row, one.waiting.days if one.waiting else 0
    since = ngettext("for %(days)d business day", "for %(days)d business days", days) % {"days": days}
    said = {"name": row.stakeholder.person.name, "text": _short(row.text), "waits": one.waits_for, "since": since}
    return DayItem(
        key=f"concern:{row.pk}",
        account_id=row.account_id,
        account=row.account.name,
        label=gettext_lazy("Concern waiting"),
        reason=_("%(name)s: %(text)s – %(waits)s %(since)s") % said,
        url=f"{reverse('stakeholders:promises', args=[row.account_id])}#concern-{row.pk}",
        start_label=one.deed,
        start_url=reverse("stakeholders:concern_step", args=[row.account_id, row.pk]),
        weight=weight(worth.arr, UNANSWERED, worth.renewal_on, today()),
        tone="watch",
        start_in_dialog=True,
        id=row.pk,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1].rstrip()}…"
