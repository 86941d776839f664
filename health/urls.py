"""Addresses of health."""

from django.urls import path

from health.views import portfolio, portfolio_export, portfolio_rows, portfolio_trend, renewal, renewals, revenue

app_name = "health"

portfolio_urls = [
    path("portfolio/", portfolio.PortfolioPage.as_view(), name="portfolio"),
    path("portfolio/accounts/", portfolio_rows.PortfolioRowsPage.as_view(), name="portfolio_rows"),
    path("portfolio/trend/", portfolio_trend.PortfolioTrendPart.as_view(), name="portfolio_trend"),
    path("portfolio/export/", portfolio_export.PortfolioExportView.as_view(), name="portfolio_export"),
    path("portfolio/revenue/", revenue.RevenuePage.as_view(), name="revenue"),
    path("portfolio/revenue/accounts/", revenue.RevenueRowsPage.as_view(), name="revenue_rows"),
    path("renewals/", renewals.RenewalsPage.as_view(), name="renewals"),
    path("renewals/<int:contract_id>/", renewal.RenewalPage.as_view(), name="renewal"),
    path("renewals/<int:contract_id>/category/", renewal.CategoryView.as_view(), name="renewal_category"),
    path("renewals/<int:contract_id>/forecast/", renewal.ForecastPage.as_view(), name="renewal_forecast"),
    path("renewals/<int:contract_id>/override/", renewal.OverridePage.as_view(), name="renewal_override"),
    path("renewals/<int:contract_id>/override/withdraw/", renewal.WithdrawOverrideView.as_view(), name="withdraw"),
    path("renewals/<int:contract_id>/close/", renewal.ClosePage.as_view(), name="renewal_close"),
]

urlpatterns = [*portfolio_urls]
