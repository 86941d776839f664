"""What was done, by whom, and taking it back."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import Act
from accounts.selectors.list_edits import MANY, still_theirs
from accounts.services.undo import undo_act
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.filters import KeyFilter, TextFilter


class ActShape(serializers.Serializer[Any]):
    """One thing somebody did."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    summary = serializers.CharField()
    account_id = serializers.IntegerField(allow_null=True)
    actor_id = serializers.IntegerField(allow_null=True)
    acted_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)
    undone_by_id = serializers.IntegerField(allow_null=True)
    group = serializers.CharField()


class ActFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    actor_id = KeyFilter("actor_id")
    kind = TextFilter("kind")
    group = TextFilter("group")


class Acts(Lists, Shows, Resource):
    """The log of the accounts you see, newest first; you may undo what you did."""

    shape, filters, default_sort = ActShape, ActFilters, "-id"

    def all_rows(self) -> "models.QuerySet[Any]":
        return Act.objects.all()

    @action(detail=True, methods=["post"])
    @operation(answer="shape", errors=(409,))
    def undo(self, request: Request, pk: str) -> Response:
        """Reverse every change of the act, or none: 409 when something was changed again since."""
        done = self.editable(pk)
        if done.kind == MANY and not still_theirs(Act.objects.filter(pk=done.pk), self.viewer):
            raise PermissionDenied(_("You may no longer change all the rows that this changed."))
        undo_act(done, self.viewer)
        return self.answer(pk)
