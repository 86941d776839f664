"""Addresses of health."""

from django.urls import path

from health.views import account, pulse_round

app_name = "health"

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
]
