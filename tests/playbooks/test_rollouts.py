"""Plays on many accounts: chunk by chunk in the background, whoever is killed; taken back but for those worked on."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from kombu.exceptions import OperationalError

from accounts.models import Account, Act, FactsVersion, User
from accounts.services import undo
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.models import Alert
from playbooks import tasks
from playbooks.models import Play, Playbook, Rollout, RolloutState, Task
from playbooks.selectors.dry_runs import Cause, dry_run, reasons
from playbooks.services import enrolling, opening, rollouts
from playbooks.services.editing import archive, import_text, publish
from playbooks.services.starting import start_play
from playbooks.services.tasks import take_up_tasks
from tests.personas import Cast
from tests.playbooks.test_playbook_pages import client_of
from tests.playbooks.writing import CALL, written

pytestmark = pytest.mark.django_db
COUNT = 7


@pytest.fixture
def many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Playbook:
    """Seven accounts and a playbook for all of them; more than two plays at once are a rollout, in chunks of three."""
    Account.objects.exclude(pk=cast.acme.pk).delete()
    Account.objects.bulk_create([Account(name=f"N{number}", owner=cast.cleo) for number in range(COUNT - 1)])
    monkeypatch.setattr(enrolling, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(rollouts, "CHUNK", 3)
    return written(CALL, cast.otto)


def planned(actor: User, playbook: Playbook) -> Rollout:
    """A rollout on every account."""
    run = dry_run(actor, playbook.pk, playbook.in_force.defined, today())
    made = enrolling.start_chosen(actor, playbook, run, {one.account_id for one in run.starting()})
    assert isinstance(made, Rollout)
    return made


def worked(rollout: Rollout) -> Rollout:
    tasks.work_on_rollout(rollout.pk)
    rollout.refresh_from_db()
    return rollout


def standing() -> int:
    return int(Play.objects.standing().count())


def test_many_are_started_in_chunks_each_as_an_act_of_its_account(many: Playbook, cast: Cast) -> None:
    before = dict(FactsVersion.objects.values_list("account_id", "facts_version"))
    rollout = planned(cast.otto, many)
    assert (standing(), rollout.state, rollout.total) == (0, "working", COUNT)
    assert rollouts.carry_on(rollout.pk) is True
    rollout.refresh_from_db()
    assert (standing(), rollout.done, rollout.started) == (3, 3, 3)
    worked(rollout)
    assert (standing(), rollout.done, rollout.started, rollout.state) == (COUNT, COUNT, COUNT, "done")
    acts = Act.objects.filter(group=rollout.group)
    assert {(act.kind, act.summary, act.actor_id) for act in acts} == {
        ("start_play", "Started the play Call", cast.otto.pk)
    }
    assert sorted(act.touched for act in acts) == sorted([pk] for pk in Account.objects.values_list("pk", flat=True))
    after = dict(FactsVersion.objects.values_list("account_id", "facts_version"))
    assert {pk: version - before.get(pk, 0) for pk, version in after.items()} == dict.fromkeys(after, 1)
    assert set(Play.objects.values_list("reason", flat=True)) == {"Started by hand."}
    assert (Task.objects.count(), rollouts.carry_on(rollout.pk)) == (COUNT, False)


def test_a_worker_that_dies_leaves_whole_chunks_and_the_sweep_goes_on(
    many: Playbook, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollout, begin, begun = planned(cast.otto, many), opening.begin_each, []

    def dies(*args: Any) -> Any:
        begun.append(begin(*args))
        if len(begun) == 2:
            raise KeyboardInterrupt
        return begun[-1]

    monkeypatch.setattr(rollouts, "begin_each", dies)
    with pytest.raises(KeyboardInterrupt):
        tasks.work_on_rollout(rollout.pk)
    rollout.refresh_from_db()
    assert (standing(), rollout.done, rollout.state) == (3, 3, "working")
    asked: list[int] = []
    monkeypatch.setattr(tasks.work_on_rollout, "delay", asked.append)
    tasks.resume_rollouts()
    assert asked == [rollout.pk]
    tasks.work_on_rollout(rollout.pk)
    tasks.work_on_rollout(rollout.pk)
    rollout.refresh_from_db()
    assert (standing(), rollout.started, rollout.state) == (COUNT, COUNT, "done")
    tasks.resume_rollouts()
    assert asked == [rollout.pk]


def test_without_a_broker_it_is_noted_and_found(
    many: Playbook,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def away(*_args: Any, **_more: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(type(tasks.work_on_rollout.s(1)), "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(cast.otto).post(f"/playbooks/{many.pk}/dry-run/", {"all": "1"})
    rollout = Rollout.objects.get()
    assert answer["Location"] == f"/playbooks/{many.pk}/rollouts/{rollout.pk}/"
    assert (rollouts.rollouts_at_work(), worked(rollout).started) == ([rollout.pk], COUNT)


def test_something_unexpected_stops_it_at_the_last_whole_chunk(
    many: Playbook, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollout = planned(cast.otto, many)
    rollouts.carry_on(rollout.pk)
    monkeypatch.setattr(rollouts, "begin_each", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.work_on_rollout(rollout.pk)
    rollout.refresh_from_db()
    assert (rollout.state, rollout.stop_code, rollout.started, standing()) == ("failed", "error", 3, 3)


def test_where_a_play_runs_or_the_account_is_gone_or_no_longer_theirs_it_is_left_out_and_said(
    many: Playbook, cast: Cast
) -> None:
    rollout = planned(cast.cleo, many)
    rows = list(Account.objects.order_by("pk"))
    start_play(cast.ada, rows[0], many)
    Account.objects.filter(pk=rows[1].pk).update(owner=cast.carl)
    gone = rollout.account_ids[-1]
    Account.objects.filter(pk=gone).delete()
    worked(rollout)
    assert (rollout.started, rollout.state) == (COUNT - 3, "done")
    assert rollout.left_out == {
        "running": {"count": 1, "names": [rows[0].name]},
        "not_mine": {"count": 1, "names": [rows[1].name]},
        "gone": {"count": 1, "names": []},
    }
    page = client_of(cast.cleo).get(f"/playbooks/{many.pk}/rollouts/{rollout.pk}/").content.decode()
    assert f"Left out since a play of it is running there already: 1 ({rows[0].name})." in page


def test_somebody_who_starts_one_in_the_same_moment_makes_it_try_again(
    many: Playbook, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollout, start, tries = planned(cast.otto, many), rollouts._start, []

    def collides(*args: Any) -> int:
        tries.append(args)
        if len(tries) == 1:
            raise IntegrityError("one_play_of_a_playbook_at_a_time")
        return start(*args)

    monkeypatch.setattr(rollouts, "_start", collides)
    assert (worked(rollout).started, rollout.state) == (COUNT, "done")


def test_it_keeps_the_version_it_was_chosen_for_and_stops_when_the_playbook_is_archived(
    many: Playbook, cast: Cast
) -> None:
    rollout = planned(cast.otto, many)
    rollouts.carry_on(rollout.pk)
    publish(cast.otto, import_text(cast.otto, CALL.replace("Call them", "Write to them")))
    rollouts.carry_on(rollout.pk)
    assert set(Task.objects.values_list("title", flat=True)) == {"Call them"}
    many.refresh_from_db()
    archive(cast.otto, many)
    assert (worked(rollout).state, rollout.stop_code, rollout.started) == ("failed", "archived", 6)


def test_one_at_a_time_and_only_of_what_is_published(many: Playbook, cast: Cast) -> None:
    planned(cast.otto, many)
    with pytest.raises(ValidationError, match="already"):
        planned(cast.cleo, many)
    with pytest.raises(ValidationError):
        rollouts.plan_rollout(cast.otto, import_text(cast.otto, CALL.replace("key: call", "key: other", 1)), {})
    causes = {pk: [Cause(None)] for pk in range(rollouts.MOST + 1)}
    with pytest.raises(ValidationError, match="At most"):
        rollouts.plan_rollout(cast.otto, many, causes)
    assert (Rollout.objects.count(), standing()) == (1, 0)


def test_all_of_it_is_taken_back_but_for_what_somebody_has_worked_on(many: Playbook, cast: Cast) -> None:
    rollout = worked(planned(cast.otto, many))
    kept = Task.objects.order_by("pk")[4]
    take_up_tasks(cast.cleo, [kept])
    client = client_of(cast.otto)
    at = f"/playbooks/{many.pk}/rollouts/{rollout.pk}/"
    assert "Undo all of it" in client.get(at).content.decode()
    client.post(f"{at}undo/")
    rollout.refresh_from_db()
    assert rollout.state == RolloutState.UNDOING
    assert "Taking them back." in client.get(f"{at}progress/").content.decode()
    worked(rollout)
    assert (rollout.state, rollout.taken_back, standing()) == ("undone", COUNT - 1, 1)
    page = client.get(at).content.decode()
    assert "6 plays were taken back." in page
    assert f"Not taken back since somebody has worked on them: 1 ({kept.account.name})." in page
    client.post(f"{at}undo/")
    rollout.refresh_from_db()
    assert (rollout.state, standing()) == ("undone", 1)


def test_taking_back_raises_versions_once_for_each_chunk(
    many: Playbook, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollout = worked(planned(cast.otto, many))
    take_up_tasks(cast.cleo, [Task.objects.order_by("pk")[4]])
    raised: list[int] = []
    monkeypatch.setattr(undo, "raise_versions", lambda ids: raised.append(len(set(ids))))
    rollouts.begin_undoing(rollout)
    assert (worked(rollout).taken_back, rollout.state, rollout.kept["count"]) == (COUNT - 1, "undone", 1)
    assert raised == [2, 3, 1]
    assert Act.objects.filter(group=rollout.group, undone_at__isnull=False, undone_by=cast.otto).count() == COUNT - 1
    assert Task.objects.standing().count() == 1


def test_why_each_play_is_started_is_found_in_the_background(many: Playbook, cast: Cast) -> None:
    text = "key: t\nname: T\ntriggers:\n  - alert: map_stale\n  - phase: adopt\nsteps:\n  - key: a\n    title: A\n"
    playbook = written(text, cast.otto)
    for account in Account.objects.order_by("pk")[:4]:
        Alert.objects.create(account=account, kind="map_stale", first_seen_on=today(), opened_on=today())
    run = dry_run(cast.otto, playbook.pk, playbook.in_force.defined, today())
    said = {pk: some[0].words for pk, some in reasons(run.starting(), today()).items()}
    rollout = planned(cast.otto, playbook)
    assert sorted(said) == rollout.account_ids
    Alert.objects.update(closed_on=today())
    worked(rollout)
    assert dict(Play.objects.values_list("account_id", "reason")) == said


def test_a_single_play_of_it_is_undone_alone(many: Playbook, cast: Cast) -> None:
    rollout = worked(planned(cast.otto, many))
    undo_act(Act.objects.filter(group=rollout.group).order_by("pk")[0], cast.cleo)
    assert standing() == COUNT - 1
    rollouts.begin_undoing(rollout)
    assert (worked(rollout).taken_back, standing(), rollout.state) == (COUNT - 1, 0, "undone")


def test_the_dry_run_offers_all_and_says_what_is_on_its_way(many: Playbook, cast: Cast) -> None:
    client, at = client_of(cast.otto), f"/playbooks/{many.pk}/dry-run/"
    few = client.post(at, {"row": [str(cast.acme.pk)]})
    assert (few["Location"], standing(), Rollout.objects.count()) == (at, 1, 0)
    client.post(at, {"all": "1"})
    rollout = Rollout.objects.get()
    assert rollout.total == COUNT - 1
    assert "Plays are being started: 0 of 6 accounts." in client.get(at).content.decode()
    progress = f"/playbooks/{many.pk}/rollouts/{rollout.pk}/progress/"
    assert "0 of 6" in client.get(progress).content.decode()
    again = client.post(at, {"all": "1"}, follow=True).content.decode()
    assert "Plays of this playbook are being started already" in again
    worked(rollout)
    assert client.get(progress)["HX-Redirect"] == f"/playbooks/{many.pk}/rollouts/{rollout.pk}/"
    assert "6 plays of version 1 were started." in client.get(client.get(progress)["HX-Redirect"]).content.decode()


def test_others_see_only_what_is_theirs(many: Playbook, cast: Cast) -> None:
    rollout = worked(planned(cast.cleo, many))
    at = f"/playbooks/{many.pk}/rollouts/{rollout.pk}/"
    seen = {user.name: client_of(user).get(at).status_code for user in (cast.ada, cast.otto, cast.cleo, cast.mara)}
    assert seen == {"Ada": 200, "Otto": 200, "Cleo": 200, "Mara": 404}
    assert client_of(cast.mara).post(f"{at}undo/").status_code == 404
    assert client_of(cast.otto).post(f"{at}undo/").status_code == 403
    Account.objects.filter(name="N1").update(owner=cast.carl)
    assert client_of(cast.cleo).post(f"{at}undo/").status_code == 403
    assert standing() == COUNT


def test_over_the_api_many_answer_202_with_where_to_ask(many: Playbook, cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)
    ids = list(Account.objects.values_list("pk", flat=True))
    start = f"/api/v1/playbooks/{many.pk}/start-plays/"
    few = client.post(start, {"account_ids": ids[:2]}, "application/json")
    assert (few.status_code, len(few.json()["results"])) == (200, 2)
    answer = client.post(start, {"account_ids": ids}, "application/json")
    rollout = Rollout.objects.get()
    assert (answer.status_code, answer.json()["state"], answer.json()["total"]) == (202, "working", COUNT - 2)
    assert answer["Location"].endswith(f"/api/v1/rollouts/{rollout.pk}/")
    refused = client.post(start, {"account_ids": ids}, "application/json")
    assert (refused.status_code, Rollout.objects.count()) == (400, 1)
    worked(rollout)
    now = client.get(answer["Location"]).json()
    assert (now["state"], now["done"], now["started"], now["version"]) == ("done", COUNT - 2, COUNT - 2, 1)
    assert client.get(f"/api/v1/rollouts/?playbook_id={many.pk}").json()["results"] == [now]
    taken = client.post(f"/api/v1/rollouts/{rollout.pk}/undo/")
    assert (taken.status_code, taken.json()["state"]) == (202, "undoing")
    assert client.post(f"/api/v1/rollouts/{rollout.pk}/undo/").status_code == 409
    assert (worked(rollout).state, standing()) == ("undone", 2)
    assert client_of(cast.cleo).get(answer["Location"]).status_code == 404
