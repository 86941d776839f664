"""The pulse round: the whole book on one page, one key per account."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.views.frame import AccountDeedView
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from health.models.pulse import PULSE_STEPS
from health.selectors.pulse_round import MOST_ROWS, pulse_round
from health.services.pulse import feel_pulse


class PulseRoundPage(PageView):
    """Which of mine have I not said anything of for a month?"""

    actions = {"GET": anyone}
    template_name = "health/pulse_round.html"
    nav = "accounts"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(pulse_round(self.viewer, today()))
        return self.page(
            open_rows=[row for row in rows if not row.is_said],
            said_rows=[row for row in rows if row.is_said],
            total=len(rows),
            is_cut=len(rows) == MOST_ROWS,
            steps=PULSE_STEPS,
            today=today(),
        )


class PulseRoundSetView(AccountDeedView):
    """Say how one account of the round is doing, and go on to the next."""

    def do(self) -> None:
        feel_pulse(self.viewer, self.account, step=self.kwargs["felt"])

    def success_url(self) -> str:
        return reverse("health:pulse_round")
