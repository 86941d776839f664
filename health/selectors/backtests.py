"""Past renewals of the accounts one sees, and what scorecards, the pulse and survival would have said of them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account
from csm.foundation.clock import today
from health.domain.backtest import (
    Case,
    Report,
    base_rate,
    is_hindsight,
    late_share,
    measure_report,
    recommends_known,
    score_report,
)
from health.domain.weighing import Proposal, propose
from health.models import Metric, RenewalCase, ScorecardVersion
from health.selectors.scorecards import regime_on


@dataclass(frozen=True)
class Backtest:
    """What is held against past renewals at one horizon."""

    cases: list[Case]
    known_then: int
    reports: tuple[Report, ...]

    @property
    def renewed(self) -> int:
        return sum(one.is_renewed for one in self.cases)

    @property
    def churned(self) -> int:
        return len(self.cases) - self.renewed

    @property
    def late_share(self) -> float | None:
        return late_share(self.cases)

    @property
    def recommends_known(self) -> bool:
        return recommends_known(self.known_then, self.late_share)

    @property
    def is_hindsight(self) -> bool:
        return is_hindsight(self.late_share)


def cases_of(accounts: "QuerySet[Account]", days_before: int) -> list[Case]:
    """The decided renewals of these accounts as they looked so many days before, in one query."""
    rows = RenewalCase.objects.filter(
        days_before=days_before,
        contract__retracted_at__isnull=True,
        contract__outcome__in=(ContractOutcome.RENEWED, ContractOutcome.CHURNED),
        contract__account__in=accounts.order_by(),
    )
    said = rows.order_by("on", "pk").values_list(
        "contract__account_id", "contract__account__segment_id", "on", "contract__outcome", "raws", "late_share"
    )
    return [
        Case(account_id, segment_id, on, outcome == ContractOutcome.RENEWED, raws, late)
        for account_id, segment_id, on, outcome, raws, late in said
    ]


def backtest(cases: list[Case], version: ScorecardVersion | None = None, *, only_known: bool = False) -> Backtest:
    """Hold a version (or the scorecards in force), the pulse, survival and the base rate against renewals."""
    known = [one for one in cases if one.was_known_then]
    used = known if only_known else cases
    if version is None:
        scored = score_report(used, regime_on(today()).card)
    else:
        card = version.card(dict(Metric.objects.order_by().values_list("key", "is_leading")))
        scored = score_report(used, lambda _segment: card)
    reports = (scored, measure_report(used, "pulse"), measure_report(used, "survival"), base_rate(used))
    return Backtest(used, len(known), reports)


def proposed_weights(cases: list[Case], version: ScorecardVersion | None = None) -> Proposal | None:
    """Weights from history for the measures of a version, or for every measure there is."""
    from_version = [] if version is None else [str(each["measure"]) for each in version.measures]
    keys = from_version or sorted({key for one in cases for key in one.raws})
    return propose(cases, keys)


def versions() -> "QuerySet[ScorecardVersion]":
    """Every version one can hold against renewals, drafts too."""
    found = ScorecardVersion.objects.filter(retracted_at__isnull=True).select_related("scorecard")
    return found.order_by("scorecard__name", "-number")
