"""Addresses of this app under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from health.api import alerts, forecasts, portfolio, risks

app_name = "health_api"

router = SimpleRouter()
router.register("alerts", alerts.Alerts, basename="alerts")
router.register("risks", risks.Risks, basename="risks")
router.register("forecasts", forecasts.Forecasts, basename="forecasts")
router.register("closings", forecasts.Closings, basename="closings")

urlpatterns: list[URLPattern | URLResolver] = [
    path("ready-maps/", alerts.MapReadyView.as_view(), name="ready_maps"),
    path("portfolio/", portfolio.PortfolioView.as_view(), name="portfolio"),
    path("portfolio/revenue/", portfolio.RevenueView.as_view(), name="revenue"),
    *router.urls,
]
