"""Addresses of this app under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path, re_path
from rest_framework.routers import SimpleRouter

from csm.foundation.api import KEY
from health.api import (
    alerts,
    backtests,
    forecasts,
    goal_value,
    goals,
    happenings,
    imagining,
    portfolio,
    readings,
    revenue_rows,
    risks,
    scorecards,
    scores,
    silences,
    two_ledgers,
    value_levels,
)

app_name = "health_api"

router = SimpleRouter()
for prefix, resource in {
    "metrics": readings.Metrics,
    "readings": readings.Readings,
    "pulses": readings.Pulses,
    "scorecards": scorecards.Scorecards,
    "scorecard-versions": scorecards.ScorecardVersions,
    "scores": scores.Scores,
    "daily-scores": scores.DailyScores,
    "alerts": alerts.Alerts,
    "risks": risks.Risks,
    "forecasts": forecasts.Forecasts,
    "closings": forecasts.Closings,
    "goals": goals.Goals,
    "goal-needs": goal_value.GoalNeeds,
    "value-confirmations": goal_value.ValueConfirmations,
    "typical-goals": value_levels.TypicalGoals,
}.items():
    router.register(prefix, resource, basename=prefix)

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^accounts/(?P<account_id>{KEY})/health/$", scores.HealthView.as_view(), name="health"),
    re_path(
        rf"^accounts/(?P<account_id>{KEY})/health/happenings/$", happenings.HappeningsView.as_view(), name="happenings"
    ),
    re_path(rf"^accounts/(?P<account_id>{KEY})/what-if/$", imagining.WhatIfView.as_view(), name="what_if"),
    re_path(
        rf"^accounts/(?P<account_id>{KEY})/value-level/$", value_levels.ValueLevelView.as_view(), name="value_level"
    ),
    path("measures/", scorecards.MeasuresView.as_view(), name="measures"),
    path("ready-maps/", alerts.MapReadyView.as_view(), name="ready_maps"),
    path("silences/", silences.SilencesView.as_view(), name="silences"),
    path("backtest/", backtests.BacktestView.as_view(), name="backtest"),
    path("portfolio/", portfolio.PortfolioView.as_view(), name="portfolio"),
    path("portfolio/value/", two_ledgers.PortfolioValueView.as_view(), name="portfolio_value"),
    path("portfolio/ledgers/", two_ledgers.TwoLedgersView.as_view(), name="ledgers"),
    path("portfolio/ledgers/accounts/", two_ledgers.SuccessRowsView.as_view(), name="ledger_accounts"),
    path("portfolio/revenue/accounts/", revenue_rows.LedgerRowsView.as_view(), name="revenue_accounts"),
    path("portfolio/revenue/contracts/", revenue_rows.EndedRowsView.as_view(), name="revenue_contracts"),
    path("portfolio/revenue/", portfolio.RevenueView.as_view(), name="revenue"),
    *router.urls,
]
