"""Filters for the pages of this app."""
