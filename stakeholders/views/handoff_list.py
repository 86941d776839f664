"""Handoffs of everything one sees: the clocks that press, and what each team kept."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.importing.reports import lines
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from stakeholders.forms.handoffs import ClockFilters
from stakeholders.selectors.handoff_list import DEBRIEF, INTRODUCTION, Entry, HandoffList, TeamKept

ROWS = 50


class HandoffListPage(PageView):
    """Clocks by urgency, and the share in time by team."""

    actions = {"GET": anyone}
    template_name = "stakeholders/handoff_list.html"
    nav = "handoffs"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.filters = ClockFilters(request.GET)
        self.asked = {name: value for name, value in self.filters.asked.items() if value}
        found = HandoffList(self.viewer, self.asked)
        return self.show(found)

    def show(self, found: HandoffList) -> HttpResponseBase:
        rows, offset = found.rows(), self._offset()
        further = offset + ROWS if offset + ROWS < len(rows) else None
        return self.page(
            filters=self.filters,
            rows=rows[offset : offset + ROWS],
            count=len(rows),
            teams=[self._line(team) for team in found.teams()],
            total=self._line(found.total()),
            csv_url=f"{reverse('stakeholders:handoffs_csv')}?{urlencode(self.asked)}",
            next_url=self._here(start=str(further)) if further else None,
            previous_url=self._here(start=str(max(0, offset - ROWS))) if offset else None,
        )

    @cached_property
    def address(self) -> str:
        return reverse("stakeholders:handoffs")

    def _offset(self) -> int:
        start = self.request.GET.get("start", "0")
        return int(start) if start.isdecimal() and len(start) < 8 else 0

    def _here(self, **more: str) -> str:
        return f"{self.address}?{urlencode({**self.asked, **more})}"

    def _line(self, team: TeamKept) -> dict[str, Any]:
        """A team with the rows behind each of its numbers."""
        whose = {"team": team.key} if team.key else {}
        kinds = ((DEBRIEF, team.debriefs), (INTRODUCTION, team.introductions))
        return {
            "name": team.name,
            "kinds": [
                {
                    "kept": kept,
                    "due_url": self._here(**whose, clock=kind, state="decided"),
                    "kept_url": self._here(**whose, clock=kind, state="in_time"),
                    "missed_url": self._here(**whose, clock=kind, state="missed"),
                }
                for kind, kept in kinds
            ],
        }


class HandoffExportView(HandoffListPage):
    """The clocks of the list as CSV."""

    def show(self, found: HandoffList) -> HttpResponseBase:
        text = (line.encode() for line in lines(_table(found.rows()), ","))
        headers = {"Content-Disposition": f'attachment; filename="handoffs-{today()}.csv"'}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _table(rows: list[Entry]) -> Iterator[list[str]]:
    yield [
        _("account"), _("deal"), _("clock"), _("state"), _("started"), _("due"), _("held"), _("owner"), _("team"),
    ]  # fmt: skip
    for one in rows:
        clock, reading = one.clock, one.reading
        held = clock.held.at if clock.held else None
        moments = [moment.isoformat() if moment else "" for moment in (clock.started_at, clock.due_at, held)]
        yield [
            one.place.account,
            one.deal.name,
            reading.label,
            reading.state,
            *moments,
            one.place.owner,
            one.place.team,
        ]
