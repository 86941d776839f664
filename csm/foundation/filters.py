"""Filters of API lists that say what they expect and refuse what the database cannot hold."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from csm.foundation.facts import valid_at_q
from csm.foundation.fields import FIRST_DAY, GREATEST_KEY, LAST_DAY


class KeyFilter(django_filters.Filter):
    """Rows that refer to the id given."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name, min_value=1, max_value=GREATEST_KEY, help_text=_("an id"), **options)


class WordFilter(django_filters.ChoiceFilter):
    """Rows whose field holds the word given."""

    def __init__(self, field_name: str, choices: Any, **options: Any) -> None:
        words = list(choices.choices if hasattr(choices, "choices") else choices)
        expected = _("one of %(words)s") % {"words": ", ".join(str(word) for word, _label in words)}
        super().__init__(field_name, choices=words, help_text=expected, **options)


class DayFilter(django_filters.DateFilter):
    """Rows whose date compares with the day given."""

    field_class = forms.DateField

    def __init__(self, field_name: str = "", **options: Any) -> None:
        in_reach = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
        expected = _("a date from 1900 to 2199, YYYY-MM-DD")
        given = {"input_formats": ["%Y-%m-%d"], "validators": in_reach, "help_text": expected, **options}
        super().__init__(field_name or None, **given)


class TextFilter(django_filters.CharFilter):
    """Rows whose field equals the text given."""

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name, max_length=200, help_text=_("text"), **options)


class ToldBoolean(forms.NullBooleanField):
    """true or false; nothing that merely looks like it, and nothing else is taken for no filter at all."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write true or false.")}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        told = {"true": True, "false": False}.get(str(value).lower())
        if told is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return told


class FlagFilter(django_filters.BooleanFilter):
    """Rows for which the condition holds (true) or does not (false)."""

    field_class = ToldBoolean

    def __init__(self, field_name: str = "", **options: Any) -> None:
        super().__init__(field_name or None, help_text=_("true or false"), **options)


def valid_on(queryset: "models.QuerySet[Any]", name: str, on: date) -> "models.QuerySet[Any]":
    """The facts valid on a date: for `DayFilter(method=valid_on)`."""
    return queryset.filter(valid_at_q(on))


SAYS_ONE = (DayFilter, FlagFilter, KeyFilter, TextFilter, WordFilter)
"""The filters that take one value."""
