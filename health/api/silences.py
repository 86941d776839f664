"""How many unusual silences there are, against what chance alone would give."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from csm.foundation.api import ApiView, operation
from csm.foundation.typed import plain, schema_of
from health.selectors.silences import Chance, silences_by_chance


class SilencesView(ApiView):
    """The silences of all accounts you see."""

    @operation(answer=schema_of(Chance))
    def get(self, request: Request) -> Response:
        """Each judged silence is unusual by chance alone with probability 0.02: `expected` adds these up."""
        self.refuse_unknown_parameters(frozenset())
        return Response(plain(silences_by_chance(Account.objects.visible_to(self.viewer))))
