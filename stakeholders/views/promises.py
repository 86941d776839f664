"""What is promised at an account, and how well we keep our word across a book."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from stakeholders.models import Commitment
from stakeholders.selectors.celebrating import teams_celebrated, uncelebrated
from stakeholders.selectors.promises import GROUPS, AccountPromises, commitment_line, counted, kept_by, which
from stakeholders.selectors.rounds import own_accounts

SHOWN = 100
GROUP_LABELS = {"user": _("person"), "team": _("team"), "account": _("account")}
STATE_LABELS = {
    "overdue": _("overdue"),
    "broken": _("broken"),
    "kept": _("kept"),
    "late": _("kept, but late"),
    "open": _("open"),
}
NOBODY = "none"


class PromisesPage(AccountPage):
    """What is open first: commitments, concerns, milestones, who was recognised and who never."""

    template_name = "stakeholders/promises.html"
    tab = "promises"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return self.page(promises=AccountPromises(self.account.pk, today()), today=today())


class KeptPage(PageView):
    """How well we keep our word, by person, team or account, with the commitments behind each figure."""

    actions = {"GET": anyone}
    template_name = "stakeholders/kept.html"
    nav = "promises"

    def get(self, request: HttpRequest) -> HttpResponse:
        on = today()
        by = request.GET.get("by", "")
        by = by if by in GROUPS else "user"
        rows = Commitment.objects.visible_to(self.viewer).filter(account__retracted_at__isnull=True)
        state = request.GET.get("state", "overdue")
        state = state if state in STATE_LABELS else "overdue"
        behind = self._behind(rows, by, state, on)
        shown = list(behind.select_related("account", "user", "stakeholder__person")[: SHOWN + 1])
        return self.page(
            by=by,
            groups=list(GROUP_LABELS.items()),
            figures=kept_by(rows, by, on),
            state=state,
            states=list(STATE_LABELS.items()),
            key=request.GET.get("key", ""),
            lines=[commitment_line(row, on) for row in shown[:SHOWN]],
            has_more=len(shown) > SHOWN,
            today=on,
        )

    def _behind(self, rows: Any, by: str, state: str, on: date) -> Any:
        """The commitments that a figure counts: in a state, of the group named by `key`."""
        found = counted(rows, on).filter(which(state, on)).order_by("due_on", "pk")
        key, column = self.request.GET.get("key", ""), GROUPS[by][0]
        if key == NOBODY:
            return found.filter(**{f"{column}__isnull": True})
        return found.filter(**{column: int(key)}) if key.isdecimal() and len(key) < 19 else found


class CelebrationPage(PageView):
    """Whom nobody has celebrated yet, by customer, and what was reached without a word."""

    actions = {"GET": anyone}
    template_name = "stakeholders/celebration.html"
    nav = "celebration"

    def get(self, request: HttpRequest) -> HttpResponse:
        own = own_accounts(self.viewer)
        accounts: Any = Account.objects.visible_to(self.viewer)
        accounts = accounts.filter(pk__in=own) if own else accounts
        teams = teams_celebrated(accounts, today())
        return self.page(
            teams=teams[:SHOWN],
            more=max(0, len(teams) - SHOWN),
            milestones=uncelebrated(accounts.order_by().values("pk"))[:SHOWN],
            is_own=bool(own),
            today=today(),
        )
