import pytest
from hypothesis import given

from stakeholders.domain.coverage import Coverage, coverage, orphaned_roles
from stakeholders.domain.evidence import assumed_count
from stakeholders.domain.sky import Basis, Sky, Terms
from stakeholders.domain.strength import relationships
from tests.stakeholders.domain.skies import ANA, BOB, CY, ago, role, skies, sky, star, touch

REQUIRED = Terms(required_roles=("decision_maker", "champion", "security"))


def covered(made: Sky) -> Coverage:
    return coverage(made, relationships(made))


def test_roles_are_counted_as_mapped_and_as_engaged() -> None:
    people = (
        star(ANA, role("decision_maker", 1)),
        star(BOB, role("champion", 2), role("decision_maker", 3, basis=Basis.ASSUMED)),
        star(CY, role("user", 4)),
    )
    found = covered(sky(*people, touches=(touch(1, 0, (ANA, CY)),), terms=REQUIRED))
    assert (found.engaged_count, found.mapped_count, found.required_count) == (1, 2, 3)
    assert (found.unmapped, found.unengaged) == (("security",), ("champion",))
    decider = found.roles[0]
    assert (decider.mapped_ids, decider.engaged_ids, decider.assumed_ids) == ((ANA, BOB), (ANA,), (BOB,))
    assert {fact.id for fact in found.evidence} == {1, 2, 3}
    assert assumed_count(found.evidence) == 1


def test_departure_of_the_only_champion_orphans_the_role() -> None:
    made = sky(star(ANA, role("champion"), left_on=ago(3)), star(BOB), terms=REQUIRED, touches=(touch(1, 9, (ANA,)),))
    found = covered(made)
    assert found.mapped_count == 0
    assert found.roles[1].orphaned_ids == (ANA,)
    assert [(orphan.role, orphan.left_on, orphan.other_holder_ids) for orphan in found.orphaned] == [
        ("champion", ago(3), ())
    ]


@pytest.mark.parametrize(("since", "is_orphaned"), [(ago(10), False), (ago(9), False), (ago(11), True), (None, True)])
def test_role_taken_since_the_departure_fills_it_and_one_held_before_does_not(since: object, is_orphaned: bool) -> None:
    gone = star(ANA, role("champion", 1), left_on=ago(10))
    there = star(BOB, role("champion", 2, since=since))  # type: ignore[arg-type]
    found = orphaned_roles(sky(gone, there))
    assert [orphan.other_holder_ids for orphan in found] == ([(BOB,)] if is_orphaned else [])


def test_named_successor_fills_the_role_however_long_they_hold_it() -> None:
    gone = star(ANA, role("champion", 1), left_on=ago(10), successor_id=BOB)
    assert len(orphaned_roles(sky(gone, star(BOB)))) == 1
    assert orphaned_roles(sky(gone, star(BOB, role("champion", 2, since=ago(300))))) == ()
    assert len(orphaned_roles(sky(gone, star(BOB, role("champion", 2), left_on=ago(1))))) == 2


def test_deciding_roles_are_listed_first_then_latest_departures() -> None:
    people = (
        star(ANA, role("user", 1), left_on=ago(1)),
        star(BOB, role("decision_maker", 2), left_on=ago(9)),
        star(CY, role("champion", 3), left_on=ago(5)),
    )
    assert [orphan.fact_id for orphan in orphaned_roles(sky(*people))] == [2, 1, 3]


def test_without_required_roles_there_is_nothing_to_judge() -> None:
    assert covered(sky(star(ANA, role("champion")))).required_count == 0


@given(skies())
def test_engaged_never_exceeds_mapped_and_mapped_never_required(made: Sky) -> None:
    found = covered(made)
    assert found.engaged_count <= found.mapped_count <= found.required_count == 2
    assert len(found.unmapped) + len(found.unengaged) + found.engaged_count == 2
