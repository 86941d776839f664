"""The facts that conditions ask about, of accounts as they were judged last."""

from datetime import timedelta
from decimal import Decimal

import pytest

from csm.foundation.clock import today
from health.services.goal_value import confirm_value
from health.services.goals import Named, record_goal
from playbooks.domain.facts import FLAGS, NUMBERS, WORDS
from playbooks.selectors.facts import facts_of
from playbooks.services.starting import start_play
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
