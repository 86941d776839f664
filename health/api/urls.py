"""Addresses of this app under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, re_path
from rest_framework.routers import SimpleRouter

from health.api import forecasts, portfolio

app_name = "health_api"

router = SimpleRouter()
portfolio_resources = {"forecasts": forecasts.Forecasts, "closings": forecasts.Closings}
for prefix, resource in portfolio_resources.items():
    router.register(prefix, resource, basename=prefix)

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^portfolio/$", portfolio.PortfolioView.as_view(), name="portfolio"),
    re_path(r"^portfolio/revenue/$", portfolio.RevenueView.as_view(), name="revenue"),
    *router.urls,
]
