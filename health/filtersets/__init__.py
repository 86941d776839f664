"""Filters of health, the same on the page and in the API."""
