"""Filters of playbooks, the same on the page and in the API."""
