"""Addresses of this app under `/api/v1/`."""

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

from playbooks.api import playbooks, plays, rollouts, tasks

app_name = "playbooks_api"

router = SimpleRouter()
for prefix, resource in {
    "playbooks": playbooks.Playbooks,
    "plays": plays.Plays,
    "rollouts": rollouts.Rollouts,
    "tasks": tasks.Tasks,
    "task-comments": tasks.TaskComments,
}.items():
    router.register(prefix, resource, basename=prefix)

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
