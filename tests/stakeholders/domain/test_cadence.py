from dataclasses import replace

from stakeholders.domain.cadence import Promise, promises, stale
from stakeholders.domain.sky import Ours, Sky, Terms
from stakeholders.domain.strength import relationships
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, JO, KIM, LEE, ago, role, sky, star, touch

TERMS = Terms(cadence_days={"champion": 45, "decision_maker": 60}, required_roles=("champion",))


def promised(made: Sky) -> tuple[Promise, ...]:
    return promises(made, relationships(made))


def test_promise_breaks_on_the_day_after_the_cadence_ends() -> None:
    people = (star(ANA, role("champion")), star(BOB, role("champion")))
    made = sky(*people, touches=(touch(1, 46, (ANA,)), touch(2, 45, (BOB,))), terms=TERMS)
    assert [(each.star_id, each.is_stale, each.overdue_days, each.due_on) for each in promised(made)] == [
        (ANA, True, 1, ago(1)),
        (BOB, False, 0, ago(0)),
    ]


def test_shortest_cadence_over_the_roles_counts() -> None:
    made = sky(star(ANA, role("decision_maker", 1), role("champion", 2), role("user", 3)), terms=TERMS)
    [found] = promised(made)
    assert (found.role, found.cadence_days) == ("champion", 45)
    assert [fact.id for fact in found.evidence] == [2]


def test_role_without_cadence_and_people_who_left_are_promised_nothing() -> None:
    made = sky(star(ANA, role("user")), star(BOB), star(CY, role("champion"), left_on=ago(0)), terms=TERMS)
    assert promised(made) == ()


def test_never_touched_is_stale_only_in_a_required_role() -> None:
    made = sky(star(ANA, role("decision_maker")), star(BOB, role("champion")), terms=TERMS)
    found = promised(made)
    assert [(each.star_id, each.is_stale, each.overdue_days) for each in found] == [
        (BOB, True, None),
        (ANA, False, None),
    ]
    assert [each.star_id for each in stale(found)] == [BOB]


def test_answer_of_a_one_way_mail_is_still_missing() -> None:
    made = sky(star(ANA, role("champion")), touches=(touch(1, 0, (ANA,), is_two_way=False),), terms=TERMS)
    assert promised(made)[0].last_two_way_on is None


def test_turn_goes_to_the_strongest_active_user_else_to_the_csm() -> None:
    people = [star(key, role("champion", key)) for key in (ANA, BOB, CY, DEE)]
    touches = (
        touch(1, 20, (ANA,), (JO, KIM)),
        touch(2, 10, (ANA, BOB), (JO,)),
        touch(3, 5, (CY,), (LEE,)),
    )
    turns = {each.star_id: each.turn_user_id for each in promised(sky(*people, touches=touches, terms=TERMS))}
    assert turns == {ANA: JO, BOB: JO, CY: KIM, DEE: KIM}


def test_never_touched_comes_first_then_the_most_overdue() -> None:
    people = [star(key, role("champion", key)) for key in (ANA, BOB, CY, DEE)]
    touches = (touch(1, 50, (ANA,)), touch(2, 80, (BOB,)), touch(3, 1, (DEE,)))
    assert [each.star_id for each in promised(sky(*people, touches=touches, terms=TERMS))] == [CY, BOB, ANA, DEE]


def test_without_anybody_active_it_is_nobodys_turn() -> None:
    made = sky(star(ANA, role("champion")), touches=(touch(1, 9, (ANA,), (LEE,)),), terms=TERMS)
    gone = replace(made, ours=(Ours(KIM, "Kim", False, ("csm",)), Ours(LEE, "Lee", False), Ours(JO, "Jo", True)))
    assert [each.turn_user_id for each in promised(made)] == [KIM]
    assert [each.turn_user_id for each in promised(gone)] == [None]
