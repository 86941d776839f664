"""Whom to bring together in a joint session, and what it could be about."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import operation
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter
from csm.foundation.typed import plain, schema_of
from stakeholders.api.skies import AccountView
from stakeholders.domain.joint_session import MOST_GUESTS, Session, SessionKind
from stakeholders.forms.joint_session import Wished
from stakeholders.selectors.constellation import words
from stakeholders.selectors.joint_sessions import JointSession

PARAMETERS = (
    OpenApiParameter("kind", str, enum=[kind.value for kind in SessionKind]),
    OpenApiParameter(
        "guests", int, description=f"At most so many guests: 1 to {MOST_GUESTS}, 5 unless said otherwise."
    ),
    OpenApiParameter("keep", str, description="Ids of stakeholders who come in any case, separated by commas."),
    OpenApiParameter("without", str, description="Ids of stakeholders who do not come, separated by commas."),
)


@dataclass(frozen=True)
class AgendaAnswer:
    """One thing to talk about; `is_for_guests`: it may stand in the invitation."""

    text: str
    origin: str
    is_for_guests: bool


@dataclass(frozen=True)
class JointSessionAnswer:
    """The proposed guests, each with what only they bring, and an agenda."""

    account_id: int
    kind: SessionKind
    session: Session
    agenda: tuple[AgendaAnswer, ...]


class JointSessionView(AccountView):
    """Guests for a joint session at an account you see."""

    @operation(answer=schema_of(JointSessionAnswer), parameters=PARAMETERS)
    def get(self, request: Request, account_id: str) -> Response:
        """As of today. Guests who are not present are left out."""
        self.refuse_unknown_parameters(frozenset(each.name for each in PARAMETERS))
        self._refuse_wrong_values()
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        wish = Wished.read(request.query_params).wish
        if len(set(request.query_params.get("keep", "").split(","))) > wish.most:
            raise BadParameter("keep", _("at most %(most)d guests, as `guests` says") % {"most": wish.most})
        if wish.without.intersection(wish.pinned):
            raise BadParameter("without", _("nobody whom `keep` names"))
        found = JointSession(account.pk, today(), words(), wish)
        agenda = tuple(AgendaAnswer(item.text, str(item.origin), item.is_for_guests) for item in found.agenda)
        return Response(plain(JointSessionAnswer(account.pk, wish.kind, found.proposed, agenda)))

    def _refuse_wrong_values(self) -> None:
        """*Raises* BadParameter."""
        given = self.request.query_params
        kinds = "|".join(kind.value for kind in SessionKind)
        ids = (r"(\d{1,18}(,\d{1,18})*)?", _("ids of stakeholders, separated by commas"))
        expected = {
            "kind": (kinds, kinds.replace("|", ", ")),
            "guests": (f"[1-{MOST_GUESTS}]", _("a number from 1 to %(most)d") % {"most": MOST_GUESTS}),
            "keep": ids,
            "without": ids,
        }
        for name, (pattern, words_for_it) in expected.items():
            if name in given and re.fullmatch(pattern, given[name], re.ASCII) is None:
                raise BadParameter(name, words_for_it)
