"""What is assumed of one star, in words, each with the rule that says so today."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from stakeholders.domain.evidence import assumed_of
from stakeholders.domain.sky import Star
from stakeholders.domain.titles.assuming import Assumed, RuleBook, Said
from stakeholders.models.words import LEVEL_LABELS


class AssumedLine(NamedTuple):
    """One thing assumed: what it is, its value in words, and the name of the rule ("" when none says so today)."""

    what: str
    value: str
    rule: str


def assumed_lines(star: Star, names: Mapping[str, str], book: RuleBook) -> list[AssumedLine]:
    """Everything assumed of a star; `names` are those of roles by their keys."""
    found = assumed_of(star)
    if not found.number:
        return []
    department = "" if found.has_department else star.department
    level = "" if found.has_level or star.level is None else star.level.value
    said = book.assume(star.title, department, level)
    lines = []
    if found.has_level and star.level is not None:
        lines.append(AssumedLine(_("Level"), str(LEVEL_LABELS[star.level]), _rule(said.level)))
    if found.has_department:
        lines.append(AssumedLine(_("Department"), star.department, _rule(said.department)))
    return [*lines, *_axes(star, said), *_roles(names, star, said)]


def _axes(star: Star, said: Assumed) -> list[AssumedLine]:
    words = {"influence": _("Influence"), "authority": _("Authority"), "importance": _("Importance")}
    return [
        AssumedLine(
            words[axis], str(getattr(star.assessed, axis)), _rule(said.authority) if axis == "authority" else ""
        )
        for axis in assumed_of(star).axes
        if axis in words
    ]


def _roles(names: Mapping[str, str], star: Star, said: Assumed) -> list[AssumedLine]:
    by_role = {str(each.value): each for each in said.roles}
    return [
        AssumedLine(_("Role"), names.get(held.role, held.role), _rule(by_role.get(held.role)))
        for held in assumed_of(star).roles
    ]


def _rule(said: Said | None) -> str:
    return said.rule.name if said else ""
