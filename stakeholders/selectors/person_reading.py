"""One person across the accounts a viewer may see; of the others only that there are some."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from accounts.models import Account
from accounts.visibility import Viewer
from stakeholders.domain.findings import Findings, find
from stakeholders.domain.sky import Sky, Star
from stakeholders.domain.strength import Relationship
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.models import (
    Assessment,
    Connection,
    Person,
    Position,
    Recognition,
    RoleHolding,
    Stakeholder,
    Touchpoint,
)
from stakeholders.models.words import SENTIMENT_LABELS
from stakeholders.selectors.assumed_reading import AssumedLine, assumed_lines
from stakeholders.selectors.promises import Pending, pending_of
from stakeholders.selectors.skies import skies_at
from stakeholders.selectors.title_rules import rule_book

LAST_TOUCHES = 12
LATEST = F("valid_from").desc(nulls_last=True)


class Held(NamedTuple):
    """One relationship of ours with the person at one account."""

    user: str
    relationship: Relationship


class AssessmentLine(NamedTuple):
    """One assessment, with the sentiment in words."""

    row: Assessment
    sentiment: str


@dataclass(frozen=True)
class Seat:
    """The person's time at one account that the viewer sees."""

    row: Stakeholder
    on: date
    positions: Sequence[Position]
    roles: Sequence[RoleHolding]
    assessments: Sequence[AssessmentLine]
    connections: Sequence[Connection]
    findings: Findings | None
    may_edit: bool
    assumed_lines: Sequence[AssumedLine] = ()
    pending: Pending = field(default_factory=Pending)

    @property
    def account(self) -> Account:
        return self.row.account

    @property
    def is_present(self) -> bool:
        return self.row.left_on is None or self.row.left_on > self.on

    @property
    def leaves_on(self) -> date | None:
        """The announced first day absent of somebody who is still there."""
        return self.row.left_on if self.is_present else None

    @property
    def successor(self) -> str:
        """Who was named to succeed them, where somebody was."""
        stars = {star.id: star for star in self.findings.sky.stars} if self.findings else {}
        heir = stars[self.row.pk].successor_id if self.row.pk in stars else None
        return stars[heir].name if heir in stars else ""

    @property
    def as_star(self) -> dict[str, Any]:
        """What the menu about somebody needs to know."""
        return {"id": self.row.pk, "name": self.row.person.name, "leaves_on": self.leaves_on}

    @property
    def now(self) -> Position | None:
        """The position today, or the last one of somebody who left."""
        return self.positions[0] if self.positions else None

    @property
    def relationships(self) -> list[Held]:
        if self.findings is None:
            return []
        users = {user.id: user.name for user in self.findings.sky.ours}
        known = [each for each in self.findings.known if each.star_id == self.row.pk]
        return [Held(users[each.user_id], each) for each in sorted(known, key=lambda each: -each.strength)]

    @property
    def met(self) -> list[Star]:
        """Whom they met together with us, which counts as a connection until somebody dismisses it."""
        if self.findings is None:
            return []
        stars = {star.id: star for star in self.findings.sky.stars}
        pairs = [pair for pair in self.findings.met if self.row.pk in pair]
        others = (one if other == self.row.pk else other for one, other in pairs)
        return sorted((stars[other] for other in others if other in stars), key=lambda star: star.name)

    @property
    def promise(self) -> Any:
        promises = self.findings.promises if self.findings else ()
        return next((each for each in promises if each.star_id == self.row.pk), None)

    @property
    def turn(self) -> str:
        users = {user.id: user.name for user in self.findings.sky.ours} if self.findings else {}
        return users.get(self.promise.turn_user_id, "") if self.promise else ""


