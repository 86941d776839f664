"""Calendars: files of events become touchpoints, and whom we met without knowing them is kept for suggestions.

Reading files is `stakeholders.domain.calendars`; the run of an import is `accounts.services.importing`.
"""
