"""Our side and what there is to choose from: users, teams, segments, roles, jobs and products."""

from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue
from accounts.domain.access import administers, configures
from accounts.domain.onboarding import MOST_DAYS
from accounts.models import ApiToken, Job, Product, Role, Segment, SegmentRole, Team, User
from accounts.models.segments import POINT_CHOICES, TouchLevel
from accounts.models.users import ARCHETYPE_LABELS, ROLE_LABELS
from accounts.services import catalogue, segments, users
from accounts.services.segments import RoleRule
from csm.foundation.api import ApiView, Changes, Creates, Lists, Shows, operation
from csm.foundation.fields import Flag, Input, Reference, Text, WholeNumber
from csm.foundation.filters import FlagFilter, KeyFilter, TextFilter, WordFilter
from csm.foundation.paging import Sort

NAME_SORTS = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
SMALL = 32_767


class UserShape(serializers.Serializer[Any]):
    """One of ours."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=list(ROLE_LABELS.items()))
    team_id = serializers.IntegerField(allow_null=True)
    archetype = serializers.ChoiceField(choices=[("", ""), *ARCHETYPE_LABELS.items()])
    is_active = serializers.BooleanField()
    active_from = serializers.DateField(allow_null=True)
    active_to = serializers.DateField(allow_null=True)


class UserFilters(django_filters.FilterSet):
    team_id = KeyFilter("team_id")
    role = WordFilter("role", list(ROLE_LABELS.items()))
    email = TextFilter("email", lookup_expr="iexact")
    is_active = FlagFilter("is_active")


class Users(Lists, Shows, Catalogue):
    """Our people."""

    shape, filters, sorts, default_sort = UserShape, UserFilters, NAME_SORTS, "name"

    def all_rows(self) -> "models.QuerySet[Any]":
        return User.objects.all()


class MeShape(UserShape):
    """The caller, and what their token may do; null in a session."""

    token_scope = serializers.ChoiceField(choices=["read", "write"], allow_null=True)


class Me(ApiView):
    """Who you are here."""

    @operation(answer=MeShape)
    def get(self, request: Request) -> Response:
        self.refuse_unknown_parameters(frozenset())
        known = User.objects.values(*UserShape().fields).get(pk=request.user.pk)
        scope = request.auth.scope if isinstance(request.auth, ApiToken) else None
        return Response({**known, "token_scope": scope})


class TeamShape(serializers.Serializer[Any]):
    """Users who work together under a manager."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    manager_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()


class TeamInput(Input):
    """A team."""

    name = Text(max_length=100)
    manager_id = Reference(
        lambda viewer: User.objects.filter(is_active=True), source="manager", required=False, allow_null=True
    )


class Teams(Lists, Shows, Creates, Changes, Catalogue):
    """Our teams; administrators change them."""

    shape, create_input, change_input, sorts, default_sort = TeamShape, TeamInput, TeamInput, NAME_SORTS, "name"
    writers = staticmethod(administers)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Team.objects.all()

    def make(self, **fields: Any) -> Team:
        return users.create_team(self.viewer, **fields)

    def change(self, row: Team, expected_version: int | None, **fields: Any) -> Team:
        return users.edit_team(self.viewer, row, expected_version or row.row_version, **fields)


class RoleShape(serializers.Serializer[Any]):
    """A role somebody can hold at a customer; `decides` says whether routes to it count."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    letter = serializers.CharField()
    decides = serializers.BooleanField()
    position = serializers.IntegerField()
    row_version = serializers.IntegerField()


class RoleChange(Input):
    """What can be changed of a role."""

    name = Text(max_length=60)
    letter = Text(max_length=2)
    decides = Flag(required=False)
    position = WholeNumber(min_value=0, max_value=SMALL, required=False)


class NewRole(RoleChange):
    """A role; its key never changes."""

    key = serializers.SlugField(max_length=40)


class Roles(Lists, Shows, Creates, Changes, Catalogue):
    """The catalogue of roles; administrators and operations change it."""

    shape, create_input, change_input = RoleShape, NewRole, RoleChange
    sorts, default_sort = {**NAME_SORTS, "position": Sort("position", is_nullable=False)}, "position"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Role.objects.all()

    def make(self, **fields: Any) -> Role:
        return segments.create_role(self.viewer, **fields)

    def change(self, row: Role, expected_version: int | None, **fields: Any) -> Role:
        return segments.edit_role(self.viewer, row, expected_version or row.row_version, **fields)


class RuleShape(serializers.Serializer[Any]):
    """What a segment asks of one role."""

    role = serializers.CharField()
    is_required = serializers.BooleanField()
    cadence_days = serializers.IntegerField(allow_null=True)


class SegmentShape(serializers.Serializer[Any]):
    """An engagement model."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    touch_level = serializers.ChoiceField(choices=TouchLevel.choices)
    half_life_days = serializers.IntegerField()
    introduction_point = serializers.ChoiceField(
        choices=["", *POINT_CHOICES], help_text="Empty: as the touch level says."
    )
    first_value_days = serializers.IntegerField(
        allow_null=True, help_text="Days that onboarding may take; null: as the touch level says (90, 60, 30)."
    )
    balance_low = serializers.DecimalField(max_digits=3, decimal_places=2)
    balance_high = serializers.DecimalField(max_digits=3, decimal_places=2)
    row_version = serializers.IntegerField()
    rules = RuleShape(many=True)


