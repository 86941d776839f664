"""A newer library is offered as drafts; what is published, what somebody changed and what runs stay as they are."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.services.deals import record_deal
from playbooks.models import Play, Playbook, PlayState, TaskState
from playbooks.services.editing import publish, save_draft, switch_on
from playbooks.services.starting import start_play
from stakeholders.domain.handoff_record import Side
from stakeholders.services.concerns import raise_concern, take_step
from stakeholders.services.handoffs import record_meeting, say_complete, write_handoff
from tests.accounts.pages import signed_in, text_of
from tests.health.maps import judge, somebody
from tests.personas import Cast

pytestmark = pytest.mark.django_db
KEY = "handoff-from-sales"
NEWER = "The product came with a newer version of this playbook. Nothing changes before you publish it."


def fill() -> None:
    import_module("playbooks.migrations.0007_library_offered").fill(apps, None)


@pytest.fixture
def handoff(cast: Cast) -> Playbook:
    """The playbook as an older library had it: without an exit."""
    playbook = Playbook.objects.select_related("current").get(key=KEY)
    older: dict[str, Any] = {**playbook.draft, "exit": ""}
    playbook.versions.update(definition=older)
    Playbook.objects.filter(pk=playbook.pk).update(draft=older)
    return Playbook.objects.select_related("current").get(key=KEY)


def test_a_newer_version_is_offered_and_nothing_is_published(cast: Cast, handoff: Playbook) -> None:
    play, _outcome = start_play(cast.cleo, cast.acme, handoff)
    assert play is not None
    fill()
    fill()
    found = Playbook.objects.select_related("current").get(key=KEY)
    assert (found.in_force.defined.exit, found.drafted.exit) == ("", "debrief_held, introduced, handoff_complete")
    assert (found.is_offered, found.versions.count(), found.row_version) == (True, 1, handoff.row_version + 1)
    play.refresh_from_db()
    assert play.version_id == found.current_id
    ada = signed_in(cast.ada)
    assert NEWER in text_of(ada.get(f"/playbooks/{found.pk}/"))
    assert "newer version" in text_of(ada.get("/playbooks/"))
    assert "newer version" not in text_of(signed_in(cast.cleo).get("/playbooks/"))
    publish(cast.ada, found)
    assert not Playbook.objects.get(key=KEY).is_offered


def test_what_somebody_drafted_or_published_stays(cast: Cast, handoff: Playbook) -> None:
    mine = save_draft(cast.ada, handoff, handoff.drafted.from_data({**handoff.draft, "purpose": "Ours"}))
    fill()
    assert Playbook.objects.get(key=KEY).drafted.purpose == "Ours"
    publish(cast.ada, mine)
    fill()
    found = Playbook.objects.get(key=KEY)
    assert (found.drafted.purpose, found.is_offered) == ("Ours", False)


def test_an_offer_that_was_discarded_is_no_change_of_ours(cast: Cast, handoff: Playbook) -> None:
    fill()
    signed_in(cast.ada).post(f"/playbooks/{handoff.pk}/discard/", {"row_version": handoff.row_version + 1})
    found = Playbook.objects.select_related("current").get(key=KEY)
    assert (found.is_changed, found.is_offered) == (False, False)
    fill()
    assert Playbook.objects.select_related("current").get(key=KEY).is_offered


def test_a_fresh_library_offers_nothing(cast: Cast) -> None:
    fill()
    assert not any(one.is_offered for one in Playbook.objects.select_related("current"))


def test_a_handoff_starts_with_the_deal_and_ends_with_debrief_introduction_and_record(cast: Cast) -> None:
    switch_on(cast.ada, Playbook.objects.select_related("current").get(key=KEY))
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=3)
    judge(cast.acme)
    deal = record_deal(cast.ada, cast.acme, name="Suite", stage="won", closed_at=timezone.now())
    judge(cast.acme)
    play = Play.objects.get()
    begun = set(play.tasks.values_list("step", flat=True))
    assert (play.state, begun) == (PlayState.RUNNING, {"sales-part", "debrief", "introduction-mail", "introduction"})
    for kind in ("debrief", "introduction"):
        record_meeting(cast.cleo, deal, kind, timezone.now())
    write_handoff(cast.cleo, deal, {ana.pk: ""}, goals="Close faster", promises="None", risks="None")
    say_complete(cast.cleo, deal, Side.SALES)
    judge(cast.acme)
    play.refresh_from_db()
    assert play.state == PlayState.RUNNING
    say_complete(cast.cleo, deal, Side.SUCCESS)
    judge(cast.acme)
    play.refresh_from_db()
    assert play.state == PlayState.EXITED
    assert not play.tasks.filter(state=TaskState.OPEN).exists()


def test_a_difficult_conversation_ends_when_they_say_that_it_is_solved(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "user", met_days_ago=3)
    raised = raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow")
    judge(cast.acme)
    playbook = Playbook.objects.select_related("current").get(key="difficult-conversation")
    play, _outcome = start_play(cast.cleo, cast.acme, playbook)
    assert play is not None
    for stage in ("heard", "proposed", "delivered", "unsolved", "proposed", "delivered", "confirmed"):
        judge(cast.acme)
        play.refresh_from_db()
        assert play.state == PlayState.RUNNING
        take_step(cast.cleo, raised, stage, note="A plan")
    judge(cast.acme)
    play.refresh_from_db()
    assert play.state == PlayState.EXITED
