from stakeholders.domain.evidence import (
    Fact,
    FactKind,
    assessment_facts,
    assumed_count,
    connection_fact,
    level_fact,
    role_fact,
    touch_fact,
)
from stakeholders.domain.sky import Basis, ConnectionKind, Level, Link
from tests.stakeholders.domain.skies import ANA, BOB, assessed, role, star, touch


def test_each_kind_of_fact_says_whether_it_was_assumed() -> None:
    guessed = star(ANA, role("champion", 5, basis=Basis.ASSUMED), level=Level.VP, level_basis=Basis.ASSUMED)
    link = Link(7, ConnectionKind.REPORTS_TO, ANA, BOB, Basis.ASSUMED, None)
    assert role_fact(guessed.roles[0]) == Fact(FactKind.ROLE, 5, True)
    assert level_fact(guessed) == Fact(FactKind.LEVEL, ANA, True)
    assert connection_fact(link) == Fact(FactKind.CONNECTION, 7, True)
    assert touch_fact(touch(9, 0, (ANA,))) == Fact(FactKind.TOUCHPOINT, 9, False)


def test_stated_and_derived_facts_are_not_assumed() -> None:
    for basis in (Basis.STATED, Basis.DERIVED):
        assert role_fact(role("champion", 5, basis=basis)).is_assumed is False
        assert level_fact(star(ANA, level_basis=basis)).is_assumed is False


def test_assessment_is_evidence_for_the_axes_it_knows() -> None:
    ana = star(ANA, assessed=assessed(influence=3, authority=None, assumed=frozenset({"influence"})))
    assert assessment_facts(ana, "influence", "authority") == (Fact(FactKind.ASSESSMENT, 90, True),)
    assert assessment_facts(ana, "authority") == ()
    assert assessment_facts(star(BOB), "influence") == ()


def test_fact_is_counted_once_however_often_it_is_used_and_kinds_are_apart() -> None:
    facts = [Fact(FactKind.ROLE, 1, True)] * 3 + [Fact(FactKind.LEVEL, 1, True), Fact(FactKind.ROLE, 2, False)]
    assert assumed_count(facts) == 2
