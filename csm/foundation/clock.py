"""The installation's date: the one place that says what day it is."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


def today() -> date:
    """Today in the installation's time zone, whatever zone the reader's pages are shown in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def refuse_ahead(**days: date | None) -> None:
    """Refuse days that have not come. *Raises* ValidationError at their fields."""
    errors = {name: _("This day has not come yet.") for name, day in days.items() if day is not None and day > today()}
    if errors:
        raise ValidationError(errors)
