"""Position, roles and assessment of stakeholders: what a row changes, as dated facts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar

from accounts.domain.importing.intervals import fact_at, holds, next_start
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import is_same
from accounts.models import Role
from accounts.services.acts import Recorder
from accounts.services.importing.bulk import close_many, insert_many
from accounts.services.importing.fresh import fresh
from csm.foundation.facts import Basis, DatedFact, Recorded
from stakeholders.domain.titles.settling import title_key
from stakeholders.models import Assessment, Position, RoleHolding, RuledOut, Stakeholder
from stakeholders.selectors.title_rules import rule_book
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.assuming_first import fill_position, first_assumptions
from stakeholders.services.importing.people_fields import AXES, POSITION
from stakeholders.services.stating import GUESSABLE, said_of_position

F = TypeVar("F", bound=DatedFact)
R = TypeVar("R", bound=Recorded)
Change = tuple[str, Any, Any]


class DatedFacts:
    """The dated facts of the stakeholders of one batch, and what is to be closed and added."""

    def __init__(self, stakeholder_ids: Iterable[int], took_up: Collection[int] = ()) -> None:
        """`took_up` are the persons into whom others were merged: roles that a file does not list stay."""
        ids = set(stakeholder_ids)
        self.took_up = took_up
        self.positions = _held(Position, ids)
        self.holdings = _held(RoleHolding, ids)
        self.assessments = _held(Assessment, ids)
        self.ruled_out = _held(RuledOut, ids)
        self.roles = {role.key: role for role in Role.objects.all()}
        self.role_names = {role.pk: role.name for role in self.roles.values()}
        self.book = rule_book()
        self.denying: list[RuledOut] = []
        self.settled: set[int] = set()
        self.closing: dict[type[DatedFact], dict[date, list[DatedFact]]] = defaultdict(lambda: defaultdict(list))
        self.adding: dict[type[DatedFact], list[DatedFact]] = defaultdict(list)

    def begin(self, row: Row, stakeholder: Stakeholder, as_of: date) -> None:
        """The first facts of somebody new: position and roles since they joined, the assessment from its day."""
        since = stakeholder.joined_on
        said = {name: row[name] for name in POSITION if name in row}
        position = fresh(Position, stakeholder=stakeholder, valid_from=since, **said)
        roles = [
            fresh(RoleHolding, stakeholder=stakeholder, role=self.roles[key], valid_from=since)
            for key in row.get("roles", ())
        ]
        axes = {name: row[name] for name in AXES if name in row}
        on = row.get("assessed_on") or max(as_of, since or as_of)
        thoughts = [fresh(Assessment, stakeholder=stakeholder, valid_from=on, **axes)] if axes else []
        assumed_roles, assumed_thoughts = first_assumptions(self.book, self.roles, position, roles, thoughts)
        self.adding[Position].append(position)
        self.adding[RoleHolding] += [*roles, *assumed_roles]
        self.adding[Assessment] += [*thoughts, *assumed_thoughts]

    def settle(self, row: Row, stakeholder: Stakeholder, as_of: date) -> list[Change]:
        """Compare a row with what holds on the day it speaks of; returns the changes."""
        on = max(as_of, stakeholder.joined_on or as_of)
        changes = [
            *self._settle_position(row, stakeholder, on),
            *self._settle_roles(row, stakeholder, on),
            *self._settle_assessment(row, stakeholder, row.get("assessed_on") or on),
        ]
        if changes:
            self.settled.add(stakeholder.pk)
        return changes

    def _settle_position(self, row: Row, stakeholder: Stakeholder, on: date) -> list[Change]:
        facts = self.positions[stakeholder.pk]
        held = fact_at(facts, on)
        said = {name: row[name] for name in POSITION if name in row}
        guessed = {name for name in GUESSABLE if getattr(held, f"{name}_basis", "") == Basis.ASSUMED}
        changes = [
            (name, getattr(held, name, ""), new)
            for name, new in said.items()
            if not is_same(getattr(held, name, ""), new) or name in guessed
        ]
        if changes:
            bases = {f"{name}_basis": getattr(held, f"{name}_basis", Basis.STATED) for name in GUESSABLE}
            carried = {**{name: getattr(held, name, "") for name in POSITION}, **bases}
            fresh = Position(stakeholder=stakeholder, **{**carried, **said_of_position(said)})
            self._replace(held, facts, fill_position(fresh, self.book, self.ruled_out[stakeholder.pk]), on)
        return changes

    def _settle_roles(self, row: Row, stakeholder: Stakeholder, on: date) -> list[Change]:
        if "roles" not in row:
            return []
        facts = self.holdings[stakeholder.pk]
        held = [fact for fact in facts if holds(fact, on)]
        wanted = {self.roles[key].pk: self.roles[key] for key in row["roles"]}
        stated = {fact.role_id for fact in held if fact.basis != Basis.ASSUMED}
        ending = [fact for fact in held if (fact.role_id in wanted) == (fact.basis == Basis.ASSUMED)]
        if stakeholder.person_id in self.took_up:
            ending = [fact for fact in ending if fact.role_id in wanted]
        missing = [role for pk, role in wanted.items() if pk not in stated]
        self.closing[RoleHolding][on] += ending
        title = row.get("title", getattr(fact_at(self.positions[stakeholder.pk], on), "title", ""))
        self.denying += [
            RuledOut(stakeholder=stakeholder, title=title_key(title), field=RuledOut.Field.ROLE, role_id=fact.role_id)
            for fact in ending
            if fact.role_id not in wanted
        ]
        for role in missing:
            until = next_start([fact for fact in facts if fact.role_id == role.pk and fact not in ending], on)
            fresh = RoleHolding(stakeholder=stakeholder, role=role, valid_from=on, valid_to=until)
            self.adding[RoleHolding].append(fresh)
        before = sorted(self.role_names[fact.role_id] for fact in held if fact.role_id in stated)
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
        insert_many(recorder, self.denying)
        settle_assumptions(recorder, self.settled, self.book)


def _held(model: type[R], stakeholder_ids: set[int]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    held = model._default_manager.filter(retracted_at__isnull=True, stakeholder_id__in=stakeholder_ids)
    for fact in held if stakeholder_ids else ():
        found[fact.stakeholder_id].append(fact)  # type: ignore[attr-defined]
    return found
