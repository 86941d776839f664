"""The installation's date: the one place that says what day it is."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """Today in the installation's time zone, whatever zone the reader's pages are shown in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