@dataclass(frozen=True)
class PersonReading:
    """All that the page of a person says, in a fixed number of queries."""

    person: Person
    viewer: Viewer
    on: date

    @cached_property
    def rows(self) -> list[Stakeholder]:
        mine: Any = Stakeholder.objects.visible_to(self.viewer)
        rows = mine.filter(person=self.person, account__retracted_at__isnull=True).select_related("account", "person")
        return sorted(rows, key=lambda row: (row.left_on is not None and row.left_on <= self.on, -row.pk))

    @cached_property
    def hidden_count(self) -> int:
        """At how many other customers they are or were that the viewer does not see."""
        shown = {row.pk for row in self.rows}
        every = Stakeholder.objects.standing().filter(person=self.person, account__retracted_at__isnull=True)
        return every.exclude(pk__in=shown).count()

    @cached_property
    def seats(self) -> list[Seat]:
        """Everywhere the viewer sees them, present first."""
        positions = self._by_stakeholder(Position.objects.standing().order_by(LATEST, "-pk"))
        roles = self._by_stakeholder(RoleHolding.objects.standing().select_related("role").order_by("role__position"))
        assessments = self._by_stakeholder(Assessment.objects.standing().order_by(LATEST, "-pk"))
        skies = skies_at([row.account_id for row in self.rows], self.on)
        ties, book = self._ties(), rule_book()
        pending = pending_of([row.pk for row in self.rows], self.on)
        return [
            Seat(
                row=row,
                on=self.on,
                positions=positions.get(row.pk, []),
                roles=roles.get(row.pk, []),
                assessments=[AssessmentLine(each, _sentiment(each)) for each in assessments.get(row.pk, [])],
                connections=ties.get(row.pk, []),
                findings=find(skies[row.account_id]) if row.account_id in skies else None,
                may_edit=row.account_id in self._editable,
                assumed_lines=self._assumed(skies.get(row.account_id), row, roles.get(row.pk, []), book),
                pending=pending[row.pk],
            )
            for row in self.rows
        ]

    def _assumed(
        self, sky: Sky | None, row: Stakeholder, roles: Sequence[RoleHolding], book: RuleBook
    ) -> list[AssumedLine]:
        star = (
            next((star for star in sky.stars if star.id == row.pk and star.is_present(self.on)), None) if sky else None
        )
        return assumed_lines(star, {held.role.key: held.role.name for held in roles}, book) if star else []

    @cached_property
    def last_touches(self) -> list[Touchpoint]:
        """The latest touchpoints with them at any account the viewer sees."""
        ids = [row.pk for row in self.rows]
        rows = Touchpoint.objects.standing().filter(stakeholder_links__stakeholder_id__in=ids).distinct()
        related = rows.select_related("account").prefetch_related("users", "stakeholders__person")
        return list(related.order_by("-touched_on", "-pk")[:LAST_TOUCHES])

    @cached_property
    def recognitions(self) -> list[Recognition]:
        """When they were recognised at any account the viewer sees, the latest first."""
        ids = [row.pk for row in self.rows]
        rows = Recognition.objects.standing().filter(stakeholder_links__stakeholder_id__in=ids).distinct()
        return list(rows.select_related("account"))

    @property
    def may_edit(self) -> bool:
        """Whether the viewer may change what is known of the person: through any of their accounts."""
        return bool(self._editable)

    @property
    def edited_through(self) -> Stakeholder | None:
        return next((row for row in self.rows if row.account_id in self._editable), None)

    @cached_property
    def _editable(self) -> frozenset[int]:
        mine: Any = Account.objects.editable_by(self.viewer)
        return frozenset(mine.filter(pk__in=[row.account_id for row in self.rows]).values_list("pk", flat=True))

    def _by_stakeholder(self, facts: "QuerySet[Any]") -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for fact in facts.filter(stakeholder_id__in=[row.pk for row in self.rows]):
            found.setdefault(fact.stakeholder_id, []).append(fact)
        return found

    def _ties(self) -> dict[int, list[Connection]]:
        ids = {row.pk for row in self.rows}
        rows = Connection.objects.valid_at(self.on).select_related("from_stakeholder__person", "to_stakeholder__person")
        found: dict[int, list[Connection]] = {}
        for row in (rows.filter(from_stakeholder_id__in=ids) | rows.filter(to_stakeholder_id__in=ids)).order_by("pk"):
            for end in ids.intersection((row.from_stakeholder_id, row.to_stakeholder_id)):
                found.setdefault(end, []).append(row)
        return found


def _sentiment(row: Assessment) -> str:
    return "" if row.sentiment is None else str(SENTIMENT_LABELS[row.sentiment])


class SeatLine(NamedTuple):
    """Where somebody is or was, in one line of the list."""

    row: Stakeholder
    position: Position | None
    is_past: bool


def seats_of(persons: Sequence[Person], viewer: Viewer, on: date) -> Iterator[tuple[Person, list[SeatLine]]]:
    """The positions of persons that the viewer sees, present ones first, in two queries."""
    mine: Any = Stakeholder.objects.visible_to(viewer).filter(person__in=persons).select_related("account")
    rows = list(mine.order_by("pk"))
    positions: dict[int, Position] = {}
    latest = Position.objects.standing().filter(stakeholder__in=rows).order_by(LATEST)
    for position in latest:
        positions.setdefault(position.stakeholder_id, position)
    for person in persons:
        held = [row for row in rows if row.person_id == person.pk]
        lines = [SeatLine(row, positions.get(row.pk), row.left_on is not None and row.left_on <= on) for row in held]
        yield person, sorted(lines, key=lambda line: line.is_past)
