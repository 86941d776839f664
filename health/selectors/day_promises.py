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


def day_promises(viewer: Viewer, limit: int) -> Sequence[DayItem]:
    """What we promised and is overdue, and concerns whose next step waits too long; `limit` of what weighs most."""
    book, on = Book(viewer), today()
    late = overdue(_mine(Commitment, viewer, book), on)[:RANKED]
    raised = [concern_line(row, on) for row in waiting_long(_mine(Concern, viewer, book), on)[:RANKED]]
    worth = stakes([*(row.account_id for row in late), *(one.row.account_id for one in raised)])
    items = [_commitment(row, worth[row.account_id]) for row in late]
    items += [_concern(one, worth[one.row.account_id]) for one in raised]
    return sorted(items, key=lambda item: (-item.weight, item.key))[:limit]


PROMISES = DaySource("promises", day_promises, position=12)


def _mine(model: Any, viewer: Viewer, book: Book) -> Any:
    """Of one's own book; of all one sees where there is none."""
    rows = model.objects.visible_to(viewer).filter(account__retracted_at__isnull=True)
    rows = rows.filter(account_id__in=book.own) if book.own else rows
    return rows.select_related("account", "stakeholder__person")


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
