"""Everything that stands in the database, row by row, so that two moments can be compared exactly."""

from typing import Any

from django.apps import apps
from django.db import models

# What is kept of what was done, and what is concluded or counted from facts.
NOT_FACTS = {
    "accounts.merge",
    "accounts.factsversion",
    "accounts.keptanswer",
    "stakeholders.conclusion",
    "stakeholders.suggestion",
}
VERSIONS = {"row_version", "next_number"}
OURS = ("accounts", "stakeholders", "health", "playbooks")

Picture = dict[str, dict[Any, dict[str, Any]]]


def picture(without_acts_after: int) -> Picture:
    """Every row of every table of ours: all columns but versions; of acts those that were there before."""
    return {model._meta.label_lower: _rows(model, without_acts_after) for model in _tables()}


def _tables() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS and model._meta.label_lower not in NOT_FACTS
    ]


def _rows(model: type[models.Model], without_acts_after: int) -> dict[Any, dict[str, Any]]:
    rows = model._default_manager.all()
    if model._meta.label_lower == "accounts.act":
        rows = rows.filter(pk__lte=without_acts_after)
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in VERSIONS]
    key = model._meta.pk.attname if model._meta.pk else "id"
    return {row[key]: row for row in rows.values(*names)}
