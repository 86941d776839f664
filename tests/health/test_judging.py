"""Judging: a fact moves the score, chunking and repeating change nothing, what is not connected weighs nothing."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account, Segment
from accounts.services.acts import act, raise_versions
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.models import DailyScore, Metric, PulseReading, Reading, Score, ScorecardVersion, Unconnected
from health.services.connections import settle_connections
from health.services.pulse import feel_pulse
from health.services.readings import NewReading, record_readings
from health.services.scorecards import create_scorecard, draft_of, edit_draft, publish
from stakeholders.services.conclusions import conclude_accounts, conclude_due
from tests.personas import Cast

pytestmark = pytest.mark.django_db

ALL = ("score", "low", "high", "band", "is_settled", "leading", "parts", "version_id", "ask_first", "judged_version")


def judged() -> dict[int, tuple[object, ...]]:
    while conclude_due():
        pass
    return {row[0]: row[1:] for row in Score.objects.values_list("pk", *ALL)}


def measures(*keys: str) -> list[dict[str, object]]:
    return [{"measure": key, "weight": 1, "rule": {"kind": "linear", "zero_at": 0, "full_at": 100}} for key in keys]


def reading(account: Account, key: str, value: float, days_ago: int = 0, source: str = "product") -> NewReading:
    at = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    return NewReading(account.pk, Metric.objects.get(key=key), Decimal(str(value)), at, source)


def test_a_pulse_moves_the_score_and_undoing_it_moves_it_back(cast: Cast) -> None:
    before = judged()[cast.acme.pk]
    assert before[:4] == (None, 0, 100, "")
    feel_pulse(cast.cleo, cast.acme, step=5, reasons=["use"])
    after = judged()
    assert after[cast.acme.pk][0] == 80
    assert after[cast.acme.pk][3] == "green"
    assert after[cast.bolt.pk][0] is None
    from accounts.models import Act

    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert judged()[cast.acme.pk][0] is None


def test_a_pulse_is_forgotten_after_90_days(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5, on=today() - timedelta(days=91))
    feel_pulse(cast.carl, cast.bolt, step=1, on=today() - timedelta(days=90))
    scores = judged()
    assert (scores[cast.acme.pk][0], scores[cast.bolt.pk][0]) == (None, 0)


def test_running_twice_and_in_any_chunks_gives_the_same_rows(cast: Cast) -> None:
    accounts = [cast.acme, cast.bolt, cast.comet]
    for place, account in enumerate(accounts, start=1):
        feel_pulse(None, account, step=2 * place)
    first = judged()
    for seed in range(3):
        Random(seed).shuffle(accounts)
        for account in accounts:
            raise_versions([account.pk])
            conclude_accounts([account.pk])
        again = {row[0]: row[1:-1] for row in Score.objects.values_list("pk", *ALL)}
        assert again == {pk: row[:-1] for pk, row in first.items()}
    assert DailyScore.objects.count() == 3


def test_a_chunk_takes_the_same_number_of_queries_whatever_its_size(cast: Cast) -> None:
    def queries(ids: list[int]) -> int:
        raise_versions(ids)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            conclude_accounts(ids)
        return len(seen)

    judged()
    assert queries([cast.acme.pk]) == queries([cast.acme.pk, cast.bolt.pk, cast.comet.pk])


def test_what_no_account_of_a_segment_knows_weighs_nothing(cast: Cast) -> None:
    """Acme alone knows NPS in its segment; in the other nobody does."""
    card = create_scorecard(cast.otto, measures("nps", "csat", "pulse"), name="Ours", precedence=1)
    publish(cast.otto, draft_of(cast.otto, card), "first")
    other = Segment.objects.get(name="Low touch")
    Account.objects.filter(pk=cast.comet.pk).update(segment=other)
    record_readings(cast.cleo, [reading(cast.acme, "nps", 60)])
    before = judged()
    assert [part["weight"] for part in before[cast.acme.pk][6]] == [pytest.approx(1 / 3)] * 3  # type: ignore[attr-defined]
    assert settle_connections() == 3
    after = judged()
    acme, bolt, comet = (
        {part["key"]: part["weight"] for part in after[account.pk][6]}  # type: ignore[attr-defined]
        for account in (cast.acme, cast.bolt, cast.comet)
    )
    assert acme == bolt == {"nps": 1, "csat": 0, "pulse": 0}
    assert comet == {"nps": 0, "csat": 0, "pulse": 0}
    assert (after[cast.acme.pk][0], after[cast.acme.pk][1], after[cast.acme.pk][2]) == (60, 60, 60)
    assert settle_connections() == 0


def test_what_becomes_known_counts_again_once_settled(cast: Cast) -> None:
    judged()
    assert settle_connections() == 3
    judged()
    feel_pulse(cast.cleo, cast.acme, step=6)
    judged()
    assert settle_connections() == 3
    assert judged()[cast.acme.pk][0] == 100
    assert not Unconnected.objects.filter(segment=cast.acme.segment, measure="pulse").exists()


def test_nothing_is_settled_while_an_account_waits_for_its_first_judgement(cast: Cast) -> None:
    conclude_accounts([cast.acme.pk])
    assert settle_connections() == 0
    assert Unconnected.objects.count() == 0


def test_a_reading_sent_again_changes_nothing_and_another_value_corrects(cast: Cast) -> None:
    one = reading(cast.acme, "nps", 60)
    assert vars(record_readings(cast.cleo, [one])) == {"created": 1, "corrected": 0, "unchanged": 0}
    judged()
    version = Score.objects.get(pk=cast.acme.pk).judged_version
    assert vars(record_readings(cast.cleo, [one, one])) == {"created": 0, "corrected": 0, "unchanged": 1}
    assert conclude_due() == 0
    other = reading(cast.acme, "nps", 10)
    assert vars(record_readings(cast.cleo, [other])) == {"created": 0, "corrected": 1, "unchanged": 0}
    assert [row.value for row in Reading.objects.standing()] == [10]
    assert Reading.objects.count() == 2
    judged()
    assert Score.objects.get(pk=cast.acme.pk).judged_version == version + 1


def test_an_old_reading_no_longer_counts_and_the_trend_needs_an_earlier_one(cast: Cast) -> None:
    card = create_scorecard(cast.otto, measures("breadth", "trend"), name="Ours", precedence=1)
    publish(cast.otto, draft_of(cast.otto, card), "first")
    record_readings(cast.cleo, [reading(cast.acme, "feature_breadth", 40, days_ago=120)])
    record_readings(cast.cleo, [reading(cast.bolt, "feature_breadth", 40, days_ago=119)])
    record_readings(
        cast.cleo, [reading(cast.bolt, "active_users", 50, days_ago=95), reading(cast.bolt, "active_users", 60)]
    )
    scores = judged()
    assert scores[cast.acme.pk][0] is None
    assert {part["key"]: part["raw"] for part in scores[cast.bolt.pk][6]} == {  # type: ignore[attr-defined]
        "breadth": 40,
        "trend": pytest.approx(20),
    }


def test_publishing_judges_every_account_and_can_be_undone(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5)
    first = judged()
    card = ScorecardVersion.objects.get().scorecard
    draft = draft_of(cast.otto, card)
    edit_draft(cast.otto, draft, measures=[{"measure": "pulse", "weight": 3, "rule": {"kind": "yes_no", "yes": 10}}])
    assert judged() == first
    publish(cast.otto, draft, "Less of the pulse")
    after = judged()
    assert (after[cast.acme.pk][0], after[cast.acme.pk][7]) == (10, draft.pk)
    from accounts.models import Act

    undo_act(Act.objects.get(kind="publish_scorecard"), cast.otto)
    assert judged()[cast.acme.pk][:8] == first[cast.acme.pk][:8]


def test_an_act_without_changes_raises_nothing(cast: Cast) -> None:
    judged()
    with act("nothing", cast.cleo, cast.acme.pk, "nothing"):
        pass
    assert conclude_due() == 0
    assert PulseReading.objects.count() == 0
