"""Extra fields and tags in the API: the values on accounts and people, and what there is of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue
from accounts.domain.access import configures
from accounts.domain.extras import LONGEST_CHOICE, Extra, ExtraKind
from accounts.domain.tags import LONGEST, MOST, BadTag, clean_tag
from accounts.forms.extra_filters import FILTERS_OF_ALL, extra_conditions
from accounts.models import ExtraField, Subject, Tag
from accounts.models.extras import KIND_CHOICES
from accounts.selectors.extras import annotations_of_sort, extra_fields, extra_sorts, shown_values
from accounts.selectors.tags import TagBook
from accounts.services import extras, tags
from accounts.services.extras import wrong_values
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import Input, Reference, Text, WholeNumber
from csm.foundation.filters import WordFilter
from csm.foundation.paging import Order, Sort

SMALL = 32_767
VALUES = {
    "type": "object",
    "additionalProperties": {
        "nullable": True,
        "anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}],
    },
    "description": "Values of extra fields by key; see /extra-fields/. Fields that are not named stay, null empties.",
}


@extend_schema_field(VALUES)
class ExtraValues(serializers.Field[Any, Any, Any, Any]):
    """Values of extra fields by key; unknown keys are refused with the known ones named."""

    def __init__(self, subject: Subject, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.subject = subject

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("This must be an object of values by key."))
        wrong = wrong_values(extra_fields(self.subject), data)
        if wrong:
            raise serializers.ValidationError({key: [words] for key, words in wrong.items()})
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class TagNames(serializers.ListField):
    """Tags by name; those that are new are made."""

    child = Text(max_length=LONGEST)

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": MOST, **options})

    def run_child_validation(self, data: Any) -> list[str]:
        names: list[str] = super().run_child_validation(data)
        wrong = {str(place): [_("This cannot be a tag.")] for place, name in enumerate(names) if not _is_tag(name)}
        if wrong:
            raise serializers.ValidationError(wrong)
        return names


def _is_tag(name: str) -> bool:
    try:
        clean_tag(name)
    except BadTag:
        return False
    return True


class Extended:
    """Mixin of resources whose rows have extra values and tags."""

    subject: Subject

    def filter_names(self) -> Iterable[str]:
        return [*super().filter_names(), *FILTERS_OF_ALL]  # type: ignore[misc]

    @property
    def extras(self) -> Sequence[Extra]:
        """The extra fields, read once for a request."""
        held = vars(self).get("_extras")
        if held is None:
            held = vars(self)["_extras"] = extra_fields(self.subject)
        return held

    def accepted_filters(self) -> Iterable[str]:
        added = (condition.name for condition in extra_conditions(self.extras))
        return [*super().accepted_filters(), *added]  # type: ignore[misc]

    def accepted_sorts(self) -> Mapping[str, Sort]:
        return {**super().accepted_sorts(), **extra_sorts(self.extras)}  # type: ignore[misc]

    def sortable(self, queryset: "models.QuerySet[Any]", order: Order) -> "models.QuerySet[Any]":
        sortable: models.QuerySet[Any] = queryset.annotate(
            **annotations_of_sort(self.extras, order.name.removeprefix("-"))
        )
        return sortable

    def attach(self, rows: list[dict[str, Any]]) -> None:
        """Every extra field of the day with its value, and tags by name."""
        book = TagBook()
        for row in rows:
            row["extra"] = shown_values(self.extras, row["extra"])
            row["tags"] = book.of(row["tags"])


class ExtraFieldShape(serializers.Serializer[Any]):
    """An extra field of accounts or people."""

    id = serializers.IntegerField()
    subject = serializers.ChoiceField(choices=Subject.choices)
    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    choices = serializers.ListField(child=serializers.CharField())
    currency = serializers.CharField()
    position = serializers.IntegerField()
    row_version = serializers.IntegerField()


class ExtraFieldChange(Input):
    """What can be changed of an extra field; its values stay."""

    name = Text(max_length=80)
    choices = serializers.ListField(child=Text(max_length=LONGEST_CHOICE), required=False, max_length=200)
    currency = Text(max_length=3, required=False, help_text="Of a field of kind money; the base currency if left out.")
    position = WholeNumber(min_value=0, max_value=SMALL, required=False)


class NewExtraField(ExtraFieldChange):
    """An extra field; its key follows from its name and never changes."""

    subject = serializers.ChoiceField(choices=Subject.choices)
    kind = serializers.ChoiceField(choices=KIND_CHOICES)


class ExtraFieldFilters(django_filters.FilterSet):
    subject = WordFilter("subject", Subject)


class ExtraFields(Lists, Shows, Creates, Changes, Retracts, Catalogue):
    """What is kept of accounts and people beside what is built in; administrators and operations change it."""

    shape, create_input, change_input, filters = ExtraFieldShape, NewExtraField, ExtraFieldChange, ExtraFieldFilters
    sorts, default_sort = {"id": Sort("id", is_nullable=False), "position": Sort("position", is_nullable=False)}, "id"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return ExtraField.objects.standing()

    def make(self, subject: str, kind: str, **fields: Any) -> ExtraField:
        return extras.create_extra_field(self.viewer, Subject(subject), kind=ExtraKind(kind), **fields)

    def change(self, row: ExtraField, expected_version: int | None, **fields: Any) -> ExtraField:
        return extras.edit_extra_field(self.viewer, row, expected_version or row.row_version, **fields)

    def retract(self, row: ExtraField) -> None:
        extras.remove_extra_field(self.viewer, row)


class TagShape(serializers.Serializer[Any]):
    """A word on accounts and people."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    row_version = serializers.IntegerField()


class TagInput(Input):
    """A tag."""

    name = Text(max_length=LONGEST)


class MergeInput(Input):
    """The tag that takes its place."""

    into_id = Reference(lambda viewer: Tag.objects.standing().filter(merged_into__isnull=True), source="into")


class Tags(Lists, Shows, Creates, Changes, Retracts, Catalogue):
    """Words on accounts and people. Whoever edits a row makes tags by naming them there; these are all of them."""

    shape, create_input, change_input = TagShape, TagInput, TagInput
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    default_sort = "name"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Tag.objects.standing().filter(merged_into__isnull=True)

    def make(self, name: str) -> Tag:
        return tags.create_tag(self.viewer, name)

    def change(self, row: Tag, expected_version: int | None, name: str = "") -> Tag:
        return tags.rename_tag(self.viewer, row, expected_version or row.row_version, name or row.name)

    def retract(self, row: Tag) -> None:
        tags.remove_tag(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=MergeInput, answer="shape")
    def merge(self, request: Request, pk: str) -> Response:
        """Let it count as another tag from now on; answers that one."""
        tag = self.editable(pk)
        into = self.body()["into"]
        tags.merge_tag(self.viewer, tag, into)
        return self.answer(into.pk)
