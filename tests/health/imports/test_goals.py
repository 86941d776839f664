"""Files of goals and of the value received: what is new, changed, known already and refused, each exactly."""

from datetime import date

import pytest

from health.models import Goal, ValueConfirmation
from health.services.goals import Named
from stakeholders.services import people
from tests.accounts.imports.conftest import bring  # noqa: F401 (a fixture)
from tests.health.wanted import wanted
from tests.personas import Cast

pytestmark = pytest.mark.django_db

HEAD = "account,goal,metric,unit,baseline,baseline date,target,due date\n"
FASTER = "Acme,Close faster,Days to close,days,20,2026-01-05,10,2026-12-31\n"


def test_goals_come_in_once_with_their_metric_and_change_by_their_words(cast: Cast, bring) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    run = bring("goals", HEAD + FASTER + "Bolt,Close faster,days to close,,30,2026-01-05,15,2026-12-31\n")
    assert (run.created, run.updated, run.unchanged, run.failed) == (2, 0, 0, 0)
    goal = Goal.objects.get(account=cast.acme)
    assert (goal.metric.name, goal.metric.direction, goal.metric.is_customers) == ("Days to close", "down", True)
    assert [goal.baseline, goal.target] == [20, 10]
    assert (goal.due_on, goal.owner) == (date(2026, 12, 31), cast.cleo)
    assert Goal.objects.get(account=cast.bolt).metric == goal.metric
    assert bring("goals", HEAD + FASTER).unchanged == 1
    run = bring("goals", HEAD + FASTER.replace("close faster", "CLOSE  faster").replace(",10,", ",8,"))
    assert (run.created, run.updated) == (0, 1)
    goal.refresh_from_db()
    assert goal.target == 8
    assert goal.words == "Close faster"


def test_what_is_wrong_with_a_goal_is_named_and_the_rest_comes_in(cast: Cast, bring) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    wanted(cast, cast.bolt, metric=Named("Days to close", "days"))
    wrong = (
        "Acme,Worse,Days to close,,20,2026-01-05,25,2026-12-31\n"
        "Acme,Same,Another figure,,20,2026-01-05,20,2026-12-31\n"
        "Acme,Late,Another figure,,20,2026-01-05,25,2026-01-05\n"
        "Nobody,Any,Another figure,,20,2026-01-05,25,2026-12-31\n"
    )
    run = bring("goals", HEAD + FASTER + wrong)
    assert (run.created, run.failed) == (1, 4)
    assert [goal.words for goal in Goal.objects.filter(account=cast.acme)] == ["Close faster"]


def test_value_is_said_once_by_each_and_corrected(cast: Cast, bring) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    goal = wanted(cast, cast.acme, words="Close faster")
    her = people.add_stakeholder(cast.cleo, cast.acme, name="Ana", email="ana@acme.example")
    head = "account,goal,percent,date,confirmed by\n"
    rows = "Acme,close faster,40,2026-02-01,ana@acme.example\nAcme,Close faster,60,2026-02-01,\n"
    run = bring("value", head + rows)
    assert (run.created, run.failed) == (2, 0)
    assert bring("value", head + rows).unchanged == 2
    assert bring("value", head + rows.replace(",40,", ",45,")).updated == 1
    said = ValueConfirmation.objects.standing().order_by("percent").values_list("percent", "stakeholder_id", "goal_id")
    assert list(said) == [(45, her.pk, goal.pk), (60, None, goal.pk)]
    wrong = (
        "Acme,Unheard of,1,2026-02-01,\n"
        "Acme,Close faster,101,2026-02-01,\n"
        "Acme,Close faster,10,2199-01-01,\n"
        "Acme,Close faster,10,2026-02-02,bob@acme.example\n"
    )
    run = bring("value", head + wrong)
    assert (run.created, run.failed) == (0, 4)
    assert ValueConfirmation.objects.standing().count() == 2
