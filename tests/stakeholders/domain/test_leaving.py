"""What an announced departure does to the threads and to the sentences beside the sky."""

from dataclasses import replace
from datetime import timedelta

from stakeholders.domain.conclusions import conclude
from stakeholders.domain.findings import find
from stakeholders.domain.headline import headline
from stakeholders.domain.headline_words import part_in_words
from stakeholders.domain.leaving import leavings
from stakeholders.domain.sky import Sky
from stakeholders.domain.what_if import without_people
from tests.stakeholders.domain.skies import ANA, BOB, CY, TODAY, ago, role, sky, star, touch

SOON, LATER = TODAY + timedelta(days=30), TODAY + timedelta(days=90)


def leaving(made: Sky, **days: object) -> Sky:
    """The sky in which these people (by name) said when they leave."""
    stars = tuple(replace(one, leaves_on=days.get(one.name.lower(), one.leaves_on)) for one in made.stars)  # type: ignore[arg-type]
    return replace(made, stars=stars)


def met_by_all(*decide: int) -> Sky:
    people = tuple(star(each, role("decision_maker")) for each in decide)
    return sky(*people, touches=(touch(1, 0, decide),))


def said(made: Sky) -> list[str]:
    return [part_in_words(part) for part in headline(made, conclude(made))]


def test_threads_fall_by_one_departure_after_the_other() -> None:
    made = leaving(met_by_all(ANA, BOB, CY), bob=SOON, ana=LATER)
    found = leavings(made, 3)
    assert [(each.star_id, each.threads_before, each.threads_after) for each in found] == [(BOB, 3, 2), (ANA, 2, 1)]
    assert all(each.threads_fall for each in found)


def test_the_sentences_say_when_and_what_becomes_of_the_threads() -> None:
    made = leaving(met_by_all(ANA, BOB), ana=SOON)
    assert f"When Ana leaves on {SOON.isoformat()}, threads fall from 2 to 1." in said(made)
    alone = leaving(met_by_all(ANA), ana=SOON)
    assert f"When Ana leaves on {SOON.isoformat()}, no route to the decision is left." in said(alone)


def test_who_is_on_no_route_leaves_without_a_word_about_threads() -> None:
    people = (star(ANA, role("decision_maker")), star(BOB))
    made = leaving(sky(*people, touches=(touch(1, 0, (ANA,)),)), bob=SOON)
    assert f"Bob leaves on {SOON.isoformat()}." in said(made)


def test_the_sky_of_the_date_still_has_them() -> None:
    made = met_by_all(ANA, BOB)
    before, after = conclude(made), conclude(leaving(made, ana=SOON))
    assert before == after


def test_who_left_is_not_leaving_and_one_taken_out_is_gone_at_once() -> None:
    made = sky(star(ANA, role("decision_maker"), left_on=ago(3)), star(BOB))
    assert leavings(made, 0) == ()
    gone = without_people(leaving(met_by_all(ANA, BOB), ana=SOON), [ANA])
    assert (gone.stars[0].left_on, gone.stars[0].leaves_on) == (gone.as_of, None)
    assert find(gone).threads.count == 1


def test_a_successor_who_leaves_as_well_is_none() -> None:
    made = met_by_all(ANA, BOB)
    ana, bob = made.stars
    made = replace(made, stars=(replace(ana, leaves_on=SOON, successor_id=BOB), bob))
    assert leavings(made, 2)[0].successor_id == BOB
    assert leavings(leaving(made, bob=LATER), 2)[0].successor_id is None
