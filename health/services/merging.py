"""What becomes of the rows about alerts and risks when accounts are merged."""

from csm.foundation.merging import MergeRule, Way

# What was found of an account is found again of the one that stays; what people said goes along.
ALERT_RULES = (
    MergeRule("health.Alert", ("account",), Way.STAYS),
    MergeRule("health.AlertWatch", ("account",), Way.STAYS),
    MergeRule("health.Risk", ("account",)),
    MergeRule("health.RedReview", ("account",)),
)
