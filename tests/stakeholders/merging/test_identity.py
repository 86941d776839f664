"""A merge that is undone has never been: every row, every id and every conclusion is as before."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import Act, Merge
from accounts.services.merging.merging import merge
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from csm.foundation.merging import mergers
from stakeholders.domain.conclusions import conclude
from stakeholders.models import TouchpointStakeholder
from stakeholders.selectors.skies import skies_at
from tests.personas import Cast, assemble
from tests.stakeholders.merging.picture import picture
from tests.stakeholders.merging.worlds import Recording, World, plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


class Rollback(Exception):
    """The world of one example goes."""


def conclusions(world: World) -> Any:
    skies = skies_at([account.pk for account in world.accounts], today())
    return {pk: conclude(sky)._replace(facts_version=0) for pk, sky in skies.items()}


def days_met(world: World) -> set[Any]:
    """On which days we met anybody of these accounts: what a merge must not lose."""
    ids = [account.pk for account in world.accounts]
    held = TouchpointStakeholder.objects.filter(
        touchpoint__retracted_at__isnull=True,
        touchpoint__account__in=ids,
        stakeholder__retracted_at__isnull=True,
        stakeholder__account=F("touchpoint__account"),
    )
    return set(held.values_list("touchpoint__touched_on", "touchpoint__kind"))


def check(cast: Cast, plan: dict[str, Any], kind: str, swapped: bool, choices: dict[str, int]) -> None:
    world = Recording(cast.cleo, [cast.cleo, cast.carl], plan).record()
    rows = world.accounts if kind == "account" else world.persons
    winner, loser = (rows[1], rows[0]) if swapped else (rows[0], rows[1])
    chosen = {name: (winner, loser)[side].pk for name, side in choices.items()}
    last = Act.objects.latest("pk").pk
    before, concluded = picture(last), conclusions(world)

    merger = mergers.get(kind)
    assert merger is not None
    met = days_met(world)
    made = merge(cast.ada, merger, winner, loser, chosen)
    loser.refresh_from_db()
    assert loser.retracted_at is not None
    assert days_met(world) == met
    undo_act(made.act, cast.otto)

    assert differences(before, picture(last)) == []
    assert conclusions(world) == concluded


def differences(before: Any, after: Any) -> list[str]:
    """What of two pictures is not the same, readable."""
    found = []
    for table in before:
        for pk in sorted(set(before[table]) | set(after[table]), key=str):
            old, new = before[table].get(pk), after[table].get(pk)
            if old != new:
                found.append(f"{table} {pk}: {old} -> {new}")
    return found


chosen = st.dictionaries(st.sampled_from(["position", "assessment", "stay", "successor"]), st.integers(0, 1))


@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=plans(), kind=st.sampled_from(["person", "account"]), swapped=st.booleans(), choices=chosen)
def test_undoing_a_merge_puts_back_every_row_and_every_conclusion(
    cast: Cast, plan: dict[str, Any], kind: str, swapped: bool, choices: dict[str, int]
) -> None:
    try:
        with transaction.atomic():
            check(cast, plan, kind, swapped, choices)
            raise Rollback
    except Rollback:
        assert Merge.objects.count() == 0
