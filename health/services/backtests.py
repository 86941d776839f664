"""See past renewals as they looked before: the measures on that day, from the facts as they stand now."""

import time
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from math import inf

from celery import current_app
from django.db import transaction

from csm.foundation.broker import ask_on_commit
from health.domain.measures import Given, Measure
from health.models import RenewalCase
from health.selectors.catalogue import all_measures
from health.selectors.evidence import evidence_of
from health.selectors.renewal_cases import Wanted, cases_due, late_shares
from stakeholders.domain.findings import find
from stakeholders.selectors.skies import skies_at

CHUNK = 200


def gather_cases(seconds: float = inf) -> int:
    """Gather cases that are missing, or older than the facts of their account; returns how many."""
    until, gathered = time.monotonic() + seconds, 0
    while time.monotonic() < until and (wanted := cases_due(CHUNK)):
        for on, some in groupby(wanted, key=lambda one: one.on):
            gathered += _gather(on, list(some))
    return gathered


def ask_to_gather() -> None:
    """Have a worker gather cases once what changed is committed; the night makes sure."""
    ask_on_commit(current_app.signature("health.tasks.gather_renewal_cases"))


@transaction.atomic
def _gather(on: date, wanted: Sequence[Wanted]) -> int:
    ids = sorted({one.account_id for one in wanted})
    skies, evidence, late = skies_at(ids, on), evidence_of(ids, on), late_shares(ids, on)
    measures = [measure for measure, _name in all_measures()]
    raws = {pk: _raws(Given(find(sky), evidence[pk], on), measures) for pk, sky in skies.items() if pk in evidence}
    rows = [
        RenewalCase(
            contract_id=one.contract_id,
            days_before=one.days_before,
            on=on,
            facts_version=skies[one.account_id].facts_version,
            raws=raws[one.account_id],
            late_share=late.get(one.account_id),
        )
        for one in wanted
        if one.account_id in raws
    ]
    RenewalCase.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["contract", "days_before"],
        update_fields=["on", "facts_version", "raws", "late_share"],
    )
    return len(rows)


def _raws(given: Given, measures: Iterable[Measure]) -> dict[str, float | None]:
    return {measure.key: measure.raw(given) for measure in measures}
