"""The brief: prepare a meeting on one page, keep it as a note, and record that the meeting took place."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AccountNote, User
from accounts.models.notes import LONGEST_NOTE
from accounts.services.notes import write_note
from accounts.views.frame import AccountDeedView, AccountPage
from csm.foundation.clock import today
from csm.foundation.views import PageView
from stakeholders.forms.brief import Meeting
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.selectors.brief import Brief
from stakeholders.selectors.constellation import words
from stakeholders.services.meetings import meeting_took_place
from stakeholders.views.facts_frame import own_account, people_url

CROWDED = 4  # more people than this stand closer together on paper


def read_brief(account_id: int, meeting: Meeting) -> Brief:
    """The brief of a meeting as of today."""
    return Brief(account_id, today(), words(), meeting.star_ids, meeting.user_ids)


class BriefPage(AccountPage):
    """Who comes, what matters to them, what happened since, what to ask: one page, internal, printable."""

    template_name = "stakeholders/brief.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        meeting = Meeting.read(request.GET, self.viewer)
        brief = read_brief(self.account.pk, meeting)
        return self.page(
            partial="brief",
            brief=brief,
            meeting=meeting,
            theirs_url=people_url(self.account.pk),
            ours_url=reverse("stakeholders:our_options"),
            chosen=[{"value": one.star.id, "label": one.star.name} for one in brief.attendees],
            chosen_ours=[{"value": user.pk, "label": user.name} for user, _jobs in brief.ours],
            is_crowded=len(brief.attendees) > CROWDED,
        )

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, may_edit=self.may_edit, today=today(), **extra)


class _MeetingDeed(AccountDeedView):
    """A button below the brief; the form carries who comes."""

    @cached_property
    def meeting(self) -> Meeting:
        return Meeting.read(self.request.POST, self.viewer)

    def success_url(self) -> str:
        return f"{reverse('stakeholders:brief', args=[self.account.pk])}?{self.meeting.query}"


class BriefKeepView(_MeetingDeed):
    """Keep the brief as it is now as a note on the account."""

    def do(self) -> AccountNote:
        brief = read_brief(self.account.pk, self.meeting)
        if not brief.attendees:
            raise ValidationError(_("Choose who comes first."))
        text = render_to_string("stakeholders/brief_note.txt", {"brief": brief, "meeting": self.meeting})
        return write_note(self.viewer, own_account(self.account), text=text.strip()[:LONGEST_NOTE])


class TookPlaceView(_MeetingDeed):
    """The meeting took place just now, with those of the brief."""

    tab = "timeline"

    def do(self) -> Touchpoint:
        theirs = Stakeholder.objects.standing().filter(account_id=self.account.pk, pk__in=self.meeting.star_ids)
        ours = User.objects.filter(pk__in=self.meeting.user_ids)
        return meeting_took_place(
            self.viewer,
            own_account(self.account),
            users=list(ours),
            stakeholders=list(theirs),
            subject=self.meeting.about,
        )
