"""What is assumed of people from their titles: that it is right, or what is right instead."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from csm.foundation.api import operation
from csm.foundation.fields import Input, Reference, Text, WholeNumber
from stakeholders.api import references
from stakeholders.models.words import LEVEL_CHOICES
from stakeholders.services.confirming import Correction, confirm_assumptions, correct_assumptions

LEVELS = [("", ""), *LEVEL_CHOICES]


class CorrectionInput(Input):
    """What is right where something is assumed; `roles` are those of the assumed ones that they do hold."""

    level = serializers.ChoiceField(choices=LEVELS)
    department = Text(max_length=100, allow_blank=True)
    authority = WholeNumber(min_value=0, max_value=10, allow_null=True)
    roles = serializers.ListField(child=Reference(lambda viewer: Role.objects.all(), by="key"), max_length=50)


class ConfirmedInput(Input):
    """At which account, and of whom; without `stakeholder_ids` of everybody there."""

    account_id = references.account()
    stakeholder_ids = serializers.ListField(child=WholeNumber(min_value=1), max_length=1000, required=False)


class ConfirmedShape(serializers.Serializer[Any]):
    """Of how many people anything was assumed, and is stated now."""

    confirmed = serializers.IntegerField()


class SettlesAssumed:
    """The actions of stakeholders that make what is assumed stated."""

    editable: Any
    editable_rows: Any
    body: Any
    viewer: Any
    answer: Callable[..., Response]

    @action(detail=True, methods=["post"], url_path="confirm-assumed")
    @operation(answer="shape")
    def confirm_assumed(self, request: Request, pk: str) -> Response:
        """Everything assumed of them is right; counts as a confirmation."""
        row = self.editable(pk)
        confirm_assumptions(self.viewer, row.account, [row])
        return self.answer(pk)

    @action(detail=True, methods=["post"], url_path="correct-assumed")
    @operation(body=CorrectionInput, answer="shape")
    def correct_assumed(self, request: Request, pk: str) -> Response:
        """What is right where something is assumed; what is denied is not assumed of their title again."""
        row, given = self.editable(pk), self.body()
        roles = frozenset(role.pk for role in given.pop("roles"))
        correct_assumptions(self.viewer, row, Correction(roles=roles, **given))
        return self.answer(pk)

    @action(detail=False, methods=["post"], url_path="confirm-assumed")
    @operation(body=ConfirmedInput, answer=ConfirmedShape)
    def confirm_many(self, request: Request) -> Response:
        """Everything assumed of these people at an account is right."""
        given = self.body()
        rows = self.editable_rows().filter(account_id=given["account"].pk)
        wanted = given.get("stakeholder_ids")
        found = list(rows if wanted is None else rows.filter(pk__in=wanted))
        return Response({"confirmed": confirm_assumptions(self.viewer, given["account"], found)})
