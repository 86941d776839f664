"""What is judged of accounts and kept: scores and their history."""

from health.models.scores import DailyScore, Score

__all__ = ["DailyScore", "Score"]
