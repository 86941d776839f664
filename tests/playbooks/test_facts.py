"""The facts that conditions ask about, of accounts as they were judged last."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.deals import DealStage
from accounts.services.accounts import edit_account
from accounts.services.deals import close_deal, record_deal, say_live
from csm.foundation.clock import today
from health.services.goal_value import confirm_value
from health.services.goals import Named, record_goal
from playbooks.domain.facts import FLAGS, NUMBERS, WORDS, Value
from playbooks.selectors.facts import facts_of
from playbooks.services.starting import start_play
from stakeholders.domain.handoff_record import Side
from stakeholders.selectors.champions import champions_of
from stakeholders.services.assessments import assess
from stakeholders.services.commitments import commit, settle_commitment
from stakeholders.services.concerns import raise_concern, take_step
from stakeholders.services.handoffs import record_meeting, say_complete, write_handoff
from stakeholders.services.milestones import record_milestone
from stakeholders.services.people import depart_stakeholder
from stakeholders.services.recognitions import recognise
from tests.health.maps import judge, somebody
from tests.personas import Cast
from tests.playbooks.writing import CALL, written

pytestmark = pytest.mark.django_db


def test_every_fact_that_can_be_asked_is_gathered(cast: Cast) -> None:
    facts = facts_of([cast.acme.pk], today())[cast.acme.pk].by_name
    assert {*NUMBERS, *WORDS, *FLAGS} <= facts.keys()
    assert (facts["touch"], facts["phase"], facts["segment"]) == ("medium", "adopt", "Medium touch")
    assert (facts["threads"], facts["bridge"], facts["roles_missing"]) == (None, None, None)


def test_facts_of_the_map_and_of_goals(cast: Cast) -> None:
    somebody(cast, cast.acme, "Ana", "decision_maker", "champion", met_days_ago=3)
    goal = record_goal(
        cast.cleo,
        cast.acme,
        words="Close the books faster",
        metric=Named("Days to close", "days"),
        baseline=Decimal(10),
        baseline_on=today() - timedelta(days=30),
        target=Decimal(4),
        due_on=today() + timedelta(days=30),
        set_on=today() - timedelta(days=30),
    )
    confirm_value(cast.cleo, goal, percent=40, on=today())
    judge(cast.acme)
    facts = facts_of([cast.acme.pk, cast.bolt.pk], today())[cast.acme.pk].by_name
    wanted = ("threads", "roles_mapped", "roles_missing", "days_since_touch", "goals_open", "value_received")
    assert [facts[name] for name in wanted] == [1, 2, 2, 3.0, 1.0, 40.0]
    assert (facts["champion"], facts["sponsor"], facts["connected"], facts["decider_alone"]) == (
        True,
        False,
        True,
        True,
    )
    assert (facts["being_set_up"], facts["alert:one_decider"]) == (False, True)
    play, _outcome = start_play(cast.cleo, cast.acme, written(CALL.replace("Call them", "Ask {champion} about {goal}")))
    assert play is not None
    assert play.tasks.get().title == "Ask Ana about Close the books faster"


def test_facts_of_the_handoff_are_those_of_the_deal_won_last(cast: Cast) -> None:
    now = timezone.now()
    names = ("debrief_held", "introduced", "handoff_complete", "went_live", "deals_open")

    def facts() -> list[Value]:
        found = facts_of([cast.acme.pk], today())[cast.acme.pk].by_name
        return [found[name] for name in names]

    assert facts() == [None, None, None, None, 0]
    likely = record_deal(cast.ada, cast.acme, name="Suite", probability=90)
    assert facts() == [False, False, False, False, 1]
    record_meeting(cast.cleo, likely, "debrief", now - timedelta(days=4))
    assert facts() == [True, False, False, False, 1]
    record_deal(cast.ada, cast.acme, name="Module", stage="won", closed_at=now - timedelta(days=3))
    assert facts() == [False, False, False, False, 1]
    close_deal(cast.ada, likely, DealStage.WON, closed_at=now - timedelta(days=2))
    record_meeting(cast.cleo, likely, "introduction", now - timedelta(days=1))
    assert facts() == [True, True, False, False, 0]
    ana = somebody(cast, cast.acme, "Ana", "champion")
    write_handoff(cast.cleo, likely, {ana.pk: ""}, goals="Close faster", promises="None", risks="None")
    for side in Side:
        say_complete(cast.cleo, likely, side)
    say_live(cast.ada, likely, now - timedelta(hours=2))
    assert facts() == [True, True, True, True, 0]
    cast.acme.refresh_from_db()
    edit_account(cast.ada, cast.acme, cast.acme.row_version, owner=cast.carl)
    assert facts() == [False, True, True, True, 0]


def test_facts_of_promises_concerns_and_celebration(cast: Cast) -> None:
    names = (
        *("commitments_open", "commitments_overdue", "concerns_open", "concerns_unconfirmed"),
        *("celebrated", "never_celebrated", "milestones_uncelebrated"),
    )

    def facts() -> list[Value]:
        found = facts_of([cast.acme.pk, cast.bolt.pk], today())[cast.acme.pk].by_name
        return [found[name] for name in names]

    assert facts() == [0, 0, 0, 0, None, 0, 0]
    ana, ben, eva, gone = (somebody(cast, cast.acme, name, "user") for name in ("Ana", "Ben", "Eva", "Gus"))
    depart_stakeholder(cast.cleo, gone, today())
    day = today() - timedelta(days=9)
    commit(cast.cleo, cast.acme, text="Plan", promised_on=day, due_on=today() - timedelta(days=1))
    commit(cast.cleo, cast.acme, text="Call", promised_on=day, due_on=today())
    settle_commitment(cast.cleo, commit(cast.cleo, cast.acme, text="Done", promised_on=day, due_on=day), "kept")
    raised = raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=day)
    other = raise_concern(cast.cleo, cast.acme, stakeholder=ben, text="Dear", raised_on=day)
    for stage in ("heard", "proposed", "delivered"):
        take_step(cast.cleo, raised, stage, taken_on=day, note="A plan")
    reached = record_milestone(cast.cleo, cast.acme, title="Live", reached_on=day)
    recognise(cast.cleo, cast.acme, stakeholders=[ana, gone], recognised_on=day)
    recognise(cast.cleo, cast.acme, stakeholders=[ben], recognised_on=today() - timedelta(days=366))
    assert facts() == [2, 1, 2, 1, pytest.approx(100 / 3), 1, 1]
    take_step(cast.cleo, raised, "confirmed", taken_on=today())
    take_step(cast.cleo, other, "withdrawn", taken_on=today())
    recognise(cast.cleo, cast.acme, stakeholders=[eva], milestone=reached)
    assert facts() == [2, 1, 0, 0, pytest.approx(200 / 3), 0, 0]


def test_possible_champions_are_those_the_page_names(cast: Cast) -> None:
    ana, ben = (somebody(cast, cast.acme, name, "user", met_days_ago=3) for name in ("Ana", "Ben"))
    for one, influence in ((ana, 8), (ben, 2)):
        assess(cast.cleo, one, today(), influence=influence, authority=influence, importance=9)
    assert facts_of([cast.acme.pk], today())[cast.acme.pk].by_name["champions_ready"] is None
    judge(cast.acme)
    assert facts_of([cast.acme.pk], today())[cast.acme.pk].by_name["champions_ready"] == 1
    assert [line.star.id for line in champions_of([cast.acme], today()).candidates] == [ana.pk]


def test_many_accounts_cost_as_many_queries_as_one(cast: Cast) -> None:
    ids = [cast.acme.pk, cast.bolt.pk, cast.comet.pk]
    for account in (cast.acme, cast.bolt, cast.comet):
        record_deal(cast.ada, account, name="Suite", stage="won", closed_at=timezone.now())
    counts = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            facts_of(some, today())
        counts.append(len(queries))
    assert counts[0] == counts[1]
