"""Filters over extra fields and tags, the same for accounts and people, on the page and in the API."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import DIGITS, LONGEST_TEXT, NUMERIC, ORDERED, Extra, ExtraKind, stored
from accounts.forms.extras import YES_OR_NO, TagsInput
from accounts.forms.fields import DayField
from accounts.models import Subject
from accounts.selectors.extras import PREFIX, extra_fields, holds, is_empty, value_of, within
from accounts.selectors.tags import TagBook, tagged

Rows = QuerySet[Any]
NAMED = frozenset({ExtraKind.CHOICE, ExtraKind.FLAG})
TAG, EVERY_TAG = "tag", "every_tag"
EMPTY, FILLED = "extra_empty", "extra_filled"
FILTERS_OF_ALL = (TAG, EVERY_TAG, EMPTY, FILLED)  # whatever extra fields there are


@dataclass(frozen=True)
class Condition:
    """A parameter of the address, the field that reads it, and what it leaves of the rows.

    What is not on the page is for the API, and for addresses that somebody wrote.
    """

    name: str
    field: forms.Field
    apply: Callable[[Rows, Any], Rows]
    is_on_page: bool = True


class TagChoices(forms.Field):
    """Tags that exist, by name; given as many times as there are."""

    widget = TagsInput

    def __init__(self, label: Any) -> None:
        widget = TagsInput(_("Type a tag"), known_only=True)
        super().__init__(required=False, label=label, widget=widget, help_text=_("the name of a tag, repeatable"))
        self.book = TagBook()

    def to_python(self, value: Any) -> list[int]:
        names = [name.strip() for name in value or [] if name.strip()]
        found = {name: self.book.id_of(name) for name in names}
        unknown = [name for name, pk in found.items() if pk is None]
        if unknown:
            raise forms.ValidationError(_("There is no tag “%(name)s”."), params={"name": unknown[0][:60]})
        return [pk for pk in found.values() if pk is not None]


def tag_conditions() -> Iterator[Condition]:
    """Any of some tags, and all of some tags."""
    for name, label, needs_all in ((TAG, _("Any of these tags"), False), (EVERY_TAG, _("All of these tags"), True)):
        field = TagChoices(label)
        yield Condition(name, field, _tagged(field, needs_all=needs_all))


def _tagged(field: TagChoices, *, needs_all: bool) -> Callable[[Rows, Any], Rows]:
    return lambda rows, ids: rows.filter(tagged(field.book, ids, needs_all=needs_all)) if ids else rows


def extra_conditions(extras: Sequence[Extra]) -> Iterator[Condition]:
    """Equal, contains, from and to, as suits each field; and which fields are empty or filled."""
    for extra in extras:
        name = f"{PREFIX}{extra.key}"
        yield Condition(name, _equal_field(extra), _equal(extra), extra.kind in NAMED)
        if extra.kind is ExtraKind.TEXT:
            words = forms.CharField(label=_("%(field)s contains") % {"field": extra.name}, max_length=LONGEST_TEXT)
            yield _optional(f"{name}.contains", words, _contains(extra))
        if extra.kind in ORDERED:
            yield _optional(f"{name}.min", _bound_field(extra, _("%(field)s from")), _within(extra, is_least=True))
            yield _optional(f"{name}.max", _bound_field(extra, _("%(field)s to")), _within(extra, is_least=False))
    yield _presence(EMPTY, _("Is empty"), extras, is_filled=False)
    yield _presence(FILLED, _("Is filled"), extras, is_filled=True)


def _presence(name: str, label: Any, extras: Sequence[Extra], *, is_filled: bool) -> Condition:
    choices = [("", _("Any field")), *((extra.key, extra.name) for extra in extras)]
    field = forms.ChoiceField(label=label, required=False, choices=choices, help_text=_("the key of an extra field"))
    by_key = {extra.key: extra for extra in extras}

    def apply(rows: Rows, key: Any) -> Rows:
        if not key:
            return rows
        return rows.filter(~is_empty(by_key[key]) if is_filled else is_empty(by_key[key]))

    return Condition(name, field, apply, is_on_page=bool(extras))


def _optional(name: str, field: forms.Field, apply: Callable[[Rows, Any], Rows]) -> Condition:
    field.required = False
    return Condition(name, field, apply)


def _equal_field(extra: Extra) -> forms.Field:
    if extra.kind in ORDERED:
        return _bound_field(extra, "%(field)s")
    if extra.kind is ExtraKind.TEXT:
        return forms.CharField(label=extra.name, required=False, max_length=LONGEST_TEXT, help_text=_("text"))
    words = YES_OR_NO[1:] if extra.kind is ExtraKind.FLAG else [(one, one) for one in extra.choices]
    return forms.ChoiceField(label=extra.name, required=False, choices=[("", _("Any")), *words])


def _bound_field(extra: Extra, words: Any) -> forms.Field:
    label = str(words) % {"field": extra.name}
    if extra.kind in NUMERIC:
        widget = forms.NumberInput(attrs={"step": "any"})
        return forms.DecimalField(
            label=label, required=False, max_digits=DIGITS, widget=widget, help_text=_("a number")
        )
    return DayField(label=label, required=False, help_text=_("a date, YYYY-MM-DD"))


def _equal(extra: Extra) -> Callable[[Rows, Any], Rows]:
    def apply(rows: Rows, value: Any) -> Rows:
        if value in (None, ""):
            return rows
        if extra.kind is ExtraKind.FLAG:
            value = value == "true"
        return rows.filter(holds(extra, stored(extra, value)))

    return apply


def _contains(extra: Extra) -> Callable[[Rows, Any], Rows]:
    def apply(rows: Rows, value: Any) -> Rows:
        alias = f"{extra.key}_text"
        if not value:
            return rows
        found: Rows = rows.alias(**{alias: value_of(extra)}).filter(**{f"{alias}__icontains": value})
        return found

    return apply


def _within(extra: Extra, *, is_least: bool) -> Callable[[Rows, Any], Rows]:
    def apply(rows: Rows, value: Any) -> Rows:
        if value is None:
            return rows
        alias, condition = within(extra, value if is_least else None, None if is_least else value)
        found: Rows = rows.alias(**alias).filter(condition)
        return found

    return apply


class _ConditionFilter(django_filters.Filter):
    """A condition as a filter of a filter set."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(label=condition.field.label)
        self.condition = condition

    @property
    def field(self) -> forms.Field:
        return self.condition.field

    def filter(self, qs: Rows, value: Any) -> Rows:
        left: Rows = self.condition.apply(qs, value)
        return left


class ExtendedFilterSet(django_filters.FilterSet):
    """A filter set of rows with extra fields and tags; `extra_names` are its filters over extra fields on the page."""

    subject: Subject

    def __init__(self, *args: Any, extras: Sequence[Extra] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extras = extra_fields(self.subject) if extras is None else extras
        conditions = list(extra_conditions(self.extras))
        self.extra_names = [condition.name for condition in conditions if condition.is_on_page]
        self.hidden_names = [condition.name for condition in conditions if not condition.is_on_page]
        for condition in (*tag_conditions(), *conditions):
            self.filters[condition.name] = _ConditionFilter(condition)
