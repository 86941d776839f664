"""What becomes of the rows of this app's tables when accounts are merged."""

from csm.foundation.merging import MergeRule, Way

RULES = (
    MergeRule("health.Score", ("account",), Way.STAYS),
    MergeRule("health.DailyScore", ("account",), Way.STAYS),
    MergeRule("health.Reading", ("account",), once=("account", "metric", "read_at", "source")),
    MergeRule("health.PulseReading", ("account",)),
)
