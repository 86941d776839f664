"""Judge a chunk of accounts, inside the transaction that keeps what was concluded of their skies."""

from collections.abc import Mapping

from csm.foundation.clock import today
from health.selectors.evidence import evidence_of
from health.services.alerting import settle_alerts
from stakeholders.domain.conclusions import Conclusions
from stakeholders.domain.findings import Findings


def judge_accounts(findings: Mapping[int, Findings], conclusions: Mapping[int, Conclusions]) -> None:
    """Score these accounts and settle their alerts, from skies in memory and one load of evidence."""
    on = today()
    evidence = evidence_of(findings, on)
    settle_alerts(findings, conclusions, evidence, {}, {}, on)
