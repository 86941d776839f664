"""The people of one customer: seats, reporting lines and other connections, before anything happens to them."""

from dataclasses import dataclass
from random import Random
from typing import Final

from stakeholders.domain.demo.cultures import Culture, ascii_name, draw_name
from stakeholders.domain.demo.drafts import PersonDraft
from stakeholders.domain.demo.seats import (
    CHAMPION,
    CHIEF,
    COMPLIANCE,
    FINANCE,
    FIXED,
    IT,
    PROCUREMENT,
    SECURITY,
    SPONSOR,
)
from stakeholders.domain.demo.titles import CHANCE_OF_USUAL, MANAGEMENT, PATTERNS, USING, USUAL, title_of
from stakeholders.domain.sky import Level

CHANNELS: Final = ("e-mail", "phone", "video call", "chat", "")
ENGLISH_TITLES: Final = 0.3  # share of people with an English title where the language is another
# Department, level and manager's seat of the fixed seats; None is the department that uses the product.
SEATS: Final[tuple[tuple[str | None, Level, int | None], ...]] = (
    (MANAGEMENT, Level.EXECUTIVE, None),
    (None, Level.DIRECTOR, CHIEF),
    ("Finance", Level.EXECUTIVE, CHIEF),
    (None, Level.INDIVIDUAL, CHAMPION),
    ("Operations", Level.VP, CHIEF),
    ("IT", Level.DIRECTOR, SPONSOR),
    ("Procurement", Level.MANAGER, FINANCE),
    ("Security", Level.MANAGER, IT),
    ("Compliance", Level.DIRECTOR, CHIEF),
)
SMALL: Final = 8  # below this size the champion is a manager


@dataclass(slots=True)
class Seat:
    """One place in the organisation chart and who sits there."""

    department: str
    level: Level
    boss: int | None
    person: PersonDraft
    title: str


@dataclass(slots=True)
class Organisation:
    """Seats by number; `team` are those whose reporting line runs through the champion."""

    seats: list[Seat]
    team: list[int]
    culture: Culture
    domain: str

    def has(self, *numbers: int) -> list[int]:
        return [number for number in numbers if number < len(self.seats)]


class Recruiter:
    """Draws people for one customer; no two share an e-mail."""

    def __init__(self, random: Random, culture: Culture, domain: str, prefix: str) -> None:
        self.random, self.culture, self.domain, self.prefix = random, culture, domain, prefix
        self.taken: set[str] = set()
        self.names: set[str] = set()
        self.drawn = 0

    def person(self, name: str) -> PersonDraft:
        self.names.add(name)
        local = ascii_name(name)
        email, attempt = f"{local}@{self.domain}", 1
        while email in self.taken:
            attempt += 1
            email = f"{local}{attempt}@{self.domain}"
        self.taken.add(email)
        self.drawn += 1
        key = f"{self.prefix}-{self.drawn:03d}"
        channel = self.random.choice(CHANNELS)
        return PersonDraft(key, name, email, self.culture.language, self.culture.time_zone, channel)

    def _new_name(self) -> tuple[str, bool]:
        """A name that nobody here has yet, as far as a few tries find one."""
        tries = [draw_name(self.random, self.culture) for _try in range(3)]
        return next((drawn for drawn in tries if drawn[0] not in self.names), tries[0])

    def seat(self, department: str, level: Level, boss: int | None, named: tuple[str, bool] | None = None) -> Seat:
        name, is_woman = named or self._new_name()
        language = self.culture.language if self.random.random() > ENGLISH_TITLES else "en"
        title = title_of(
            department, level, language if language in PATTERNS else "en", is_woman, self.random.randrange(12)
        )
        return Seat(department, level, boss, self.person(name), title)


def draw_organisation(
    recruiter: Recruiter, size: int, people: dict[int, tuple[str, bool]], industry: str
) -> Organisation:
    """Draw an organisation of `size` people, at least four; `people` names some seats."""
    recruiter.names.update(name for name, _is_woman in people.values())
    using = _using_department(recruiter.random, industry)
    seats = [_fixed_seat(recruiter, number, size, using, people.get(number)) for number in range(min(size, FIXED))]
    organisation = Organisation(seats, [], recruiter.culture, recruiter.domain)
    _fill(recruiter, organisation, size, using)
    organisation.team = [number for number in range(len(seats)) if _is_under(seats, number)]
    return organisation


def _using_department(random: Random, industry: str) -> str:
    """The department that uses the product."""
    drawn = random.choice(USING)
    return USUAL.get(industry, drawn) if random.random() < CHANCE_OF_USUAL else drawn


def _fixed_seat(recruiter: Recruiter, number: int, size: int, using: str, named: tuple[str, bool] | None) -> Seat:
    department, level, boss = SEATS[number]
    if number == CHAMPION and size < SMALL:
        level = Level.MANAGER
    if number == FINANCE and size < 2 * SMALL:
        level = Level.DIRECTOR
    if number == SPONSOR and using == "Operations":
        department = "Product"
    return recruiter.seat(department or using, level, boss, named)


def _fill(recruiter: Recruiter, organisation: Organisation, size: int, using: str) -> None:
    """Fill the other seats: about half in the champion's team, the others under the other heads."""
    random, seats = recruiter.random, organisation.seats
    managers = [CHAMPION]
    heads = organisation.has(FINANCE, SPONSOR, IT, PROCUREMENT, SECURITY, COMPLIANCE)
    while len(seats) < size:
        if random.random() < 0.5:
            is_manager = random.random() < 0.22
            boss = CHAMPION if is_manager else random.choice(managers)
            if is_manager:
                managers.append(len(seats))
            seats.append(recruiter.seat(using, Level.MANAGER if is_manager else Level.INDIVIDUAL, boss))
        elif random.random() < 0.15:
            department = random.choice([each for each in USING if each != using])
            heads.append(len(seats))
            seats.append(recruiter.seat(department, random.choice((Level.VP, Level.DIRECTOR)), CHIEF))
        else:
            boss = random.choice(heads)
            level = Level.MANAGER if random.random() < 0.2 else Level.INDIVIDUAL
            seats.append(recruiter.seat(seats[boss].department, level, boss))


def _is_under(seats: list[Seat], number: int) -> bool:
    boss = seats[number].boss
    while boss is not None:
        if boss == CHAMPION:
            return True
        boss = seats[boss].boss
    return False
