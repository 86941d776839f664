"""The clocks of handoffs in the API: as the page of handoffs lists and counts them."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from csm.foundation.api import ApiView, operation
from csm.foundation.fields import GREATEST_KEY
from csm.foundation.paging import BadParameter
from stakeholders.domain.handoff_clocks import Clock, ClockKind, ClockState, Why
from stakeholders.selectors.handoff_list import CLOCKS, NO_TEAM, PERIODS, STATES, Entry, HandoffList, Kept, TeamKept

ROWS = 500
CHOICES = {
    "state": [key for key, _label in STATES],
    "clock": [key for key, _label in CLOCKS],
    "days": sorted((key for key, _label in PERIODS), key=int),
}
KINDS = [kind.value for kind in ClockKind]
CLOCK_STATES = [state.value for state in ClockState]
IDS = ("team", "owner", "account_id", "start")


class ClockShape(serializers.Serializer[Any]):
    """A clock of a deal; `seconds` are those left while it runs, and those over when it was late or is overdue."""

    account_id = serializers.IntegerField()
    deal_id = serializers.IntegerField()
    deal = serializers.CharField()
    owner_id = serializers.IntegerField(allow_null=True)
    team_id = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(choices=KINDS)
    state = serializers.ChoiceField(choices=CLOCK_STATES)
    why = serializers.ChoiceField(choices=[why.value for why in Why])
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    held_at = serializers.DateTimeField(allow_null=True)
    touchpoint_id = serializers.IntegerField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)


class KeptShape(serializers.Serializer[Any]):
    """Of the clocks that were due in the period, those kept."""

    kept = serializers.IntegerField()
    due = serializers.IntegerField()


class TeamKeptShape(serializers.Serializer[Any]):
    """What a team kept; null are the accounts of nobody's team."""

    team_id = serializers.IntegerField(allow_null=True)
    debriefs = KeptShape()
    introductions = KeptShape()


class ClocksShape(serializers.Serializer[Any]):
    """Clocks, the most urgent first, and the share in time by team; `next_start` where there are more."""

    count = serializers.IntegerField()
    next_start = serializers.IntegerField(allow_null=True)
    clocks = ClockShape(many=True)
    teams = TeamKeptShape(many=True)


PARAMETERS = (
    *(OpenApiParameter(name, str, enum=known) for name, known in CHOICES.items()),
    OpenApiParameter("team", {"type": "string", "pattern": f"^([1-9][0-9]{{0,17}}|{NO_TEAM})$"}),
    *(OpenApiParameter(name, {"type": "integer", "minimum": 0, "maximum": GREATEST_KEY}) for name in IDS[1:]),
)


class HandoffClocksView(ApiView):
    """The clocks of the accounts you see."""

    @operation(answer=ClocksShape, parameters=PARAMETERS)
    def get(self, request: Request) -> Response:
        """Which debriefs and introductions run, are overdue or were held; `state` defaults to what presses."""
        asked = self._asked()
        start = int(asked.pop("start", "0"))
        found = HandoffList(self.viewer, asked)
        rows = found.rows()
        further = start + ROWS
        return Response(
            {
                "count": len(rows),
                "next_start": further if further < len(rows) else None,
                "clocks": [_shaped(one) for one in rows[start:further]],
                "teams": [_team(team) for team in found.teams()],
            }
        )

    def _asked(self) -> dict[str, str]:
        """What is asked for. *Raises* BadParameter, Problem 400."""
        self.refuse_unknown_parameters(frozenset({*CHOICES, *IDS}))
        asked = {name: self.request.query_params[name] for name in self.request.query_params}
        for name, known in CHOICES.items():
            if name in asked and asked[name] not in known:
                raise BadParameter(name, _("one of %(known)s") % {"known": ", ".join(known)})
        for name in IDS:
            said = asked.get(name, "0")
            is_key = said.isascii() and said.isdecimal() and len(said) < 20 and int(said) <= GREATEST_KEY
            if not is_key and not (name == "team" and said == NO_TEAM):
                raise BadParameter(name, _("a whole number"))
        return asked


def _shaped(one: Entry) -> dict[str, Any]:
    clock: Clock = one.clock
    return {
        "account_id": one.place.account_id,
        "deal_id": one.deal.deal_id,
        "deal": one.deal.name,
        "owner_id": one.place.owner_id,
        "team_id": one.place.team_id,
        "kind": clock.kind.value,
        "state": clock.state.value,
        "why": clock.why.value,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "held_at": clock.held.at if clock.held else None,
        "touchpoint_id": clock.held.touchpoint_id if clock.held else None,
        "seconds": None if clock.left is None else int(clock.left.total_seconds()),
    }


def _team(team: TeamKept) -> dict[str, Any]:
    key = None if team.key == NO_TEAM else int(team.key)
    return {"team_id": key, "debriefs": _kept(team.debriefs), "introductions": _kept(team.introductions)}


def _kept(kept: Kept) -> dict[str, int]:
    return {"kept": kept.kept, "due": kept.due}
