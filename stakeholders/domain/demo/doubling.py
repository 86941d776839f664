"""A few doubles, as every customer list has them: people written down twice, and one customer twice."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from stakeholders.domain.demo.companies import Company
from stakeholders.domain.demo.drafts import PersonDraft, PositionDraft, StarDraft
from stakeholders.domain.sky import Basis, Level


class Twin(NamedTuple):
    """Somebody's second record: how it is written, from which mailbox, as what."""

    of: str
    written: str
    mailbox: str
    title: str


# By the number of the account.
TWINS: Final[dict[int, tuple[Twin, ...]]] = {
    0: (Twin("Marta Rossi", "M. Rossi", "", "Head of Operations"),),
    1: (Twin("Matthias Brandt", "Dr. Brandt, Matthias", "m.brandt", "Vorstand"),),
}
# The account that was entered once more under the number before it.
ENTERED_TWICE: Final = {21: 20}


def twins_of(index: int, stars: Sequence[StarDraft]) -> list[StarDraft]:
    """The second records of people of an account.

    >>> twins_of(5, [])
    []
    """
    by_name = {star.person.name: star for star in stars}
    return [_twin(by_name[twin.of], twin) for twin in TWINS.get(index, ()) if twin.of in by_name]


def _twin(star: StarDraft, twin: Twin) -> StarDraft:
    person = star.person
    address = f"{twin.mailbox}@{person.email.partition('@')[2]}" if twin.mailbox else ""
    again = PersonDraft(f"{person.key}-again", twin.written, address, person.language, person.time_zone, "")
    position = PositionDraft(twin.title, "", Level.MANAGER, Basis.ASSUMED, None, None)
    return StarDraft(again, None, star.recorded_on, positions=[position])


def entered_again(company: Company, legal_form: str) -> Company:
    """The company as it was entered a second time.

    >>> entered_again(Company("Aurora Logistics Ltd", "Logistics", "aurora-logistics.example"), "GmbH")
    Company(name='Aurora Logistics GmbH', industry='Logistics', domain='aurora-logistics.test')
    """
    called = company.name.rsplit(" ", 1)[0]
    return Company(f"{called} {legal_form}", company.industry, company.domain.replace(".example", ".test"))
