"""The map of an account at a date, as frozen data: what the loader builds and all conclusions read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Basis(StrEnum):
    """Where a fact comes from: somebody said so, a rule guessed it, or it follows from other facts."""

    STATED = "stated"
    ASSUMED = "assumed"
    DERIVED = "derived"


class Level(StrEnum):
    """Seniority of a position; leaders are the first three."""

    EXECUTIVE = "executive"
    VP = "vp"
    DIRECTOR = "director"
    MANAGER = "manager"
    INDIVIDUAL = "individual"

    @property
    def is_leader(self) -> bool:
        return self in {Level.EXECUTIVE, Level.VP, Level.DIRECTOR}


class ConnectionKind(StrEnum):
    """How two stakeholders of one account stand to each other.

    `reports_to`: from the report to the manager. `influences`: from who influences to who is
    influenced. `works_with`, `opposes` and `met_together` have no direction.
    """

    REPORTS_TO = "reports_to"
    WORKS_WITH = "works_with"
    INFLUENCES = "influences"
    OPPOSES = "opposes"
    MET_TOGETHER = "met_together"


class TouchKind(StrEnum):
    """What kind of interaction a touchpoint was."""

    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    JOINT_SESSION = "joint_session"
    TRAINING = "training"
    EVENT = "event"


class TouchLevel(StrEnum):
    """How closely a segment is served."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RoleHeld(NamedTuple):
    """A role a star holds on the date of the sky. Orphaned when the star is no longer present."""

    fact_id: int
    role: str  # key of the role, e.g. "decision_maker"
    decides: bool
    basis: Basis
    since: date | None  # None: since before our records


class Assessed(NamedTuple):
    """What we think of a star on the date of the sky; None is unknown, never 0 or the middle."""

    fact_id: int
    influence: int | None  # 0-10
    authority: int | None  # 0-10
    importance: int | None  # 0-10
    sentiment: int | None  # -2..2
    assumed: frozenset[str]  # names of the axes above that a rule guessed
    since: date | None  # None: since before our records


class Recognised(NamedTuple):
    """The latest time a star was recognised on or before the date of the sky."""

    fact_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Star:
    """One stakeholder in the sky: their position at the account as it stood on the date.

    Stars who had left by the date are in the sky too, `left_on <= sky.as_of`; their role holdings that
    nobody ended are the orphaned roles. Stars who joined later are not in the sky.
    """

    id: int  # stakeholder id
    number: int  # permanent number within the account, 0-based, never reused: row of the table of worlds
    person_id: int
    name: str
    title: str = ""
    department: str = ""  # "" is unknown
    level: Level | None = None
    level_basis: Basis = Basis.STATED
    joined_on: date | None = None
    left_on: date | None = None  # first day absent
    leaves_on: date | None = None  # first day absent of a departure announced by the date of the sky, later than it
    successor_id: int | None = None  # stakeholder id, when one was named
    roles: tuple[RoleHeld, ...] = ()
    assessed: Assessed | None = None
    confirmed_on: date | None = None  # last confirmation by recording, Yes button or assessment (not by touch)
    department_basis: Basis = Basis.STATED
    recognised: Recognised | None = None

    def is_present(self, as_of: date) -> bool:
        return self.left_on is None or self.left_on > as_of


class Ours(NamedTuple):
    """One of our users: whoever is on the account team at the date or took part in a touchpoint."""

    id: int
    name: str
    is_active: bool  # active on the date of the sky; only these carry relationships
    jobs: tuple[str, ...] = ()  # jobs on the account team at the date; empty when not on it


class Touch(NamedTuple):
    """One touchpoint on or before the date of the sky, with who took part on both sides."""

    id: int
    on: date
    kind: TouchKind
    is_two_way: bool
    users: tuple[int, ...]  # user ids
    stars: tuple[int, ...]  # stakeholder ids
    subject: str = ""


class Link(NamedTuple):
    """A recorded connection valid on the date (never `met_together`, which is derived from touches)."""

    id: int
    kind: ConnectionKind
    from_id: int  # stakeholder id
    to_id: int  # stakeholder id
    basis: Basis
    since: date | None  # None: since before our records


@dataclass(frozen=True, slots=True)
class Terms:
    """What the account's segment promises and expects."""

    segment: str = ""
    touch_level: TouchLevel = TouchLevel.MEDIUM
    half_life_days: float = 60.0
    cadence_days: Mapping[str, int] = field(default_factory=dict)  # role key -> days; a role without one is absent
    required_roles: tuple[str, ...] = ()  # role keys
    balance_low: float = 0.3  # leaders' share of relationship strength, 0-1
    balance_high: float = 0.7


@dataclass(frozen=True, slots=True)
class Hazards:
    """Departures per person-year by level, as estimated on a date; `prior` where the level is unknown."""

    rates: Mapping[Level, float] = field(default_factory=dict)
    prior: float = 0.17773
    estimated_on: date | None = None

    def of(self, level: Level | None) -> float:
        return self.prior if level is None else self.rates.get(level, self.prior)


@dataclass(frozen=True, slots=True)
class Sky:
    """The map of one account at a date: the only input of every conclusion.

    `touches` are all standing touchpoints with `on <= as_of`, oldest first. `dismissed` are unordered pairs of
    stakeholder ids (smaller id first) whose derived *met together* was dismissed.
    """

    account_id: int
    as_of: date
    stars: tuple[Star, ...]
    ours: tuple[Ours, ...]
    links: tuple[Link, ...] = ()
    touches: tuple[Touch, ...] = ()
    dismissed: frozenset[tuple[int, int]] = frozenset()
    terms: Terms = field(default_factory=Terms)
    hazards: Hazards = field(default_factory=Hazards)
    facts_version: int = 0  # version read before the facts; 0 in made-up skies
