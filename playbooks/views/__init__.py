"""Pages of playbooks, plays and tasks."""
