"""How many unusual silences there are, and how many chance alone would give: what a list of them is read with."""

from typing import Any, NamedTuple

from django.db.models import Sum
from django.db.models.functions import Coalesce

from stakeholders.domain.silence import expected_by_chance


class Chance(NamedTuple):
    """Of some accounts: the silences that could be judged, the unusual among them, and those that chance would give."""

    judged: int
    unusual: int
    expected: float


def silences_by_chance(accounts: Any) -> Chance:
    """The silences of these accounts as they were judged last; one query."""
    sums = accounts.order_by().aggregate(
        judged=Coalesce(Sum("conclusion__silences_judged"), 0), unusual=Coalesce(Sum("conclusion__silent"), 0)
    )
    return Chance(sums["judged"], sums["unusual"], expected_by_chance(sums["judged"]))
