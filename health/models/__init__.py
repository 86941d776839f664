"""What is measured and judged of accounts: metrics, readings, scorecards, scores, the pulse, alerts, risks, what was sent."""

from health.models.alerts import Alert, AlertEvent, AlertWatch, EventKind
from health.models.metrics import Metric, Reading
from health.models.notices import Digest, NoticeChoice, Sending, TeamWebhook
from health.models.pulse import PulseReading
from health.models.risks import Course, RedReview, Risk, RiskKind, Severity
from health.models.scorecards import Scorecard, ScorecardVersion, Unconnected
from health.models.scores import DailyScore, Score

__all__ = [
    "Alert",
    "AlertEvent",
    "AlertWatch",
    "Course",
    "DailyScore",
    "Digest",
    "EventKind",
    "Metric",
    "NoticeChoice",
    "PulseReading",
    "Reading",
    "RedReview",
    "Risk",
    "RiskKind",
    "Score",
    "Scorecard",
    "ScorecardVersion",
    "Sending",
    "Severity",
    "TeamWebhook",
    "Unconnected",
]
