"""Addresses of playbooks, plays and tasks."""

from playbooks.views import playbook_urls

app_name = "playbooks"

urlpatterns = [*playbook_urls.patterns]
