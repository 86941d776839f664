"""What is behind each figure of the revenue ledger: its accounts or its contracts."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models.contracts import OUTCOME_LABELS
from csm.foundation.api import operation
from csm.foundation.paging import BadParameter
from health.api.portfolio import FIRST_DAY, LAST_DAY, PeriodView, filter_parameters, money
from health.selectors.ledger import BECAME, WHATS

MOST_ROWS = 1000
OFFSET = OpenApiParameter("offset", {"type": "integer", "minimum": 0, "default": 0}, description="Rows to pass over.")


class LedgerRowShape(serializers.Serializer[Any]):
    """An account of the ledger: what it paid on both days, and of that what was kept (the smaller)."""

    account_id = serializers.IntegerField()
    name = serializers.CharField()
    start = money()
    end = money()
    kept = money()


class LedgerRowsShape(serializers.Serializer[Any]):
    """At most 1000 accounts, the largest change first; `count` and the sums are of all of them."""

    count = serializers.IntegerField()
    start = money()
    end = money()
    kept = money()
    rows = LedgerRowShape(many=True)


class EndedShape(serializers.Serializer[Any]):
    """A contract that came to its end; `value` is null where its currency has no rate on the first day."""

    contract_id = serializers.IntegerField()
    name = serializers.CharField(help_text="Of the account.")
    product = serializers.CharField()
    ends_on = serializers.DateField()
    annual_value = money()
    currency = serializers.CharField()
    value = money(allow_null=True, help_text="In the base currency.")
    outcome = serializers.ChoiceField(choices=[(each.value, label) for each, label in OUTCOME_LABELS.items()])


class EndedRowsShape(serializers.Serializer[Any]):
    """At most 1000 contracts, the latest end first; `count` and `value` are of all of them."""

    count = serializers.IntegerField()
    value = money()
    rows = EndedShape(many=True)


def offset_of(request: Request) -> int:
    """From which row on. *Raises* BadParameter."""
    offset = request.query_params.get("offset", "0")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 10):
        raise BadParameter("offset", _("a whole number from 0 on"))
    return int(offset)


class _RowsView(PeriodView):
    further = ("what", "start_on", "end_on", "offset")

    def asked(self, offered: Any) -> tuple[str, int]:
        """Which figure, and from which row on. *Raises* BadParameter."""
        what = self.request.query_params.get("what", next(iter(offered)))
        if what not in offered:
            raise BadParameter("what", _("one of %(known)s") % {"known": ", ".join(offered)})
        return what, offset_of(self.request)


class LedgerRowsView(_RowsView):
    """The accounts behind a figure of the ledger, of the accounts you see."""

    @operation(
        answer=LedgerRowsShape,
        parameters=(
            *filter_parameters(), FIRST_DAY, LAST_DAY, OFFSET, OpenApiParameter("what", str, enum=list(WHATS))
        ),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """What they add up to is the figure: `kept` / `start` of `gross` is GRR, `end` / `start` of `net` is NRR."""
        period = self.period()
        what, offset = self.asked(WHATS)
        rows = period.rows(what, MOST_ROWS, offset)
        first: Any = rows[0] if rows else {}
        sums = {name: first.get(f"all_{name}", 0) for name in ("start", "end", "kept")}
        found = [{"account_id": row["id"], **row} for row in rows]
        return Response(LedgerRowsShape({"count": first.get("accounts", 0), **sums, "rows": found}).data)


class EndedRowsView(_RowsView):
    """The contracts behind the renewal rates, of the accounts you see."""

    @operation(
        answer=EndedRowsShape,
        parameters=(
            *filter_parameters(), FIRST_DAY, LAST_DAY, OFFSET, OpenApiParameter("what", str, enum=list(BECAME))
        ),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Contracts that ended after the first day and not after the last, by what became of them."""
        period = self.period()
        what, offset = self.asked(BECAME)
        rows = period.contracts(what, MOST_ROWS, offset)
        first: Any = rows[0] if rows else {}
        found = [{"contract_id": row["id"], **row} for row in rows]
        given = {"count": first.get("count", 0), "value": first.get("all_value", 0), "rows": found}
        return Response(EndedRowsShape(given).data)
