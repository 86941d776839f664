"""Fields the forms of this app share."""

from typing import Any

from django import forms
from django.utils import timezone

MINUTES = "%Y-%m-%dT%H:%M"


class DayInput(forms.DateInput):
    """The browser's own date field: it takes and shows dates in the reader's way, and sends ISO dates."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and a time of day."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format=MINUTES, **kwargs)


class MomentField(forms.DateTimeField):
    """An instant to the minute, said and shown in the reader's time zone."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[MINUTES, f"{MINUTES}:%S"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value).strftime(MINUTES) if hasattr(value, "utcoffset") else value
