"""Addresses of health."""

from django.urls import URLPattern, path

from health.views import (
    account,
    alerts,
    backtests,
    goal_value,
    goals,
    history,
    metrics,
    my_day,
    notices,
    portfolio,
    portfolio_export,
    portfolio_owners,
    portfolio_parts,
    portfolio_rows,
    pulse_round,
    renewal,
    renewals,
    revenue,
    revenue_rows,
    risks,
    scorecards,
    two_ledgers,
    value_levels,
)

app_name = "health"

CARD = "settings/scorecards/<int:scorecard_id>/"
HEALTH = "accounts/<int:account_id>/health/"

ACCOUNT = "accounts/<int:account_id>/"
RISK = f"{ACCOUNT}risks/<int:risk_id>/"
ALERT = f"{ACCOUNT}alerts/<int:alert_id>/"


alert_urls: list[URLPattern] = [
    path("my-day/", my_day.MyDayPage.as_view(), name="my_day"),
    path("alerts/", alerts.InboxPage.as_view(), name="alerts"),
    path("alerts/do/", alerts.AlertDeedView.as_view(), name="alert_deed"),
    path("alerts/count/", alerts.AlertCountView.as_view(), name="alert_count"),
    path("red-accounts/", risks.RedAccountsPage.as_view(), name="red_accounts"),
    path("settings/notifications/", notices.NoticesPage.as_view(), name="notices"),
    path("settings/webhooks/", notices.WebhookListPage.as_view(), name="webhooks"),
    path("settings/webhooks/<int:team_id>/", notices.WebhookPage.as_view(), name="webhook"),
    path("unsubscribe/<str:signed>/", notices.UnsubscribePage.as_view(), name="unsubscribe"),
    path(f"{ACCOUNT}alerts/", alerts.AccountAlertsPage.as_view(), name="account_alerts"),
    path(f"{ACCOUNT}alerts/ready/", alerts.MapReadyView.as_view(), name="map_ready"),
    path(f"{ALERT}snooze/", alerts.AlertSnoozePage.as_view(), name="alert_snooze"),
    path(f"{ALERT}resolve/", alerts.AlertResolvePage.as_view(), name="alert_resolve"),
    path(f"{ACCOUNT}risks/new/", risks.RiskAddPage.as_view(), name="risk_add"),
    path(f"{RISK}edit/", risks.RiskEditPage.as_view(), name="risk_edit"),
    path(f"{RISK}close/", risks.RiskCloseView.as_view(), name="risk_close"),
    path(f"{RISK}remove/", risks.RiskRemoveView.as_view(), name="risk_remove"),
    path(f"{ACCOUNT}red-review/", risks.RedReviewPage.as_view(), name="red_review"),
]

portfolio_urls: list[URLPattern] = [
    path("portfolio/", portfolio.PortfolioPage.as_view(), name="portfolio"),
    path("portfolio/accounts/", portfolio_rows.PortfolioRowsPage.as_view(), name="portfolio_rows"),
    path("portfolio/owners/", portfolio_owners.PortfolioOwnersPage.as_view(), name="portfolio_owners"),
    path("portfolio/sky/", portfolio_parts.PortfolioSkyPart.as_view(), name="portfolio_sky"),
    path("portfolio/months/", portfolio_parts.PortfolioMonthsPart.as_view(), name="portfolio_months"),
    path("portfolio/trend/", portfolio_parts.PortfolioTrendPart.as_view(), name="portfolio_trend"),
    path("portfolio/export/", portfolio_export.PortfolioExportView.as_view(), name="portfolio_export"),
    path("portfolio/backtest/", backtests.BacktestPage.as_view(), name="backtest"),
    path("portfolio/backtest/gather/", backtests.GatherView.as_view(), name="backtest_gather"),
    path("portfolio/revenue/", revenue.RevenuePage.as_view(), name="revenue"),
    path("portfolio/revenue/accounts/", revenue_rows.RevenueRowsPage.as_view(), name="revenue_rows"),
    path("portfolio/revenue/accounts/csv/", revenue_rows.RevenueRowsExport.as_view(), name="revenue_rows_export"),
    path("portfolio/revenue/contracts/", revenue_rows.RevenueContractsPage.as_view(), name="revenue_contracts"),
    path(
        "portfolio/revenue/contracts/csv/",
        revenue_rows.RevenueContractsExport.as_view(),
        name="revenue_contracts_export",
    ),
    path("portfolio/ledgers/", two_ledgers.LedgersPage.as_view(), name="ledgers"),
    path("portfolio/ledgers/accounts/", two_ledgers.LedgerRowsPage.as_view(), name="ledger_rows"),
    path("renewals/", renewals.RenewalsPage.as_view(), name="renewals"),
    path("renewals/<int:contract_id>/", renewal.RenewalPage.as_view(), name="renewal"),
    path("renewals/<int:contract_id>/category/", renewal.CategoryView.as_view(), name="renewal_category"),
    path("renewals/<int:contract_id>/forecast/", renewal.ForecastPage.as_view(), name="renewal_forecast"),
    path("renewals/<int:contract_id>/override/", renewal.OverridePage.as_view(), name="renewal_override"),
    path("renewals/<int:contract_id>/override/withdraw/", renewal.WithdrawOverrideView.as_view(), name="withdraw"),
    path("renewals/<int:contract_id>/close/", renewal.ClosePage.as_view(), name="renewal_close"),
]

