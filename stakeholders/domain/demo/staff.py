"""Our side of the made-up portfolio: a dozen people at sixty accounts, more of each kind when there are more."""

from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Final

from stakeholders.domain.demo.cultures import ascii_name, draw_culture, draw_name
from stakeholders.domain.demo.drafts import StaffDraft

OUR_DOMAIN: Final = "constellation.example"
NORTH, SOUTH, SALES = "Demo team North", "Demo team South", "Demo sales"
CSM, EXECUTIVE_JOB, SELLER, ENGINEER = "csm", "executive_sponsor", "account_executive", "sales_engineer"
ARCHETYPES: Final = ("adopt_renew_expand", "adopt_renew", "adopt_renew_upsell", "adopt")
# name, role, team, team managed, archetype, time zone, job on accounts
CORE: Final = (
    ("Ada Lindqvist", "administrator", "", "", "", "Europe/Stockholm", ""),
    ("Otto Berger", "operations", "", "", "", "Europe/Berlin", ""),
    ("Edda Nakamura", "executive", "", "", "", "Europe/London", EXECUTIVE_JOB),
    ("Mara Okafor", "manager", "", NORTH, "", "Europe/London", ""),
    ("Mateo Ferreira", "manager", "", SOUTH, "", "Europe/Lisbon", ""),
    ("Cleo Hartmann", "csm", NORTH, "", ARCHETYPES[0], "Europe/Berlin", CSM),
    ("Carl Nowak", "csm", NORTH, "", ARCHETYPES[1], "Europe/Warsaw", CSM),
    ("Chiara Conti", "csm", SOUTH, "", ARCHETYPES[2], "Europe/Rome", CSM),
    ("Chidi Eze", "csm", SOUTH, "", ARCHETYPES[3], "Africa/Lagos", CSM),
    ("Ava Brooks", "csm", SALES, "", "", "America/New_York", SELLER),
    ("Andrés Gil", "csm", SALES, "", "", "Europe/Madrid", SELLER),
    ("Selma Vogel", "executive", "", "", "", "Europe/Berlin", EXECUTIVE_JOB),
    ("Priya Menon", "csm", SALES, "", "", "Asia/Kolkata", ENGINEER),
    ("Jonas Lund", "csm", NORTH, "", ARCHETYPES[1], "Europe/Stockholm", "former"),
)
FORMER: Final = 13
FIRST_CSM: Final = 5
# Jonas left us this many days before the date of the portfolio; his accounts were handed over then.
FORMER_LEFT_DAYS: Final = 160
ACCOUNTS_PER_CSM: Final = 40
ACCOUNTS_PER_SELLER: Final = 80
CSMS_PER_TEAM: Final = 8


@lru_cache(maxsize=8)
def draw_staff(accounts: int, seed: int, as_of: date) -> tuple[StaffDraft, ...]:
    """All of ours for a portfolio of this size; the first fourteen are always the same people."""
    core = [_core(row, as_of) for row in CORE]
    recruiter = _Recruiter(Random(f"{seed}/staff"), {each.email for each in core}, as_of)
    more = [recruiter.hire(SELLER, SALES) for _ in range(accounts // ACCOUNTS_PER_SELLER - 2)]
    for number in range(accounts // ACCOUNTS_PER_CSM - 4):
        team = f"Demo team {number // CSMS_PER_TEAM + 1:02d}"
        if number % CSMS_PER_TEAM == 0:
            more.append(recruiter.hire("", role="manager", manages=team))
        more.append(recruiter.hire(CSM, team, archetype=ARCHETYPES[number % len(ARCHETYPES)]))
    return (*core, *more)


@lru_cache(maxsize=32)
def working_as(staff: tuple[StaffDraft, ...], job: str) -> tuple[int, ...]:
    """The staff numbers of those who do this job."""
    return tuple(number for number, each in enumerate(staff) if each.works_as == job)


def _core(row: tuple[str, ...], as_of: date) -> StaffDraft:
    name, role, team, manages, archetype, zone, job = row
    left_on = as_of - timedelta(days=FORMER_LEFT_DAYS) if job == "former" else None
    email = f"{ascii_name(name).split('.')[0]}@{OUR_DOMAIN}"
    return StaffDraft(name, email, role, team, manages, archetype, zone, job, as_of - timedelta(days=1500), left_on)


class _Recruiter:
    """Draws more of ours; no two share an e-mail."""

    def __init__(self, random: Random, taken: set[str], as_of: date) -> None:
        self.random, self.taken, self.as_of = random, taken, as_of

    def hire(self, job: str, team: str = "", role: str = "csm", manages: str = "", archetype: str = "") -> StaffDraft:
        culture = draw_culture(self.random)
        name, _is_woman = draw_name(self.random, culture)
        since = self.as_of - timedelta(days=700 + self.random.randrange(1500))
        zone = culture.time_zone
        return StaffDraft(name, self._email(name), role, team, manages, archetype, zone, job, since, None)

    def _email(self, name: str) -> str:
        email, attempt = f"{ascii_name(name)}@{OUR_DOMAIN}", 1
        while email in self.taken:
            attempt += 1
            email = f"{ascii_name(name)}{attempt}@{OUR_DOMAIN}"
        self.taken.add(email)
        return email
