"""What a draft would say of accounts, beside what the scorecards in force say of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db.models import F

from accounts.models import Account
from accounts.selectors.revenue import arr, rates_on
from accounts.visibility import Viewer
from health.domain.judgement import Judgement
from health.domain.measures import Given
from health.domain.scoring import judge
from health.models import Metric, ScorecardVersion
from health.selectors.evidence import evidence_of
from health.selectors.scorecards import regime_on
from stakeholders.domain.findings import find
from stakeholders.selectors.skies import skies_at

SHOWN: Final = 20


class Compared(NamedTuple):
    """One account as judged now and as the draft would judge it."""

    account: Account
    now: Judgement
    then: Judgement

    @property
    def change(self) -> float | None:
        if self.now.score is None or self.then.score is None:
            return None
        return self.then.score - self.now.score

    @property
    def changes_band(self) -> bool:
        return self.now.band is not self.then.band


def accounts_to_preview(viewer: Viewer, draft: ScorecardVersion, words: str, on: date) -> list[Account]:
    """The accounts that words find, else the most valuable of those the scorecard is meant for."""
    rows = Account.objects.visible_to(viewer)
    if words:
        rows = rows.filter(name__icontains=words)
    elif draft.scorecard.segment_id is not None:
        rows = rows.filter(segment_id=draft.scorecard.segment_id)
    return list(rows.annotate(arr=arr(on, rates_on(on))).order_by(F("arr").desc(nulls_last=True), "pk")[:SHOWN])


def preview(draft: ScorecardVersion, accounts: Sequence[Account], on: date) -> list[Compared]:
    """Judge accounts by what is in force and by a draft, in a fixed number of queries. *Raises* CardError."""
    ids = [account.pk for account in accounts]
    evidence, regime = evidence_of(ids, on), regime_on(on)
    card = draft.card(dict(Metric.objects.values_list("key", "is_leading")))
    found = {pk: Given(find(sky), evidence[pk], on) for pk, sky in skies_at(ids, on).items() if pk in evidence}
    return [
        Compared(
            account,
            judge(given, regime.card(account.segment_id), regime.without(account.segment_id)),
            judge(given, card, regime.without(account.segment_id)),
        )
        for account in accounts
        if (given := found.get(account.pk)) is not None
    ]


def bands_changed(rows: Iterable[Compared]) -> int:
    """How many of these would change their band."""
    return sum(row.changes_band for row in rows)
