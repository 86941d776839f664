"""Prepare a joint session: whom to bring together, what about, how to invite them; and record that it took place."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from csm.foundation.views import PageView
from stakeholders.domain.joint_session import MOST_GUESTS, SessionKind
from stakeholders.forms.joint_session import KIND_HELP, KIND_LABELS, Wished
from stakeholders.forms.session_record import TookPlaceForm
from stakeholders.models import Touchpoint
from stakeholders.selectors.constellation import words
from stakeholders.selectors.joint_sessions import JointSession
from stakeholders.services.meetings import joint_session_took_place
from stakeholders.views.facts_frame import FactPage, own_account, people_url


class JointSessionPage(AccountPage):
    """At most so many guests, each with what they bring; keep, swap or add them; the agenda and the invitation."""

    template_name = "stakeholders/joint_session.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        wished = Wished.read(request.GET)
        session = JointSession(self.account.pk, today(), words(), wished.wish)
        added = request.GET.get("add", "")
        if added.isascii() and added.isdecimal() and len(added) < 19:
            is_here = int(added) in {star.id for star in session.could_come}
            wanted = wished.adding(int(added), session.guest_ids) if is_here else wished
            return redirect(f"{request.path}?{wanted.query}")
        return self.page(
            session=session,
            wished=wished,
            kinds=[(kind.value, label) for kind, label in KIND_LABELS.items()],
            kind_label=KIND_LABELS[wished.wish.kind],
            kind_help=KIND_HELP[wished.wish.kind],
            numbers=range(2, MOST_GUESTS + 1),
            lines=[(one, *_ways(wished, session, one.star.id)) for one in session.guests],
            back=[(star, wished.keeping(star.id).query) for star in session.left_out],
            could_come=session.could_come,
            is_full=len(session.guests) >= MOST_GUESTS,
            invitation=session.invitation(str(KIND_LABELS[wished.wish.kind]), self.account.name, self.viewer.name),
            lacks_decider=wished.wish.kind is SessionKind.JOINT_QBR and not session.proposed.has_decider,
        )

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, may_edit=self.may_edit, today=today(), **extra)


def _ways(wished: Wished, session: JointSession, star_id: int) -> tuple[str, str]:
    """Where keeping (or no longer keeping) somebody leads, and where swapping them does."""
    is_kept = star_id in wished.wish.pinned
    kept = wished.letting_go(star_id) if is_kept else wished.keeping(star_id)
    return kept.query, wished.swapping(star_id, session.guest_ids).query


class JointSessionTookPlacePage(FactPage):
    """Who came and when; all who were invited are ticked, and whoever records it confirms that."""

    tab = "timeline"
    title = _("Who came, and when?")
    submit = _("Record the session")

    @cached_property
    def wished(self) -> Wished:
        return Wished.read(self.request.GET)

    def form(self, data: Any = None) -> TookPlaceForm:
        ids = self.wished.wish.pinned
        return TookPlaceForm(
            data,
            account=own_account(self.account),
            guest_ids=ids,
            urls={"theirs": people_url(self.account.pk), "ours": reverse("stakeholders:our_options")},
            initial={"on": timezone.localdate(), "stakeholders": list(ids), "users": [self.viewer.pk]},
        )

    def save(self, form: TookPlaceForm) -> Touchpoint:
        return joint_session_took_place(
            self.viewer,
            own_account(self.account),
            touched_at=form.moment,
            users=list(form.cleaned_data["users"]),
            stakeholders=form.theirs,
            subject=str(KIND_LABELS[self.wished.wish.kind]).capitalize(),
        )

    def success_url(self, saved: Touchpoint) -> str:
        return self.tab_url()
