"""Addresses of health."""

from django.urls import URLPattern, path

from health.views import alerts, my_day, notices, risks

app_name = "health"

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

urlpatterns: list[URLPattern] = [*alert_urls]
