"""What a brief is made of: who met last, since when there is news, what to ask aloud, whom to ask about."""

from stakeholders.domain.attendance import gatherings, news_since
from stakeholders.domain.findings import find
from stakeholders.domain.introductions import introductions
from stakeholders.domain.not_met import NotMet, WhyAsk, best_through, not_met
from stakeholders.domain.sky import Basis, ConnectionKind, Link, Terms, TouchKind
from stakeholders.domain.spoken_questions import Spoken, SpokenKind, question_in_words, spoken_questions
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, JO, KIM, LEE, ago, assessed, role, sky, star, touch

KNOWN = assessed(5, 5, 5, 1)


def link(from_id: int, to_id: int, kind: ConnectionKind = ConnectionKind.REPORTS_TO) -> Link:
    return Link(from_id * 10 + to_id, kind, from_id, to_id, Basis.STATED, ago(400))


def test_those_of_the_last_meetings_are_proposed_each_company_once() -> None:
    seen = sky(
        star(ANA),
        star(BOB),
        star(CY, left_on=ago(5)),
        touches=(
            touch(1, 40, (ANA,)),
            touch(2, 30, (ANA, BOB), users=(JO, LEE)),
            touch(3, 20, (BOB, CY), users=(KIM,), kind=TouchKind.CALL),
            touch(4, 10, (ANA, BOB), users=(KIM,)),
            touch(5, 6, (CY,)),
            touch(6, 5, (BOB,), kind=TouchKind.EMAIL),
            touch(7, 4, (ANA,), is_two_way=False),
        ),
    )
    assert [(each.touch_id, each.star_ids, each.user_ids) for each in gatherings(seen)] == [
        (4, (ANA, BOB), (KIM,)),
        (3, (BOB,), (KIM,)),
        (1, (ANA,), (JO,)),
    ]
    assert [each.touch_id for each in gatherings(seen, most=1)] == [4]


def test_news_begins_where_the_one_we_have_not_seen_for_longest_was_seen() -> None:
    seen = sky(star(ANA), star(BOB), touches=(touch(1, 90, (ANA, BOB)), touch(2, 10, (BOB,)), touch(3, 500, (CY,))))
    assert news_since(seen, [BOB]) == ago(10)
    assert news_since(seen, [BOB, ANA]) == ago(90)
    assert news_since(seen, [BOB, CY]) == ago(365)
    assert news_since(seen, [DEE]) is None


def test_everybody_is_asked_something_before_anybody_is_asked_twice() -> None:
    decides = role("decision_maker", since=ago(400))
    seen = find(
        sky(
            star(ANA, decides, title="CFO", assessed=assessed(5, None, None, 1), confirmed_on=ago(1)),
            star(BOB, confirmed_on=ago(1), assessed=KNOWN),
        )
    )
    assert [(each.kind, each.star_id) for each in spoken_questions(seen, [ANA, BOB])] == [
        (SpokenKind.AUTHORITY, ANA),
        (SpokenKind.WHAT_ROLE, BOB),
        (SpokenKind.IMPORTANCE, ANA),
    ]
    assert spoken_questions(seen, [ANA, BOB], most=1) == (Spoken(SpokenKind.AUTHORITY, ANA),)


def test_what_may_have_changed_is_asked_and_what_was_said_lately_is_not() -> None:
    decides = role("decision_maker")
    facts = {"title": "CFO", "assessed": KNOWN}
    seen = find(sky(star(ANA, decides, confirmed_on=ago(400), **facts), star(BOB, confirmed_on=ago(30), **facts)))
    assert spoken_questions(seen, [ANA, BOB]) == (Spoken(SpokenKind.STILL_TRUE, ANA),)


def test_a_role_left_behind_and_one_nobody_holds_are_asked_of_anybody() -> None:
    gone = star(CY, role("budget_holder", 5), left_on=ago(20))
    terms = Terms(required_roles=("budget_holder", "security", "decision_maker"))
    decides = star(ANA, role("decision_maker"), title="CFO", assessed=KNOWN, confirmed_on=ago(1))
    asked = spoken_questions(find(sky(gone, decides, terms=terms)), [ANA, CY])
    assert asked == (
        Spoken(SpokenKind.WHO_FOLLOWS, gone_id=CY, role="budget_holder"),
        Spoken(SpokenKind.WHO_CARES, role="security"),
    )
    assert [question_in_words(each, [gone, decides]) for each in asked] == [
        "Who has taken over from Cy as budget holder?",
        "Who looks after this on your side: security?",
    ]


def test_whom_to_ask_about_are_those_who_matter_and_are_not_known() -> None:
    decides, champion = role("decision_maker", 1), role("champion", 2)
    terms = Terms(required_roles=("champion",))
    seen = find(
        sky(
            star(ANA),
            star(BOB),
            star(CY, champion),
            star(DEE, decides),
            touches=(touch(1, 3, (ANA,)),),
            links=(link(ANA, BOB), link(BOB, DEE)),
            terms=terms,
        )
    )
    assert not_met(seen, [ANA]) == (
        NotMet(DEE, WhyAsk.DECIDES, ()),
        NotMet(BOB, WhyAsk.ON_ROUTE, (ANA,)),
        NotMet(CY, WhyAsk.REQUIRED_ROLE, ()),
    )
    assert [each.star_id for each in not_met(seen, [ANA, DEE])] == [BOB, CY]
    assert not_met(seen, [ANA], most=1) == (NotMet(DEE, WhyAsk.DECIDES, ()),)


def test_the_introduction_named_leads_through_somebody_who_comes_to_somebody_who_does_not() -> None:
    decides = role("decision_maker", 1)
    seen = find(sky(star(ANA), star(BOB, decides), touches=(touch(1, 3, (ANA,)),), links=(link(ANA, BOB),)))
    proposed = introductions(seen.network, top=None)
    best = best_through(proposed, [ANA])
    assert best is not None
    assert best.path.star_ids == (ANA, BOB)
    assert best_through(proposed, [ANA, BOB]) is None
    assert best_through(proposed, [BOB]) is None
