"""The REST API of playbooks, plays and tasks."""
