"""No table is forgotten when rows are merged: every foreign key to what can be merged says what becomes of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import UniqueConstraint

from csm.foundation.merging import MergeRule, Way, merge_rules, mergers
from csm.foundation.redirects import tables

# What is merged by itself, and what is merged because its owner is: the stays of a person.
TARGETS = {merger.model._meta.label for merger in mergers} | {"stakeholders.Stakeholder"}
RULES = list(merge_rules)


def foreign_keys() -> Iterator[str]:
    """Every foreign key of ours to a table whose rows may be merged, as `app.Model.field`."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            related: Any = field.related_model
            if related is not None and related._meta.label in TARGETS:
                yield f"{model._meta.label}.{field.name}"


def ruled() -> list[str]:
    return [f"{rule.model}.{name}" for rule in RULES for name in rule.fields]


def test_every_foreign_key_to_what_is_merged_has_a_rule_and_only_one() -> None:
    found = sorted(foreign_keys())
    assert sorted(ruled()) == found, f"without: {set(found) - set(ruled())}, gone: {set(ruled()) - set(found)}"


def constraints_of(rule: MergeRule) -> Iterator[tuple[str, bool, set[str]]]:
    """The constraints that rows may come to break by being moved: name, whether of days, fields."""
    model = apps.get_model(rule.model)
    moved = set(rule.fields)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and moved & set(constraint.fields):
            yield constraint.name, False, set(constraint.fields)
        if isinstance(constraint, ExclusionConstraint):
            names = {name for by, _operator in constraint.expressions for name in _fields_of(by)}
            days = {name for name in names if isinstance(model._meta.get_field(name), models.DateField)}
            if moved & names:
                yield constraint.name, bool(days), names - days
    for field in model._meta.concrete_fields:
        if field.unique and field.name in moved:
            yield f"{field.name} is unique", False, {field.name}


def _fields_of(expression: Any) -> set[str]:
    return {part.name for part in expression.flatten() if isinstance(part, models.F)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.way is Way.MOVES], ids=lambda rule: rule.key)
def test_what_a_table_allows_once_is_named_by_its_rule(rule: MergeRule) -> None:
    for name, is_of_days, fields in constraints_of(rule):
        said = set(rule.woven if is_of_days else rule.once or (rule.alone and rule.fields))
        assert fields <= said, f"{name} of {rule.model}: {fields} may be held once, the rule says {said}"


def test_rules_name_fields_there_are() -> None:
    for rule in RULES:
        model: type[models.Model] = apps.get_model(rule.model)
        names = {field.name for field in model._meta.concrete_fields}
        assert {*rule.fields, *rule.once, *rule.woven} <= names, rule.key
        assert not (rule.once and rule.woven), rule.key
        assert (rule.way is Way.HANDLED) >= (rule.handler is not None), rule.key


def test_old_ids_of_all_that_is_merged_lead_on() -> None:
    named = {apps.get_model(rule.model)._meta.label for rule in RULES if rule.is_named}
    assert {model._meta.label for model in tables.values()} == TARGETS | named
