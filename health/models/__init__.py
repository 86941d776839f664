"""What is measured and judged of accounts: metrics and readings, scorecards, scores and their history, the pulse."""

from health.models.metrics import Metric, Reading
from health.models.pulse import PulseReading
from health.models.scorecards import Scorecard, ScorecardVersion, Unconnected
from health.models.scores import DailyScore, Score

__all__ = [
    "DailyScore",
    "Metric",
    "PulseReading",
    "Reading",
    "Score",
    "Scorecard",
    "ScorecardVersion",
    "Unconnected",
]
