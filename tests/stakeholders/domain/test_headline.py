"""What stands beside the sky, for every state the map can be in."""

import pytest
from hypothesis import given

from stakeholders.domain.conclusions import conclude
from stakeholders.domain.headline import headline
from stakeholders.domain.headline_words import TEMPLATES, Part, PartKind, part_in_words
from stakeholders.domain.introductions import Introduction, IntroductionKind, introductions
from stakeholders.domain.network import network_of
from stakeholders.domain.next_step import introduction_step
from stakeholders.domain.sky import Basis, ConnectionKind, Hazards, Level, Link, Sky
from stakeholders.domain.warm_path import WarmPath
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, JO, KIM, ago, role, skies, sky, star, touch


def said(made: Sky) -> list[str]:
    return [part_in_words(part) for part in headline(made, conclude(made))]


def reports(key: int, one: int, other: int, basis: Basis = Basis.STATED) -> Link:
    return Link(key, ConnectionKind.REPORTS_TO, one, other, basis, None)


def test_nobody_known_to_decide() -> None:
    assert said(sky(star(ANA, role("champion")), touches=(touch(1, 0, (ANA,)),))) == [
        "It is not known who decides here.",
        "Best next step: find out who decides.",
    ]


def test_not_connected_yet_is_set_up_work() -> None:
    assert said(sky(star(ANA, role("decision_maker")))) == [
        "We are not connected to the decision yet.",
        "Best next step: get to know Ana, who decides.",
    ]


def test_route_that_was_lost_with_its_person() -> None:
    people = (star(ANA, role("decision_maker")), star(BOB, left_on=ago(2)))
    made = sky(*people, touches=(touch(1, 30, (BOB,)),), links=(reports(1, BOB, ANA),))
    assert said(made)[0] == "No live route leads to the decision any more."


def test_decision_that_left_with_its_person() -> None:
    made = sky(star(ANA, role("decision_maker"), left_on=ago(2)), touches=(touch(1, 30, (ANA,)),))
    assert said(made) == [
        "Since Ana left, nobody here is known to decide.",
        "Best next step: find out who decides now that Ana has left.",
    ]


def test_single_decider_whose_level_is_unknown() -> None:
    made = sky(star(ANA, role("decision_maker")), touches=(touch(1, 0, (ANA,), (JO, KIM)),))
    assert said(made) == [
        "Only Ana is known to decide.",
        "About 1 in 6 people leave within a year; then we are cut off.",
        "Best next step: find out who else decides besides Ana.",
    ]


def test_bridge_on_the_way_to_two_who_decide() -> None:
    people = (star(ANA, level=Level.MANAGER), star(BOB, role("decision_maker", 1)), star(CY, role("decision_maker", 2)))
    made = sky(
        *people,
        touches=(touch(1, 0, (ANA,)),),
        links=(reports(1, ANA, BOB), reports(2, ANA, CY, Basis.ASSUMED)),
        hazards=Hazards({Level.MANAGER: 0.6931471805599453}),
    )
    assert said(made) == [
        "All routes to the decision pass through Ana.",
        "About 5 in 10 people at this level leave within a year; then we are cut off.",
        "On our side only Jo has a live route.",
        "This rests on one assumption.",
        "Best next step: find a way to the decision that does not need Ana.",
    ]


def test_bridge_to_the_only_decider_names_both_and_the_joint_odds() -> None:
    people = (star(ANA), star(BOB, role("decision_maker")))
    made = sky(*people, touches=(touch(1, 0, (ANA,), (JO, KIM)),), links=(reports(1, ANA, BOB),))
    assert said(made)[:2] == [
        "All routes to the decision pass through Ana and Bob.",
        "The chance that at least one of them leaves within a year is about 1 in 3; then we are cut off.",
    ]


def test_several_threads_need_no_step_unless_one_of_ours_holds_them() -> None:
    people = (star(ANA, role("decision_maker", 1)), star(BOB, role("decision_maker", 2)))
    woven = sky(*people, touches=(touch(1, 0, (ANA, BOB), (JO, KIM)),))
    # 1 - (1 - exp(-0.17773)) ** 2 is 0.97349.
    assert said(woven) == [
        "2 people would have to leave before we lose the decision.",
        "The chance we stay connected for a year is 97 %.",
    ]
    alone = sky(*people, touches=(touch(1, 0, (ANA, BOB), (JO,)),))
    assert said(alone)[2:] == [
        "On our side only Jo has a live route.",
        "Best next step: bring a second person of ours in beside Jo.",
    ]


def test_best_introduction_takes_the_place_of_the_step() -> None:
    people = (star(ANA), star(BOB, role("decision_maker")), star(DEE, role("budget_holder", 2)))
    made = sky(*people, touches=(touch(1, 0, (ANA,)),), links=(reports(1, ANA, BOB), reports(2, DEE, BOB)))
    best = introductions(network_of(made))[0]
    parts = headline(made, conclude(made), best)
    assert [part.kind for part in parts][:-1] == [part.kind for part in headline(made, conclude(made))][:-1]
    assert part_in_words(parts[-1]).startswith("Best next step: ask ")
    assert parts[-1].star_ids[-1] == best.to_id


def test_every_kind_has_words() -> None:
    assert set(TEMPLATES) == set(PartKind)


@pytest.mark.parametrize("gendered", [" he ", " she ", " her ", " his ", " him "])
def test_words_are_neutral(gendered: str) -> None:
    assert not [template for template in TEMPLATES.values() if gendered in f" {template.lower()} "]


def test_parts_can_be_translated() -> None:
    part = Part(PartKind.SURVIVAL, {"percent": 0.5})
    assert part_in_words(part, lambda template: "%(percent)s!", lambda told, name: "half") == "half!"


@given(skies())
def test_every_sky_has_a_headline(made: Sky) -> None:
    parts = headline(made, conclude(made))
    assert parts
    assert all(part_in_words(part).endswith(".") for part in parts)


def step_of(threads_gain: int, survival_gain: float) -> str:
    path = WarmPath((JO,), (ANA, BOB))
    made = sky(star(ANA), star(BOB))
    kind = IntroductionKind.RELATIONSHIP
    best = Introduction(kind, JO, None, BOB, 2, threads_gain, 0.991, survival_gain, 0.0, path, 2, 0, 2)
    return part_in_words(introduction_step(made, best))


def test_a_step_says_what_it_changes_and_no_chance_that_reads_the_same_after() -> None:
    asked = "Best next step: ask Ana to introduce Jo to Bob"
    assert step_of(1, 0.0) == f"{asked}; threads go from 2 to 3."
    assert step_of(0, 0.001) == f"{asked}."
    assert step_of(1, -0.1) == f"{asked}; the chance we stay connected for a year goes from 99 % to 89 %."
