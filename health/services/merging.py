"""What becomes of the rows of this app's tables when accounts are merged."""

from csm.foundation.merging import MergeRule, Way

# What was judged or found of an account is judged again of the one that stays; what people said goes along.
RULES = (
    MergeRule("health.Score", ("account",), Way.STAYS),
    MergeRule("health.DailyScore", ("account",), Way.STAYS),
    MergeRule("health.Reading", ("account",), once=("account", "metric", "read_at", "source")),
    MergeRule("health.PulseReading", ("account",)),
    MergeRule("health.Alert", ("account",), Way.STAYS),
    MergeRule("health.AlertWatch", ("account",), Way.STAYS),
    MergeRule("health.Risk", ("account",)),
    MergeRule("health.Goal", ("account",)),
    MergeRule("health.Goal", ("stakeholder",)),
    MergeRule("health.GoalNeed", ("account",)),
    MergeRule("health.GoalNeed", ("stakeholder",)),
    MergeRule("health.ValueConfirmation", ("account",)),
    MergeRule("health.ValueConfirmation", ("stakeholder",)),
    MergeRule("health.RedReview", ("account",)),
)
