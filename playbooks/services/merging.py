"""What becomes of the rows of this app's tables when accounts, people or meetings are merged."""

from csm.foundation.merging import MergeRule, Way

# What was done at an account stays with it, as the play of one account is not that of another; what is to be done goes
# along unless it is a step of a play.
RULES = (
    MergeRule("playbooks.Play", ("account",), Way.STAYS),
    MergeRule("playbooks.Occasion", ("account",), Way.STAYS),
    MergeRule("playbooks.AccountWatch", ("account",), Way.STAYS),
    MergeRule("playbooks.Task", ("account",)),
    MergeRule("playbooks.Task", ("stakeholder",)),
)
