"""The lines that sales wrote, what can be made of each, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import QueryDict

from csm.foundation.registry import Known, offers
from stakeholders.domain.handoff_record import lines_of
from stakeholders.models import Handoff, HandoffOutcome

PARTS = {"handoff_goals": "goals", "handoff_promises": "promises"}
NO_ROW = 0  # an id that no row has: without any the question would be left out, and pages differ in their queries


class Origin(NamedTuple):
    """The line of a handoff that something is made of."""

    handoff: Handoff
    words: str


@dataclass(frozen=True)
class LineReading:
    """A line, its place among those of its part, and what became of it; `number` is None once it was written anew."""

    words: str
    number: int | None
    became: list[Known]


def origin_of(account_id: int, about: str, query: QueryDict) -> Origin | None:
    """The line that an address names by handoff and number; None where it names none, or none that is there."""
    pk, number = query.get(about, ""), query.get("line", "")
    if not all(word.isascii() and word.isdecimal() and len(word) < 19 for word in (pk, number)):
        return None
    handoff = Handoff.objects.standing().filter(account_id=account_id, pk=int(pk)).first()
    lines = lines_of(getattr(handoff, PARTS[about])) if handoff else ()
    return Origin(handoff, lines[int(number)]) if handoff and int(number) < len(lines) else None


def lines_read(account_id: int, handoffs: Sequence[Handoff]) -> Mapping[int, Mapping[str, list[LineReading]]]:
    """By handoff and part its lines with what became of them; a query for the links and one for each offer."""
    made = list(HandoffOutcome.objects.filter(handoff__in=[NO_ROW, *(one.pk for one in handoffs)]).order_by("pk"))
    became = {offer.key: _became(offer, account_id, made) for offer in offers if offer.about in PARTS}
    return {one.pk: {part: _lines(one, about, part, made, became) for about, part in PARTS.items()} for one in handoffs}


def _became(offer: Any, account_id: int, made: Sequence[HandoffOutcome]) -> Mapping[int, Known]:
    ids = [NO_ROW, *(one.row_id for one in made if one.offer == offer.key)]
    return offer.became(account_id, ids) if offer.became else {}


def _lines(
    handoff: Handoff,
    about: str,
    part: str,
    made: Sequence[HandoffOutcome],
    became: Mapping[str, Mapping[int, Known]],
) -> list[LineReading]:
    """The lines as they are now, then those that something was made of before they were written anew."""
    of_part = {offer.key for offer in offers if offer.about == about}
    found: defaultdict[str, list[Known]] = defaultdict(list)
    for one in made:
        if one.handoff_id == handoff.pk and one.offer in of_part and one.row_id in became[one.offer]:
            found[one.words].append(became[one.offer][one.row_id])
    lines = lines_of(getattr(handoff, part))
    now = [LineReading(words, number, found.get(words, [])) for number, words in enumerate(lines)]
    return [*now, *(LineReading(words, None, rows) for words, rows in found.items() if words not in lines)]
