"""Fields the forms of this app share."""

from decimal import Decimal
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


class PercentField(forms.IntegerField):
    """A share from 0 to 1 of two digits, said and shown in whole per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return int(100 * value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        percent = super().clean(value)
        return None if percent is None else Decimal(percent) / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
