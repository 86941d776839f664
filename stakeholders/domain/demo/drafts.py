"""What is drawn, as plain data. People are referred to by their number in the account, ours by their staff number."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.sky import Basis, ConnectionKind, Level, TouchKind, TouchLevel


class PersonDraft(NamedTuple):
    """A human being; `key` is the same at both customers of somebody who moved."""

    key: str
    name: str
    email: str
    language: str
    time_zone: str
    channel: str


class PositionDraft(NamedTuple):
    title: str
    department: str
    level: Level
    level_basis: Basis
    since: date | None
    until: date | None


class RoleDraft(NamedTuple):
    role: str
    since: date | None
    until: date | None
    basis: Basis


class AssessmentDraft(NamedTuple):
    influence: int | None
    authority: int | None
    importance: int | None
    sentiment: int | None
    assumed: tuple[str, ...]
    since: date
    until: date | None


@dataclass(slots=True)
class StarDraft:
    """A stakeholder; `successor` is the number of another one."""

    person: PersonDraft
    joined_on: date | None
    recorded_on: date
    left_on: date | None = None
    reason: str = ""
    successor: int | None = None
    positions: list[PositionDraft] = field(default_factory=list)
    roles: list[RoleDraft] = field(default_factory=list)
    assessments: list[AssessmentDraft] = field(default_factory=list)
    confirmed: list[date] = field(default_factory=list)

    def is_present(self, on: date) -> bool:
        return (self.joined_on is None or self.joined_on <= on) and (self.left_on is None or on < self.left_on)


class LinkDraft(NamedTuple):
    kind: ConnectionKind
    from_: int
    to: int
    since: date | None
    until: date | None
    basis: Basis


class TouchDraft(NamedTuple):
    at: datetime
    on: date
    kind: TouchKind
    is_two_way: bool
    users: tuple[int, ...]
    stars: tuple[int, ...]
    subject: str


class ContractDraft(NamedTuple):
    product: str
    starts_on: date
    ends_on: date
    annual_value: Decimal
    currency: str
    outcome: str


class JobDraft(NamedTuple):
    """One of ours has a job on the account from a date to another (exclusive)."""

    user: int
    job: str
    since: date
    until: date | None


@dataclass(slots=True)
class AccountDraft:
    """One customer account with everything known of it."""

    index: int
    situation: Situation
    name: str
    touch_level: TouchLevel
    industry: str
    region: str
    employees: int
    domain: str
    phase: str
    owner: int
    parent: int | None
    since: date
    jobs: list[JobDraft]
    contracts: list[ContractDraft]
    stars: list[StarDraft] = field(default_factory=list)
    links: list[LinkDraft] = field(default_factory=list)
    touches: list[TouchDraft] = field(default_factory=list)


class StaffDraft(NamedTuple):
    """One of ours; `team` is the name of the team, `manages` the one led."""

    name: str
    email: str
    role: str
    team: str
    manages: str
    archetype: str
    time_zone: str
    works_as: str
    active_from: date
    active_to: date | None
