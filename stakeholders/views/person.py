"""The page of one person, across the accounts the viewer may see."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from stakeholders.forms.people import CHANNELS
from stakeholders.models import Person
from stakeholders.selectors.person_reading import PersonReading


class PersonPage(PageView):
    """Who this is, what matters to them, when we last spoke and about what; what others see is not named."""

    actions = {"GET": anyone}
    template_name = "stakeholders/person_detail.html"
    nav = "people"

    def get(self, request: HttpRequest, person_id: int) -> HttpResponse:
        person = visible_or_404(Person.objects.all(), self.viewer, pk=person_id)
        channel = dict(CHANNELS).get(person.preferred_channel, person.preferred_channel)
        reading = PersonReading(person, self.viewer, today())
        return self.page(
            reading=reading, person=person, channel=channel if person.preferred_channel else "", **_there(person)
        )


def _there(person: Person) -> dict[str, Any]:
    """What time it is where they are, if that is known."""
    try:
        return {"there": timezone.localtime(timezone=ZoneInfo(person.time_zone)) if person.time_zone else None}
    except (ZoneInfoNotFoundError, ValueError):
        return {"there": None}
