"""Overdue commitments and waiting concerns as items of My day."""

from collections.abc import Sequence
from datetime import date
from heapq import nsmallest
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.selectors.revenue import NOBODY, Stake
from csm.foundation.clock import today
from csm.foundation.my_day import Day, DayItem, DaySource
from health.domain.alerts.ranking import weight
from health.selectors.alerts import Book
from stakeholders.models import Commitment, Concern
from stakeholders.selectors.promises import LOOKING_AFTER, OpenConcern, concern_line, overdue, waiting_long

# How likely a customer is lost over it, as for kinds of alerts: judgements of ours that only order things.
BROKEN_WORD, UNANSWERED = 0.2, 0.3
LONGEST_SAID = 90
RANKED = 500  # the oldest of a book; a book with more to settle has no first thing to do


def day_promises(day: Day, limit: int) -> Sequence[DayItem]:
    """What we promised and is overdue, and concerns whose next step waits too long; `limit` of what weighs most.

    All are weighed by their ids and accounts, only those shown are read with what they say: six queries.
    """
    book, on = day.once(Book), today()
    late = list(overdue(_mine(Commitment, day, book), on).values_list("pk", "account_id")[:RANKED])
    raised = list(waiting_long(_mine(Concern, day, book), on).values_list("pk", "account_id")[:RANKED])
    worth = book.stakes(account_id for _pk, account_id in (*late, *raised))
    ranked = [_Ranked(_weight(worth[account_id], BROKEN_WORD), "commitment", pk) for pk, account_id in late]
    ranked += [_Ranked(_weight(worth[account_id], UNANSWERED), "concern", pk) for pk, account_id in raised]
    return _items(nsmallest(limit, ranked, key=lambda one: (-one.weight, one.key)), on)


PROMISES = DaySource("promises", day_promises, position=12)


class _Ranked(NamedTuple):
    """A commitment or concern with what it weighs."""

    weight: float
    kind: str
    pk: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


def _mine(model: Any, day: Day, book: Book) -> Any:
    """Of one's own book; of all one sees where there is none."""
    rows = model.objects.visible_to(day.viewer).filter(account__retracted_at__isnull=True)
    return rows.filter(account_id__in=book.own) if book.own else rows


def _weight(worth: Stake, likelihood: float) -> float:
    return weight(worth.arr, likelihood, worth.renewal_on, today())


def _items(ranked: Sequence[_Ranked], on: date) -> list[DayItem]:
    """The items of what was ranked, in its order; two queries."""
    commitments = _read(Commitment, ranked, "account", "stakeholder__person")
    concerns = _read(Concern, ranked, *LOOKING_AFTER)
    return [
        _commitment(commitments[one.pk], one)
        if one.kind == "commitment"
        else _concern(concern_line(concerns[one.pk], on), one)
        for one in ranked
    ]


def _read(model: Any, ranked: Sequence[_Ranked], *shown_with: str) -> Any:
    ids = [one.pk for one in ranked if one.kind == model._meta.model_name]
    return model.objects.select_related(*shown_with).in_bulk([NOBODY, *ids])


def _commitment(row: Commitment, ranked: _Ranked) -> DayItem:
    days = (today() - row.due_on).days
    late = ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}
    whom = row.stakeholder.person.name if row.stakeholder else row.account.name
    return DayItem(
        key=ranked.key,
        account_id=row.account_id,
        account=row.account.name,
        label=gettext_lazy("Promise overdue"),
        reason=_("%(late)s, promised to %(whom)s: %(text)s") % {"late": late, "whom": whom, "text": _short(row.text)},
        url=f"{reverse('stakeholders:promises', args=[row.account_id])}#commitment-{row.pk}",
        start_label=gettext_lazy("Settle it"),
        start_url=reverse("stakeholders:commitment_settle", args=[row.account_id, row.pk]),
        weight=ranked.weight,
        tone="risk",
        start_in_dialog=True,
        id=row.pk,
    )


def _concern(one: OpenConcern, ranked: _Ranked) -> DayItem:
    row, days = one.row, one.waiting.days if one.waiting else 0
    since = ngettext("for %(days)d business day", "for %(days)d business days", days) % {"days": days}
    said = {"name": row.stakeholder.person.name, "text": _short(row.text), "waits": one.waits_for, "since": since}
    return DayItem(
        key=ranked.key,
        account_id=row.account_id,
        account=row.account.name,
        label=gettext_lazy("Concern waiting"),
        reason=_("%(name)s: %(text)s – %(waits)s %(since)s") % said,
        url=f"{reverse('stakeholders:promises', args=[row.account_id])}#concern-{row.pk}",
        start_label=one.deed,
        start_url=reverse("stakeholders:concern_step", args=[row.account_id, row.pk]),
        weight=ranked.weight,
        tone="watch",
        start_in_dialog=True,
        id=row.pk,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1].rstrip()}…"
