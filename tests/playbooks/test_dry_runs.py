"""A dry run says who would get a play and why, as starting does; its button starts them as one act, to be undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, Act, Contract, Product, Segment
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.models import Alert
from playbooks.domain.enrolling import Verdict
from playbooks.models import Outcome, Play, Playbook, Task
from playbooks.selectors.dry_runs import DryRun, dry_run, reasons
from playbooks.services.enrolling import start_chosen
from playbooks.services.opening import Happening
from playbooks.services.starting import start_play, start_plays
from tests.health.maps import judge, somebody
from tests.personas import Cast
from tests.playbooks.writing import CALL, written

pytestmark = pytest.mark.django_db

HEAD = "key: try\nname: Try\n"
STEPS = "steps:\n  - key: call\n    title: Call {champion}\n"


def tried(viewer: Any, playbook: Playbook) -> DryRun:
    return dry_run(viewer, playbook.pk, playbook.in_force.defined, today())


def verdicts(run: DryRun) -> list[tuple[str, str]]:
    return [(one.name, one.enrolment.verdict.value) for one in run.candidates]


def raised(account: Account, kind: str = "map_stale", **more: Any) -> Alert:
    on = today()
    return Alert.objects.create(account=account, kind=kind, first_seen_on=on, opened_on=on, **more)


def test_each_account_has_its_verdict_in_order(cast: Cast) -> None:
    text = f"{HEAD}triggers:\n  - alert: map_stale\naudience: industry != Mining\nexit: region = North\n{STEPS}"
    playbook = written(text)
    named = {
        name: Account.objects.create(name=name, industry="Food", region="South") for name in ("A", "B", "C", "D", "E")
    }
    for one in named.values():
        raised(one)
    Account.objects.filter(name="B").update(region="North")
    Account.objects.filter(name="C").update(industry="Mining")
    Account.objects.filter(name="D").update(industry="")
    Account.objects.filter(name="E").update(region="")
    start_play(cast.ada, named["A"], playbook)
    run = tried(cast.ada, playbook)
    assert verdicts(run) == [("E", "blind"), ("A", "running"), ("C", "not_for_it"), ("D", "not_known"), ("B", "held")]
    assert run.candidates[0].enrolment.unknown == ("region",)
    assert run.candidates[2].enrolment.failing.parts[0].name == "industry"
    assert [one.name for one in run.starting()] == ["E"]


def test_a_dry_run_foretells_what_starting_does(cast: Cast) -> None:
    playbook = written(f"{HEAD}audience: phase in land adopt\nexit: industry = Food\n{STEPS}")
    cells = [(phase, industry) for phase in ("land", "renew") for industry in ("", "Food", "Mining")]
    made = [Account.objects.create(name=f"N{n}", phase=p, industry=i) for n, (p, i) in enumerate(cells)]
    start_play(cast.ada, made[2], playbook)
    foretold = {one.account_id: one.enrolment for one in tried(cast.ada, playbook).candidates}
    for account in made:
        _play, outcome = start_play(cast.ada, account, playbook, happening=Happening("k", "why"))
        enrolment = foretold[account.pk]
        assert (outcome is Outcome.STARTED) == enrolment.would_start
        assert (outcome is Outcome.JOINED) == (enrolment.verdict is Verdict.RUNNING)
        assert (outcome is Outcome.HELD) == (enrolment.verdict is Verdict.HELD)


def test_triggers_find_phases_touch_levels_and_renewals(cast: Cast) -> None:
    text = f"{HEAD}triggers:\n  - phase: land\n  - touch: high\n  - days_before_renewal: 30\n  - deal: closed\n{STEPS}"
    playbook = written(text)
    Account.objects.filter(pk=cast.acme.pk).update(phase="land", segment=Segment.objects.get(name="High touch"))
    product = Product.objects.create(name="Suite")
    for account, days in ((cast.bolt, 30), (cast.comet, 31)):
        Contract.objects.create(
            account=account,
            product=product,
            starts_on=today() - timedelta(days=300),
            ends_on=today() + timedelta(days=days),
            annual_value=1,
            currency="EUR",
            outcome=ContractOutcome.OPEN,
        )
    run = tried(cast.ada, playbook)
    said = {one.name: [reason.words for reason in reasons([one], today())[one.account_id]] for one in run.candidates}
    assert said == {
        "Acme": ["The account is in the phase Land", "The account is served with high touch"],
        "Bolt": ["30 days to the renewal"],
    }


def test_snoozed_and_closed_alerts_trigger_nothing_and_others_see_their_accounts_alone(cast: Cast) -> None:
    playbook = written(f"{HEAD}triggers:\n  - alert: map_stale\n{STEPS}")
    raised(cast.acme)
    raised(cast.bolt, snoozed_until=today() + timedelta(days=3))
    raised(cast.comet, closed_on=today())
    assert verdicts(tried(cast.ada, playbook)) == [("Acme", "start")]
    assert verdicts(tried(cast.carl, playbook)) == []


def test_without_triggers_it_is_tried_on_every_account(cast: Cast) -> None:
    assert [name for name, _v in verdicts(tried(cast.ada, written(CALL)))] == ["Acme", "Bolt", "Comet"]


def test_queries_do_not_grow_with_the_accounts(cast: Cast) -> None:
    playbook = written(f"{HEAD}triggers:\n  - alert: map_stale\n  - phase: adopt\naudience: threads >= 0\n{STEPS}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            reasons(tried(cast.ada, playbook).candidates, today())
        return len(seen)

    few = queries()
    for number in range(12):
        raised(Account.objects.create(name=f"N{number}"))
    assert queries() == few


def test_chosen_accounts_get_plays_as_one_act_with_the_reason_and_whom_it_is_about(cast: Cast) -> None:
    playbook = written(f"{HEAD}triggers:\n  - alert: champion_moved\n{STEPS}")
    ana = somebody(cast, cast.acme, "Ana", "champion", met_days_ago=1)
    judge(cast.acme)
    raised(cast.acme, "champion_moved", subject=f"stakeholder:{ana.pk}")
    raised(cast.bolt, "champion_moved")
    run = tried(cast.otto, playbook)
    before = Act.objects.count()
    plays = start_chosen(cast.otto, playbook, run, {cast.acme.pk, cast.comet.pk})
    play = Play.objects.get()
    assert plays == [play]
    why = next(one for one in run.candidates if one.account_id == cast.acme.pk)
    assert (play.account, play.about, play.reason) == (
        cast.acme,
        ana.pk,
        reasons([why], today())[cast.acme.pk][0].words,
    )
    assert Task.objects.get().title == "Call Ana"
    act = Act.objects.get(kind="start_plays")
    assert Act.objects.count() == before + 1
    assert (act.summary, act.touched) == ("Started 1 play of Try", [cast.acme.pk])
    undo_act(act, cast.otto)
    assert not Play.objects.standing().exists()


def test_nobody_starts_plays_on_accounts_they_may_not_change(cast: Cast) -> None:
    playbook = written(CALL)
    for viewer, account in ((cast.edda, cast.acme), (cast.carl, cast.acme)):
        run = tried(cast.ada, playbook)
        with pytest.raises(PermissionDenied):
            start_chosen(viewer, playbook, run, {account.pk})
    with pytest.raises(ValidationError):
        start_chosen(cast.cleo, playbook, tried(cast.cleo, playbook), {0})
    assert Play.objects.count() == Act.objects.filter(kind="start_plays").count() == 0


def test_what_runs_already_is_left_and_more_than_fifty_are_not_started_at_once(cast: Cast) -> None:
    playbook = written(CALL)
    start_play(cast.ada, cast.acme, playbook)
    both = {cast.acme.pk: Happening("", "x"), cast.bolt.pk: Happening("", "y")}
    assert [play.account_id for play in start_plays(cast.ada, playbook, both)] == [cast.bolt.pk]
    assert start_plays(cast.ada, playbook, both) == []
    with pytest.raises(ValidationError):
        start_plays(cast.ada, playbook, dict.fromkeys(range(51), Happening("", "x")))
    assert Play.objects.count() == 2