GOALS = f"{ACCOUNT}goals/"
GOAL = f"{GOALS}<int:goal_id>/"
NEED = f"{GOALS}needs/<int:need_id>/"

goal_urls: list[URLPattern] = [
    path(GOALS, goals.GoalsPage.as_view(), name="goals"),
    path(f"{GOALS}plan/", goals.SuccessPlanPage.as_view(), name="success_plan"),
    path(f"{GOALS}new/", goals.GoalAddPage.as_view(), name="goal_add"),
    path(f"{GOALS}readings/new/", goals.GoalReadPage.as_view(), name="goal_read"),
    path(f"{GOALS}value/new/", goal_value.ValueAddPage.as_view(), name="value_add"),
    path(f"{GOALS}value/<int:value_id>/remove/", goal_value.ValueRemoveView.as_view(), name="value_remove"),
    path(f"{GOAL}edit/", goals.GoalEditPage.as_view(), name="goal_edit"),
    path(f"{GOAL}reached/", goals.GoalReachedPage.as_view(), name="goal_reached"),
    path(f"{GOAL}drop/", goals.GoalDropPage.as_view(), name="goal_drop"),
    path(f"{GOAL}reopen/", goals.GoalReopenView.as_view(), name="goal_reopen"),
    path(f"{GOAL}remove/", goals.GoalRemoveView.as_view(), name="goal_remove"),
    path(f"{GOAL}owner/<int:stakeholder_id>/", goals.GoalHandOverView.as_view(), name="goal_hand_over"),
    path(f"{GOAL}needs/new/", goal_value.NeedAddPage.as_view(), name="need_add"),
    path(f"{NEED}edit/", goal_value.NeedEditPage.as_view(), name="need_edit"),
    path(f"{NEED}remove/", goal_value.NeedRemoveView.as_view(), name="need_remove"),
    path(f"{NEED}<str:state>/", goal_value.NeedSettleView.as_view(), name="need_settle"),
    path("portfolio/value/", value_levels.ValuePage.as_view(), name="value"),
    path("settings/typical-goals/", goal_value.TypicalGoalListPage.as_view(), name="typical_goals"),
    path("settings/typical-goals/new/", goal_value.TypicalGoalAddPage.as_view(), name="typical_goal_add"),
    path("settings/typical-goals/<int:typical_id>/", goal_value.TypicalGoalPage.as_view(), name="typical_goal"),
]

urlpatterns = [
    path("pulse/", pulse_round.PulseRoundPage.as_view(), name="pulse_round"),
    path("pulse/<int:account_id>/<int:felt>/", pulse_round.PulseRoundSetView.as_view(), name="pulse_round_set"),
    path(HEALTH, account.HealthPage.as_view(), name="account"),
    path(f"{HEALTH}history/", history.HealthHistoryPart.as_view(), name="history"),
    path(f"{HEALTH}pulse/new/", account.PulseAddPage.as_view(), name="pulse_add"),
    path(f"{HEALTH}pulse/set/<int:felt>/", account.PulseSetView.as_view(), name="pulse_set"),
    path(f"{HEALTH}pulse/<int:pulse_id>/remove/", account.PulseRemoveView.as_view(), name="pulse_remove"),
    path(f"{HEALTH}readings/new/", account.ReadingAddPage.as_view(), name="reading_add"),
    path(f"{HEALTH}readings/<int:reading_id>/remove/", account.ReadingRemoveView.as_view(), name="reading_remove"),
    path("measures/", metrics.MeasureCataloguePage.as_view(), name="measures"),
    path("settings/scorecards/", scorecards.ScorecardListPage.as_view(), name="scorecards"),
    path("settings/scorecards/new/", scorecards.ScorecardAddPage.as_view(), name="scorecard_add"),
    path(CARD, scorecards.ScorecardPage.as_view(), name="scorecard"),
    path(f"{CARD}edit/", scorecards.ScorecardEditPage.as_view(), name="scorecard_edit"),
    path(f"{CARD}draft/", scorecards.DraftBeginView.as_view(), name="draft_begin"),
    path(f"{CARD}draft/unweighed/", scorecards.DraftUnweighedView.as_view(), name="draft_unweighed"),
    path(f"{CARD}discard/", scorecards.DraftDiscardView.as_view(), name="draft_discard"),
    path(f"{CARD}publish/", scorecards.PublishView.as_view(), name="scorecard_publish"),
    path("settings/metrics/", metrics.MetricListPage.as_view(), name="metrics"),
    path("settings/metrics/new/", metrics.MetricAddPage.as_view(), name="metric_add"),
    path("settings/metrics/<int:metric_id>/", metrics.MetricEditPage.as_view(), name="metric"),
    *alert_urls,
    *portfolio_urls,
    *goal_urls,
]
