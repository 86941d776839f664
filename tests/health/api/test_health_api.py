"""The API of health: readings in bulk, the pulse, scorecards, scores with their explanation."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from csm.foundation.clock import today
from health.models import Reading, Score, Scorecard, ScorecardVersion
from health.services.pulse import feel_pulse
from health.services.scorecards import draft_of
from stakeholders.services.conclusions import conclude_due
from tests.personas import Cast

pytestmark = pytest.mark.django_db


class Caller:
    """Calls the API as somebody."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(f"/api/v1/{path}", body or {}, content_type="application/json")

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.patch(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def reading(account_id: int, value: str, **more: object) -> dict[str, object]:
    return {"account_id": account_id, "metric": "nps", "value": value, "read_at": "2026-02-01T09:00:00Z", **more}


def test_readings_in_bulk_are_idempotent_and_corrected(cast: Cast) -> None:
    caller = Caller(cast.cleo)
    items = {"items": [reading(cast.acme.pk, "40", source="survey"), reading(cast.acme.pk, "7", metric="csat")]}
    assert caller.post("readings/bulk/", items).json() == {"created": 2, "corrected": 0, "unchanged": 0}
    assert caller.post("readings/bulk/", items).json() == {"created": 0, "corrected": 0, "unchanged": 2}
    items["items"][0]["value"] = "41"
    assert caller.post("readings/bulk/", items).json() == {"created": 0, "corrected": 1, "unchanged": 1}
    listed = caller.get("readings/?metric=nps").json()["results"]
    assert [(row["metric"], row["value"], row["source"]) for row in listed] == [("nps", "41.0000", "survey")]


def test_many_readings_of_one_account_take_as_many_queries_as_few(cast: Cast) -> None:
    caller = Caller(cast.cleo)

    def queries(count: int, month: int) -> int:
        days = [f"2025-{month:02}-{day:02}T09:00:00Z" for day in range(1, count + 1)]
        with CaptureQueriesContext(connection) as seen:
            caller.post("readings/bulk/", {"items": [reading(cast.acme.pk, "4", read_at=day) for day in days]})
        return len(seen)

    queries(1, 1)
    assert queries(2, 2) == queries(25, 3)


def test_one_wrong_reading_keeps_all_out(cast: Cast) -> None:
    items = {"items": [reading(cast.acme.pk, "40"), reading(cast.bolt.pk, "40"), reading(cast.acme.pk, "x")]}
    answer = Caller(cast.cleo).post("readings/bulk/", items)
    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/items/1/account_id", "#/items/2/value"}
    assert not Reading.objects.exists()


def test_a_reading_is_made_and_taken_back(cast: Cast) -> None:
    caller = Caller(cast.cleo)
    made = caller.post("readings/", reading(cast.acme.pk, "40"))
    assert (made.status_code, made.json()["on"]) == (201, "2026-02-01")
    assert caller.client.delete(f"/api/v1/readings/{made.json()['id']}/").status_code == 204
    assert not Reading.objects.standing().exists()


def test_a_pulse_has_six_steps_and_three_reasons_at_most(cast: Cast) -> None:
    caller, account = Caller(cast.cleo), {"account_id": cast.acme.pk}
    assert caller.post("pulses/", {**account, "step": 7}).status_code == 400
    assert caller.post("pulses/", {**account, "step": 2, "reasons": ["use"] * 4}).status_code == 400
    made = caller.post("pulses/", {**account, "step": 2, "reasons": ["use", "price"]})
    assert (made.status_code, made.json()["reasons"]) == (201, ["use", "price"])


def test_a_score_is_explained_and_its_contributions_sum(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5)
    conclude_due()
    caller = Caller(cast.cleo)
    kept = caller.get(f"scores/{cast.acme.pk}/").json()
    shown = caller.get(f"accounts/{cast.acme.pk}/health/").json()
    assert (kept["score"], kept["low"], kept["high"]) == (shown["score"], shown["low"], shown["high"])
    assert [round(kept[name], 1) for name in ("score", "low", "high")] == [80, 13.3, 96.7]  # the pulse weighs 20 of 120
    assert sum(part["contribution"] for part in shown["parts"]) == pytest.approx(80)
    [pulse] = [part for part in shown["parts"] if part["measure"] == "pulse"]
    assert (pulse["points"], pulse["facts"][0]["url"]) == (80, "#pulse")
    assert [row["account_id"] for row in caller.get("scores/?band=green").json()["results"]] == [cast.acme.pk]
    assert [row["score"] for row in caller.get(f"daily-scores/?account_id={cast.acme.pk}").json()["results"]] == [80]
    assert caller.get(f"scores/{cast.bolt.pk}/").status_code == 404
    assert caller.get(f"accounts/{cast.bolt.pk}/health/").status_code == 404


def test_a_scorecard_is_drafted_previewed_and_published(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5)
    caller, card = Caller(cast.otto), Scorecard.objects.get()
    draft = caller.post(f"scorecards/{card.pk}/draft/").json()
    entry = {"measure": "pulse", "weight": 1, "rule": {"kind": "yes_no", "yes": 30, "no": 0}}
    changed = caller.patch(f"scorecard-versions/{draft['id']}/", {"measures": [entry]}, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["measures"]) == (200, [entry])
    [row] = caller.post(f"scorecard-versions/{draft['id']}/preview/", {"account_ids": [cast.acme.pk]}).json()["results"]
    assert (row["score"], row["band"], row["draft_score"], row["draft_band"]) == (80, "green", 30, "red")
    assert not Score.objects.exists()
    published = caller.post(f"scorecard-versions/{draft['id']}/publish/", {"note": "Less"})
    assert published.json()["note"] == "Less"
    again = caller.patch(f"scorecard-versions/{draft['id']}/", {"measures": [entry]})
    assert again.status_code == 400


def test_a_scorecard_that_cannot_be_applied_is_refused(cast: Cast) -> None:
    draft = draft_of(cast.otto, Scorecard.objects.get())
    wrong = {"measures": [{"measure": "magic", "weight": 1, "rule": {"kind": "pulse"}}]}
    answer = Caller(cast.otto).patch(f"scorecard-versions/{draft.pk}/", wrong)
    assert answer.status_code == 400
    assert "There is no measure of this name." in answer.content.decode()
    assert ScorecardVersion.objects.get(pk=draft.pk).measures == draft.measures


def test_everybody_reads_measures_and_only_those_who_configure_change_scorecards(cast: Cast) -> None:
    caller = Caller(cast.cleo)
    assert len(caller.get("measures/").json()["results"]) == 20 + 8
    assert caller.post(f"scorecards/{Scorecard.objects.get().pk}/draft/").status_code == 403


def test_what_has_not_come_yet_was_not_read(cast: Cast) -> None:
    caller, ahead = Caller(cast.cleo), f"{today() + timedelta(days=2)}T09:00:00Z"
    one = caller.post("readings/", reading(cast.acme.pk, "40", read_at=ahead))
    items = {"items": [reading(cast.acme.pk, "40"), reading(cast.acme.pk, "41", read_at=ahead)]}
    many = caller.post("readings/bulk/", items)
    assert (one.status_code, one.json()["errors"][0]["pointer"]) == (400, "#/read_at")
    assert (many.status_code, many.json()["errors"][0]["pointer"]) == (400, "#/items/1/read_at")
    assert not Reading.objects.exists()
