from stakeholders.domain.met_together import MetTogether, met_pairs
from tests.stakeholders.domain.skies import ANA, BOB, CY, ago, sky, star, touch


def test_everybody_in_a_small_touchpoint_met_everybody() -> None:
    made = sky(star(ANA), star(BOB), star(CY), touches=(touch(5, 9, (CY, ANA, BOB)), touch(6, 3, (ANA, CY))))
    assert met_pairs(made) == {
        (ANA, BOB): MetTogether(ago(9), (5,)),
        (ANA, CY): MetTogether(ago(3), (5, 6)),
        (BOB, CY): MetTogether(ago(9), (5,)),
    }
    assert met_pairs(made)[ANA, CY].touch_count == 2


def test_eight_people_meet_and_nine_do_not() -> None:
    everybody = tuple(range(1, 10))
    people = [star(key) for key in everybody]
    assert len(met_pairs(sky(*people, touches=(touch(1, 0, everybody[:8]),)))) == 28
    assert met_pairs(sky(*people, touches=(touch(1, 0, everybody),))) == {}


def test_people_outside_the_sky_count_for_the_size_of_the_room() -> None:
    assert met_pairs(sky(star(ANA), star(BOB), touches=(touch(1, 0, tuple(range(1, 10))),))) == {}


def test_meeting_counts_for_a_year() -> None:
    people = (star(ANA), star(BOB))
    assert (ANA, BOB) in met_pairs(sky(*people, touches=(touch(1, 365, (ANA, BOB)),)))
    assert met_pairs(sky(*people, touches=(touch(1, 366, (ANA, BOB)),))) == {}


def test_dismissed_pair_is_left_out() -> None:
    people = (star(ANA), star(BOB), star(CY))
    made = sky(*people, touches=(touch(1, 1, (ANA, BOB, CY)),), dismissed=frozenset({(ANA, BOB)}))
    assert sorted(met_pairs(made)) == [(ANA, CY), (BOB, CY)]


def test_somebody_listed_twice_did_not_meet_themselves() -> None:
    assert met_pairs(sky(star(ANA), touches=(touch(1, 1, (ANA, ANA)),))) == {}
