"""Goals kept: what is refused, what an undo takes back, what moves the score and the level, and as of which day."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Act, FactsVersion
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from csm.foundation.facts import StaleEdit
from csm.foundation.merging import mergers
from health.domain.goals import Share, Standing, progress_of
from health.models import Goal, GoalNeed, Metric, Reading, Score, TypicalGoal, ValueConfirmation
from health.selectors.evidence import evidence_of
from health.selectors.explaining import explained
from health.selectors.readings import metric_lines
from health.selectors.value_spread import spreads_of
from health.services.goal_value import add_need, confirm_value, edit_need, settle_need
from health.services.goals import (
    Named,
    NewNeed,
    drop_goal,
    edit_goal,
    hand_over_goal,
    reach_goal,
    read_goal,
    remove_goal,
    reopen_goal,
)
from health.services.scorecards import draft_of, edit_draft, publish
from stakeholders.services import people
from tests.health.maps import judge, somebody
from tests.health.wanted import measure_use, read, wanted
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def undo_last(cast: Cast) -> None:
    undo_act(Act.objects.latest("pk"), cast.cleo)


def facts(account: Account, on: Any = None) -> Any:
    return evidence_of([account.pk], on or today())[account.pk].goals


def level(account: Account) -> int | None:
    judge(account)
    return Score.objects.get(pk=account.pk).value_level


def weigh_goals(cast: Cast) -> None:
    """A scorecard on goals and value alone."""
    from health.models import Scorecard

    card = Scorecard.objects.get(name="Starter")
    line = {"kind": "linear", "zero_at": 0, "full_at": 100}
    measures = [{"measure": key, "weight": 1, "rule": line} for key in ("goals", "value")]
    publish(cast.otto, edit_draft(cast.otto, draft_of(cast.otto, card), measures=measures), "Goals count")


def test_a_metric_is_made_with_the_goal_and_taken_where_it_is_known(cast: Cast) -> None:
    goal = wanted(cast, cast.acme, needs=[NewNeed("people", "Finance", "Both change")])
    metric = goal.metric
    assert (metric.key, metric.unit, metric.direction, metric.is_customers) == ("days_to_close", "days", "down", True)
    again = wanted(cast, cast.acme, metric=Named("days to CLOSE"))
    assert again.metric == metric
    other = wanted(cast, cast.acme, metric=Named("Days to close!"))
    assert other.metric.key == "days_to_close_2"
    assert [(need.what, need.state, need.account_id) for need in goal.needs.all()] == [
        ("Finance", "unknown", cast.acme.pk)
    ]


def test_a_customers_metric_shows_only_where_it_is_read(cast: Cast) -> None:
    goal = wanted(cast, cast.acme)
    read(cast, goal, 15)
    shown = [{line.metric.key for line in metric_lines(each.pk, today())} for each in (cast.acme, cast.bolt)]
    assert ["days_to_close" in keys for keys in shown] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": Decimal(30), "metric": "known"}, "target"),  # less is better, and this is more
        ({"target": Decimal(20)}, "__all__"),  # no way to go
        ({"due_on": today() - timedelta(days=60)}, "__all__"),
        ({"words": ""}, "words"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_and_nothing_is_kept(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    known = wanted(cast, cast.bolt).metric
    before = (Goal.objects.count(), GoalNeed.objects.count(), Act.objects.count(), Metric.objects.count())
    given = {**wrong, "metric": known} if "metric" in wrong else {**wrong, "metric": Named("Something new")}
    with pytest.raises(ValidationError) as caught:
        wanted(cast, cast.acme, needs=[NewNeed("people", "Finance")], **given)
    assert list(caught.value.message_dict) == [field]
    assert before == (Goal.objects.count(), GoalNeed.objects.count(), Act.objects.count(), Metric.objects.count())


def test_somebody_of_another_customer_owns_no_goal_and_confirms_nothing(cast: Cast) -> None:
    stranger, goal = somebody(cast, cast.bolt, "Stranger"), wanted(cast, cast.acme)
    need = add_need(cast.cleo, goal, kind="people", what="Finance")
    attempts = (
        lambda: wanted(cast, cast.acme, stakeholder=stranger),
        lambda: edit_goal(cast.cleo, goal, stakeholder=stranger),
        lambda: hand_over_goal(cast.cleo, goal, stranger),
        lambda: confirm_value(cast.cleo, goal, percent=10, stakeholder=stranger),
        lambda: edit_need(cast.cleo, need, stakeholder=stranger),
    )
    for attempt in attempts:
        with pytest.raises(ValidationError, match="not at this account"):
            attempt()
    assert Goal.objects.get(pk=goal.pk).stakeholder is None
    assert not ValueConfirmation.objects.exists()


def test_a_stale_edit_is_refused(cast: Cast) -> None:
    goal = wanted(cast, cast.acme)
    edit_goal(cast.cleo, goal, 1, words="Close in a week")
    with pytest.raises(StaleEdit):
        edit_goal(cast.cleo, Goal.objects.get(pk=goal.pk), 1, words="Other words")
    assert Goal.objects.get(pk=goal.pk).words == "Close in a week"


def test_a_goal_is_reached_reopened_and_dropped_for_a_reason(cast: Cast) -> None:
    goal = wanted(cast, cast.acme)
    with pytest.raises(ValidationError):
        reach_goal(cast.cleo, goal, today() + timedelta(days=1))
    with pytest.raises(ValidationError):
        drop_goal(cast.cleo, goal, "  ")
    goal = Goal.objects.get(pk=goal.pk)
    assert goal.state == "open"
    reach_goal(cast.cleo, goal)
    assert [progress_of(one, today()).standing for one in facts(cast.acme)] == [Standing.REACHED]
    with pytest.raises(ValidationError):
        drop_goal(cast.cleo, goal, "Never mind")
    reopen_goal(cast.cleo, goal)
    drop_goal(cast.cleo, goal, "Their strategy changed", today())
    assert facts(cast.acme) == ()
    yesterday = today() - timedelta(days=1)
    assert [one.reached_on for one in facts(cast.acme, yesterday)] == [None]  # then it was still pursued


def test_facts_are_those_of_the_day_asked_for(cast: Cast) -> None:
    goal = wanted(cast, cast.acme)
    read(cast, goal, 18, days_ago=30)
    read(cast, goal, 15)
    her = somebody(cast, cast.acme, "Ana")
    confirm_value(cast.cleo, goal, percent=20, on=today() - timedelta(days=20), stakeholder=her)
    confirm_value(cast.cleo, goal, percent=45, on=today())
    [now] = facts(cast.acme)
    assert (now.latest.value, now.said.percent, now.said.is_theirs) == (15, 45, False)
    assert now.theirs == Share(20, today() - timedelta(days=20), True)
    [then] = facts(cast.acme, today() - timedelta(days=25))
    assert (then.latest.value, then.said) == (18, None)
    assert facts(cast.acme, today() - timedelta(days=51)) == ()
    [late] = facts(cast.acme, today() + timedelta(days=130))
    assert late.latest is None  # too old to count
    [later] = facts(cast.acme, today() + timedelta(days=370))
    assert (later.said, later.theirs) == (None, None)


def test_a_reading_of_the_same_day_corrects(cast: Cast) -> None:
    goal = wanted(cast, cast.acme)
    read(cast, goal, 15)
    corrected = read_goal(cast.cleo, goal, Decimal("14.5"), today())
    assert corrected.value == Decimal("14.5")
    assert Reading.objects.standing().count() == 1


def test_the_level_rises_step_by_step_and_undo_takes_it_back(cast: Cast) -> None:
    acme = cast.acme
    assert level(acme) == 1
    measure_use(cast, acme)
    assert level(acme) == 2
    goal = wanted(cast, acme, needs=[NewNeed("people", "Finance"), NewNeed("product", "The ERP")])
    assert level(acme) == 2
    read(cast, goal, 15)
    assert level(acme) == 3
    first, second = goal.needs.order_by("pk")
    settle_need(cast.cleo, first, "met")
    assert level(acme) == 3
    settle_need(cast.cleo, second, "unmet")  # known is enough: it need not be there
    assert level(acme) == 4
    confirm_value(cast.cleo, goal, percent=60)
    assert level(acme) == 4  # our own estimate
    confirm_value(cast.cleo, goal, percent=35, stakeholder=somebody(cast, acme, "Ana"))
    assert level(acme) == 5
    undo_act(Act.objects.filter(kind="confirm_value").latest("pk"), cast.cleo)
    assert level(acme) == 4


def test_a_confirmation_raises_the_version_and_moves_the_score_with_the_reason(cast: Cast) -> None:
    weigh_goals(cast)
    goal = wanted(cast, cast.acme)
    read(cast, goal, 17)  # 30 % of the way, 50 % expected: 60 points
    judge(cast.acme)
    assert Score.objects.get(pk=cast.acme.pk).score == pytest.approx(60)
    version = FactsVersion.objects.get(pk=cast.acme.pk).facts_version
    confirm_value(cast.cleo, goal, percent=40, stakeholder=somebody(cast, cast.acme, "Ana"))
    assert FactsVersion.objects.get(pk=cast.acme.pk).facts_version > version
    judge(cast.acme)
    assert Score.objects.get(pk=cast.acme.pk).score == pytest.approx(70)  # 40 % of 50 % expected: 80 points
    rows = {row.part.key: row for row in explained(cast.acme.pk, today()).rows}
    assert "30 % of the way made, 50 % expected" in rows["goals"].facts[0].text
    said = rows["value"].facts[0].text
    assert "40 % of the value received, confirmed on" in said
    assert said.endswith("; 50 % expected by then: 80 points")
    assert rows["value"].facts[0].url.endswith(f"/goals/#goal-{goal.pk}")


def test_a_goal_taken_back_takes_all_that_belongs_to_it_out_of_sight(cast: Cast) -> None:
    goal = wanted(cast, cast.acme, needs=[NewNeed("people", "Finance")])
    confirm_value(cast.cleo, goal, percent=40)
    remove_goal(cast.cleo, goal)
    seen: list[Any] = [Goal, GoalNeed, ValueConfirmation]
    assert [model.objects.visible_to(cast.cleo).count() for model in seen] == [0, 0, 0]
    undo_last(cast)
    assert [model.objects.visible_to(cast.cleo).count() for model in seen] == [1, 1, 1]
    assert [model.objects.visible_to(cast.carl).count() for model in seen] == [0, 0, 0]


def test_evidence_takes_one_query_more_for_any_number_of_goals(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            evidence_of([cast.acme.pk, cast.bolt.pk, cast.comet.pk], today())
        return len(caught)

    before = queries()
    for account in (cast.acme, cast.bolt, cast.comet):
        for place in range(3):
            wanted(cast, account, words=f"Goal {place}")
    assert queries() == before


def test_levels_are_spread_by_team_owner_and_segment_in_one_query(cast: Cast) -> None:
    measure_use(cast, cast.acme)
    judge(cast.acme, cast.bolt)
    with CaptureQueriesContext(connection) as caught:
        found = spreads_of(Account.objects.visible_to(cast.ada))
    assert len(caught) == 1
    assert (found.whole.counts, found.whole.open) == ({1: 1, 2: 1, 3: 0, 4: 0, 5: 0}, 1)
    assert found.owners[cast.cleo.pk].level == 2
    assert found.teams[cast.cleo.team_id].counts[2] == 1
    assert found.owners[None].total == 2
    assert found.whole.level == 2  # one of two judged


def test_owners_of_goals_follow_when_two_accounts_become_one(cast: Cast) -> None:
    from accounts.services.merging.merging import merge

    her = somebody(cast, cast.bolt, "Ana")
    goal = wanted(cast, cast.bolt, stakeholder=her)
    confirm_value(cast.cleo, goal, percent=40, stakeholder=her)
    accounts = mergers.get("account")
    assert accounts is not None
    merge(cast.ada, accounts, cast.acme, cast.bolt, {})
    assert Goal.objects.visible_to(cast.cleo).get().account_id == cast.acme.pk
    assert ValueConfirmation.objects.visible_to(cast.cleo).get().account_id == cast.acme.pk


def test_a_departed_owner_is_said_and_the_named_successor_offered(cast: Cast) -> None:
    from health.selectors.goals import goals_of

    her, him = somebody(cast, cast.acme, "Ana"), somebody(cast, cast.acme, "Bob")
    goal = wanted(cast, cast.acme, stakeholder=her)
    people.depart_stakeholder(cast.cleo, her, today(), successor=him)
    [line] = goals_of(cast.acme, facts(cast.acme), today()).lines
    assert (line.has_lost_owner, line.heir and line.heir.name) == (True, "Bob")
    hand_over_goal(cast.cleo, goal, him)
    [line] = goals_of(cast.acme, facts(cast.acme), today()).lines
    assert (line.goal.stakeholder, line.has_lost_owner) == (him, False)


def test_three_or_four_typical_goals_begin_each_segment() -> None:
    counts = {level: TypicalGoal.objects.filter(touch_level=level).count() for level in ("high", "medium", "low")}
    assert counts == {"high": 4, "medium": 4, "low": 3}
    assert all(2 <= len(one.dependencies) <= 3 for one in TypicalGoal.objects.all())
