"""Fields the forms of this app share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from accounts.domain.figures import Ambiguous, Unreadable, typed_figure, written
from accounts.domain.importing.currencies import meant_by, unit_of

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


def decimal_mark() -> str:
    """The decimal sign of the reader's language."""
    return "," if get_format("DECIMAL_SEPARATOR") == "," else "."


class FigureInput(forms.TextInput):
    """A line for a number: a phone shows its digits, and nothing that people write is swallowed by the browser."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class FigureField(forms.DecimalField):
    """A number as people write it: 1,200.5 or 1.200,5 or 40 % or € 1200. What could be two numbers is refused."""

    widget = FigureInput
    default_error_messages = {
        "invalid": _("This is no number. Write it such as 1200.5 or 1,200.50."),
        "ambiguous": _("This can be %(grouped)s or %(parted)s. Write %(grouped)s or %(exactly)s."),
    }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return typed_figure(value, decimal_mark(), self.decimal_places)
        except Unreadable:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        except Ambiguous as two:
            said = {
                "grouped": f"{two.grouped:f}",
                "parted": f"{two.parted.normalize():f}".replace(".", decimal_mark()),
                "exactly": written(two.parted, decimal_mark()),
            }
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous", params=said) from None

    def prepare_value(self, value: Any) -> Any:
        return written(value, decimal_mark(), self.decimal_places) if isinstance(value, Decimal) else value


class WholeField(FigureField):
    """A whole number as people write it."""

    default_error_messages = {"whole": _("This must be a whole number.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=0, **kwargs)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is not None and found.is_finite() and found != found.to_integral_value():
            raise ValidationError(self.error_messages["whole"], code="whole")
        return found

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return None if found is None else int(found)


class PercentField(WholeField):
    """A share from 0 to 1 of two digits, said and shown in whole per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return int(100 * value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else Decimal(percent) / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CurrencyField(forms.CharField):
    """A currency by its three letters, or by a sign that only it has."""

    default_error_messages = {"currency": _("Write the three letters of a currency, such as EUR.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Three letters, such as EUR."))
        super().__init__(**{"label": _("Currency"), **kwargs})

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "").strip()
        meant = meant_by(typed.upper() if len(typed) == len("EUR") and typed.isalpha() else typed)
        code = meant[0]
        if typed and (len(meant) > 1 or not (len(code) == len("EUR") and code.isascii() and code.isalpha())):
            raise ValidationError(self.error_messages["currency"], code="currency")
        return code


def amount_in(form: forms.BaseForm, amount: str, currency: str) -> None:
    """Refuse an amount that was typed with another currency than the one beside it."""
    unit = unit_of(str(form.data.get(form.add_prefix(amount), "")))
    code = form.cleaned_data.get(currency)
    if unit and code and code not in meant_by(unit):
        said = {"unit": unit, "currency": code}
        form.add_error(amount, ValidationError(_("This says %(unit)s, but the currency is %(currency)s."), params=said))
