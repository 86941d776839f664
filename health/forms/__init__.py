"""Forms of health: what one enters of an account, and scorecards."""
