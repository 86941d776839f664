"""How far the judging of all accounts is, for those who run the installation."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.access import UserRole, configures
from csm.foundation.api import ApiView, operation
from csm.foundation.typed import plain, schema_of
from stakeholders.selectors.judging import SetAside, judging_now, set_aside
from stakeholders.services.conclusions import try_again
from stakeholders.tasks import ask_to_conclude_while_due


@dataclass(frozen=True)
class JudgingState:
    """All accounts, those due, those judged within the last minute, and those set aside (the first 100 by name)."""

    accounts: int
    due: int
    judged_in_a_minute: int
    seconds_left: int | None
    set_aside_count: int
    set_aside: tuple[SetAside, ...]


class _Judging(ApiView):
    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if not configures(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Only administrators and operations see how far judging is."))

    def state(self) -> Response:
        now = judging_now()
        left = now.progress.seconds_left
        found = JudgingState(
            now.accounts,
            now.due,
            now.judged_in_a_minute,
            None if left is None else round(left),
            now.set_aside,
            tuple(set_aside()),
        )
        return Response(plain(found))


class JudgingView(_Judging):
    """Judging: threads, chances, health and alerts of every account follow its facts."""

    @operation(answer=schema_of(JudgingState))
    def get(self, request: Request) -> Response:
        """How far it is, how fast it goes, and which accounts were set aside after five failed attempts."""
        self.refuse_unknown_parameters(frozenset())
        return self.state()


class JudgingAgainView(_Judging):
    """Accounts that were set aside."""

    @operation(answer=schema_of(JudgingState))
    def post(self, request: Request) -> Response:
        """Try all of them again. Without any, nothing happens."""
        try_again()
        ask_to_conclude_while_due()
        return self.state()
