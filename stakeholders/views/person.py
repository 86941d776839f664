"""The page of one person, across the accounts the viewer may see."""

from django.http import HttpRequest, HttpResponse

from accounts.visibility import visible_or_404
from csm.foundation.views import PageView, anyone
from stakeholders.models import Person


class PersonPage(PageView):
    """Who this is, what matters to them, when we last spoke."""

    actions = {"GET": anyone}
    template_name = "stakeholders/person_detail.html"
    nav = "accounts"

    def get(self, request: HttpRequest, person_id: int) -> HttpResponse:
        return self.page(person=visible_or_404(Person.objects.all(), self.viewer, pk=person_id))
