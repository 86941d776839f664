"""The health tab: what it says, what one enters there, and who may."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Account, Contract, Product, User
from csm.foundation.clock import today
from health.domain.judgement import Part
from health.domain.waterfall import waterfall
from health.models import Metric, PulseReading, Reading, Score, Scorecard
from health.selectors.explaining import bars_of, change_since, explained, still_of
from health.selectors.family import family_score
from health.services.pulse import feel_pulse
from health.services.readings import NewReading, record_readings
from health.services.scorecards import draft_of, edit_draft, publish
from stakeholders.services.conclusions import conclude_accounts, conclude_due
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_without_facts_it_says_that_not_enough_is_known_and_asks_for_the_heaviest(cast: Cast) -> None:
    page = text(client_of(cast.cleo).get(f"/accounts/{cast.acme.pk}/health/"))
    assert "not enough known" in page
    assert "Ask for “Pulse” first" in page
    assert f'hx-get="/accounts/{cast.acme.pk}/health/pulse/new/"' in page


def test_the_score_is_said_with_its_interval(cast: Cast) -> None:
    """The pulse of weight 20 of 120 is known and has 80 points: between 80/6 and 80/6 + 500/6."""
    feel_pulse(cast.cleo, cast.acme, step=5)
    page = text(client_of(cast.cleo).get(f"/accounts/{cast.acme.pk}/health/"))
    assert "80, could be 13 to 97" in page
    assert "the band is not settled" in page


def test_one_key_sets_the_pulse_and_undo_is_offered(cast: Cast) -> None:
    client = client_of(cast.cleo)
    answer = client.post(f"/accounts/{cast.acme.pk}/health/pulse/set/3/", follow=True)
    assert PulseReading.objects.standing().get().step == 3
    assert "Pulse of Acme: 3" in text(answer)


@pytest.mark.parametrize("step", [0, 7])
def test_a_step_there_is_not_is_refused_and_nothing_is_kept(cast: Cast, step: int) -> None:
    client_of(cast.cleo).post(f"/accounts/{cast.acme.pk}/health/pulse/set/{step}/", follow=True)
    assert not PulseReading.objects.exists()


def test_more_than_three_reasons_are_refused_and_what_was_typed_stays(cast: Cast) -> None:
    said = {"step": 2, "reasons": ["use", "value", "people", "price"], "note": "Budget frozen", "on": today()}
    answer = client_of(cast.cleo).post(f"/accounts/{cast.acme.pk}/health/pulse/new/", said)
    assert "Choose three reasons at most" in text(answer)
    assert "Budget frozen" in text(answer)
    assert not PulseReading.objects.exists()


def test_a_reading_is_kept_corrected_and_refused_for_a_day_to_come(cast: Cast) -> None:
    client, url = client_of(cast.cleo), f"/accounts/{cast.acme.pk}/health/readings/new/"
    client.post(url, {"metric": "nps", "value": "40", "on": today()})
    client.post(url, {"metric": "nps", "value": "50", "on": today()})
    assert [row.value for row in Reading.objects.standing()] == [50]
    answer = client.post(url, {"metric": "nps", "value": "60", "on": today() + timedelta(days=1)})
    assert "This day has not come yet" in text(answer)
    assert Reading.objects.standing().count() == 1
    client.post(f"/accounts/{cast.acme.pk}/health/readings/{Reading.objects.standing().get().pk}/remove/")
    assert not Reading.objects.standing().exists()


def test_readings_of_other_accounts_are_not_reached_through_ones_own(cast: Cast) -> None:
    record_readings(None, [NewReading(cast.bolt.pk, Metric.objects.get(key="nps"), Decimal(1), timezone.now())])
    url = f"/accounts/{cast.acme.pk}/health/readings/{Reading.objects.get().pk}/remove/"
    assert client_of(cast.cleo).post(url).status_code == 404
    assert Reading.objects.standing().count() == 1


def test_the_page_judges_as_the_recompute_does(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5)
    conclude_accounts([cast.acme.pk])
    kept, shown = Score.objects.get(pk=cast.acme.pk), explained(cast.acme.pk, today()).judgement
    assert (kept.score, kept.low, kept.high, kept.ask_first) == (shown.score, shown.low, shown.high, shown.ask_first)


def test_what_changed_since_last_week_sums_to_the_difference(cast: Cast, time_machine: object) -> None:
    day = timezone.now()
    time_machine.move_to(day - timedelta(days=8), tick=False)  # type: ignore[attr-defined]
    feel_pulse(cast.cleo, cast.acme, step=5)
    conclude_due()
    time_machine.move_to(day, tick=False)  # type: ignore[attr-defined]
    feel_pulse(cast.cleo, cast.acme, step=2)
    change = change_since(explained(cast.acme.pk, today()), today())
    assert change is not None
    assert (change.fall.start, change.fall.end) == (80, 20)
    assert [(bar.name, bar.points, bar.x, bar.width) for bar in change.bars] == [("Pulse", -60, 0, 200)]
    assert "−60.0" in text(client_of(cast.cleo).get(f"/accounts/{cast.acme.pk}/health/"))


def test_a_change_has_one_row_for_each_measure_and_folds_what_moved_nothing() -> None:
    """By hand: the score goes from 50 to 58.02; the tenth of a point of the pulse gives it 0.02."""
    before = [Part("nps", 0.4, 40.0), Part("csat", 0.4, 60.0), Part("pulse", 0.2, 50.0)]
    after = [Part("nps", 0.6, 60.0), Part("csat", 0.2, 60.0), Part("pulse", 0.2, 50.1)]
    fall = waterfall(before, after)
    assert fall is not None
    bars, still = bars_of(fall, {}), still_of(fall, {})
    assert [(bar.name, round(bar.points, 2), [step.cause.value for step in bar.steps]) for bar in bars] == [
        (
            "Recommendation (NPS)",
            9.2,
            ["value", "weight"],
        ),  # (0.4 + 0.6) / 2 * 20 = 10; 0.2 * ((40 - 50) + (60 - 58.02)) / 2 = -0.80
        ("Satisfaction (CSAT)", -1.2, ["weight"]),  # -0.2 * ((60 - 50) + (60 - 58.02)) / 2 = -1.198
    ]
    assert still == ["Pulse"]
    assert sum(move.points for move in fall.by_measure()) == pytest.approx(fall.change)


def test_what_if_answers_without_keeping_anything(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5)
    page = text(
        client_of(cast.cleo).get(f"/accounts/{cast.acme.pk}/health/?if-threads=40&if-magic=9&if-pulse=nonsense")
    )
    assert "Score 80 → 60" in page
    assert not Score.objects.exists()


def test_leading_only_leaves_lagging_measures_out(cast: Cast) -> None:
    draft = draft_of(cast.otto, Scorecard.objects.get())
    line = {"kind": "linear", "zero_at": 0, "full_at": 100}
    measures = [
        {"measure": "nps", "weight": 1, "rule": line},
        {"measure": "pulse", "weight": 1, "rule": {"kind": "pulse"}},
    ]
    publish(cast.otto, edit_draft(cast.otto, draft, measures=measures), "Two")
    feel_pulse(cast.cleo, cast.acme, step=6)
    record_readings(cast.cleo, [NewReading(cast.acme.pk, Metric.objects.get(key="nps"), Decimal(0), timezone.now())])
    assert explained(cast.acme.pk, today()).judgement.score == 50
    assert explained(cast.acme.pk, today(), is_leading_only=True).judgement.score == 100


def test_the_list_shows_and_filters_bands(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=1)
    conclude_due()
    client = client_of(cast.ada)
    assert "red 0" in text(client.get("/accounts/?health=red"))
    assert "Acme" not in text(client.get("/accounts/?health=green"))
    assert "not enough known" in text(client.get("/accounts/?health=none"))


def test_a_family_is_weighted_by_revenue_and_only_what_one_sees_counts(cast: Cast) -> None:
    """Acme is worth 300 and has 80, Bolt below it 100 and 40, Comet below that nothing: (300 * 80 + 100 * 40) / 400."""
    Account.objects.filter(pk=cast.bolt.pk).update(parent=cast.acme)
    Account.objects.filter(pk=cast.comet.pk).update(parent=cast.bolt)
    product = Product.objects.create(name="Suite")
    days = {"starts_on": today() - timedelta(days=9), "ends_on": today() + timedelta(days=9), "currency": "EUR"}
    for account, worth, step in ((cast.acme, 300, 5), (cast.bolt, 100, 3)):
        Contract.objects.create(account=account, product=product, annual_value=worth, **days)
        feel_pulse(None, account, step=step)
    conclude_due()
    assert family_score(cast.ada, cast.acme.pk, 80, today()) == (70, 2)
    assert family_score(cast.cleo, cast.acme.pk, 80, today()) is None
    assert family_score(cast.ada, cast.comet.pk, None, today()) is None
    assert "2 accounts below it: 70" in text(client_of(cast.ada).get(f"/accounts/{cast.acme.pk}/health/"))
