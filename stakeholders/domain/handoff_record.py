"""What the record of a handoff still lacks, by side: it is complete once both have written their part and say so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """The two who complete the record."""

    SALES = "sales"
    SUCCESS = "success"


class Owed(StrEnum):
    """What a side has still to do."""

    GOALS = "goals"
    PROMISES = "promises"
    PEOPLE = "people"
    RISKS = "risks"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Record:
    """What is written of a handoff; `sales_said` and `success_said` are whether the side says it is complete."""

    goals: str = ""
    promises: str = ""
    risks: str = ""
    met: int = 0
    sales_said: bool = False
    success_said: bool = False


PARTS: Final = {Side.SALES: (Owed.GOALS, Owed.PROMISES, Owed.PEOPLE), Side.SUCCESS: (Owed.RISKS,)}


def owes(record: Record, side: Side) -> tuple[Owed, ...]:
    """What a side has still to do, its word last.

    Parameters
    ----------
    record : Record
    side : Side
        Sales knows the goals, the promises and whom they met; customer success adds the risks it sees in them.

    Examples
    --------
    >>> [owed.value for owed in owes(Record(goals="Cut waste"), Side.SALES)]
    ['promises', 'people', 'word']
    >>> owes(Record(risks="None seen", success_said=True), Side.SUCCESS)
    ()
    """
    there = {
        Owed.GOALS: record.goals.strip(),
        Owed.PROMISES: record.promises.strip(),
        Owed.PEOPLE: record.met,
        Owed.RISKS: record.risks.strip(),
    }
    said = record.sales_said if side is Side.SALES else record.success_said
    lacking = tuple(owed for owed in PARTS[side] if not there[owed])
    return lacking if said else (*lacking, Owed.WORD)


def is_complete(record: Record) -> bool:
    """Whether both sides have done their part and say so.

    >>> is_complete(Record("a", "b", "c", 1, True, True)), is_complete(Record("a", "b", "c", 0, True, True))
    (True, False)
    """
    return not any(owes(record, side) for side in Side)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of what is written, without the marks of a list and without empty ones.

    >>> lines_of(" - Single sign-on\\n\\n* Two sites by May ")
    ('Single sign-on', 'Two sites by May')
    """
    found = (line.strip().lstrip("-*•–").strip() for line in text.splitlines())
    return tuple(line for line in found if line)
