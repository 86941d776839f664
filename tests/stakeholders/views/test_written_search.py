"""Search finds what was written about people and accounts, by the beginnings of its words, and only one's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account
from accounts.selectors.finding import prefix_query
from csm.foundation.clock import today
from csm.foundation.registry import search_sources
from health.models import Goal, Metric
from health.models.goals import WORDS_VECTOR as GOAL_WORDS
from playbooks.models import Task
from playbooks.models.tasks import WORDS_VECTOR as TASK_WORDS
from stakeholders.models import Commitment, Concern, Milestone, Stakeholder, Touchpoint
from stakeholders.models.commitments import TEXT_VECTOR as COMMITMENT_WORDS
from stakeholders.models.concerns import TEXT_VECTOR as CONCERN_WORDS
from stakeholders.models.milestones import TITLE_VECTOR as MILESTONE_WORDS
from stakeholders.models.touchpoints import WORDS_VECTOR as TOUCH_WORDS
from stakeholders.services.people import add_stakeholder
from tests.accounts.pages import signed_in
from tests.personas import Cast

pytestmark = pytest.mark.django_db
INDEXED = [
    (Commitment, COMMITMENT_WORDS, "commitment_by_words"),
    (Concern, CONCERN_WORDS, "concern_by_words"),
    (Milestone, MILESTONE_WORDS, "milestone_by_words"),
    (Touchpoint, TOUCH_WORDS, "touchpoint_by_words"),
    (Goal, GOAL_WORDS, "goal_by_words"),
    (Task, TASK_WORDS, "task_by_words"),
]
SOURCES = ["promises", "concerns", "goals", "tasks", "milestones", "touchpoints"]


def write(cast: Cast, account: Account, words: str, whom: Stakeholder) -> dict[str, Any]:
    """One of everything that is written at an account."""
    on = today()
    metric, _made = Metric.objects.get_or_create(key="days", defaults={"name": "Days", "unit": ""})
    return {
        "promises": Commitment.objects.create(account=account, text=words, due_on=on),
        "concerns": Concern.objects.create(account=account, stakeholder=whom, text=words, stage_on=on),
        "milestones": Milestone.objects.create(account=account, title=words, planned_on=on),
        "goals": Goal.objects.create(
            account=account, words=words, metric=metric, baseline=1, target=2, due_on=on + timedelta(days=9)
        ),
        "tasks": Task.objects.create(account=account, title=words, began_on=on),
        "touchpoints": Touchpoint.objects.create(
            account=account, kind="call", touched_at=timezone.now(),
            touched_on=on, subject="About", notes=words,
        ),
    }  # fmt: skip


@pytest.fixture
def ana(cast: Cast) -> Stakeholder:
    return add_stakeholder(cast.cleo, cast.acme, name="Ana Silva")


def found(cast: Cast, name: str, words: str) -> dict[str, list[str]]:
    response = signed_in(cast.users[name]).get("/search/", {"q": words})
    return {group["key"]: [hit.url for hit in group["hits"]] for group in response.context["groups"]}


def test_everything_written_is_found_and_leads_to_its_place(cast: Cast, ana: Stakeholder) -> None:
    rows = write(cast, cast.acme, "Roll out in the Zanzibar warehouse", ana)
    at = f"/accounts/{cast.acme.pk}"
    groups = found(cast, "cleo", "zanz ware")
    assert [key for key in groups if key in SOURCES] == SOURCES
    assert groups["promises"] == [f"{at}/promises/#commitment-{rows['promises'].pk}"]
    assert groups["concerns"] == [f"{at}/promises/#concern-{rows['concerns'].pk}"]
    assert groups["milestones"] == [f"{at}/promises/#milestones"]
    assert groups["goals"] == [f"{at}/goals/#goal-{rows['goals'].pk}"]
    assert groups["tasks"] == [f"/tasks/{rows['tasks'].pk}/"]
    [touch] = groups["touchpoints"]
    page = signed_in(cast.cleo).get(touch).content.decode()
    assert f'id="touchpoint-{rows["touchpoints"].pk}"' in page


def test_nothing_of_others_is_found(cast: Cast, ana: Stakeholder) -> None:
    write(cast, cast.acme, "Roll out in the Zanzibar warehouse", ana)
    assert not set(SOURCES) & set(found(cast, "carl", "zanzibar"))
    assert set(SOURCES) <= set(found(cast, "edda", "zanzibar"))


def test_nothing_is_found_by_short_beginnings_or_once_it_was_taken_back(cast: Cast, ana: Stakeholder) -> None:
    rows = write(cast, cast.acme, "Roll out in the Zanzibar warehouse", ana)
    assert not set(SOURCES) & set(found(cast, "cleo", "za"))
    assert set(SOURCES) <= set(found(cast, "cleo", "in zan"))
    for row in rows.values():
        type(row).objects.filter(pk=row.pk).update(retracted_at=timezone.now())
    assert not set(SOURCES) & set(found(cast, "cleo", "zanzibar"))


@pytest.mark.parametrize("key", SOURCES)
def test_one_query_whatever_is_found(cast: Cast, ana: Stakeholder, key: str) -> None:
    source = search_sources.get(key)
    assert source is not None
    for place in range(4):
        write(cast, cast.acme, f"Zanzibar {place}", ana)
    with CaptureQueriesContext(connection) as captured:
        assert len(source.find(cast.ada, "zanzibar", 3)) == 3
    assert len(captured) == 1


@pytest.mark.parametrize(("model", "vector", "index"), INDEXED)
def test_the_words_use_their_index(cast: Cast, model: Any, vector: Any, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    # By the words alone: of an empty table every other index is as good.
    found = model.objects.alias(words_written=vector).filter(words_written=prefix_query("zanzibar")).order_by()
    assert index in found.explain()
