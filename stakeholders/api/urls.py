"""Addresses of this app under `/api/v1/`."""

from rest_framework.routers import SimpleRouter

app_name = "stakeholders_api"

router = SimpleRouter()

urlpatterns = [*router.urls]
