"""Estimate once a month how likely people leave, and let every account be judged by it."""

from django.db import transaction

from accounts.models import Account
from accounts.services.acts import raise_versions
from csm.foundation.clock import today
from stakeholders.domain.hazards import estimate_hazards
from stakeholders.models import HazardRate
from stakeholders.selectors.exposures import exposures


def estimate_hazard_rates() -> list[HazardRate]:
    """Keep the estimate of today, one row a level; the same day again replaces it. Raises every account's version."""
    estimate = estimate_hazards(exposures(today()), today())
    rates = [
        HazardRate(
            level=each.level.value,
            estimated_on=estimate.estimated_on,
            rate=each.rate,
            departures=each.departures,
            exposure_years=each.person_years,
        )
        for each in estimate.levels
    ]
    with transaction.atomic():
        HazardRate.objects.bulk_create(
            rates,
            update_conflicts=True,
            unique_fields=["level", "estimated_on"],
            update_fields=["rate", "departures", "exposure_years"],
        )
        raise_versions(Account.objects.standing().values_list("pk", flat=True))
    return rates
