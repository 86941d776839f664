"""Addresses of this app under `/api/v1/`."""

from django.urls import URLPattern
from rest_framework.routers import SimpleRouter

app_name = "health_api"

router = SimpleRouter()

urlpatterns: list[URLPattern] = [*router.urls]
