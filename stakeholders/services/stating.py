"""What is stated takes the place of what was assumed; what is denied is not assumed of that title again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from accounts.services.acts import Recorder
from accounts.services.importing.bulk import insert_many
from csm.foundation.facts import Basis
from stakeholders.domain.titles.settling import title_key
from stakeholders.models import Position, RoleHolding, RuledOut, Stakeholder

GUESSABLE = ("level", "department")


def said_of_position(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a position: a level or department that is given is stated, unless its basis is given too."""
    bases = {f"{name}_basis": Basis.STATED.value for name in GUESSABLE if name in fields}
    return {**bases, **fields}


def rule_out_cleared(recorder: Recorder, former: Position | None, fresh: Position, fields: Mapping[str, Any]) -> None:
    """Somebody emptied a level or a department that was assumed: it is not to be assumed of this title again."""
    for name in GUESSABLE:
        was_assumed = former is not None and getattr(former, f"{name}_basis") == Basis.ASSUMED
        if was_assumed and fields.get(name) == "":
            rule_out(recorder, fresh.stakeholder, fresh.title, name)


def rule_out(recorder: Recorder, stakeholder: Stakeholder, title: str, field: str, role: Any = None) -> RuledOut:
    """Remember that something is not to be assumed of a stakeholder while they have this title."""
    return recorder.insert(RuledOut(stakeholder=stakeholder, title=title_key(title), field=field, role=role))


def rule_out_many(recorder: Recorder, stakeholders: Iterable[Stakeholder], field: str, on: date) -> None:
    """Remember of many that something is not to be assumed while they have the title they have on a day."""
    wanted = list(stakeholders)
    held = Position.objects.valid_at(on).filter(stakeholder__in=wanted) if wanted else Position.objects.none()
    titles = dict(held.values_list("stakeholder_id", "title"))
    insert_many(
        recorder,
        [RuledOut(stakeholder=each, title=title_key(titles.get(each.pk, "")), field=field) for each in wanted],
    )


def rule_out_role(recorder: Recorder, holding: RoleHolding, on: date) -> None:
    """A role was denied or ended, assumed or stated: the title they have then no longer lets it be assumed."""
    held = Position.objects.valid_at(on).filter(stakeholder_id=holding.stakeholder_id)
    title = held.values_list("title", flat=True).first() or ""
    if title:
        rule_out(recorder, holding.stakeholder, title, RuledOut.Field.ROLE, holding.role)


def make_way(recorder: Recorder, stakeholder: Stakeholder, role: Any, on: date | None) -> None:
    """Where a role is stated from a day on, the same role is no longer assumed from then."""
    held = RoleHolding.objects.standing().filter(stakeholder=stakeholder, role=role, basis=Basis.ASSUMED)
    for holding in held:
        if on is None or (holding.valid_from is not None and holding.valid_from >= on):
            recorder.retract(holding)
        elif holding.valid_to is None or holding.valid_to > on:
            recorder.close(holding, on)
