"""Forms of playbooks, plays and tasks."""
