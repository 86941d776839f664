import pytest

from stakeholders.domain.persona import Persona, personas, place
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, ago, assessed, role, sky, star


@pytest.mark.parametrize(
    ("influence", "authority", "importance", "persona"),
    [
        (5, 5, 4, "buyer"),
        (0, 10, 5, "champion_potential"),
        (4, 5, 10, "power_user"),
        (0, 0, 0, "observer"),
        (None, 10, 10, "not_placed"),
        (10, None, 10, "not_placed"),
        (10, 10, None, "not_placed"),
    ],
)
def test_persona_follows_from_two_axes(
    influence: int | None, authority: int | None, importance: int | None, persona: str
) -> None:
    assert place(star(ANA, assessed=assessed(influence, authority, importance))).persona == persona


def test_unknown_input_leaves_its_axis_unknown_and_is_named() -> None:
    placed = place(star(ANA, assessed=assessed(8, None, 3, assumed=frozenset({"importance", "sentiment"}))))
    assert (placed.x, placed.y, placed.missing, placed.assumed) == (None, 3.0, ("authority",), ("importance",))
    assert [fact.is_assumed for fact in placed.evidence] == [True]


def test_account_lacks_what_no_present_star_is() -> None:
    people = (
        star(ANA, assessed=assessed(9, 9, 1)),
        star(BOB, assessed=assessed(1, 1, 9), left_on=ago(1)),
        star(CY),
    )
    found = personas(sky(*people))
    assert found.lacking == (Persona.CHAMPION_POTENTIAL, Persona.POWER_USER)
    assert found.not_placed_count == 1
    assert [each.star_id for each in found.placed] == [ANA, CY]


def test_champion_candidates_hold_no_champion_role_and_are_not_negative() -> None:
    people = (
        star(ANA, assessed=assessed(9, 9, 9, 0)),
        star(BOB, role("champion"), assessed=assessed(9, 9, 9, 2)),
        star(CY, assessed=assessed(9, 9, 9, -1)),
        star(DEE, assessed=assessed(9, 9, 9)),
    )
    assert personas(sky(*people)).candidates == (ANA, DEE)
