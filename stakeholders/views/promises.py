"""What is promised at an account, and how well we keep our word across a book."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from stakeholders.models import Commitment
from stakeholders.selectors.celebrating import teams_celebrated, uncelebrated
from stakeholders.selectors.promises import GROUPS, AccountPromises, commitment_line, counted, kept_by, which
from stakeholders.selectors.rounds import own_accounts, seen_accounts

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
        shown = self._read(self._behind(rows, by, state, on))
        figures, key = kept_by(rows, by, on), request.GET.get("key", "")
        start = self._start()
        mine = Account.objects.editable_by(self.viewer).filter(pk__in={row.account_id for row in shown})
        return self.page(
            editable=set(mine.values_list("pk", flat=True)),
            by=by,
            groups=list(GROUP_LABELS.items()),
            figures=figures[start : start + SHOWN],
            chosen=next((row for row in figures if key and key == str(row.key or NOBODY)), None),
            here=self._here(by, start),
            next_url=f"?{self._here(by, start + SHOWN)}" if start + SHOWN < len(figures) else None,
            previous_url=f"?{self._here(by, max(0, start - SHOWN))}" if start else None,
            state=state,
            states=list(STATE_LABELS.items()),
            lines=[commitment_line(row, on) for row in shown[:SHOWN]],
            has_more=len(shown) > SHOWN,
            today=on,
        )

    def _start(self) -> int:
        start = self.request.GET.get("start", "0")
        return int(start) if start.isdecimal() and len(start) < 8 else 0

    def _here(self, by: str, start: int) -> str:
        """The address of a page of the figures."""
        return urlencode({"by": by, **({"start": start} if start else {})})

    def _read(self, behind: Any) -> list[Commitment]:
        """The first of some commitments with what a line says; found first, so that only they are read. One query."""
        rows = Commitment.objects.filter(pk__in=behind.values("pk")[: SHOWN + 1])
        return list(rows.select_related("account", "user", "stakeholder__person").order_by("due_on", "pk"))

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
        accounts = own or seen_accounts(self.viewer)
        teams, count = teams_celebrated(accounts, today(), SHOWN)
        return self.page(
            teams=teams,
            more=count - len(teams),
            milestones=uncelebrated(accounts, SHOWN),
            is_own=bool(own),
            today=today(),
        )
