"""Celebration: who of those present was recognised within a year."""

import pytest
from hypothesis import given

from stakeholders.domain.celebration import celebration
from stakeholders.domain.evidence import FactKind
from stakeholders.domain.sky import Recognised, Sky
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, ago, skies, sky, star


def test_only_the_present_and_the_last_year_count() -> None:
    made = sky(
        star(ANA, recognised=Recognised(91, ago(365))),
        star(BOB, recognised=Recognised(92, ago(366))),
        star(CY),
        star(DEE, recognised=Recognised(93, ago(1)), left_on=ago(0)),
    )
    found = celebration(made)
    assert found.share == pytest.approx(1 / 3)
    assert (found.recognised_ids, found.earlier_ids, found.never_ids) == ((ANA,), (BOB,), (CY,))
    assert [(fact.kind, fact.id, fact.is_assumed) for fact in found.evidence] == [(FactKind.RECOGNITION, 91, False)]


def test_one_recognition_of_two_people_is_one_fact() -> None:
    made = sky(*(star(key, recognised=Recognised(7, ago(3))) for key in (ANA, BOB)))
    assert celebration(made).share == 1
    assert len(celebration(made).evidence) == 1


@given(skies())
def test_everybody_present_is_in_exactly_one_part(made: Sky) -> None:
    found = celebration(made)
    parts = sorted((*found.recognised_ids, *found.earlier_ids, *found.never_ids))
    assert parts == sorted(one.id for one in made.stars if one.is_present(made.as_of))
