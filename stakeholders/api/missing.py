"""People whom a later export no longer names, and what became of them."""

from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.fields import Day, Input
from csm.foundation.filters import KeyFilter, TextFilter
from csm.foundation.paging import Sort
from stakeholders.models import MissingAnswer, MissingPerson
from stakeholders.services.missing import answer_missing

ANSWERS = [MissingAnswer.STILL_THERE.value, MissingAnswer.LEFT.value, MissingAnswer.NOT_OURS.value]


class MissingShape(serializers.Serializer[Any]):
    """A stakeholder whom a source brought before and whose account its last file names without them."""

    id = serializers.IntegerField()
    stakeholder_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="stakeholder.account_id")
    name = serializers.CharField(source="stakeholder.person.name")
    source = serializers.CharField()  # type: ignore[assignment]
    import_id = serializers.IntegerField(source="run_id", allow_null=True)
    missed_on = serializers.DateField()
    answer = serializers.ChoiceField(choices=MissingAnswer.values, help_text="Blank while nobody answered.")
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by_id = serializers.IntegerField(allow_null=True)


class MissingAnswerInput(Input):
    """What became of them; `left_on` (the day of the file if left out) goes with `left`."""

    answer = serializers.ChoiceField(choices=ANSWERS)
    left_on = Day(required=False)


class MissingFilters(django_filters.FilterSet):
    account_id = KeyFilter("stakeholder__account_id")
    stakeholder_id = KeyFilter("stakeholder_id")
    source = TextFilter("source")
    is_open = django_filters.BooleanFilter(method="only_open", help_text="true: those that nobody answered.")

    def only_open(self, rows: Any, name: str, is_open: bool) -> Any:
        return rows.open() if is_open else rows.exclude(answer=MissingAnswer.OPEN)


class MissingPeople(Lists, Shows, Resource):
    """People missing from later files of the accounts you see; nobody is departed by a file."""

    shape, filters, answer_input = MissingShape, MissingFilters, MissingAnswerInput
    sorts = {"id": Sort("id", is_nullable=False), "missed_on": Sort("missed_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return MissingPerson.objects.select_related("stakeholder__person")

    @action(detail=True, methods=["post"])
    @operation(body="answer_input", answer="shape", errors=(403, 404))
    def say(self, request: Request, pk: str) -> Response:
        """Say that they are still there (confirmed today), left, or are not one of theirs (taken off the map)."""
        answered = answer_missing(self.viewer, self.editable(pk), **self.body())
        return self.answer(answered.pk, rows=MissingPerson.objects.all())
