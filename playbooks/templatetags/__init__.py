"""Filters of the pages of playbooks."""
