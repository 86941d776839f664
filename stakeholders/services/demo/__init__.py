"""The demo portfolio in the database: written in bulk, marked, and removable with nothing else.

What is drawn is decided in `stakeholders.domain.demo`. Every row that does not belong to a demo account by itself is
marked by an external id of source "demo". It is loaded and removed whole, so no acts are logged and nothing is undone.
"""
