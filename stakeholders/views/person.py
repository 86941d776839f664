"""The page of one person, across the accounts the viewer may see."""

from django.http import HttpRequest, HttpResponse

from accounts.models import Subject
from accounts.selectors.extra_reading import extra_lines, tags_of
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.known import known_of
from csm.foundation.views import PageView, anyone
from stakeholders.models import Person
from stakeholders.selectors.person_reading import PersonReading
from stakeholders.selectors.preferences import preferences_of


class PersonPage(PageView):
    """Who this is, what matters to them, when we last spoke and about what; what others see is not named."""

    actions = {"GET": anyone}
    template_name = "stakeholders/person_detail.html"
    nav = "people"

    def get(self, request: HttpRequest, person_id: int) -> HttpResponse:
        person = visible_or_404(Person.objects.all(), self.viewer, pk=person_id)
        reading = PersonReading(person, self.viewer, today())
        return self.page(
            reading=reading,
            person=person,
            known=known_of("stakeholder", self.viewer, [seat.row.pk for seat in reading.seats]),
            prefers=preferences_of(person),
            extra_lines=extra_lines(Subject.PERSON, person),
            tags=tags_of(person),
        )
