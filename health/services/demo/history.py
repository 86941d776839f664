"""The scores of the past half year, judged at past dates by the same functions as today's."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.lifecycle import Phase
from accounts.models import Account, Act
from health.selectors.evidence import evidence_of
from health.selectors.scorecards import regime_on
from health.services.judging import judge_all
from health.services.scoring import keep_history
from stakeholders.domain.demo.portfolio import Order
from stakeholders.domain.findings import find
from stakeholders.selectors.skies import skies_at

WEEKS: Final = 26
MOST_ACCOUNTS: Final = 120  # above that the history begins today: judging half a year would take minutes


def write_history(order: Order, account_ids: Sequence[int]) -> None:
    """Judge each week of the half year before, where that is affordable."""
    if len(account_ids) <= MOST_ACCOUNTS:
        for week in range(WEEKS, 0, -1):
            judge_past(account_ids, order.as_of - timedelta(days=7 * week))


def write_phases(order: Order, account_ids: Sequence[int]) -> None:
    """Let every third account that is past its beginning have changed its phase within the half year."""
    rows = Account.objects.filter(pk__in=account_ids[::3]).exclude(phase=Phase.LAND).order_by("pk")
    midday = timezone.make_aware(datetime.combine(order.as_of, time(12)))
    earlier = {later.value: phase.value for phase, later in pairwise(Phase)}
    Act.objects.bulk_create(
        Act(
            kind="edit_account",
            summary=_("Edited %(name)s") % {"name": row.name},
            account=row,
            acted_at=midday - timedelta(days=40 + 7 * (place % 12)),
            changes=[[Account._meta.label_lower, row.pk, {"phase": earlier[row.phase]}, {"phase": row.phase}]],
            touched=[row.pk],
        )
        for place, row in enumerate(rows)
    )


def judge_past(account_ids: Sequence[int], on: date) -> None:
    """Keep what is judged of these accounts at a past date, where enough is known for a score."""
    findings = {pk: find(sky) for pk, sky in skies_at(list(account_ids), on).items()}
    judgements = judge_all(findings, evidence_of(account_ids, on), regime_on(on))
    keep_history(judgement for judgement in judgements.values() if judgement.score is not None)
