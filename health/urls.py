"""Addresses of health."""

from django.urls import path

from health.views import account, pulse_round, scorecards

app_name = "health"

CARD = "settings/scorecards/<int:scorecard_id>/"
HEALTH = "accounts/<int:account_id>/health/"

urlpatterns = [
    path("pulse/", pulse_round.PulseRoundPage.as_view(), name="pulse_round"),
    path("pulse/<int:account_id>/<int:felt>/", pulse_round.PulseRoundSetView.as_view(), name="pulse_round_set"),
    path(HEALTH, account.HealthPage.as_view(), name="account"),
    path(f"{HEALTH}pulse/new/", account.PulseAddPage.as_view(), name="pulse_add"),
    path(f"{HEALTH}pulse/set/<int:felt>/", account.PulseSetView.as_view(), name="pulse_set"),
    path(f"{HEALTH}pulse/<int:pulse_id>/remove/", account.PulseRemoveView.as_view(), name="pulse_remove"),
    path(f"{HEALTH}readings/new/", account.ReadingAddPage.as_view(), name="reading_add"),
    path(f"{HEALTH}readings/<int:reading_id>/remove/", account.ReadingRemoveView.as_view(), name="reading_remove"),
    path("measures/", scorecards.MeasureCataloguePage.as_view(), name="measures"),
    path("settings/scorecards/", scorecards.ScorecardListPage.as_view(), name="scorecards"),
    path("settings/scorecards/new/", scorecards.ScorecardAddPage.as_view(), name="scorecard_add"),
    path(CARD, scorecards.ScorecardPage.as_view(), name="scorecard"),
    path(f"{CARD}edit/", scorecards.ScorecardEditPage.as_view(), name="scorecard_edit"),
    path(f"{CARD}draft/", scorecards.DraftBeginView.as_view(), name="draft_begin"),
    path(f"{CARD}discard/", scorecards.DraftDiscardView.as_view(), name="draft_discard"),
    path(f"{CARD}publish/", scorecards.PublishView.as_view(), name="scorecard_publish"),
    path("settings/metrics/", scorecards.MetricListPage.as_view(), name="metrics"),
    path("settings/metrics/new/", scorecards.MetricAddPage.as_view(), name="metric_add"),
    path("settings/metrics/<int:metric_id>/", scorecards.MetricEditPage.as_view(), name="metric"),
]
