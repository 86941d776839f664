"""The first accounts by hand: names and places that make their story clear to whoever opens them first."""

from dataclasses import dataclass, field
from typing import Final

from stakeholders.domain.demo.companies import Company, company_of, domain_of
from stakeholders.domain.demo.cultures import BY_KEY, Culture
from stakeholders.domain.demo.doubling import ENTERED_TWICE, entered_again
from stakeholders.domain.demo.seats import CHAMPION, CHIEF, FINANCE, SPONSOR
from stakeholders.domain.sky import TouchLevel


@dataclass(frozen=True)
class Pin:
    """What is fixed of an account; `people` gives seats a name and whether it is a woman's."""

    called: str
    word: str
    industry: str
    culture: Culture
    touch_level: TouchLevel
    size: int
    people: dict[int, tuple[str, bool]] = field(default_factory=dict)

    @property
    def company(self) -> Company:
        name = f"{self.called} {self.word}"
        return Company(f"{name} {self.culture.legal_form}", self.industry, domain_of(name))


PINS: Final[dict[int, Pin]] = {
    0: Pin(
        "Vesperia", "Logistica", "Logistics", BY_KEY["italian"], TouchLevel.HIGH, 24,
        {CHAMPION: ("Marta Rossi", True), CHIEF: ("Giorgio Lombardi", False), FINANCE: ("Silvia Conti", True)},
    ),
    1: Pin(
        "Haldenbruck", "Components", "Manufacturing", BY_KEY["german"], TouchLevel.HIGH, 33,
        {CHAMPION: ("Katharina Vogel", True), CHIEF: ("Matthias Brandt", False), SPONSOR: ("Ulrike Seidel", True)},
    ),
    2: Pin(
        "Lumenbrook", "Health", "Health care", BY_KEY["english"], TouchLevel.MEDIUM, 19,
        {CHAMPION: ("Oliver Bennett", False), CHIEF: ("Charlotte Marsh", True)},
    ),
    3: Pin("Amberhaven", "Freight", "Logistics", BY_KEY["polish"], TouchLevel.MEDIUM, 9),
    4: Pin(
        "Kestrelle", "Assurance", "Banking and insurance", BY_KEY["french"], TouchLevel.HIGH, 27,
        {SPONSOR: ("Hélène Marchand", True)},
    ),
    5: Pin(
        "Montesol", "Energia", "Energy and utilities", BY_KEY["portuguese"], TouchLevel.MEDIUM, 22,
        {CHAMPION: ("Inês Carvalho", True)},
    ),
    6: Pin("Skarviken", "Energy", "Energy and utilities", BY_KEY["nordic"], TouchLevel.HIGH, 21),
    7: Pin("Sakuragi", "Stores", "Retail", BY_KEY["japanese"], TouchLevel.MEDIUM, 16),
    8: Pin("Bitterroot", "Software", "Software", BY_KEY["american"], TouchLevel.MEDIUM, 15),
}  # fmt: skip


def company_for(index: int, seed: int, culture: Culture) -> Company:
    """The company with this number: by hand, else drawn."""
    pin = PINS.get(index)
    if index in ENTERED_TWICE:
        return entered_again(company_of(ENTERED_TWICE[index], seed, culture), culture.legal_form)
    return pin.company if pin else company_of(index, seed, culture)
