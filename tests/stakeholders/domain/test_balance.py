import pytest
from hypothesis import given

from stakeholders.domain.balance import Balance, BalanceWarning, balance
from stakeholders.domain.evidence import assumed_count
from stakeholders.domain.sky import Basis, Level, Sky, Star, Terms
from stakeholders.domain.strength import Relationship, StrengthLabel, relationships
from tests.stakeholders.domain.skies import ANA, BOB, CY, JO, KIM, TODAY, role, skies, sky, star

BAND = Terms(balance_low=0.3, balance_high=0.7)


def live(star_id: int, strength: float, user_id: int = JO) -> Relationship:
    return Relationship(user_id, star_id, strength, StrengthLabel.STEADY, strength >= 0.2, TODAY, TODAY, 1, 1)


def weighed(*people: Star, known: list[Relationship], terms: Terms = BAND) -> Balance:
    return balance(sky(*people, terms=terms), known)


def test_share_is_that_of_live_strength_with_leaders() -> None:
    people = (star(ANA, level=Level.DIRECTOR), star(BOB, level=Level.MANAGER), star(CY, level=Level.EXECUTIVE))
    known = [live(ANA, 0.3), live(ANA, 0.3, KIM), live(BOB, 0.4), live(CY, 0.19)]
    found = weighed(*people, known=known)
    assert found.leaders_share == pytest.approx(0.6)
    assert (found.is_within_band, found.is_settled, found.has_leader, found.warnings) == (True, True, True, ())


@pytest.mark.parametrize(
    ("leading", "warning"),
    [(0.7, ()), (0.75, (BalanceWarning.TOO_MANY_LEADERS,)), (0.3, ()), (0.25, (BalanceWarning.TOO_FEW_LEADERS,))],
)
def test_band_includes_its_bounds(leading: float, warning: tuple[BalanceWarning, ...]) -> None:
    people = (star(ANA, level=Level.VP), star(BOB, level=Level.INDIVIDUAL))
    assert weighed(*people, known=[live(ANA, leading), live(BOB, 1 - leading)]).warnings == warning


def test_unknown_level_is_left_out_of_the_share_and_bounds_it() -> None:
    people = (star(ANA, level=Level.VP), star(BOB, level=Level.MANAGER), star(CY))
    found = weighed(*people, known=[live(ANA, 0.25), live(BOB, 0.25), live(CY, 0.5)])
    assert (found.leaders_share, found.low, found.high, found.unknown_share) == (0.5, 0.25, 0.75, 0.5)
    assert (found.is_within_band, found.is_settled) == (True, False)


def test_whether_a_leader_is_engaged_is_unknown_when_only_the_unknown_could_be_one() -> None:
    found = weighed(star(ANA, level=Level.MANAGER), star(CY), known=[live(ANA, 0.5), live(CY, 0.5)])
    assert found.has_leader is None
    assert BalanceWarning.NO_LEADER_ENGAGED not in found.warnings
    only_unknown = weighed(star(CY), known=[live(CY, 0.5)])
    assert (only_unknown.leaders_share, only_unknown.is_within_band) == (None, None)
    assert (only_unknown.low, only_unknown.high) == (0.0, 1.0)


def test_no_leader_engaged_is_warned_of_once() -> None:
    found = weighed(star(ANA, level=Level.VP), star(BOB, level=Level.MANAGER), known=[live(BOB, 0.5)])
    assert found.warnings == (BalanceWarning.NO_LEADER_ENGAGED,)
    assert weighed(star(ANA), known=[]).warnings == (BalanceWarning.NO_LEADER_ENGAGED,)
    assert weighed(known=[]).warnings == ()


@pytest.mark.parametrize(("sponsored", "hangs"), [(0.9, True), (0.89, False)])
def test_hanging_on_the_executive_sponsor_is_warned_of(sponsored: float, hangs: bool) -> None:
    people = (
        star(ANA, role("executive_sponsor", 5, basis=Basis.ASSUMED), level=Level.VP),
        star(BOB, level=Level.MANAGER),
    )
    known = [live(ANA, sponsored), *(live(BOB, share) for share in [round(1 - sponsored, 2)])]
    known[1] = known[1]._replace(is_live=True)
    found = weighed(*people, known=known)
    assert found.sponsor_share == pytest.approx(sponsored)
    assert found.sponsor_ids == (ANA,)
    assert (BalanceWarning.HANGS_ON_SPONSOR in found.warnings) is hangs
    assert assumed_count(found.evidence) == 1


@given(skies())
def test_share_lies_between_its_bounds(made: Sky) -> None:
    found = balance(made, relationships(made))
    if found.low is not None and found.high is not None and found.leaders_share is not None:
        assert 0 <= found.low <= found.leaders_share + 1e-12
        assert found.leaders_share <= found.high + 1e-12
        assert found.high <= 1 + 1e-12


def test_leaders_alone_are_exactly_the_whole_in_whatever_order_strengths_come() -> None:
    people = (star(ANA, level=Level.VP), star(BOB, level=Level.VP), star(CY, level=Level.VP))
    known = [live(ANA, 0.3), live(BOB, 0.6), live(CY, 0.7)]
    shares = {weighed(*order, known=[*known]).leaders_share for order in (people, people[::-1])}
    assert shares == {1.0}
