"""Prepare a joint session: whom to bring together, what about, how to invite them; and record that it took place."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.views.frame import AccountDeedView, AccountPage
from csm.foundation.clock import today
from csm.foundation.views import PageView
from stakeholders.domain.joint_session import MOST_GUESTS
from stakeholders.forms.joint_session import KIND_HELP, KIND_LABELS, Wished
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.selectors.constellation import words
from stakeholders.selectors.joint_sessions import JointSession
from stakeholders.services.meetings import joint_session_took_place
from stakeholders.views.facts_frame import own_account


class JointSessionPage(AccountPage):
    """At most so many guests, each with what they bring; keep or swap them, read the agenda, print the invitation."""

    template_name = "stakeholders/joint_session.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        wished = Wished.read(request.GET)
        session = JointSession(self.account.pk, today(), words(), wished.wish)
        return self.page(
            session=session,
            wished=wished,
            kinds=[(kind.value, label) for kind, label in KIND_LABELS.items()],
            kind_label=KIND_LABELS[wished.wish.kind],
            kind_help=KIND_HELP[wished.wish.kind],
            numbers=range(2, MOST_GUESTS + 1),
            lines=[(one, *_ways(wished, session, one.star.id)) for one in session.guests],
            back=[(star, wished.keeping(star.id).query) for star in session.left_out],
        )

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, may_edit=self.may_edit, today=today(), **extra)


def _ways(wished: Wished, session: JointSession, star_id: int) -> tuple[str, str]:
    """Where keeping (or no longer keeping) somebody leads, and where swapping them does."""
    is_kept = star_id in wished.wish.pinned
    kept = wished.letting_go(star_id) if is_kept else wished.keeping(star_id)
    return kept.query, wished.swapping(star_id, session.guest_ids).query


class JointSessionTookPlaceView(AccountDeedView):
    """The session took place just now, with these guests and whoever records it."""

    tab = "timeline"

    @cached_property
    def wished(self) -> Wished:
        return Wished.read(self.request.POST)

    def do(self) -> Touchpoint:
        ids = self.wished.wish.pinned
        theirs = Stakeholder.objects.standing().filter(account_id=self.account.pk, pk__in=ids)
        return joint_session_took_place(
            self.viewer,
            own_account(self.account),
            users=[self.viewer],
            stakeholders=list(theirs),
            subject=str(KIND_LABELS[self.wished.wish.kind]).capitalize(),
        )

    def success_url(self) -> str:
        return reverse("stakeholders:timeline", args=[self.account.pk])
