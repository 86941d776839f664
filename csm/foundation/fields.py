"""How the API reads what callers send: strict inputs, references to rows a caller may use, and what was expected."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from csm.foundation import redirects
from csm.foundation.problems import Problem, errors_of_detail

GREATEST_KEY = 2**63 - 1
Rows = Callable[[Any], "models.QuerySet[Any]"]


class Input(serializers.Serializer[Any]):
    """A body that is refused when it holds a field this one does not know."""

    def to_internal_value(self, data: Any) -> Any:
        if self.parent is not None and self.root.partial:
            # A change names some of the fields of a row; what stands inside one of them is said whole.
            return type(self)(context=self.context).to_internal_value(data)
        unknown = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            held = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if unknown and isinstance(error.detail, dict):
                raise serializers.ValidationError({**unknown, **error.detail}) from error
            raise
        if unknown:
            raise serializers.ValidationError(unknown)
        return held

    def _unknown(self, data: Mapping[Any, Any]) -> dict[str, Any]:
        """What is wrong with each field that this body does not have."""
        writable = {name for name, field in self.fields.items() if not field.read_only}
        text = _("This field is not known here; known are %(known)s.") % {"known": ", ".join(sorted(writable))}
        return {str(name): [text] for name in data if name not in writable}


class WholeNumber(serializers.IntegerField):
    """A whole number written as a number: no text, no fraction, no true or false."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(data)


class Flag(serializers.BooleanField):
    """true or false, nothing that merely looks like it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Text(serializers.CharField):
    """Text written as text."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Day(serializers.DateField):
    """A date of a time that people at customers can have lived in."""

    default_error_messages = {"range": gettext_lazy("This date is too far away.")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value) if isinstance(value, str) else self.fail("invalid", format="YYYY-MM-DD")
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("range")
        return day


class Instant(serializers.DateTimeField):
    """A moment of such a time; one without a zone is of the installation's."""

    default_error_messages = {"range": gettext_lazy("This moment is too far away.")}

    def to_internal_value(self, value: Any) -> datetime:
        moment: datetime = super().to_internal_value(value)
        if not FIRST_DAY < moment.date() < LAST_DAY:
            self.fail("range")
        return moment


class Reference(serializers.Field[Any, Any, Any, Any]):
    """The id (or with `by` the key) of a row that the caller may use; `rows` gives those of a viewer."""

    default_error_messages = {"absent": gettext_lazy("There is no such record, or you may not use it.")}

    def __init__(self, rows: Rows, *, by: str = "pk", **options: Any) -> None:
        super().__init__(**options)
        self.rows = rows
        self.by = by

    def to_internal_value(self, data: Any) -> models.Model:
        found = self.find([data]).get(data) if _can_name(data, self.by) else None
        if found is None:
            self.fail("absent")
        return found

    def find(self, names: list[Any]) -> dict[Any, models.Model]:
        """The rows of these names; one that was merged into another is found where it stands."""
        viewer = self.context["request"].user
        rows = self.rows(viewer)
        found = {getattr(row, self.by): row for row in rows.filter(**{f"{self.by}__in": names})}
        missing = [name for name in names if name not in found] if self.by == "pk" else []
        moved = redirects.moved(viewer, str(rows.model._meta.model_name), missing)
        there = rows.in_bulk(list(moved.values())) if moved else {}
        return {**found, **{old: there[new] for old, new in moved.items() if new in there}}


class References(Reference):
    """A list of ids of rows the caller may use, each once; found in one query."""

    default_error_messages = {
        "no_list": gettext_lazy("This must be a list."),
        "too_many": gettext_lazy("These are too many."),
        "empty": gettext_lazy("At least one is needed."),
    }

    def __init__(self, rows: Rows, *, most: int = 300, least: int = 0, **options: Any) -> None:
        super().__init__(rows, **options)
        self.most = most
        self.least = least

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list):
            self.fail("no_list")
        if len(data) > self.most:
            self.fail("too_many")
        if len(data) < self.least:
            self.fail("empty")
        found = self.find([name for name in data if _can_name(name, self.by)])
        absent = [name for name in data if not _can_name(name, self.by) or name not in found]
        if absent:
            text = self.error_messages["absent"]
            raise serializers.ValidationError({str(place): [text] for place, name in enumerate(data) if name in absent})
        return list({found[name].pk: found[name] for name in data}.values())


def _can_name(name: Any, by: str) -> bool:
    if by != "pk":
        return isinstance(name, str) and "\0" not in name
    return isinstance(name, int) and not isinstance(name, bool) and 0 < name <= GREATEST_KEY


def checked(serializer: serializers.BaseSerializer[Any]) -> dict[str, Any]:
    """The clean data of an input. *Raises* Problem 400 with every error, its place and what was expected."""
    if not serializer.is_valid():
        expected = lambda pointer: expected_at(serializer, pointer)  # noqa: E731
        raise Problem(400, errors=errors_of_detail(serializer.errors, expected=expected))
    return dict(serializer.validated_data)


def expected_at(serializer: Any, pointer: str) -> str:
    """What the field a pointer leads to accepts, in words; empty for an unknown field."""
    field = serializer
    for step in pointer.split("/")[1:]:
        if isinstance(field, serializers.ListField | serializers.ListSerializer):
            field = field.child
        elif isinstance(field, serializers.Serializer):
            field = field.fields.get(step)
        if field is None:
            return ""
    return expected_by(field)


def expected_by(field: Any) -> str:
    """What a field accepts, in words."""
    for kind, describe in EXPECTED:
        if isinstance(field, kind):
            return str(describe(field))
    return ""


def _range(field: Any) -> str:
    if field.min_value is None or field.max_value is None:
        return _("a whole number")
    return _("a whole number from %(least)s to %(most)s") % {"least": field.min_value, "most": field.max_value}


def _text(field: Any) -> str:
    return _("text of at most %(most)s characters") % {"most": field.max_length} if field.max_length else _("text")


def _choices(field: Any) -> str:
    return _("one of %(choices)s") % {"choices": ", ".join(str(key) for key in field.choices)}


EXPECTED: list[tuple[type, Callable[[Any], str]]] = [
    (References, lambda field: _("a list of ids of records you may use")),
    (Reference, lambda field: _("the id of a record you may use") if field.by == "pk" else _("a known key")),
    (serializers.ChoiceField, _choices),
    (serializers.EmailField, lambda field: _("an e-mail address")),
    (serializers.RegexField, lambda field: str(field.help_text or _text(field))),
    (serializers.CharField, _text),
    (serializers.BooleanField, lambda field: _("true or false")),
    (serializers.IntegerField, _range),
    (serializers.FloatField, lambda field: _("a number")),
    (serializers.DecimalField, lambda field: _('a decimal number as text, such as "1200.00"')),
    (serializers.DateTimeField, lambda field: _("an instant with its time zone, such as 2026-03-01T09:30:00Z")),
    (serializers.DateField, lambda field: _("a date from 1900 to 2199, YYYY-MM-DD")),
    (serializers.ListField, lambda field: _("a list")),
    (serializers.ListSerializer, lambda field: _("a list of objects")),
    (serializers.Serializer, lambda field: _("an object")),
]
