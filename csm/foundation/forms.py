"""The form of a row that people edit in place: it never touches the row, and remembers what it was opened with."""

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString

BOOKKEEPING = ("row_version", "seen")


def sent(field: forms.Field, value: Any) -> str | list[str]:
    """Say a value as the widget of its field sends it, so that two can be compared."""
    prepared = field.prepare_value(value)
    if isinstance(field, forms.BooleanField):
        return "on" if prepared else ""
    if isinstance(prepared, list | tuple | QuerySet):
        return sorted(str(one) for one in prepared)
    if isinstance(prepared, Decimal):
        return f"{prepared.normalize():f}"
    if isinstance(prepared, float):
        return f"{prepared:.15g}"
    return "" if prepared is None else str(prepared)


def held(form: forms.BaseForm) -> dict[str, str | list[str]]:
    """What each field was opened with, in the words its widget sends."""
    return {
        name: sent(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in BOOKKEEPING
    }


def seen_now(form: forms.BaseForm) -> str:
    """What the row holds, as the form carries it along in `seen`."""
    return json.dumps(held(form), cls=DjangoJSONEncoder)


class FactsForm(forms.ModelForm):
    """Checks what was typed against a copy of the row; the service that is given `facts` writes it.

    `row_version` says which version was opened, `seen` what it held: with both, a stale save can show what each of
    two people changed.
    """

    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    row: models.Model | None

    class Meta:
        model: ClassVar[type[models.Model]]
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        self.row = row
        kwargs.setdefault("instance", copy.copy(row))
        super().__init__(*args, **kwargs)
        self.initial["row_version"] = getattr(row, "row_version", None)
        self.initial["seen"] = seen_now(self)

    def _update_errors(self, errors: ValidationError) -> None:
        """What a constraint of the row refuses stands at its field."""
        super()._update_errors(at_its_field(self, errors))  # type: ignore[misc]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, clean, without the bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name not in BOOKKEEPING}

    @property
    def expected_version(self) -> int:
        return int(self.cleaned_data["row_version"] or 0)


def at_its_field(form: forms.BaseForm, error: ValidationError) -> ValidationError:
    """An error in which what a constraint refused belongs to the first field of the form that the constraint names."""
    held = error if hasattr(error, "error_dict") else ValidationError({NON_FIELD_ERRORS: error.error_list})
    placed: dict[str, list[Any]] = {name: list(errors) for name, errors in held.error_dict.items()}
    for one in placed.pop(NON_FIELD_ERRORS, []):
        placed.setdefault(_field_of(form, one) or NON_FIELD_ERRORS, []).append(one)
    return ValidationError(placed)


def _field_of(form: forms.BaseForm, error: ValidationError) -> str:
    model = getattr(getattr(form, "_meta", None), "model", None)
    for constraint in model._meta.constraints if model else ():
        if isinstance(constraint, models.CheckConstraint) and str(constraint.violation_error_message) == str(
            error.message
        ):
            return next((name for name in _named_in(constraint.condition) if name in form.fields), "")
    return ""


def _named_in(condition: Any) -> Iterator[str]:
    """The fields that a condition names, in its order."""
    for part in condition.children:
        if isinstance(part, models.Q):
            yield from _named_in(part)
        else:
            yield part[0].split("__")[0]


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what a service refused beside its field; errors of fields this form lacks stand above it."""
    for name, errors in at_its_field(form, error).error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


class PlainSelect(forms.Select):
    """A select that is written in one go: a template for each of some hundred owners takes longer than the figures."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = ((escape(str(key)), " selected" if str(key) == chosen else "", label) for key, label in self.choices)
        written = "".join(f'<option value="{key}"{mark}>{escape(str(label))}</option>' for key, mark, label in options)
        return SafeString(f"<select{flatatt({'name': name, **self.attrs, **(attrs or {})})}>{written}</select>")


def write_selects_plainly(form: forms.BaseForm) -> None:
    """Have the selects of a form, as of filters with hundreds of owners, written in one go."""
    for field in form.fields.values():
        if type(field.widget) is forms.Select:
            field.widget = PlainSelect(field.widget.attrs, field.widget.choices)
