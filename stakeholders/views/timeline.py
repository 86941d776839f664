"""The timeline tab of an account: what happened, newest first, and one line to record what happens."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.models import User
from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from csm.foundation.known import known_of
from csm.foundation.paging import BadParameter
from stakeholders.forms.fields import people_of
from stakeholders.forms.timeline_filters import TimelineFilterForm
from stakeholders.models import TouchpointUser
from stakeholders.selectors.timeline import TimelinePart, timeline

LONGEST = 500


class TimelinePage(AccountPage):
    """What happened: touchpoints and changes of consequence, filtered by what stands in the address."""

    template_name = "stakeholders/timeline_list.html"
    tab = "timeline"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        filters = self.filters()
        part = self.part(filters)
        return self.page(
            partial="timeline-events",
            filters=filters,
            part=part,
            known=known_of("touchpoint", self.viewer, [one.row.pk for one in part.events if one.template == "touch"]),
            older_url=self._url(part.older),
            newer_url=self._url(part.newer),
            is_filtered=filters.wanted.is_anything or bool(request.GET.get("cursor")),
            line=request.GET.get("line", "")[:LONGEST],
        )

    def filters(self) -> TimelineFilterForm:
        """The choices there are: everybody on the map, and whoever of ours took part in something."""
        theirs = people_of(self.account).values_list("pk", "person__name")
        took_part = TouchpointUser.objects.filter(touchpoint__account_id=self.account.pk).values("user_id")
        ours = User.objects.filter(pk__in=took_part).order_by("name", "pk").values_list("pk", "name")
        return TimelineFilterForm(self.request.GET, theirs=theirs, ours=ours)

    def part(self, filters: TimelineFilterForm) -> TimelinePart:
        try:
            return timeline(self.account.pk, filters.wanted, today(), self.request.GET.get("cursor", ""))
        except BadParameter as error:
            raise BadRequest(str(error)) from error

    def _url(self, cursor: str) -> str:
        """The address of a neighbouring page, or nothing where there is none."""
        if not cursor:
            return ""
        address: QueryDict = self.request.GET.copy()
        address["cursor"] = cursor
        return f"?{address.urlencode()}"

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(today=today(), **extra)
