"""People whom a later export no longer names: still there, left, or not one of theirs."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.visibility import editable_or_404
from csm.foundation.paging import BadParameter
from csm.foundation.views import DeedView, PageView, anyone
from stakeholders.models import MissingAnswer, MissingPerson
from stakeholders.selectors.missing import answerable, missing_page
from stakeholders.services.missing import answer_missing

ROWS = 50


class MissingPeoplePage(PageView):
    """Who is missing from the last export, with a button for each answer."""

    actions = {"GET": anyone}
    template_name = "stakeholders/missing_list.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            page = missing_page(self.viewer, request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.page(
            rows=page.rows,
            answerable=answerable(self.viewer, page.rows),
            previous_url=_url(page.previous_cursor),
            next_url=_url(page.next_cursor),
        )


def _url(cursor: str | None) -> str:
    return f"?cursor={cursor}" if cursor else ""


class AnswerMissingView(DeedView):
    """One answer about one person."""

    actions = {"POST": anyone}
    answer: MissingAnswer

    @cached_property
    def missing(self) -> MissingPerson:
        rows: Any = MissingPerson.objects.select_related("stakeholder__person")
        found: MissingPerson = editable_or_404(rows, self.viewer, pk=self.kwargs["missing_id"])
        return found

    def do(self) -> None:
        answer_missing(self.viewer, self.missing, self.answer)

    def success_url(self) -> str:
        return reverse("stakeholders:missing")


class StillThereView(AnswerMissingView):
    """They are still there: confirmed today."""

    answer = MissingAnswer.STILL_THERE


class MissingLeftView(AnswerMissingView):
    """They left, on the day of the file that lacks them."""

    answer = MissingAnswer.LEFT


class NotOursView(AnswerMissingView):
    """They never were one of theirs: taken off the map."""

    answer = MissingAnswer.NOT_OURS
