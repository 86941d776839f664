"""Addresses of this app under `/api/v1/`."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from csm.foundation.api import KEY
from health.api import readings, scorecards, scores

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
}.items():
    router.register(prefix, resource, basename=prefix)

urlpatterns = [
    re_path(rf"^accounts/(?P<account_id>{KEY})/health/$", scores.HealthView.as_view(), name="health"),
    re_path(r"^measures/$", scorecards.MeasuresView.as_view(), name="measures"),
    *router.urls,
]
