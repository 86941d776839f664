"""What is judged of accounts and kept: scores and their history; what is forecast of renewals."""

from health.models.forecasts import Closing, Forecast
from health.models.scores import DailyScore, Score

__all__ = ["Closing", "DailyScore", "Forecast", "Score"]
