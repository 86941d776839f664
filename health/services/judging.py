"""Judge a chunk of accounts, inside the transaction that keeps what was concluded of their skies."""

from collections.abc import Mapping

from csm.foundation.clock import today
from health.domain.evidence import Evidence
from health.domain.first_value import first_value
from health.domain.judgement import Judgement
from health.domain.measures import Given
from health.domain.scoring import judge
from health.domain.value_level import value_level
from health.models import Score
from health.selectors.evidence import evidence_of
from health.selectors.scorecards import Regime, kept_judgements, regime_on
from health.services.alerting import settle_alerts
from health.services.connections import ask_to_settle, is_outgrown
from health.services.scoring import Kept, keep_scores
from health.signals import accounts_judged
from stakeholders.domain.conclusions import Conclusions
from stakeholders.domain.findings import Findings


def judge_accounts(findings: Mapping[int, Findings], conclusions: Mapping[int, Conclusions]) -> None:
    """Score these accounts and settle their alerts, from skies in memory and one load of evidence."""
    on = today()
    evidence = evidence_of(findings, on)
    regime = regime_on(on)
    before = kept_judgements(findings)
    judgements = judge_all(findings, evidence, regime)
    beside = {
        pk: Kept(findings[pk].sky.facts_version, value_level(known.usage, known.goals), first_value(known.first, on))
        for pk, known in evidence.items()
    }
    keep_scores(judgements, beside, on)
    opened = settle_alerts(findings, conclusions, evidence, judgements, before, on)
    if is_outgrown(judgements, evidence, regime):
        ask_to_settle()
    accounts_judged.send(sender=Score, account_ids=sorted(findings), opened=opened)


def judge_all(
    findings: Mapping[int, Findings], evidence: Mapping[int, Evidence], regime: Regime
) -> dict[int, Judgement]:
    """The judgement on each account at the date of its sky, each by itself: equal however accounts are chunked."""
    return {
        pk: judge(
            Given(found, evidence[pk], found.sky.as_of),
            regime.card(evidence[pk].segment_id),
            regime.without(evidence[pk].segment_id),
        )
        for pk, found in findings.items()
        if pk in evidence
    }
