"""What is judged of accounts and kept: scores and their history, alerts, risks, what was sent."""

from health.models.alerts import Alert, AlertEvent, AlertWatch, EventKind
from health.models.notices import Digest, NoticeChoice, Sending, TeamWebhook
from health.models.risks import Course, RedReview, Risk, RiskKind, Severity
from health.models.scores import DailyScore, Score

__all__ = [
    "Alert",
    "AlertEvent",
    "AlertWatch",
    "Course",
    "DailyScore",
    "Digest",
    "EventKind",
    "NoticeChoice",
    "RedReview",
    "Risk",
    "RiskKind",
    "Score",
    "Sending",
    "Severity",
    "TeamWebhook",
]
