"""Both ledgers of each team, the time to first value over accounts, and the accounts behind the figures."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Team
from csm.foundation.api import operation
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter
from health.api.portfolio import (
    FIRST_DAY,
    LAST_DAY,
    ChosenView,
    LedgerShape,
    PeriodView,
    RenewalRatesShape,
    filter_parameters,
    ledger_record,
    record,
)
from health.api.revenue_rows import MOST_ROWS, OFFSET, offset_of
from health.selectors.first_value_spread import FirstValues, first_values_over
from health.selectors.two_ledgers import BEHIND, Outcomes, Side, two_ledgers
from health.selectors.value_spread import Key, Spread, spreads_of


class FirstValuesShape(serializers.Serializer[Any]):
    """The time to first value as of today; `median_days` counts those who wait for as long as they have waited."""

    median_days = serializers.IntegerField(allow_null=True)
    received = serializers.IntegerField()
    in_time = serializers.IntegerField()
    waiting = serializers.IntegerField()
    late = serializers.IntegerField()
    left = serializers.IntegerField()
    not_begun = serializers.IntegerField()
    open = serializers.IntegerField(help_text="Not judged yet.")


class DropShape(serializers.Serializer[Any]):
    """A day on which some received their first value, and the share that waits after it."""

    day = serializers.IntegerField()
    at_risk = serializers.IntegerField()
    ended = serializers.IntegerField()
    share_waiting = serializers.FloatField()


class LackShape(serializers.Serializer[Any]):
    """What accounts lack for their next level."""

    lack = serializers.CharField()
    count = serializers.IntegerField()


class GroupStepShape(serializers.Serializer[Any]):
    """`more` accounts must reach `level` for the group to have it; `lacks` is what those on `from_level` miss."""

    level = serializers.IntegerField()
    more = serializers.IntegerField()
    from_level = serializers.IntegerField()
    lacks = LackShape(many=True)


class ValueGroupShape(serializers.Serializer[Any]):
    """A group of accounts: how many are on which level, the level together, the step to the next, the first value."""

    key = serializers.IntegerField(allow_null=True, help_text="Of the team, owner or segment; null: without one.")
    accounts = serializers.IntegerField()
    levels = serializers.DictField(child=serializers.IntegerField())
    level = serializers.IntegerField(allow_null=True)
    step = GroupStepShape(allow_null=True)
    first_value = FirstValuesShape()


class PortfolioValueShape(serializers.Serializer[Any]):
    """The levels of value and the time to first value, of all accounts chosen and by group."""

    on = serializers.DateField()
    total = ValueGroupShape()
    teams = ValueGroupShape(many=True)
    owners = ValueGroupShape(many=True)
    segments = ValueGroupShape(many=True)
    curve = DropShape(many=True, help_text="Of all accounts chosen.")


class PortfolioValueView(ChosenView):
    """The levels of value and the time to first value of the accounts you see."""

    @operation(answer=PortfolioValueShape, parameters=filter_parameters())
    def get(self, request: Request) -> Response:
        """docs/goals.md holds the formulas."""
        accounts = self.accounts()
        spreads, first = spreads_of(accounts), first_values_over(accounts, today())
        groups = {
            name: [
                _group(key, spread, getattr(first, name)[key])
                for key, spread in getattr(spreads, name).items()
                if key in getattr(first, name)
            ]
            for name in ("teams", "owners", "segments")
        }
        total = _group(None, spreads.whole, first.whole)
        curve = [drop._asdict() for drop in first.whole.curve.drops]
        return Response({"on": today(), "total": total, **groups, "curve": curve})


class SuccessShape(serializers.Serializer[Any]):
    """What customers reached and received in the period; level and time to first value are those of today."""

    accounts = serializers.IntegerField()
    goals_reached = serializers.IntegerField()
    accounts_reached = serializers.IntegerField()
    value_received = serializers.FloatField(allow_null=True, help_text="In percent, by the word of the customers.")
    accounts_told = serializers.IntegerField()
    first_values = serializers.IntegerField()
    level = serializers.IntegerField(allow_null=True)
    first_value = FirstValuesShape()


class BusinessShape(serializers.Serializer[Any]):
    """What became of revenue, and of the contracts that ended."""

    revenue = LedgerShape()
    renewals = RenewalRatesShape()


class SideShape(serializers.Serializer[Any]):
    """Both ledgers of a group; they are never added up."""

    success = SuccessShape()
    business = BusinessShape()


class TeamSideShape(SideShape):
    """Both ledgers of a team; null is accounts whose owner is in none."""

    team_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()


class TwoLedgersShape(serializers.Serializer[Any]):
    """Both ledgers of the accounts chosen, and of each team."""

    start_on = serializers.DateField()
    end_on = serializers.DateField()
    currency = serializers.CharField()
    total = SideShape()
    teams = TeamSideShape(many=True)


class TwoLedgersView(PeriodView):
    """Customer success and business results of each team side by side, over the accounts you see."""

    @operation(answer=TwoLedgersShape, parameters=(*filter_parameters(), FIRST_DAY, LAST_DAY))
    def get(self, request: Request) -> Response:
        """An account belongs to the team of whoever owns it today; docs/portfolio.md holds the formulas."""
        period = self.period()
        found, names = two_ledgers(period), dict(Team.objects.order_by().values_list("pk", "name"))
        return Response(
            {
                "start_on": period.start_on,
                "end_on": period.end_on,
                "currency": str(settings.BASE_CURRENCY),
                "total": _side(found.whole),
                "teams": [
                    {"team_id": key, "name": names.get(key, "") if key else "", **_side(side)}
                    for key, side in found.teams.items()
                ],
            }
        )


class SuccessRowShape(serializers.Serializer[Any]):
    """An account: goals reached in the period, value received (percent), and the first value if it came in it."""

    account_id = serializers.IntegerField()
    name = serializers.CharField()
    goals_reached = serializers.IntegerField()
    value_received = serializers.FloatField(allow_null=True)
    first_value_on = serializers.DateField(allow_null=True)
    first_value_days = serializers.IntegerField(allow_null=True)


class SuccessRowsShape(serializers.Serializer[Any]):
    """At most 1000 accounts; `count`, `goals_reached` and `value_received` are of all of them."""

    count = serializers.IntegerField()
    goals_reached = serializers.IntegerField()
    value_received = serializers.FloatField(allow_null=True)
    rows = SuccessRowShape(many=True)


class SuccessRowsView(PeriodView):
    """The accounts behind a figure of what customers reached and received, of the accounts you see."""

    further = ("what", "start_on", "end_on", "offset")

    @operation(
        answer=SuccessRowsShape,
        parameters=(
            *filter_parameters(), FIRST_DAY, LAST_DAY, OFFSET, OpenApiParameter("what", str, enum=list(BEHIND))
        ),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """What they come to together is the figure."""
        period, what = self.period(), request.query_params.get("what", next(iter(BEHIND)))
        if what not in BEHIND:
            raise BadParameter("what", _("one of %(known)s") % {"known": ", ".join(BEHIND)})
        rows = Outcomes(period).rows(what, MOST_ROWS, offset_of(request))
        first: Any = rows[0] if rows else {}
        found = [
            {
                "account_id": row["id"],
                "name": row["name"],
                "goals_reached": row["reached"],
                "value_received": row["received"],
                "first_value_on": row["first_on"],
                "first_value_days": row["first_value_days"] if row["first_on"] else None,
            }
            for row in rows
        ]
        sums = {"goals_reached": first.get("all_reached", 0), "value_received": first.get("all_received")}
        return Response({"count": first.get("accounts", 0), **sums, "rows": found})


def _group(key: Key, spread: Spread, first: FirstValues) -> dict[str, Any]:
    step = spread.step
    lacks = [] if step is None else [{"lack": lack, "count": count} for lack, count in step.lacks]
    return {
        "key": key,
        "accounts": spread.total,
        "levels": {str(level): count for level, count in spread.counts.items()},
        "level": spread.level,
        "step": None if step is None else {**step._asdict(), "lacks": lacks},
        "first_value": _first(first),
    }


def _first(found: FirstValues) -> dict[str, Any]:
    counts = ("received", "in_time", "waiting", "late", "left", "not_begun", "open")
    return {"median_days": found.median, **{name: getattr(found, name) for name in counts}}


def _side(side: Side) -> dict[str, Any]:
    revenue, renewals = side.business.revenue, side.business.renewals
    rates = {"rate": renewals.rate, "value_rate": renewals.value_rate}
    return {
        "success": {**record(side.success), "level": side.spread.level, "first_value": _first(side.first)},
        "business": {"revenue": ledger_record(revenue), "renewals": {**record(renewals), **rates}},
    }
