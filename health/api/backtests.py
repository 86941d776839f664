"""The backtest in the API: what a scorecard would have said of past renewals, by the filters of the portfolio."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from csm.foundation.api import ApiView, operation
from csm.foundation.paging import BadParameter
from csm.foundation.typed import plain, schema_of
from health.domain.backtest import HORIZONS, Report
from health.domain.skill import CalibrationBin, Caught
from health.domain.weighing import Proposal
from health.models import ScorecardVersion
from health.selectors.backtests import backtest, cases_of, proposed_weights, versions

DAYS = "90"


@dataclass(frozen=True)
class FigureReport:
    """How one figure did: `auc` with its 95 % interval, `is_skilled` only where there is a verdict."""

    key: str
    renewals: int
    renewed: int
    churned: int
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    has_verdict: bool
    is_skilled: bool | None
    brier: float | None
    worst: Caught | None
    calibration: tuple[CalibrationBin, ...]


@dataclass(frozen=True)
class ProposedWeights:
    """Weights by measure that sum to 1, beside the AUC of weights found alike on renewals they had not seen."""

    weights: dict[str, float]
    auc: float | None
    auc_low: float | None
    auc_high: float | None


@dataclass(frozen=True)
class BacktestAnswer:
    """Past renewals so many days before: the scorecard, the pulse, survival and the base rate held against them."""

    days_before: int
    version_id: int | None
    renewals: int
    renewed: int
    churned: int
    known_then: int
    late_share: float | None
    reports: tuple[FigureReport, ...]
    proposal: ProposedWeights | None


class BacktestView(ApiView):
    """Did the score foresee the renewals of the accounts you see?"""

    @operation(
        answer=schema_of(BacktestAnswer),
        parameters=(
            OpenApiParameter("days_before", {"type": "integer", "enum": list(HORIZONS)}, description="90 by default."),
            OpenApiParameter("version_id", {"type": "integer", "format": "int64"}, description="Those in force else."),
            OpenApiParameter("only_known", bool, description="Only renewals whose facts were recorded by that day."),
        ),
    )
    def get(self, request: Request) -> Response:
        """Area under the curve, Brier score, calibration, churn among the worst ten; weights proposed from history."""
        self.refuse_unknown_parameters(frozenset({"days_before", "version_id", "only_known"}))
        days, version = self._days(), self._version()
        cases = cases_of(Account.objects.visible_to(self.viewer), days)
        found = backtest(cases, version, only_known=self._only_known())
        answer = BacktestAnswer(
            days,
            version.pk if version else None,
            len(found.cases),
            found.renewed,
            found.churned,
            found.known_then,
            found.late_share,
            tuple(_report(each) for each in found.reports),
            _proposal(proposed_weights(found.cases, version)),
        )
        return Response(plain(answer))

    def _days(self) -> int:
        said = self.request.query_params.get("days_before", DAYS)
        if said not in {str(days) for days in HORIZONS}:
            raise BadParameter("days_before", _("30, 90 or 180"))
        return int(said)

    def _only_known(self) -> bool:
        said = self.request.query_params.get("only_known", "false")
        if said not in ("true", "false"):
            raise BadParameter("only_known", _("true or false"))
        return said == "true"

    def _version(self) -> ScorecardVersion | None:
        said = self.request.query_params.get("version_id")
        if said is None:
            return None
        is_key = said.isascii() and said.isdecimal() and len(said) < 19
        found = versions().filter(pk=int(said)).first() if is_key else None
        if found is None:
            raise BadParameter("version_id", _("the id of a version of a scorecard"))
        return found


def _report(report: Report) -> FigureReport:
    skill = report.skill
    return FigureReport(
        key=report.key,
        renewals=report.said,
        renewed=skill.renewed,
        churned=skill.churned,
        **_auc(skill),
        has_verdict=skill.has_verdict,
        is_skilled=skill.is_skilled,
        brier=report.brier,
        worst=report.worst,
        calibration=report.bins,
    )


def _auc(skill: Any) -> dict[str, float | None]:
    if skill.auc is None:
        return {"auc": None, "auc_low": None, "auc_high": None}
    return {"auc": skill.auc.area, "auc_low": skill.auc.interval.low, "auc_high": skill.auc.interval.high}


def _proposal(found: Proposal | None) -> ProposedWeights | None:
    return None if found is None else ProposedWeights(found.weights, **_auc(found.skill))
