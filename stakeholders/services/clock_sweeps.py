"""Make accounts due whose clocks ran out since one looked last: time alone raises no version."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.services.acts import raise_versions
from stakeholders.domain.handoff_clocks import DEBRIEF_WITHIN, INTRODUCTION_WITHIN, PRESSES_FOR
from stakeholders.models import ClockSweep

# Whoever never looked looks back as far; what ran out before is found by the judgement of each day.
FIRST_LOOK = timedelta(days=2)
LENGTHS = (DEBRIEF_WITHIN, INTRODUCTION_WITHIN, DEBRIEF_WITHIN + PRESSES_FOR, INTRODUCTION_WITHIN + PRESSES_FOR)

# Each part reads one index: of closings, of go-lives, of changes of owner.
RAN_OUT = """
    SELECT DISTINCT found.account_id
    FROM unnest(%(lengths)s::interval[]) AS length,
    LATERAL (
        SELECT deal.account_id FROM accounts_deal deal
        WHERE deal.stage = 'won' AND deal.retracted_at IS NULL
            AND deal.closed_at >= %(since)s - length AND deal.closed_at < %(now)s - length
        UNION ALL
        SELECT deal.account_id FROM accounts_deal deal
        WHERE deal.live_at IS NOT NULL AND deal.retracted_at IS NULL
            AND deal.live_at >= %(since)s - length AND deal.live_at < %(now)s - length
        UNION ALL
        SELECT change.account_id FROM accounts_ownerchange change
        WHERE change.retracted_at IS NULL
            AND change.changed_at >= %(since)s - length AND change.changed_at < %(now)s - length
    ) found
"""


def make_run_out_due(now: datetime | None = None) -> int:
    """Raise the versions of accounts whose clocks ran out; returns of how many.

    The instant looked up to is kept in the same transaction, so that nothing is missed when a worker is killed, and
    whatever was judged before a clock ran out is judged again.
    """
    with transaction.atomic():
        moment = now or timezone.now()
        kept, _is_new = ClockSweep.objects.select_for_update().get_or_create(
            pk=1, defaults={"swept_at": moment - FIRST_LOOK}
        )
        if kept.swept_at >= moment:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(RAN_OUT, {"since": kept.swept_at, "now": moment, "lengths": list(LENGTHS)})
            account_ids = [account_id for (account_id,) in cursor.fetchall()]
        kept.swept_at = moment
        kept.save(update_fields=["swept_at"])
        raise_versions(account_ids)
        return len(account_ids)