class RuleInput(Input):
    """What the segment asks of one role."""

    role = Reference(lambda viewer: Role.objects.all(), by="key")
    is_required = Flag(default=False)
    cadence_days = WholeNumber(min_value=1, max_value=SMALL, allow_null=True, default=None)


class SegmentInput(Input):
    """A segment; roles that `rules` does not name keep theirs."""

    name = Text(max_length=60)
    touch_level = serializers.ChoiceField(choices=TouchLevel.choices, required=False)
    half_life_days = WholeNumber(min_value=7, max_value=730, required=False)
    introduction_point = serializers.ChoiceField(choices=POINT_CHOICES, required=False, allow_blank=True)
    first_value_days = WholeNumber(min_value=1, max_value=MOST_DAYS, required=False, allow_null=True)
    balance_low = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=0, max_value=1, required=False)
    balance_high = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=0, max_value=1, required=False)
    rules = RuleInput(many=True, required=False)


class Segments(Lists, Shows, Creates, Changes, Catalogue):
    """Engagement models; administrators and operations change them, and every account they govern is judged anew."""

    shape, create_input, change_input, sorts, default_sort = (
        SegmentShape,
        SegmentInput,
        SegmentInput,
        NAME_SORTS,
        "name",
    )
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Segment.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        held: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
        rules = SegmentRole.objects.filter(segment_id__in=held).order_by("role__position", "role__name")
        for segment_id, role, is_required, days in rules.values_list(
            "segment_id", "role__key", "is_required", "cadence_days"
        ):
            held[segment_id].append({"role": role, "is_required": is_required, "cadence_days": days})
        for row in rows:
            row["rules"] = held[row["id"]]

    def make(self, rules: list[dict[str, Any]] | None = None, **fields: Any) -> Segment:
        return segments.create_segment(self.viewer, _rules(rules), **fields)

    def change(
        self, row: Segment, expected_version: int | None, rules: list[dict[str, Any]] | None = None, **fields: Any
    ) -> Segment:
        expected = expected_version or row.row_version
        return segments.edit_segment(self.viewer, row, expected, _rules(rules), **fields)


def _rules(given: list[dict[str, Any]] | None) -> dict[Role, RoleRule]:
    return {rule["role"]: RoleRule(rule["is_required"], rule["cadence_days"]) for rule in given or []}


class JobShape(serializers.Serializer[Any]):
    """A job a user of ours can have on an account."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    position = serializers.IntegerField()
    row_version = serializers.IntegerField()


class JobChange(Input):
    """What can be changed of a job."""

    name = Text(max_length=60)
    position = WholeNumber(min_value=0, max_value=SMALL, required=False)


class NewJob(JobChange):
    """A job; its key never changes."""

    key = serializers.SlugField(max_length=40)


class Jobs(Lists, Shows, Creates, Changes, Catalogue):
    """The catalogue of jobs; administrators and operations change it."""

    shape, create_input, change_input = JobShape, NewJob, JobChange
    sorts, default_sort = {**NAME_SORTS, "position": Sort("position", is_nullable=False)}, "position"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Job.objects.all()

    def make(self, **fields: Any) -> Job:
        return catalogue.create_job(self.viewer, **fields)

    def change(self, row: Job, expected_version: int | None, **fields: Any) -> Job:
        return catalogue.edit_job(self.viewer, row, expected_version or row.row_version, **fields)


class ProductShape(serializers.Serializer[Any]):
    """Something we sell."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    row_version = serializers.IntegerField()


class ProductInput(Input):
    """A product."""

    name = Text(max_length=100)


class Products(Lists, Shows, Creates, Changes, Catalogue):
    """What we sell; administrators and operations change it."""

    shape, create_input, change_input = ProductShape, ProductInput, ProductInput
    sorts, default_sort = NAME_SORTS, "name"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Product.objects.all()

    def make(self, **fields: Any) -> Product:
        return catalogue.create_product(self.viewer, **fields)

    def change(self, row: Product, expected_version: int | None, **fields: Any) -> Product:
        return catalogue.edit_product(self.viewer, row, expected_version or row.row_version, **fields)
