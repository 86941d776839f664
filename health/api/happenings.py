"""What happened at an account while its health was watched."""

from dataclasses import dataclass
from datetime import date

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import ApiView, operation
from csm.foundation.clock import today
from csm.foundation.typed import plain, schema_of
from health.domain.happenings import Happened, Happening
from health.selectors.explaining import history_of, version_marks
from health.selectors.happenings import happened
from stakeholders.selectors.skies import sky_at


@dataclass(frozen=True)
class HappenedAnswer:
    """One happening in words, and where the pages show it."""

    on: date
    what: Happening
    words: str
    url: str


@dataclass(frozen=True)
class HappeningsAnswer:
    """What happened since the first score of the last year, oldest first; `since` is null where there is no score."""

    account_id: int
    since: date | None
    happenings: tuple[HappenedAnswer, ...]


class HappeningsView(ApiView):
    """What stands beside the history of scores of an account you see."""

    @operation(answer=schema_of(HappeningsAnswer), errors=(404,))
    def get(self, request: Request, account_id: str) -> Response:
        """Departures, arrivals of those who decide, renewals, phases, alerts, pulses and versions of the scorecard."""
        self.refuse_unknown_parameters(frozenset())
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        history = history_of(account, today())
        if not history:
            return Response(plain(HappeningsAnswer(account.pk, None, ())))
        since = history[0]["on"]
        events = happened(sky_at(account.pk, today()), version_marks(history), since)
        return Response(plain(HappeningsAnswer(account.pk, since, tuple(_answer(event) for event in events))))


def _answer(event: Happened) -> HappenedAnswer:
    return HappenedAnswer(event.on, event.what, event.words, event.url)
