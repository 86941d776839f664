"""What was chosen for files with certain columns: listed, renamed, forgotten."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.base import Resource
from accounts.domain.access import UserRole, configures
from accounts.models import ImportMapping
from accounts.services.importing.mappings import forget_mapping, rename_mapping
from csm.foundation.api import Changes, Lists, Retracts, Shows
from csm.foundation.fields import Input, Text
from csm.foundation.filters import TextFilter
from csm.foundation.paging import Sort


class MappingShape(serializers.Serializer[Any]):
    """How files of a kind with these columns are understood."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    preset = serializers.CharField(help_text="What recognised the file; blank where a person said what it holds.")
    header = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(child=serializers.IntegerField(), help_text="Column (from 0) by field.")
    values = serializers.JSONField(help_text="By field what words of the other system mean, where that was chosen.")
    is_left_out = serializers.BooleanField()
    used_at = serializers.DateTimeField()


class MappingChange(Input):
    """Another name."""

    name = Text(max_length=200)


class MappingFilters(django_filters.FilterSet):
    kind = TextFilter("kind")
    preset = TextFilter("preset")


class ImportMappings(Lists, Shows, Changes, Retracts, Resource):
    """Remembered mappings; administrators and operations only. DELETE forgets one, which can be undone."""

    shape, change_input, filters = MappingShape, MappingChange, MappingFilters
    sorts = {"id": Sort("id", is_nullable=False), "used_at": Sort("used_at", is_nullable=False)}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not configures(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Only administrators and operations import files."))

    def all_rows(self) -> "models.QuerySet[Any]":
        return ImportMapping.objects.all()

    def change(self, row: ImportMapping, expected_version: int | None, **fields: Any) -> ImportMapping:
        return rename_mapping(self.viewer, row, fields["name"]) if fields else row

    def retract(self, row: ImportMapping) -> None:
        forget_mapping(self.viewer, row)
