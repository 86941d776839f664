"""What happened stands beside the scores: on the chart in words, below it, and in its table."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Act
from accounts.services.accounts import edit_account
from accounts.services.acts import act
from accounts.services.importing.runs import begin_undoing
from accounts.services.importing.working import work_on
from accounts.services.many_accounts import set_on_accounts
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.domain.happenings import Happening
from health.models import Alert, DailyScore
from health.selectors.happenings import happened
from health.services.pulse import feel_pulse
from stakeholders.selectors.skies import sky_at
from stakeholders.services.people import depart_stakeholder
from tests.accounts.imports.conftest import apply, check, upload
from tests.health.books import sell
from tests.health.maps import somebody
from tests.health.views.test_account_health import client_of, text
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def told(cast: Cast, days: int = 30) -> list[tuple[int, str, str, str]]:
    """Days ago, kind, sentence, words on the chart of what happened at Acme since so many days ago."""
    events = happened(sky_at(cast.acme.pk, today()), [], ago(days))
    return [((today() - event.on).days, event.what.value, event.words, event.short) for event in events]


def test_departures_and_arrivals_of_those_who_decide(cast: Cast) -> None:
    dora, ugo = somebody(cast, cast.acme, "Dora Voss", "decision_maker"), somebody(cast, cast.acme, "Ugo Rey", "user")
    depart_stakeholder(cast.cleo, dora, ago(9))
    depart_stakeholder(cast.cleo, ugo, ago(40))
    type(dora).objects.filter(pk=dora.pk).update(joined_on=ago(20))
    assert told(cast) == [
        (20, "came", "Dora Voss, who decides, came", "Dora Voss came"),
        (9, "left", "Dora Voss, who decides, left", "Dora Voss left"),
    ]


def test_a_change_of_phase_counts_unless_it_was_undone(cast: Cast) -> None:
    edit_account(cast.cleo, cast.acme, cast.acme.row_version, phase="renew")
    cast.acme.refresh_from_db()
    edit_account(cast.cleo, cast.acme, cast.acme.row_version, name="Acme Ltd")
    assert told(cast) == [(0, "phase", "The phase changed from Adopt to Renew", "Adopt → Renew")]
    cast.acme.refresh_from_db()
    undo_act(Act.objects.get(kind="edit_account", changes__0__2__has_key="phase"), cast.cleo)
    assert told(cast) == []


def test_a_change_of_phase_by_a_file_or_of_many_at_once_is_marked_like_one_by_hand(cast: Cast) -> None:
    run = apply(check(upload("accounts", "name,phase\nAcme,renew\nBolt,renew\n", cast.ada)))
    rows = list(Account.objects.filter(name__in=["Acme", "Bolt"]).order_by("pk"))
    with act("edit_many", cast.ada, None, "Edited 2 rows") as recorder:
        set_on_accounts(recorder, rows, {"phase": "expand"})
    assert [words for _days, _kind, words, _short in told(cast)] == [
        "The phase changed from Adopt to Renew",
        "The phase changed from Renew to Expand",
    ]
    undo_act(Act.objects.get(kind="edit_many"), cast.ada)
    assert [words for _days, _kind, words, _short in told(cast)] == ["The phase changed from Adopt to Renew"]
    begin_undoing(run, cast.ada)
    work_on(run.pk)
    assert told(cast) == []


def test_contracts_that_ended_say_what_became_of_them_and_a_cancelled_one_never_was(cast: Cast) -> None:
    sell(cast.acme, ago(400), ago(20), 100, "renewed")
    sell(cast.acme, ago(400), ago(10), 100)
    sell(cast.acme, ago(400), ago(5), 100, "cancelled")
    sell(cast.acme, ago(20), today() + timedelta(days=300), 100)
    assert told(cast) == [
        (20, "renewal", "The contract over Suite ended: renewed", "renewed"),
        (10, "renewal", "The contract over Suite ended: nothing said yet", "contract ended"),
    ]


def test_alerts_that_opened_or_closed_and_pulses(cast: Cast) -> None:
    dora = somebody(cast, cast.acme, "Dora Voss", "decision_maker")
    common: dict[str, Any] = {"account": cast.acme, "first_seen_on": ago(50)}
    Alert.objects.create(
        kind="unusual_silence", subject=f"stakeholder:{dora.pk}", opened_on=ago(12), closed_on=ago(3), **common
    )
    Alert.objects.create(kind="payment", **common)
    Alert.objects.create(kind="finish_map", opened_on=ago(8), **common)
    feel_pulse(cast.cleo, cast.acme, step=2, on=ago(6))
    assert told(cast) == [
        (12, "opened", "Alert opened: Unusual silence (Dora Voss)", "Unusual silence opened"),
        (6, "pulse", "Pulse 2 of 6, in danger", "pulse 2"),
        (3, "closed", "Alert closed: Unusual silence (Dora Voss)", "Unusual silence closed"),
    ]


def chart(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="health-history" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_the_chart_the_list_and_the_table_say_it(cast: Cast) -> None:
    for days in (20, 0):
        DailyScore.objects.create(account=cast.acme, on=ago(days), score=50 + days, band="amber")
    sell(cast.acme, ago(400), ago(12), 100, "churned")
    for kind in ("payment", "stale_contact"):
        Alert.objects.create(account=cast.acme, kind=kind, first_seen_on=ago(50), opened_on=ago(4))
    feel_pulse(cast.cleo, cast.acme, step=2, on=ago(30))
    page = text(client_of(cast.cleo).get(f"/accounts/{cast.acme.pk}/health/history/"))
    assert chart(page)["marks"] == [
        {"x": ago(12).isoformat(), "label": "churned"},
        {"x": ago(4).isoformat(), "label": "2 alerts opened"},
    ]
    table = page[page.index("Score and what happened by day") :]
    assert "The contract over Suite ended: churned" in table
    assert table.count("Alert opened:") == 2
    assert "2 alerts opened" in page


def test_the_api_tells_the_same_events(cast: Cast) -> None:
    DailyScore.objects.create(account=cast.acme, on=ago(20), score=50, band="amber")
    sell(cast.acme, ago(400), ago(12), 100, "churned")
    answer = client_of(cast.cleo).get(f"/api/v1/accounts/{cast.acme.pk}/health/happenings/").json()
    assert answer == {
        "account_id": cast.acme.pk,
        "since": ago(20).isoformat(),
        "happenings": [
            {
                "on": ago(12).isoformat(),
                "what": "renewal",
                "words": "The contract over Suite ended: churned",
                "url": f"/accounts/{cast.acme.pk}/contracts/",
            }
        ],
    }
    assert client_of(cast.carl).get(f"/api/v1/accounts/{cast.acme.pk}/health/happenings/").status_code == 404


def test_many_events_take_no_more_queries(cast: Cast) -> None:
    sky = sky_at(cast.acme.pk, today())

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            happened(sky, [], ago(100))
        return len(seen)

    before = queries()
    for days in range(1, 9):
        sell(cast.acme, ago(400), ago(days), 100, "renewed")
        feel_pulse(cast.cleo, cast.acme, step=2, on=ago(days))
    assert queries() == before == 4
    assert {event.what for event in happened(sky, [], ago(100))} == {Happening.RENEWAL, Happening.PULSE}
