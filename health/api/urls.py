"""Addresses of this app under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from health.api import alerts, risks

app_name = "health_api"

router = SimpleRouter()
router.register("alerts", alerts.Alerts, basename="alerts")
router.register("risks", risks.Risks, basename="risks")

urlpatterns: list[URLPattern | URLResolver] = [
    path("ready-maps/", alerts.MapReadyView.as_view(), name="ready_maps"),
    *router.urls,
]
