"""Who is proposed as successor, and why."""

from datetime import date

from stakeholders.domain.sky import Basis, ConnectionKind, Level, Link, Sky, Star
from stakeholders.domain.succession import Reason, propose_heir

DAY = date(2026, 3, 1)
GONE = Star(1, 0, 1, "Ana", department="IT", level=Level.VP)


def sky(*stars: Star, links: tuple[Link, ...] = (), gone: Star = GONE) -> Sky:
    return Sky(7, DAY, (gone, *stars), (), links=links)


def test_a_report_outweighs_the_department() -> None:
    report, colleague = Star(2, 1, 2, "Bob"), Star(3, 2, 3, "Eva", department="IT")
    link = Link(1, ConnectionKind.REPORTS_TO, 2, 1, Basis.STATED, None)
    heir = propose_heir(sky(report, colleague, links=(link,)), 1)
    assert heir is not None
    assert (heir.star_id, heir.reasons) == (2, (Reason.REPORTS,))


def test_who_was_named_stays_named() -> None:
    named, report = Star(2, 1, 2, "Bob"), Star(3, 2, 3, "Eva", department="IT")
    link = Link(1, ConnectionKind.REPORTS_TO, 3, 1, Basis.STATED, None)
    heir = propose_heir(
        sky(named, report, links=(link,), gone=Star(1, 0, 1, "Ana", department="IT", successor_id=2)), 1
    )
    assert heir is not None
    assert (heir.star_id, heir.reasons) == (2, (Reason.NAMED,))


def test_who_left_or_only_shares_a_level_is_not_proposed() -> None:
    left = Star(2, 1, 2, "Bob", department="IT", left_on=date(2026, 1, 1))
    level = Star(3, 2, 3, "Eva", department="Sales", level=Level.DIRECTOR)
    assert propose_heir(sky(left, level), 1) is None


def test_level_decides_between_colleagues() -> None:
    far = Star(2, 1, 2, "Bob", department="IT", level=Level.INDIVIDUAL)
    near = Star(3, 2, 3, "Eva", department="IT", level=Level.DIRECTOR)
    heir = propose_heir(sky(far, near), 1)
    assert heir is not None
    assert (heir.star_id, heir.reasons) == (3, (Reason.DEPARTMENT, Reason.LEVEL))


def test_nobody_is_proposed_for_who_is_not_there() -> None:
    assert propose_heir(sky(), 99) is None
