"""Champions and candidates by persona and behaviour, and the step that is next."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.champions import CandidateReason, NextStep, next_step, programme
from stakeholders.domain.sky import Sky, TouchKind
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, ago, assessed, role, skies, sky, star, touch

KEEN = assessed(8, 8, 9, 1)


def test_persona_makes_a_candidate_unless_they_are_negative_or_champions() -> None:
    made = sky(
        star(ANA, assessed=KEEN),
        star(BOB, assessed=assessed(8, 8, 9, -1)),
        star(CY, role("champion", since=ago(90)), assessed=KEEN),
        star(DEE, assessed=KEEN, left_on=ago(1)),
    )
    found = programme(made)
    assert [(each.star_id, each.reasons) for each in found.candidates] == [(ANA, (CandidateReason.PERSONA,))]
    assert [(each.star_id, each.since, each.best) for each in found.champions] == [(CY, ago(90), None)]


def test_behaviour_alone_makes_a_candidate_by_all_its_reasons() -> None:
    talks = [touch(key, 10 * key, (ANA, BOB)) for key in range(1, 11)]
    trained = [touch(key, key, (BOB,), kind=TouchKind.TRAINING) for key in (20, 21)]
    ignored = [touch(key, key, (ANA,), is_two_way=False) for key in range(30, 34)]
    found = programme(sky(star(ANA), star(BOB), touches=(*talks, *trained, *ignored)))
    [bob] = found.candidates
    assert bob.star_id == BOB
    assert bob.reasons == (CandidateReason.TAKES_PART, CandidateReason.SESSIONS, CandidateReason.ANSWERS)
    assert (bob.behaviour.two_way_count, bob.behaviour.session_count, bob.behaviour.answered_share) == (12, 2, 1.0)


def test_what_lies_more_than_a_year_back_does_not_count() -> None:
    old = [touch(key, 366 + key, (ANA,), kind=TouchKind.EVENT) for key in range(8)]
    assert programme(sky(star(ANA), touches=tuple(old))).candidates == ()


def test_the_weakest_champion_comes_first() -> None:
    made = sky(star(ANA, role("champion")), star(BOB, role("champion", 2)), touches=(touch(1, 3, (ANA,)),))
    weak, strong = programme(made).champions
    assert (weak.star_id, strong.star_id) == (BOB, ANA)
    assert strong.best is not None
    assert strong.best.is_live


@given(skies())
def test_nobody_is_both_and_nobody_gone_is_either(made: Sky) -> None:
    found = programme(made)
    champions, candidates = ({each.star_id for each in part} for part in (found.champions, found.candidates))
    assert not champions & candidates
    assert champions | candidates <= {one.id for one in made.stars if one.is_present(made.as_of)}


def test_next_step_is_the_first_that_was_not_had() -> None:
    jan, mar = date(2026, 1, 5), date(2026, 3, 2)
    assert next_step([7, 8, 9], {}, jan) == NextStep(0, jan)
    assert next_step([7, 8, 9], {7: jan, 9: mar}, None) == NextStep(1, mar)
    assert next_step([7, 8], {7: jan, 8: mar}, jan) is None
    assert next_step([], {}, jan) is None


@given(st.permutations([1, 2, 3, 4]), st.sets(st.integers(1, 4)))
def test_a_step_that_was_had_is_never_next(order: list[int], had: set[int]) -> None:
    found = next_step(order, dict.fromkeys(had, date(2026, 1, 5)), None)
    assert (found is None) == (len(had) == len(order))
    assert found is None or order[found.place] not in had
