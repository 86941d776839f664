"""Position, roles and assessment of stakeholders: what a row changes, as dated facts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from accounts.domain.importing.intervals import fact_at, holds, next_start
from accounts.domain.importing.rows import Row
from accounts.models import Role
from accounts.services.acts import Recorder
from accounts.services.importing.bulk import close_many, insert_many
from csm.foundation.facts import Basis, DatedFact
from stakeholders.models import Assessment, Position, RoleHolding, Stakeholder
from stakeholders.services.importing.people_fields import AXES, POSITION

F = TypeVar("F", bound=DatedFact)
Change = tuple[str, Any, Any]


class DatedFacts:
    """The dated facts of the stakeholders of one batch, and what is to be closed and added."""

    def __init__(self, stakeholder_ids: Iterable[int]) -> None:
        ids = set(stakeholder_ids)
        self.positions = _held(Position, ids)
        self.holdings = _held(RoleHolding, ids)
        self.assessments = _held(Assessment, ids)
        self.roles = {role.key: role for role in Role.objects.all()}
        self.role_names = {role.pk: role.name for role in self.roles.values()}
        self.closing: dict[type[DatedFact], dict[date, list[DatedFact]]] = defaultdict(lambda: defaultdict(list))
        self.adding: dict[type[DatedFact], list[DatedFact]] = defaultdict(list)

    def begin(self, row: Row, stakeholder: Stakeholder, as_of: date) -> None:
        """The first facts of somebody new: position and roles since they joined, the assessment from its day."""
        since = stakeholder.joined_on
        said = {name: row[name] for name in POSITION if name in row}
        self.adding[Position].append(Position(stakeholder=stakeholder, valid_from=since, **said))
        for key in row.get("roles", ()):
            self.adding[RoleHolding].append(
                RoleHolding(stakeholder=stakeholder, role=self.roles[key], valid_from=since)
            )
        axes = {name: row[name] for name in AXES if name in row}
        if axes:
            on = row.get("assessed_on") or max(as_of, since or as_of)
            self.adding[Assessment].append(Assessment(stakeholder=stakeholder, valid_from=on, **axes))

    def settle(self, row: Row, stakeholder: Stakeholder, as_of: date) -> list[Change]:
        """Compare a row with what holds on the day it speaks of; returns the changes."""
        on = max(as_of, stakeholder.joined_on or as_of)
        return [
            *self._settle_position(row, stakeholder, on),
            *self._settle_roles(row, stakeholder, on),
            *self._settle_assessment(row, stakeholder, row.get("assessed_on") or on),
        ]

    def _settle_position(self, row: Row, stakeholder: Stakeholder, on: date) -> list[Change]:
        facts = self.positions[stakeholder.pk]
        held = fact_at(facts, on)
        said = {name: row[name] for name in POSITION if name in row}
        changes = [(name, getattr(held, name, ""), new) for name, new in said.items() if getattr(held, name, "") != new]
        if changes:
            basis = Basis.STATED if "level" in said else getattr(held, "level_basis", Basis.STATED)
            carried = {name: getattr(held, name, "") for name in POSITION}
            self._replace(held, facts, Position(stakeholder=stakeholder, level_basis=basis, **{**carried, **said}), on)
        return changes

    def _settle_roles(self, row: Row, stakeholder: Stakeholder, on: date) -> list[Change]:
        if "roles" not in row:
            return []
        facts = self.holdings[stakeholder.pk]
        held = [fact for fact in facts if holds(fact, on)]
        wanted = {self.roles[key].pk: self.roles[key] for key in row["roles"]}
        ending = [fact for fact in held if fact.role_id not in wanted]
        missing = [role for pk, role in wanted.items() if pk not in {fact.role_id for fact in held}]
        self.closing[RoleHolding][on] += ending
        for role in missing:
            until = next_start([fact for fact in facts if fact.role_id == role.pk], on)
            fresh = RoleHolding(stakeholder=stakeholder, role=role, valid_from=on, valid_to=until)
            self.adding[RoleHolding].append(fresh)
        before = sorted(self.role_names[fact.role_id] for fact in held)
        after = sorted(role.name for role in wanted.values())
        return [("roles", before, after)] if ending or missing else []

    def _settle_assessment(self, row: Row, stakeholder: Stakeholder, on: date) -> list[Change]:
        facts = self.assessments[stakeholder.pk]
        held = fact_at(facts, on)
        said = {name: row[name] for name in AXES if name in row}
        guessed = set(held.assumed) if held else set()
        changes = [
            (name, getattr(held, name, None), new)
            for name, new in said.items()
            if getattr(held, name, None) != new or name in guessed
        ]
        if changes:
            carried = {name: getattr(held, name, None) for name in AXES}
            fresh = Assessment(stakeholder=stakeholder, assumed=sorted(guessed - set(said)), **{**carried, **said})
            self._replace(held, facts, fresh, on)
        return changes

    def _replace(self, held: F | None, facts: list[F], fresh: F, on: date) -> None:
        fresh.valid_from = on
        fresh.valid_to = held.valid_to if held is not None else next_start(facts, on)
        if held is not None:
            self.closing[type(held)][on].append(held)
        self.adding[type(fresh)].append(fresh)

    def write(self, recorder: Recorder) -> None:
        """Close first, then add: intervals of a kind never overlap."""
        for by_day in self.closing.values():
            for on, facts in by_day.items():
                close_many(recorder, facts, on)
        for added in self.adding.values():
            insert_many(recorder, added)


def _held(model: type[F], stakeholder_ids: set[int]) -> dict[int, list[F]]:
    found: dict[int, list[F]] = defaultdict(list)
    held = model._default_manager.filter(retracted_at__isnull=True, stakeholder_id__in=stakeholder_ids)
    for fact in held if stakeholder_ids else ():
        found[fact.stakeholder_id].append(fact)  # type: ignore[attr-defined]
    return found
