"""What titles let us assume: the rules, what they say of a title, and how many people each governs."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue
from accounts.domain.access import configures
from csm.foundation.api import operation
from csm.foundation.fields import Flag, Input, Text, WholeNumber
from csm.foundation.paging import BadParameter
from stakeholders.domain.titles.assuming import Assumed, Said
from stakeholders.models import TitleRule
from stakeholders.models.words import LEVEL_CHOICES
from stakeholders.selectors.title_rules import RuleRow, people_by_rule, rule_book, rule_row, rule_rows
from stakeholders.services.title_rules import create_rule, edit_rule, remove_rule
from stakeholders.tasks import ask_to_apply_title_rules

LEVELS = [("", ""), *LEVEL_CHOICES]
LONGEST = 200


class TitleRuleShape(serializers.Serializer[Any]):
    """A rule, in the order in which it is tried. `row_version` 0: as shipped."""

    key = serializers.CharField()
    name = serializers.CharField()
    phrases = serializers.ListField(child=serializers.CharField())
    if_levels = serializers.ListField(child=serializers.CharField())
    if_departments = serializers.ListField(child=serializers.CharField())
    level = serializers.ChoiceField(choices=LEVELS)
    department = serializers.CharField()
    authority = serializers.IntegerField(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    assumes_nothing = serializers.BooleanField()
    position = serializers.IntegerField()
    is_on = serializers.BooleanField()
    is_shipped = serializers.BooleanField()
    is_changed = serializers.BooleanField()
    row_version = serializers.IntegerField()


class TitleRules(serializers.Serializer[Any]):
    """Every rule; they are few and come in one piece."""

    results = TitleRuleShape(many=True)


class TitleRuleChange(Input):
    """What becomes different of a rule; of a shipped one an own copy takes its place."""

    name = Text(max_length=80)
    phrases = serializers.ListField(child=Text(max_length=100), max_length=500, required=False)
    if_levels = serializers.MultipleChoiceField(choices=LEVEL_CHOICES, required=False)
    if_departments = serializers.ListField(child=Text(max_length=100), max_length=100, required=False)
    level = serializers.ChoiceField(choices=LEVELS, required=False)
    department = Text(max_length=100, allow_blank=True, required=False)
    authority = WholeNumber(min_value=0, max_value=10, allow_null=True, required=False)
    roles = serializers.ListField(child=Text(max_length=40), max_length=50, required=False)
    assumes_nothing = Flag(required=False)
    position = WholeNumber(min_value=-1_000_000, max_value=1_000_000, required=False)
    is_on = Flag(required=False)

    def validate_if_levels(self, given: Any) -> list[str]:
        return sorted(given)


class NewTitleRule(TitleRuleChange):
    """A rule of one's own; without a position it is tried before all others."""

    key = Text(max_length=60)


class SaidShape(serializers.Serializer[Any]):
    """Something assumed, the key of the rule that says so, and which of its phrases was found."""

    value = serializers.JSONField()
    rule = serializers.CharField()
    phrase = serializers.CharField()


class AssumedShape(serializers.Serializer[Any]):
    """What the rules in force assume of whoever holds a title; null and [] are nothing."""

    level = SaidShape(allow_null=True)
    department = SaidShape(allow_null=True)
    authority = SaidShape(allow_null=True)
    roles = SaidShape(many=True)


class GovernedShape(serializers.Serializer[Any]):
    """Of how many people who are somewhere today each rule assumes anything, by key."""

    people = serializers.DictField(child=serializers.IntegerField())


class TitleRulesResource(Catalogue):
    """The rules about titles; those who may configure change them. Whoever is governed is settled in the background."""

    shape, create_input, change_input = TitleRuleShape, NewTitleRule, TitleRuleChange
    lookup_value_regex = "[a-z0-9-]{1,60}"
    writers = staticmethod(configures)

    @operation(answer=TitleRules)
    def list(self, request: Request) -> Response:
        self.refuse_unknown_parameters(frozenset())
        return Response({"results": [shown(row) for row in rule_rows()]})

    @operation(answer="shape", errors=(404,))
    def retrieve(self, request: Request, pk: str) -> Response:
        self.refuse_unknown_parameters(frozenset())
        return self.answer(pk)

    @operation(body="create_input", answer="shape", status=201)
    def create(self, request: Request) -> Response:
        self.require_creator()
        made = create_rule(self.viewer, **self.body())
        ask_to_apply_title_rules()
        response = self.answer(made.key, 201)
        response["Location"] = request.build_absolute_uri(f"{request.path}{made.key}/")
        return response

    @operation(body="change_input", answer="shape", is_partial=True, errors=(404, 412))
    def partial_update(self, request: Request, pk: str) -> Response:
        self._known(pk)
        self.require_creator()
        edit_rule(self.viewer, pk, self.expected_version(), **self.body())
        ask_to_apply_title_rules()
        return self.answer(pk)

    @operation(status=204, errors=(404,))
    def destroy(self, request: Request, pk: str) -> Response:
        """Away with an own rule; a shipped one is in force again as it came. *404* where there is no own one."""
        own = self._known(pk).own
        self.require_creator()
        if own is None:
            raise Http404
        remove_rule(self.viewer, own)
        ask_to_apply_title_rules()
        return Response(status=204)

    @action(detail=False, methods=["get"])
    @operation(
        answer=AssumedShape,
        parameters=(
            OpenApiParameter("title", str, required=True, description="The title to try."),
            OpenApiParameter("department", str, description="The department that is stated beside it."),
            OpenApiParameter("level", str, enum=[key for key, _label in LEVEL_CHOICES], description="Likewise."),
        ),
    )
    def assume(self, request: Request) -> Response:
        """What would we assume of a title?"""
        self.refuse_unknown_parameters(frozenset({"title", "department", "level"}))
        given = {name: request.query_params.get(name, "") for name in ("title", "department", "level")}
        if not given["title"] or len(given["title"]) > LONGEST:
            raise BadParameter("title", _("a title of at most 200 characters"), _("Say which title to try."))
        if given["level"] and given["level"] not in dict(LEVEL_CHOICES):
            raise BadParameter("level", ", ".join(dict(LEVEL_CHOICES)), _("There is no such level."))
        return Response(assumed(rule_book().assume(**given)))

    @action(detail=False, methods=["get"])
    @operation(answer=GovernedShape)
    def people(self, request: Request) -> Response:
        """How many people each rule governs, for those who may change rules; counted anew at each request."""
        self.refuse_unknown_parameters(frozenset())
        self.require_creator()
        return Response({"people": people_by_rule()})

    def _known(self, key: Any) -> RuleRow:
        found = rule_row(str(key))
        if found is None:
            raise Http404
        return found

    def answer(self, pk: Any, status: int = 200, rows: Any = None) -> Response:
        found = self._known(pk)
        return Response(shown(found), status, headers={"ETag": f'"{found.row_version}"'})

    def all_rows(self) -> Any:
        return TitleRule.objects.all()


def shown(row: RuleRow) -> dict[str, Any]:
    """A rule as the API shows it."""
    return {
        **asdict(row.rule),
        "is_shipped": row.is_shipped,
        "is_changed": row.own is not None and row.is_shipped,
        "row_version": row.row_version,
    }


def assumed(found: Assumed) -> dict[str, Any]:
    """What is assumed, as the API shows it."""

    def said(one: Said | None) -> dict[str, Any] | None:
        return None if one is None else {"value": one.value, "rule": one.rule.key, "phrase": one.phrase}

    return {
        "level": said(found.level),
        "department": said(found.department),
        "authority": said(found.authority),
        "roles": [said(one) for one in found.roles],
    }
