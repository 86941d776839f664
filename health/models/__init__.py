"""What is measured, wanted and judged of accounts: readings, goals, scores, alerts, risks, forecasts, what was sent."""

from health.models.alerts import Alert, AlertEvent, AlertWatch, EventKind
from health.models.backtests import RenewalCase
from health.models.forecasts import Closing, Forecast
from health.models.goals import Goal, GoalNeed, GoalState, NeedState, ValueConfirmation
from health.models.metrics import Metric, Reading
from health.models.notices import Digest, NoticeChoice, Sending, TeamWebhook
from health.models.pulse import PulseReading
from health.models.risks import Course, RedReview, Risk, RiskKind, Severity
from health.models.scorecards import Scorecard, ScorecardVersion, Unconnected
from health.models.scores import DailyScore, Score
from health.models.typical_goals import NeedKind, TypicalGoal

__all__ = [
    "Alert",
    "AlertEvent",
    "AlertWatch",
    "Closing",
    "Course",
    "DailyScore",
    "Digest",
    "EventKind",
    "Forecast",
    "Goal",
    "GoalNeed",
    "GoalState",
    "Metric",
    "NeedKind",
    "NeedState",
    "NoticeChoice",
    "PulseReading",
    "Reading",
    "RedReview",
    "RenewalCase",
    "Risk",
    "RiskKind",
    "Score",
    "Scorecard",
    "ScorecardVersion",
    "Sending",
    "Severity",
    "TeamWebhook",
    "TypicalGoal",
    "Unconnected",
    "ValueConfirmation",
]
