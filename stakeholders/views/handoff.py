"""The handoff of an account: its deals with their clocks, and the small forms about one of them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import Deal
from accounts.visibility import visible_or_404
from stakeholders.domain.handoff_record import Side
from stakeholders.forms.handoffs import HandoffForm, MeetingForm, MetBeforeForm
from stakeholders.models import Handoff, HandoffMeeting, HandoffPerson, MeetingKind
from stakeholders.selectors.handoffs import deals_of
from stakeholders.services import handoffs
from stakeholders.views.facts_frame import AboutPeople, FactDeed, FactPage, own_account


class HandoffPage(AboutPeople):
    """The deals of an account, their clocks and what is passed on."""

    template_name = "stakeholders/handoff.html"
    tab = "handoff"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        readings = deals_of(self.account)
        shown = [one for one in readings if one.presses or one.deal.stage == "open"]
        first = shown or readings[:1]
        return self.page(shown=first, others=[one for one in readings if one not in first])


class _OneDeal(AboutPeople):
    """Reaches the deal of the address through the account of the address."""

    tab = "handoff"

    @cached_property
    def deal(self) -> Deal:
        rows = Deal.objects.filter(account_id=self.account.pk)
        found: Deal = visible_or_404(rows, self.viewer, pk=self.kwargs["deal_id"])
        return found

    def about(self) -> Sequence[str]:
        return (self.deal.name,)

    @property
    def handoff(self) -> Handoff | None:
        found: Handoff | None = Handoff.objects.standing().filter(deal_id=self.deal.pk).first()
        return found


class HandoffWritePage(_OneDeal, FactPage):
    """Write what is passed on."""

    title = _("Handoff record")

    def form(self, data: Any = None) -> HandoffForm:
        held = self.handoff
        fresh = Handoff(account_id=self.account.pk, deal=self.deal)
        return HandoffForm(data, row=held) if held else HandoffForm(data, instance=fresh)

    def save(self, form: HandoffForm) -> Handoff:
        return handoffs.write_handoff(self.viewer, self.deal, expected_version=form.expected_version, **form.facts)


class MetBeforePage(_OneDeal, FactPage):
    """Say whom sales met; said again of somebody the note changes."""

    title = _("Whom sales met")

    def form(self, data: Any = None) -> MetBeforeForm:
        held = self._link()
        initial = {"stakeholder": held.stakeholder_id, "note": held.note} if held else {}
        return MetBeforeForm(data, account=own_account(self.account), initial=initial)

    def _link(self) -> HandoffPerson | None:
        pk = self.request.GET.get("person", "")
        rows = HandoffPerson.objects.filter(handoff__deal_id=self.deal.pk, handoff__retracted_at__isnull=True)
        return rows.filter(stakeholder_id=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None

    def save(self, form: MetBeforeForm) -> HandoffPerson:
        given = form.cleaned_data
        return handoffs.meet_before(self.viewer, self.deal, given["stakeholder"], given["note"])


class MetBeforeRemoveView(_OneDeal, FactDeed):
    """Sales did not meet somebody."""

    def do(self) -> None:
        rows = HandoffPerson.objects.filter(handoff__deal_id=self.deal.pk, handoff__retracted_at__isnull=True)
        link = rows.filter(stakeholder_id=self.kwargs["stakeholder_id"]).select_related(
            "handoff", "stakeholder__person"
        )
        found = link.first()
        if found is None:
            raise Http404
        handoffs.forget_meeting_before(self.viewer, found)


class SideDoneView(_OneDeal, FactDeed):
    """One side says that its part is complete."""

    side = Side.SALES

    def do(self) -> None:
        handoffs.say_complete(self.viewer, self.deal, self.side, self.shown_version)


class SideAgainView(SideDoneView):
    """One side is not done after all."""

    def do(self) -> None:
        handoffs.withdraw_word(self.viewer, self.deal, self.side, self.shown_version)


class DebriefPage(_OneDeal, FactPage):
    """Say that the debrief was held."""

    title = _("Debrief held")
    kind = MeetingKind.DEBRIEF

    def form(self, data: Any = None) -> MeetingForm:
        return MeetingForm(data)

    def save(self, form: MeetingForm) -> HandoffMeeting:
        return handoffs.record_meeting(self.viewer, self.deal, self.kind, **form.cleaned_data)


class IntroductionPage(DebriefPage):
    """Say that the CSM was introduced."""

    title = _("CSM introduced")
    kind = MeetingKind.INTRODUCTION


class MeetingRemoveView(_OneDeal, FactDeed):
    """It was not held."""

    def do(self) -> None:
        rows = HandoffMeeting.objects.filter(deal_id=self.deal.pk)
        handoffs.remove_meeting(self.viewer, visible_or_404(rows, self.viewer, pk=self.kwargs["meeting_id"]))
