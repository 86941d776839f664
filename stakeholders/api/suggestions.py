"""People we met who are not on the map: read, add, put aside."""

from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.fields import Input, References, Text
from csm.foundation.filters import FlagFilter, KeyFilter, TextFilter, WordFilter
from csm.foundation.paging import Sort
from stakeholders.models import Decision, Stakeholder, Suggestion
from stakeholders.selectors.suggestions import met_by
from stakeholders.services.suggestions import add_all_suggested, add_suggested, decide

MOST_AT_ONCE = 500


class SuggestionShape(serializers.Serializer[Any]):
    """Somebody met at an account of yours who is not on its map."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    email = serializers.EmailField()
    name = serializers.CharField(help_text="As calendars gave it; may be empty.")
    times_seen = serializers.IntegerField(help_text="In how many meetings.")
    last_seen_on = serializers.DateField(allow_null=True)
    is_known = serializers.BooleanField(help_text="On the map meanwhile.")
    decision = serializers.ChoiceField(choices=[("", ""), *Decision.choices])
    decided_by_id = serializers.IntegerField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    first_seen_on = serializers.SerializerMethodField()
    met_by = serializers.SerializerMethodField()

    def get_first_seen_on(self, row: Any) -> str | None:
        """Attached by `Suggestions.attach`, as is who met them; named here for the schema."""
        raise NotImplementedError

    def get_met_by(self, row: Any) -> list[str]:
        """Names of ours, whoever met them most often first."""
        raise NotImplementedError


class AddInput(Input):
    """What to call them; the name as seen if left out."""

    name = Text(max_length=200, required=False)


class AddManyInput(Input):
    """Suggestions of accounts that you may change."""

    ids = References(
        lambda viewer: Suggestion.objects.editable_by(viewer).select_related("account"),
        source="suggestions",
        least=1,
        most=MOST_AT_ONCE,
    )


class DecisionInput(Input):
    """What was decided."""

    decision = serializers.ChoiceField(choices=Decision.choices)


class AddedShape(serializers.Serializer[Any]):
    """Who is on the map now."""

    stakeholder_id = serializers.IntegerField()
    person_id = serializers.IntegerField()
    account_id = serializers.IntegerField()


class AddedManyShape(serializers.Serializer[Any]):
    """Those who are on their maps now."""

    results = AddedShape(many=True)


class SuggestionFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    email = TextFilter("email", lookup_expr="iexact")
    decision = WordFilter("decision", Decision)
    is_open = FlagFilter(method="by_openness")

    def by_openness(self, queryset: Any, name: str, is_open: bool) -> Any:
        """Those still to be decided, or the others."""
        still = Suggestion.objects.open().values("pk")
        return queryset.filter(pk__in=still) if is_open else queryset.exclude(pk__in=still)


class Suggestions(Lists, Shows, Resource):
    """People met who are not on the map, of the accounts you see, the latest met first."""

    shape, filters, default_sort = SuggestionShape, SuggestionFilters, "-last_seen_on"
    sorts = {
        "id": Sort("id", is_nullable=False),
        "last_seen_on": Sort("last_seen_on"),
        "times_seen": Sort("times_seen", is_nullable=False),
    }

    def all_rows(self) -> "models.QuerySet[Any]":
        return Suggestion.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        met = met_by([Suggestion(account_id=row["account_id"], email=row["email"]) for row in rows])
        for row in rows:
            found = met[row["account_id"], row["email"]]
            row.update(first_seen_on=found.first_on, met_by=list(found.users))

    @action(detail=True, methods=["post"])
    @operation(body=AddInput, answer=AddedShape, status=201)
    def add(self, request: Request, pk: str) -> Response:
        """Put them on the map; they take part in every meeting where they were seen."""
        made = add_suggested(self.viewer, self.editable(pk), **self.body())
        return Response(_added(made), 201)

    @action(detail=False, methods=["post"], url_path="add")
    @operation(body=AddManyInput, answer=AddedManyShape, status=201)
    def add_many(self, request: Request) -> Response:
        """Put several on their maps at once, all or none."""
        chosen = self.body()["suggestions"]
        return Response({"results": [_added(one) for one in add_all_suggested(self.viewer, chosen)]}, 201)

    @action(detail=True, methods=["post"])
    @operation(body=DecisionInput, answer="shape")
    def decide(self, request: Request, pk: str) -> Response:
        """Remember that they are not at this customer or to be ignored, so that they are not suggested again."""
        row = self.editable(pk)
        decide(self.viewer, [row], self.body()["decision"])
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(answer="shape")
    def reopen(self, request: Request, pk: str) -> Response:
        """Suggest them again."""
        decide(self.viewer, [self.editable(pk)], "")
        return self.answer(pk)


def _added(one: Stakeholder) -> dict[str, int]:
    return {"stakeholder_id": one.pk, "person_id": one.person_id, "account_id": one.account_id}
