"""What is kept per account follows its facts: by version, never by clock."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from accounts.models import Account, FactsVersion, Role
from csm.foundation.clock import today
from stakeholders.domain.conclusions import conclude
from stakeholders.domain.findings import find
from stakeholders.domain.threads import ThreadState
from stakeholders.models import Conclusion, Stakeholder
from stakeholders.models.conclusions import TRIES
from stakeholders.selectors.skies import sky_at
from stakeholders.services import conclusions, people, roles, touchpoints
from stakeholders.services.conclusions import conclude_accounts, conclude_due, count_due, kept
from tests.personas import Cast, assemble

UNKEPT = {"judged_at"}


@pytest.fixture
def cast() -> Cast:
    return assemble()


def decider(cast: Cast, account: Account, name: str = "Ana") -> Stakeholder:
    someone = people.add_stakeholder(cast.ada, account, name=name)
    roles.assign_role(cast.ada, someone, Role.objects.get(key="decision_maker"))
    touchpoints.record_touchpoint(
        cast.ada,
        account,
        kind="meeting",
        touched_at=datetime.now(UTC),
        users=[cast.cleo],
        stakeholders=[someone],
    )
    return someone


def figures(row: Conclusion) -> dict[str, object]:
    return {name: getattr(row, name) for name in conclusions.KEPT if name not in UNKEPT}


def assert_kept_equals_fresh(account: Account) -> None:
    sky = sky_at(account.pk, today())
    assert figures(Conclusion.objects.get(pk=account.pk)) == figures(kept(sky, conclude(sky), today()))


@pytest.mark.django_db
def test_an_account_is_due_until_it_was_judged_at_its_version_today(cast: Cast) -> None:
    assert count_due() == 3
    assert conclude_due() == 3
    assert (count_due(), conclude_due()) == (0, 0)

    ana = decider(cast, cast.acme)
    assert count_due() == 1
    assert conclude_accounts([cast.acme.pk]) == 1
    row = Conclusion.objects.get(pk=cast.acme.pk)
    assert (row.threads, row.cut_kind, row.cut, row.key_persons, row.our_threads) == (
        1,
        "decider",
        [ana.pk],
        [ana.pk],
        1,
    )
    assert (row.roles_required, row.roles_mapped, row.roles_engaged, row.judged_version) == (4, 1, 1, 3)
    assert_kept_equals_fresh(cast.acme)

    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert count_due() == 3


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_missed(cast: Cast) -> None:
    conclude_due()
    ana = decider(cast, cast.acme)
    written, judged = threading.Event(), threading.Event()

    def depart_slowly() -> None:
        try:
            with transaction.atomic():
                people.depart_stakeholder(cast.ada, ana, today())
                written.set()
                assert judged.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=depart_slowly)
    writer.start()
    assert written.wait(10)
    conclude_accounts([cast.acme.pk])
    assert Conclusion.objects.get(pk=cast.acme.pk).threads == 1
    judged.set()
    writer.join()

    assert count_due() == 1
    conclude_accounts([cast.acme.pk])
    assert Conclusion.objects.get(pk=cast.acme.pk).threads == 0
    assert_kept_equals_fresh(cast.acme)


@pytest.mark.django_db(transaction=True)
def test_workers_share_the_accounts_and_neither_waits_for_the_other(cast: Cast) -> None:
    conclude_due()
    for account in (cast.acme, cast.bolt):
        decider(cast, account)
    with transaction.atomic():
        Conclusion.objects.select_for_update().get(pk=cast.acme.pk)
        done: list[int] = []

        def other_worker() -> None:
            done.append(conclude_due())
            connection.close()

        worker = threading.Thread(target=other_worker)
        worker.start()
        worker.join(10)
        assert done == [1]
    assert count_due() == 1
    assert conclude_due() == 1


@pytest.mark.django_db
def test_an_account_that_kills_its_judge_is_tried_alone_and_set_aside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies_on_bolt(sky: object) -> object:
        if sky.account_id == cast.bolt.pk:  # type: ignore[attr-defined]
            raise ArithmeticError("bolt")
        return find(sky)  # type: ignore[arg-type]

    monkeypatch.setattr(conclusions, "find", dies_on_bolt)
    for _try in range(20):
        try:
            if not conclude_due():
                break
        except ArithmeticError:
            continue

    attempts = dict(Conclusion.objects.values_list("account__name", "attempts"))
    assert attempts == {"Acme": 0, "Bolt": TRIES, "Comet": 0}
    assert count_due() == 0

    monkeypatch.undo()
    conclusions.forgive_attempts()
    assert (count_due(), conclude_due()) == (1, 1)


@pytest.mark.django_db
def test_every_write_raises_the_version_of_its_account_alone(cast: Cast) -> None:
    decider(cast, cast.acme)

    assert dict(FactsVersion.objects.values_list("account__name", "facts_version")) == {"Acme": 3}


@pytest.mark.django_db
def test_a_past_date_is_computed_from_facts_and_keeps_nothing(cast: Cast) -> None:
    ana = decider(cast, cast.acme)
    conclude_due()
    people.depart_stakeholder(cast.cleo, ana, today())

    conclude_due()

    assert Conclusion.objects.get(pk=cast.acme.pk).threads == 0
    assert conclude(sky_at(cast.acme.pk, today())).threads_count == 0
    yesterday = conclude(sky_at(cast.acme.pk, today() - timedelta(days=1)))
    assert (yesterday.present_count, yesterday.threads_state) == (1, ThreadState.NOT_CONNECTED_YET)
    assert conclude(sky_at(cast.acme.pk, date(2020, 1, 1))).present_count == 1
