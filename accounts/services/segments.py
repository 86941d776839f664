"""Change how segments are engaged and what roles there are; every account they govern is concluded anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.domain.cadences import longest_cadence, too_slow
from accounts.models import Role, Segment, SegmentRole, User
from accounts.selectors.touched import accounts_in_segments, all_account_ids
from accounts.services.acts import Recorder, act


@dataclass(frozen=True)
class RoleRule:
    """What a segment asks of one role: whether it must be filled and how often we speak."""

    is_required: bool = False
    cadence_days: int | None = None


Rules = Mapping[Role, RoleRule]


def create_segment(actor: User | None, rules: Rules | None = None, **fields: Any) -> Segment:
    """Create a segment. *Raises* ValidationError (a cadence above two half-lives included)."""
    segment = Segment(**fields)
    _refuse_slow_cadences(segment.half_life_days, rules or {})
    with act("create_segment", actor, None, _("Created the segment %(name)s") % {"name": segment}) as recorder:
        recorder.insert(segment)
        _write_rules(recorder, segment, rules or {})
    return segment


def edit_segment(
    actor: User | None, segment: Segment, expected_version: int, rules: Rules | None = None, **fields: Any
) -> Segment:
    """Change a segment and, where given, its rules for roles. *Raises* StaleEdit, ValidationError."""
    half_life = fields.get("half_life_days", segment.half_life_days)
    _refuse_slow_cadences(half_life, _rules_after(segment, rules or {}))
    with act("edit_segment", actor, None, _("Edited the segment %(name)s") % {"name": segment}) as recorder:
        changed = recorder.change(segment, expected_version, **fields)
        if _write_rules(recorder, segment, rules or {}):
            recorder.raise_version(changed)
        if recorder.changes:
            recorder.touches(*accounts_in_segments([segment.pk]))
    return changed


def create_role(actor: User | None, **fields: Any) -> Role:
    """Add a role to the catalogue. *Raises* ValidationError."""
    role = Role(**fields)
    with act("create_role", actor, None, _("Created the role %(name)s") % {"name": role}) as recorder:
        return recorder.insert(role)


def edit_role(actor: User | None, role: Role, expected_version: int, **fields: Any) -> Role:
    """Change a role; whether it decides concerns every account. *Raises* StaleEdit, ValidationError."""
    with act("edit_role", actor, None, _("Edited the role %(name)s") % {"name": role}) as recorder:
        changed = recorder.change(role, expected_version, **fields)
        if recorder.changes:
            recorder.touches(*all_account_ids())
        return changed


def _rules_after(segment: Segment, rules: Rules) -> Rules:
    kept = {row.role: RoleRule(row.is_required, row.cadence_days) for row in _rows(segment).values()}
    return {**kept, **rules}


def _refuse_slow_cadences(half_life_days: int, rules: Rules) -> None:
    cadences = {role.name: rule.cadence_days for role, rule in rules.items()}
    slow = too_slow(half_life_days, cadences)
    if slow:
        words = _(
            "With a half-life of %(half_life)d days a cadence can be at most %(longest)d days: "
            "after that the relationship has faded anyway (%(roles)s)."
        )
        figures = {"half_life": half_life_days, "longest": longest_cadence(half_life_days), "roles": ", ".join(slow)}
        raise ValidationError(words % figures)


def _rows(segment: Segment) -> dict[int, SegmentRole]:
    return {row.role_id: row for row in segment.segment_roles.select_related("role")}


def _write_rules(recorder: Recorder, segment: Segment, rules: Rules) -> bool:
    """Write the rules that differ from what is kept and say whether any did."""
    rows, written = _rows(segment), len(recorder.changes)
    for role, rule in rules.items():
        row = rows.get(role.pk)
        if row is not None:
            recorder.change(row, is_required=rule.is_required, cadence_days=rule.cadence_days)
        elif rule != RoleRule():
            recorder.insert(SegmentRole(segment=segment, role=role, **vars(rule)))
    return len(recorder.changes) > written
