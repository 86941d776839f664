"""Apply the rules in force to everybody: in chunks, each whole in itself, begun again when other rules are in force.

One row says which rules were applied and how far; killing a worker loses nothing, a lost message only delays.
"""

import time
from datetime import timedelta
from math import inf

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.acts import act
from stakeholders.models import Stakeholder, TitleRound
from stakeholders.selectors.title_rules import fingerprint, rule_book
from stakeholders.services.assuming import settle_assumptions

CHUNK = 1000
AGAIN_AFTER = timedelta(hours=20)  # the night looks again at everybody, for what undoing left behind


def apply_title_rules(seconds: float = inf) -> int:
    """Go on with the round, or begin one where other rules are in force; returns of how many anything changed."""
    until, changed = time.monotonic() + seconds, 0
    while (found := _step()) is not None:
        changed += found
        if time.monotonic() > until:
            break
    return changed


def look_again() -> None:
    """Let a round that is finished begin anew, once a day."""
    TitleRound.objects.filter(finished_at__lt=timezone.now() - AGAIN_AFTER).update(
        finished_at=None, reached=0, changed=0
    )


def _step() -> int | None:
    """Settle the next people; None when nothing is left to do or another worker is at it."""
    with transaction.atomic():
        TitleRound.objects.bulk_create([TitleRound(pk=1)], ignore_conflicts=True)
        current = TitleRound.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if current is None:
            return None
        wanted = fingerprint()
        if current.fingerprint != wanted:
            current.fingerprint, current.reached, current.changed = wanted, 0, 0
            current.began_at, current.finished_at = timezone.now(), None
        return None if current.finished_at else _go_on(current)


def _go_on(current: TitleRound) -> int:
    people = Stakeholder.objects.standing().filter(pk__gt=current.reached).order_by("pk")
    accounts = dict(people.values_list("pk", "account_id")[:CHUNK])
    changed = _settle(accounts) if accounts else set()
    if len(accounts) < CHUNK:
        current.finished_at = timezone.now()
    current.reached = max(accounts, default=current.reached)
    current.changed += len(changed)
    current.save()
    return len(changed)


def _settle(accounts: dict[int, int]) -> set[int]:
    with act("apply_title_rules", None, None, _("Applied the rules about titles"), "titles") as recorder:
        changed = settle_assumptions(recorder, accounts, rule_book())
        recorder.touches(*(accounts[pk] for pk in changed))
    return changed
