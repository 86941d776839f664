"""The score of an account together with the accounts below it, weighted by what each is worth a year."""

from datetime import date
from typing import NamedTuple

from django.db.models import F

from accounts.models import Account
from accounts.selectors.family import family_of
from accounts.selectors.revenue import arr, rates_on
from accounts.visibility import Viewer
from health.domain.scoring import roll_up


class FamilyScore(NamedTuple):
    """The score of a family; `below` is how many accounts below there are that the viewer sees."""

    score: float | None
    below: int


def family_score(viewer: Viewer, account_id: int, own: float | None, on: date) -> FamilyScore | None:
    """The score over an account, judged just now, and those below it, judged last; None where there are none."""
    ids = family_of(account_id)
    if len(ids) == 1:
        return None
    rows = Account.objects.visible_to(viewer).filter(pk__in=ids).order_by()
    found = list(rows.annotate(worth=arr(on, rates_on(on)), kept=F("health__score")).values_list("pk", "kept", "worth"))
    scores = [(own if pk == account_id else kept, worth) for pk, kept, worth in found]
    return FamilyScore(roll_up(scores), len(found) - 1) if len(found) > 1 else None
