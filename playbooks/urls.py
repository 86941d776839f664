"""Addresses of playbooks, plays and tasks."""

from django.urls import URLPattern

from playbooks.views import task_urls

app_name = "playbooks"

urlpatterns: list[URLPattern] = [*task_urls.urlpatterns]
