"""The history of an account's health: a part of its page that is read after the rest stands."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from health.domain.happenings import Happened, marks
from health.selectors.explaining import history_of, version_marks
from health.selectors.happenings import happened, mark_line, mark_words
from stakeholders.selectors.skies import sky_at


class HealthHistoryPart(PageView):
    """The scores of a year as a chart, with what happened beside them."""

    actions = {"GET": anyone}
    template_name = "health/_health_history.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        account: Account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        history = history_of(account, today())
        events = _events(account_id, today(), history)
        return self.page(
            account=account,
            days=_days(history, events),
            events=sorted(map(mark_line, marks(events)), key=lambda line: line.on, reverse=True),
            chart=_chart(history, events, request.GET.get("only") == "leading"),
        )


def _events(account_id: int, on: date, history: list[dict[str, Any]]) -> list[Happened]:
    """What happened since the first score that is shown."""
    return happened(sky_at(account_id, on), version_marks(history), history[0]["on"]) if history else []


def _days(history: list[dict[str, Any]], events: list[Happened]) -> list[dict[str, Any]]:
    """Each day with a score or an event, oldest first."""
    scores = {row["on"]: row for row in history}
    days = sorted({*scores, *(event.on for event in events)})
    return [
        {"on": day, "row": scores.get(day), "events": [event for event in events if event.on == day]} for day in days
    ]


def _chart(history: list[dict[str, Any]], events: list[Happened], is_leading_only: bool) -> dict[str, Any]:
    name = "leading" if is_leading_only else "score"
    label = _("Score on leading measures") if is_leading_only else _("Score")
    return {
        "x": [row["on"].isoformat() for row in history],
        "series": [{"label": label, "values": [None if row[name] is None else round(row[name], 1) for row in history]}],
        "marks": [{"x": mark.on.isoformat(), "label": mark_words(mark)} for mark in marks(events)],
        "range": [0, 100],
    }
