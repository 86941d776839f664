"""The filters of playbooks, plays and tasks, the same on the page and in the API."""
