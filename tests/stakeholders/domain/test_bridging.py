from hypothesis import given

from stakeholders.domain.bridging import Bridging, Proposal, bridging
from stakeholders.domain.sky import Sky, TouchKind
from stakeholders.domain.strength import relationships
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, JO, KIM, ago, assessed, skies, sky, star, touch


def bridged(made: Sky) -> Bridging:
    return bridging(made, relationships(made))


def test_pair_of_departments_met_when_people_of_both_took_part() -> None:
    people = (star(ANA, department="IT"), star(BOB, department="Finance"), star(CY, department="Legal"), star(DEE))
    touches = (touch(1, 9, (ANA, BOB)), touch(2, 5, (ANA, BOB, DEE)), touch(3, 5, (CY, DEE)))
    found = bridged(sky(*people, touches=touches))
    assert found.share == 1 / 3
    assert [(pair.one, pair.other, pair.touch_ids) for pair in found.met] == [("Finance", "IT", (1, 2))]
    assert [(pair.one, pair.other) for pair in found.unmet] == [("Finance", "Legal"), ("IT", "Legal")]
    assert found.unknown_department_count == 1
    assert [fact.id for fact in found.evidence] == [1, 2]


def test_joint_touchpoint_counts_for_180_days_when_two_way_and_the_people_are_still_there() -> None:
    people = (star(ANA, department="IT"), star(BOB, department="Finance"))
    assert bridged(sky(*people, touches=(touch(1, 180, (ANA, BOB)),))).share == 1
    assert bridged(sky(*people, touches=(touch(1, 181, (ANA, BOB)),))).share == 0
    assert bridged(sky(*people, touches=(touch(1, 1, (ANA, BOB), kind=TouchKind.EMAIL, is_two_way=False),))).share == 0
    left = (star(ANA, department="IT"), star(BOB, department="Finance", left_on=ago(0)), star(CY, department="Finance"))
    assert bridged(sky(*left, touches=(touch(1, 1, (ANA, BOB)),))).share == 0


def test_large_workshop_bridges_though_nobody_need_have_met() -> None:
    people = [star(key, department="IT" if key < 6 else "Finance") for key in range(1, 11)]
    assert bridged(sky(*people, touches=(touch(1, 1, tuple(range(1, 11))),))).share == 1


def test_one_department_is_nothing_to_judge_and_spelling_makes_no_second() -> None:
    found = bridged(sky(star(ANA, department="IT"), star(BOB, department=" it ")))
    assert (found.share, found.met, found.unmet) == (None, (), ())


def test_whom_to_bring_together_are_those_we_know_best() -> None:
    people = (
        star(ANA, department="IT"),
        star(BOB, department="IT"),
        star(CY, department="Legal", assessed=assessed(influence=2)),
        star(DEE, department="Legal", assessed=assessed(influence=8)),
    )
    touches = (touch(1, 9, (ANA,), (KIM,), TouchKind.EMAIL), touch(2, 9, (BOB,), (JO,)))
    assert bridged(sky(*people, touches=touches)).proposals == (Proposal("IT", "Legal", BOB, DEE, JO, None),)


def test_best_known_pair_is_proposed_first() -> None:
    people = (star(ANA, department="A"), star(BOB, department="B"), star(CY, department="C"))
    touches = (touch(1, 0, (BOB,)), touch(2, 0, (CY,)))
    found = bridged(sky(*people, touches=touches))
    assert [(each.one, each.other) for each in found.proposals] == [("B", "C"), ("A", "B"), ("A", "C")]


@given(skies())
def test_every_pair_is_met_or_proposed(made: Sky) -> None:
    found = bridged(made)
    assert {(each.one, each.other) for each in found.proposals} == {(each.one, each.other) for each in found.unmet}
    pairs = len(found.met) + len(found.unmet)
    assert found.share == (len(found.met) / pairs if pairs else None)
