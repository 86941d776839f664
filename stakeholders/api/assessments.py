"""What we think of stakeholders, one at a time or many at once."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from csm.foundation.api import Creates, Lists, Shows, operation
from csm.foundation.fields import GREATEST_KEY, Day, Input, Reference, WholeNumber
from csm.foundation.paging import Sort
from stakeholders.api import references
from stakeholders.api.facts import BY_ID, OF_STANDING, DatedFilters, FactShape
from stakeholders.models import Assessment
from stakeholders.models.words import SENTIMENT_CHOICES
from stakeholders.services import assessments
from stakeholders.services.assessing_many import Judgement, assess_many

MOST_AT_ONCE = 500


class AssessmentShape(FactShape):
    """What we think of a stakeholder; null is not known."""

    stakeholder_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="stakeholder.account_id")
    influence = serializers.IntegerField(allow_null=True)
    authority = serializers.IntegerField(allow_null=True)
    importance = serializers.IntegerField(allow_null=True)
    sentiment = serializers.ChoiceField(choices=SENTIMENT_CHOICES, allow_null=True)
    assumed = serializers.ListField(child=serializers.CharField())


class NewAssessment(Input):
    """Axes given replace, others are carried over; null makes an axis unknown."""

    stakeholder_id = references.stakeholder()
    on = Day()
    influence = WholeNumber(min_value=0, max_value=10, allow_null=True, required=False)
    authority = WholeNumber(min_value=0, max_value=10, allow_null=True, required=False)
    importance = WholeNumber(min_value=0, max_value=10, allow_null=True, required=False)
    sentiment = WholeNumber(min_value=-2, max_value=2, allow_null=True, required=False)
    assumed = serializers.MultipleChoiceField(choices=assessments.AXES, required=False)


class AssessmentsMade(serializers.Serializer[Any]):
    """The assessments in the order sent, and the group of their acts."""

    group = serializers.CharField()
    results = AssessmentShape(many=True)


class KnownStakeholder(Reference):
    """A stakeholder among those found for the whole body at once."""

    def find(self, names: list[Any]) -> dict[Any, models.Model]:
        found: dict[Any, models.Model] = self.context["stakeholders"]
        return {name: found[name] for name in names if name in found}


class AssessmentItem(NewAssessment):
    """One of many, as in POST."""

    stakeholder_id = KnownStakeholder(references.editable_stakeholders, source="stakeholder")


class AssessmentBatch(Input):
    """Up to 500 assessments, each of another stakeholder: all are made, or with an error for each wrong item none."""

    items = serializers.ListField(child=AssessmentItem(), min_length=1, max_length=MOST_AT_ONCE)

    def to_internal_value(self, data: Any) -> Any:
        """Find everybody who is named in one query before the items are read one by one."""
        context: Any = self.context
        context["stakeholders"] = references.editable_stakeholders(context["request"].user).in_bulk(_named(data))
        return super().to_internal_value(data)

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        first = {item["stakeholder"].pk: place for place, item in reversed(list(enumerate(items)))}
        twice = [place for place, item in enumerate(items) if first[item["stakeholder"].pk] != place]
        if twice:
            text = _("This stakeholder is named twice.")
            raise serializers.ValidationError({str(place): {"stakeholder_id": [text]} for place in twice})
        return items


def _named(data: Any) -> list[int]:
    """The ids that the items of a body name, as far as it has the right form."""
    items = data.get("items") if isinstance(data, Mapping) else None
    some = items if isinstance(items, list) and len(items) <= MOST_AT_ONCE else []
    names = [each.get("stakeholder_id") for each in some if isinstance(each, Mapping)]
    return [name for name in names if type(name) is int and 0 < name <= GREATEST_KEY]


class Assessments(Lists, Shows, Creates, Resource):
    """What we think of the stakeholders you see, each from a date on."""

    shape, create_input, filters = AssessmentShape, NewAssessment, DatedFilters
    sorts = {**BY_ID, "valid_from": Sort("valid_from")}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Assessment.objects.filter(OF_STANDING).select_related("stakeholder")

    def make(self, **fields: Any) -> Assessment:
        return assessments.assess(self.viewer, **fields)

    @action(detail=False, methods=["post"])
    @operation(body=AssessmentBatch, answer=AssessmentsMade, status=201, errors=(403,))
    def batch(self, request: Request) -> Response:
        """Assess many at once, all or none; undo works for each account, or for all acts of the `group`."""
        group = f"api-{uuid4().hex}"
        judgements = [_judgement(item) for item in self.body()["items"]]
        made = [row.pk for row in assess_many(self.viewer, judgements, group)]
        rows = {row["id"]: row for row in self.shaped(self.all_rows().filter(pk__in=made))}
        return Response({"group": group, "results": [rows[pk] for pk in made]}, 201)


def _judgement(item: dict[str, Any]) -> Judgement:
    axes = {axis: item[axis] for axis in assessments.AXES if axis in item}
    return Judgement(item["stakeholder"], item["on"], axes, frozenset(item.get("assumed", ())))
