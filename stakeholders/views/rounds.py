"""The freshness round: the people worth confirming this week, one after the other, with one key each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.services.undo import UndoConflict
from csm.foundation.clock import today
from csm.foundation.deeds import Deed
from csm.foundation.views import PageView, anyone
from stakeholders.domain.questions import QuestionKind
from stakeholders.models import FreshnessRound
from stakeholders.selectors.constellation import words
from stakeholders.selectors.people_rows import PeopleTab
from stakeholders.selectors.reading import read_sky
from stakeholders.selectors.round_results import results_of
from stakeholders.selectors.rounds import Item, RoundNow, round_now
from stakeholders.services.rounds import begin_round, confirm_in_round, keep_answer, skip_in_round, take_back_answer
from stakeholders.views.facts_frame import FactDeed, OneStakeholder
from stakeholders.views.facts_people import DepartPage, MovePage, PositionChangePage


def round_url() -> str:
    return reverse("stakeholders:round")


class RoundPage(PageView):
    """Whoever comes next; or, at the end, what became of the round."""

    actions = {"GET": anyone}
    template_name = "stakeholders/round.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = round_now(self.viewer)
        if now.current is not None:
            return self.page(now=now, place=now.done + 1, **self._card(now.current))
        return self.page(now=now, sentence=_thanks(now), results=results_of(now))

    def _card(self, item: Item) -> dict[str, Any]:
        """What one needs to know to answer about somebody."""
        reading = read_sky(item.stakeholder.account_id, today(), words())
        rows = PeopleTab(reading, self.viewer).rows
        doubts = [each for each in reading.questions if each.question.kind is QuestionKind.STILL_THERE]
        asked = [each.words for each in doubts if each.question.star_id == item.stakeholder.pk]
        row = next((row for row in rows if row.star.id == item.stakeholder.pk), None)
        return {"one": item.stakeholder, "row": row, "asked": asked[0] if asked else None}


def _thanks(now: RoundNow) -> str:
    """A kind sentence: what was said in this round."""
    if not now.is_finished:
        return ""
    counts = now.counts
    parts = [
        ngettext("%(count)d is still there", "%(count)d are still there", counts["yes"]) % {"count": counts["yes"]},
        ngettext("%(count)d has left", "%(count)d have left", counts["left"]) % {"count": counts["left"]},
        ngettext("%(count)d has moved", "%(count)d have moved", counts["moved"]) % {"count": counts["moved"]},
        ngettext("%(count)d was skipped", "%(count)d were skipped", counts["skipped"]) % {"count": counts["skipped"]},
    ]
    said = [part for part, count in zip(parts, counts.values(), strict=True) if count]
    return _("Thank you, that was everybody for this week: %(said)s.") % {"said": ", ".join(said)}


class RoundYesView(OneStakeholder, FactDeed):
    """Yes, they are still there and as we know them."""

    def do(self) -> None:
        confirm_in_round(self.viewer, self.stakeholder)

    def success_url(self) -> str:
        return round_url()


class RoundSkipView(OneStakeholder, FactDeed):
    """Not now."""

    def do(self) -> None:
        skip_in_round(self.viewer, self.stakeholder)

    def success_url(self) -> str:
        return round_url()


class _Answering:
    """A form that answers the round: what it did is kept as the answer, and leads on to the next."""

    answer = ""
    viewer: Any
    stakeholder: Any
    _round: FreshnessRound

    def save(self, form: Any) -> Any:
        """Begin the round first: afterwards they are no longer among those worth asking about."""
        self._round = begin_round(self.viewer)
        return super().save(form)  # type: ignore[misc]

    def saved(self, saved: Any, done: list[Deed]) -> HttpResponse:
        keep_answer(self._round, self.stakeholder, self.answer, done[-1].pk if done else None)
        response: HttpResponse = super().saved(saved, done)  # type: ignore[misc]
        return response

    def success_url(self, saved: Any) -> str:
        return round_url()

    def cancel_url(self) -> str:
        return round_url()


class RoundLeftPage(_Answering, DepartPage):
    """They left: when, and who takes over."""

    answer = "left"


class _Moved(_Answering):
    dialog_template = "stakeholders/round_moved_dialog.html"
    template_name = "stakeholders/round_moved_form.html"
    answer = "moved"
    way = ""

    def context(self, **extra: Any) -> dict[str, Any]:
        keys = [self.stakeholder.account_id, self.stakeholder.pk]
        ways = {name: reverse(f"stakeholders:round_{name}", args=keys) for name in ("moved", "position")}
        shown: dict[str, Any] = super().context(ways=ways, way=self.way, **extra)  # type: ignore[misc]
        return shown


class RoundMovedPage(_Moved, MovePage):
    """They moved to another customer."""

    way = "moved"


class RoundPositionPage(_Moved, PositionChangePage):
    """They have another position at the same customer."""

    way = "position"


class RoundUndoView(PageView):
    """Take back the last answer."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            taken = take_back_answer(self.viewer)
        except UndoConflict as error:
            messages.error(request, str(error))
            return self.go(round_url())
        if taken is None:
            messages.info(request, _("There is no answer to take back."))
        else:
            messages.success(request, _("Taken back: %(name)s") % {"name": taken.stakeholder.person.name})
        return self.go(round_url())
