"""The customers of a made-up company as its CRM knows them, the same for the same number, seed and day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from stakeholders.domain.demo.companies import company_of
from stakeholders.domain.demo.cultures import CULTURES, ascii_name

OURS: Final = (
    ("Cleo", "Hartmann", "csm"),
    ("Carl", "Nowak", "csm"),
    ("Chiara", "Conti", "csm"),
    ("Ava", "Brooks", "account_executive"),
    ("Andrés", "Gil", "account_executive"),
    ("Priya", "Menon", "sales_engineer"),
    ("Selma", "Vogel", "executive_sponsor"),
)
OUR_DOMAIN: Final = "ours.example"
# title, department, rank (who reports to whom: to somebody of a lower number), role in the decision
SEATS: Final = (
    ("Chief Financial Officer", "Finance", 0, "decision"),
    ("VP Operations", "Operations", 1, "budget"),
    ("Head of Process Excellence", "Operations", 2, "champion"),
    ("IT Manager", "IT", 2, "technical"),
    ("Operations Specialist", "Operations", 3, "user"),
    ("Procurement Manager", "Procurement", 2, ""),
    ("Data Analyst", "Data and analytics", 3, "evaluator"),
    ("Information Security Officer", "Security", 2, "influence"),
)
SUBJECTS: Final = (
    "Quarterly review",
    "Rollout plan",
    "Check-in",
    "Training",
    "Renewal talk",
    "Results so far",
    "Roadmap",
)
FEWEST, MOST = 3, len(SEATS)


class OurPerson(NamedTuple):
    first_name: str
    last_name: str
    job: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{ascii_name(self.first_name)}.{ascii_name(self.last_name)}@{OUR_DOMAIN}"


@dataclass
class Contact:
    """Somebody at a customer; `manager` is their place among the contacts of the customer."""

    first_name: str
    last_name: str
    email: str
    title: str
    department: str
    part: str
    manager: int | None


class Meeting(NamedTuple):
    """When who of ours met whom (places among the contacts) about what."""

    at: datetime
    ours: OurPerson
    contacts: tuple[int, ...]
    subject: str


@dataclass
class Customer:
    """A company with its people, who of ours serves it, and what happened."""

    number: int
    name: str
    industry: str
    country: str
    domain: str
    employees: int
    parent: int | None
    seller: OurPerson
    csm: OurPerson
    contacts: list[Contact] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)


def draw_book(customers: int, as_of: date, seed: int = 1) -> list[Customer]:
    """Draw the customers; the first one is met only through somebody who reports to those who decide."""
    ours = [OurPerson(*row) for row in OURS]
    return [_customer(number, ours, as_of, Random(f"{seed}/crm/{number}")) for number in range(customers)]


def _customer(number: int, ours: list[OurPerson], as_of: date, random: Random) -> Customer:
    culture = CULTURES[number % len(CULTURES)]
    company = company_of(number + 500, 1, culture)
    customer = Customer(
        number=number,
        name=company.name,
        industry=company.industry,
        country=culture.region.split(",")[0],
        domain=company.domain,
        employees=random.randrange(40, 9000, 10),
        parent=number - 1 if number % 10 == 9 else None,
        seller=ours[3 + number % 2],
        csm=ours[number % 3],
    )
    seats = SEATS[: max(FEWEST, random.randint(FEWEST, MOST))] if number else SEATS[:5]
    for place, (title, department, rank, part) in enumerate(seats):
        given = random.choice(culture.women + culture.men)
        family = random.choice(culture.families)
        email = f"{ascii_name(given)}.{ascii_name(family)}{place or ''}@{company.domain}"
        above = [at for at, seat in enumerate(seats[:place]) if seat[2] < rank]
        customer.contacts.append(Contact(given, family, email, title, department, part, above[-1] if above else None))
    _meet(customer, as_of, random)
    return customer


def _meet(customer: Customer, as_of: date, random: Random) -> None:
    """The first customer is met through one person only, each seventh not at all of late, the others as it happens."""
    latest = 240 if customer.number % 7 == 6 else 0
    for back in range(random.randint(3, 6)):
        day = as_of - timedelta(days=latest + 3 + back * random.randint(9, 21))
        who = _met(customer, random)
        ours = customer.seller if back % 4 == 3 else customer.csm
        at = datetime.combine(day, time(random.randint(8, 16), random.choice((0, 30))))
        customer.meetings.append(Meeting(at, ours, who, random.choice(SUBJECTS)))


def _met(customer: Customer, random: Random) -> tuple[int, ...]:
    if customer.number == 0:
        return (2,)
    count = min(len(customer.contacts), random.choice((1, 1, 2, 3)))
    return tuple(sorted(random.sample(range(len(customer.contacts)), count)))
