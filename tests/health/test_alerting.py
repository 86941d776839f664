"""Alerts are settled with the skies: opened, updated and closed by facts, at most one of a kind and subject."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Act, Role
from accounts.services.acts import act
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.models import Alert, AlertEvent, AlertWatch
from health.selectors.evidence import evidence_of
from health.services.alert_actions import acknowledge, call_ready, resolve, snooze
from health.services.alerting import settle_alerts
from stakeholders.domain.findings import find
from stakeholders.selectors.skies import skies_at
from stakeholders.services import people, roles
from tests.health.maps import judge, meet, somebody
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def kinds(account: Any) -> set[str]:
    return set(Alert.objects.open_at(today()).filter(account=account).values_list("kind", flat=True))


def rows() -> list[Any]:
    names = ("account_id", "kind", "subject", "figures", "weight", "first_seen_on", "opened_on", "closed_on")
    return list(Alert.objects.order_by("account_id", "kind", "subject", "pk").values_list(*names))


def settle(account_ids: list[int]) -> None:
    findings = {pk: find(sky) for pk, sky in skies_at(account_ids, today()).items()}
    settle_alerts(findings, {}, evidence_of(account_ids, today()), {}, {}, today())


def test_an_account_that_is_set_up_has_one_alert_until_the_facts_are_there(cast: Cast) -> None:
    judge(cast.acme)
    assert kinds(cast.acme) == {"finish_map"}
    ana = somebody(cast, cast.acme, "Ana", "decision_maker")
    judge(cast.acme)
    assert kinds(cast.acme) == {"finish_map"}
    meet(cast, cast.acme, ana)
    judge(cast.acme)
    assert "finish_map" not in kinds(cast.acme)
    assert "one_decider" in kinds(cast.acme)
    assert AlertWatch.objects.get(pk=cast.acme.pk).ready_on == today()


def test_one_says_ready_and_can_take_it_back(cast: Cast) -> None:
    judge(cast.acme)
    call_ready(cast.cleo, cast.acme)
    judge(cast.acme)
    assert kinds(cast.acme) == {"role_uncovered"}
    undo_act(Act.objects.latest("pk"), cast.cleo)
    judge(cast.acme)
    assert kinds(cast.acme) == {"finish_map"}
    closed = Alert.objects.get(account=cast.acme, kind="role_uncovered")
    assert (closed.closed_on, closed.closed_by_set_up) == (today(), True)


def test_a_departure_opens_its_alerts_and_a_new_route_closes_them(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    assert {"route_lost", "departure"} <= kinds(cast.acme)
    bob = somebody(cast, cast.acme, "Bob", met_days_ago=0)
    roles.assign_role(cast.ada, bob, Role.objects.get(key="decision_maker"), today())
    judge(cast.acme)
    assert not {"route_lost", "departure"} & kinds(cast.acme)
    lost = Alert.objects.get(kind="route_lost")
    assert (lost.closed_on, [event.kind for event in lost.events.all()]) == (today(), ["opened", "closed"])


def test_settling_twice_or_in_any_chunks_gives_the_same_rows(cast: Cast) -> None:
    for account in (cast.acme, cast.bolt, cast.comet):
        somebody(cast, account, "Ana", "decision_maker", met_days_ago=100)
        somebody(cast, account, "Bob", "champion", met_days_ago=1)
    ids = [cast.acme.pk, cast.bolt.pk, cast.comet.pk]
    settle(ids)
    once, events = rows(), AlertEvent.objects.count()
    assert {row[1] for row in once} >= {"one_decider", "stale_contact"}
    settle(ids)
    assert (rows(), AlertEvent.objects.count()) == (once, events)
    Alert.objects.all().delete()
    for pk in reversed(ids):
        settle([pk])
    assert rows() == once


def test_a_chunk_makes_a_fixed_number_of_queries(cast: Cast) -> None:
    for account in (cast.acme, cast.bolt, cast.comet):
        somebody(cast, account, "Ana", "decision_maker", met_days_ago=1)
    found = {pk: find(sky) for pk, sky in skies_at([cast.acme.pk, cast.bolt.pk, cast.comet.pk], today()).items()}

    def count(ids: list[int]) -> int:
        Alert.objects.all().delete()
        AlertWatch.objects.all().delete()
        with CaptureQueriesContext(connection) as made:
            settle_alerts({pk: found[pk] for pk in ids}, {}, {}, {}, {}, today())
        return len(made)

    assert count([cast.acme.pk]) == count(list(found)) == 11


def test_what_time_brings_waits_seven_days(cast: Cast) -> None:
    somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    for days, is_open in ((59, False), (66, False), (67, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            judge(cast.acme)
            assert ("stale_contact" in kinds(cast.acme)) is is_open


def test_snoozed_ones_come_back_on_the_day_and_resolved_ones_when_it_comes_again(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    [alert] = Alert.objects.open_at(today()).filter(kind="one_decider")
    snooze(cast.cleo, [alert], until=today() + timedelta(days=3), reason="They merge departments")
    assert "one_decider" not in kinds(cast.acme)
    assert Alert.objects.open_at(today() + timedelta(days=3)).filter(pk=alert.pk).exists()
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert "one_decider" in kinds(cast.acme)

    alert.refresh_from_db()
    resolve(cast.cleo, [alert], reason="A family business: there is one")
    meet(cast, cast.acme, ana)
    judge(cast.acme)
    assert "one_decider" not in kinds(cast.acme)
    bob = somebody(cast, cast.acme, "Bob", "decision_maker")
    judge(cast.acme)
    assert Alert.objects.get(pk=alert.pk).closed_on == today()
    people.depart_stakeholder(cast.cleo, bob, today())
    judge(cast.acme)
    assert Alert.objects.open_at(today()).get(kind="one_decider").pk != alert.pk


def test_a_reason_is_needed_and_a_day_ahead(cast: Cast) -> None:
    judge(cast.acme)
    alerts = list(Alert.objects.all())
    with pytest.raises(ValidationError, match="Say why"):
        resolve(cast.cleo, alerts, reason="  ")
    with pytest.raises(ValidationError, match="after today"):
        snooze(cast.cleo, alerts, until=today(), reason="later")
    assert not AlertEvent.objects.exclude(kind="opened").exists()
    assert not Act.objects.filter(kind__endswith="alerts").exists()


def test_many_are_acknowledged_as_one_act_that_leaves_facts_alone(cast: Cast) -> None:
    judge(cast.acme, cast.bolt)
    versions = list(AlertWatch.objects.values_list("account__facts__facts_version", flat=True))
    assert acknowledge(cast.ada, list(Alert.objects.order_by("pk"))) == 2
    assert acknowledge(cast.cleo, list(Alert.objects.order_by("pk"))) == 0
    assert set(Alert.objects.values_list("acknowledged_by", flat=True)) == {cast.ada.pk}
    assert Act.objects.get(kind="acknowledged_alerts").summary == "Acknowledged 2 alerts"
    assert list(AlertWatch.objects.values_list("account__facts__facts_version", flat=True)) == versions


def test_what_an_import_brings_is_quiet_and_what_people_record_is_not(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    assert set(Alert.objects.values_list("kind", "is_quiet")) >= {("one_decider", True)}
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    assert not Alert.objects.get(kind="departure").is_quiet

    bob = somebody(cast, cast.bolt, "Bob", "decision_maker", met_days_ago=1)
    judge(cast.bolt)
    people.depart_stakeholder(cast.ada, bob, today())
    with act("import", cast.otto, None, "Imported people", group="import:1") as recorder:
        recorder.touches(cast.bolt.pk)
        recorder.change(cast.bolt, region="Nordics")
    judge(cast.bolt)
    assert Alert.objects.get(kind="departure", account=cast.bolt).is_quiet


def test_a_champion_who_moved_is_told_where_they_left_and_where_they_came(cast: Cast) -> None:
    somebody(cast, cast.bolt, "Bob", "decision_maker", met_days_ago=1)
    somebody(cast, cast.acme, "Cy", "decision_maker", met_days_ago=1)
    ana = somebody(cast, cast.acme, "Ana", "champion", met_days_ago=1)
    judge(cast.acme, cast.bolt)
    came = people.move_stakeholder(cast.ada, ana, cast.bolt, today())
    judge(cast.acme, cast.bolt)
    assert Alert.objects.get(kind="departure", account=cast.acme).figures["moved"] is True
    assert Alert.objects.get(kind="champion_moved").subject == f"stakeholder:{came.pk}"
    meet(cast, cast.bolt, came)
    judge(cast.bolt)
    assert Alert.objects.get(kind="champion_moved").closed_on == today()


def test_an_announced_departure_is_told_until_a_successor_is_named_and_then_by_the_departure(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    ben = somebody(cast, cast.acme, "Ben", "budget_holder", met_days_ago=1)
    judge(cast.acme)
    people.depart_stakeholder(cast.cleo, ana, today() + timedelta(days=20))
    judge(cast.acme)
    told = Alert.objects.get(kind="departure_announced")
    assert (told.subject, told.figures["roles"], told.opened_on) == (
        f"stakeholder:{ana.pk}",
        ["decision_maker"],
        today(),
    )
    assert "departure" not in kinds(cast.acme)

    people.name_successor(cast.cleo, ana, ben)
    judge(cast.acme)
    assert "departure_announced" not in kinds(cast.acme)

    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    assert "departure" in kinds(cast.acme)


def test_an_alert_of_an_announced_departure_closes_when_they_stay(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    people.depart_stakeholder(cast.cleo, ana, today() + timedelta(days=20))
    judge(cast.acme)
    assert "departure_announced" in kinds(cast.acme)
    people.return_stakeholder(cast.cleo, ana)
    judge(cast.acme)
    assert "departure_announced" not in kinds(cast.acme)
