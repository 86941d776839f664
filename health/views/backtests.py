"""Whether a scorecard foresaw past renewals: its score some days before each of them, held against what happened."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.access import may_configure
from csm.foundation.views import DeedView
from health.domain.backtest import HORIZONS, LATE_SHARE, Report
from health.domain.skill import LEAST_CHURNED, CalibrationBin
from health.domain.weighing import Proposal
from health.models import ScorecardVersion
from health.models.words import MEASURE_NAMES
from health.selectors.backtests import backtest, cases_of, proposed_weights, versions
from health.services.backtests import ask_to_gather
from health.views.portfolio_frame import PortfolioFrame

USUAL_DAYS = 90
LIVE = "live"


class BacktestPage(PortfolioFrame):
    """The live scorecard or a version, the pulse, survival and the base rate against past renewals."""

    template_name = "health/backtest.html"
    tab = "backtest"

    def get(self, request: HttpRequest) -> HttpResponse:
        cases = cases_of(self.book.accounts, self.days)
        found = backtest(cases, self.version, only_known=self.only_known)
        wanted = "weights" in request.GET
        proposal = proposed_weights(found.cases, self.version) if wanted else None
        return self.page(
            title=_("Backtest"),
            found=found,
            all_cases=len(cases),
            lines=[self._line(report) for report in found.reports],
            bins=[_bin(each) for each in found.reports[0].bins],
            days_choices=[(days, self._url(days=str(days)), days == self.days) for days in HORIZONS],
            versions=[self._version(each) for each in versions()],
            version=self.version,
            only_known=self.only_known,
            kept=self._kept,
            carried=[*self.filters.chosen(), *(each for each in self._kept if each[0] != "version")],
            known_url=self._url(known="" if self.only_known else "1"),
            least_churned=LEAST_CHURNED,
            late_percent=None if found.late_share is None else 100 * found.late_share,
            late_bound=100 * LATE_SHARE,
            wants_weights=wanted,
            weights_url=self._url(weights="1"),
            weights=self._weights(proposal),
            proposal_auc=None if proposal is None else _auc(proposal),
            may_gather=may_configure(self.viewer),
        )

    @cached_property
    def days(self) -> int:
        """How long before the renewal. *Raises* BadRequest."""
        said = self.request.GET.get("days", str(USUAL_DAYS))
        if said not in {str(days) for days in HORIZONS}:
            raise BadRequest(_("Choose 30, 90 or 180 days."))
        return int(said)

    @cached_property
    def version(self) -> ScorecardVersion | None:
        """The version that is held against renewals, None for the scorecards in force. *Raises* BadRequest."""
        said = self.request.GET.get("version", LIVE)
        if said in (LIVE, ""):
            return None
        chosen = versions().filter(pk=int(said)).first() if said.isdecimal() and len(said) < 19 else None
        if chosen is None:
            raise BadRequest(_("There is no such version of a scorecard."))
        return chosen

    @cached_property
    def only_known(self) -> bool:
        return self.request.GET.get("known") == "1"

    def _url(self, **changed: str) -> str:
        return self.address("health:backtest", **{**dict(self._kept), **changed})

    @cached_property
    def _kept(self) -> list[tuple[str, str]]:
        """What the address says beside the filters."""
        version = str(self.version.pk) if self.version else ""
        said = (("days", str(self.days)), ("known", "1" if self.only_known else ""), ("version", version))
        return [(name, value) for name, value in said if value]

    def _version(self, version: ScorecardVersion) -> dict[str, Any]:
        name = _("%(card)s, version %(number)d") % {"card": version.scorecard.name, "number": version.number}
        is_draft = version.published_on is None
        return {
            "key": version.pk,
            "label": _("%(name)s (draft)") % {"name": name} if is_draft else name,
            "is_chosen": self.version is not None and version.pk == self.version.pk,
        }

    def _line(self, report: Report) -> dict[str, Any]:
        labels = {
            "scorecard": _("The scorecards in force")
            if self.version is None
            else str(self._version(self.version)["label"]),
            "pulse": _("The pulse alone"),
            "survival": _("The chance we stay connected, alone"),
            "base_rate": _("Saying the same of everybody"),
        }
        return {"label": labels[report.key], "report": report, "auc": _auc(report), "verdict": _verdict(report)}

    def _weights(self, proposal: Proposal | None) -> list[tuple[str, float]]:
        if proposal is None:
            return []
        named = [(str(MEASURE_NAMES[key]), 100 * weight) for key, weight in proposal.weights.items()]
        return sorted(named, key=lambda each: -each[1])


class GatherView(DeedView):
    """See past renewals again as they looked, without waiting for the night."""

    actions = {"POST": may_configure}

    def do(self) -> Any:
        ask_to_gather()
        self.tell(_("Past renewals are being gathered; look again in a minute."))

    def success_url(self) -> str:
        return reverse("health:backtest")


def _bin(found: CalibrationBin) -> dict[str, float]:
    """A bin in per cent."""
    low, high = found.interval
    return {
        "low": 100 * found.low,
        "high": 100 * found.high,
        "happened": 100 * found.happened,
        "from": 100 * low,
        "to": 100 * high,
        "count": found.count,
    }


def _auc(of: Report | Proposal) -> dict[str, float] | None:
    area = of.skill.auc
    return None if area is None else {"area": area.area, "low": area.interval.low, "high": area.interval.high}


def _verdict(report: Report) -> str:
    if report.key == "base_rate":
        return ""
    if not report.skill.has_verdict:
        return _("too few to say")
    return (
        _("foresaw better than chance") if report.skill.is_skilled else _("no better than chance, as far as one sees")
    )
