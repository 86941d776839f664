"""The list of handoffs: the share in time by team counts the rows it opens; nobody sees more than is theirs."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Account, Deal
from stakeholders.selectors.handoff_list import DECIDED, HandoffList, Kept
from stakeholders.services.handoffs import record_meeting
from tests.callers import caller
from tests.personas import Cast
from tests.stakeholders.handoffs.conftest import CLOSED, DAY, HOUR, won

pytestmark = pytest.mark.django_db
NOW = CLOSED + 20 * DAY


@pytest.fixture
def book(cast: Cast) -> dict[str, Deal]:
    """Cleo's Acme kept its debrief and not the introduction; nobody's Bolt missed the debrief; Comet's clocks run."""
    with time_machine.travel(NOW, tick=False):
        deals = {"acme": won(cast), "bolt": won(cast, cast.bolt, name="Pilot")}
        deals["comet"] = won(cast, cast.comet, name="Young", closed_at=NOW - HOUR)
        record_meeting(cast.ada, deals["acme"], "debrief", CLOSED + 48 * HOUR)
        record_meeting(cast.ada, deals["acme"], "introduction", CLOSED + 6 * DAY)
        record_meeting(cast.ada, deals["bolt"], "introduction", CLOSED + DAY)
    return deals


def shown(found: HandoffList) -> list[tuple[str, str, str]]:
    return [(one.place.account, one.clock.kind.value, one.clock.state.value) for one in found.rows()]


def of(viewer: Any, **asked: str) -> HandoffList:
    return HandoffList(viewer, asked, NOW)


def test_the_share_in_time_is_counted_by_team(cast: Cast, book: dict[str, Deal]) -> None:
    teams = {one.name: (one.debriefs, one.introductions) for one in of(cast.ada).teams()}
    assert teams == {"North": (Kept(1, 1), Kept(0, 1)), "No team": (Kept(0, 1), Kept(1, 1))}
    total = of(cast.ada).total()
    assert (total.debriefs, total.debriefs.share, total.introductions.missed) == (Kept(1, 2), 50, 1)


def test_each_number_opens_as_many_rows(cast: Cast, book: dict[str, Deal]) -> None:
    for team in [*of(cast.ada).teams(), of(cast.ada).total()]:
        for clock, kept in (("debrief", team.debriefs), ("introduction", team.introductions)):
            asked = {"clock": clock, **({"team": team.key} if team.key else {})}
            counts = [len(of(cast.ada, **asked, state=state).rows()) for state in (DECIDED, "in_time", "missed")]
            assert counts == [kept.due, kept.kept, kept.missed]


def test_what_presses_stands_first_due_first(cast: Cast, book: dict[str, Deal]) -> None:
    assert shown(of(cast.ada)) == [
        ("Bolt", "debrief", "breached"),
        ("Comet", "debrief", "running"),
        ("Comet", "introduction", "running"),
    ]
    assert shown(of(cast.ada, state="breached")) == [("Bolt", "debrief", "breached")]
    assert shown(of(cast.ada, owner=str(cast.cleo.pk), state=DECIDED, days="30")) == [
        ("Acme", "introduction", "late"),
        ("Acme", "debrief", "in_time"),
    ]


def test_what_was_due_before_the_period_is_not_counted(cast: Cast, book: dict[str, Deal]) -> None:
    later = HandoffList(cast.ada, {"days": "30"}, NOW + 14 * DAY)
    assert later.total().debriefs == Kept(0, 1)
    assert HandoffList(cast.ada, {"days": "90"}, NOW + 14 * DAY).total().debriefs == Kept(1, 3)


def test_a_csm_sees_their_own_only(cast: Cast, book: dict[str, Deal]) -> None:
    assert {name for name, _kind, _state in shown(of(cast.cleo, state=DECIDED))} == {"Acme"}
    assert shown(of(cast.carl, state="breached")) == [("Bolt", "debrief", "breached")]


def test_the_page_and_its_file_say_the_same(cast: Cast, book: dict[str, Deal], client: Client) -> None:
    client.force_login(cast.ada)
    with time_machine.travel(NOW, tick=False):
        page = client.get("/handoffs/", {"state": DECIDED}).content.decode()
        file = b"".join(client.get("/handoffs/csv/", {"state": DECIDED}).streaming_content).decode()  # type: ignore[attr-defined]
        silly = client.get("/handoffs/", {"state": "x", "team": "0x", "owner": "a", "days": "7", "start": "y"})
    assert page.count("<tr data-row>") == 4
    rows = file.strip().splitlines()
    assert (rows[0].strip("\ufeff"), len(rows)) == ("account,deal,clock,state,started,due,held,owner,team", 5)
    assert silly.status_code == 200


def test_the_api_says_the_same(cast: Cast, book: dict[str, Deal]) -> None:
    with time_machine.travel(NOW, tick=False):
        said = caller(cast.ada).get("/api/v1/handoff-clocks/", {"state": DECIDED}).json()
        own = caller(cast.cleo).get("/api/v1/handoff-clocks/", {"state": DECIDED}).json()
        wrong = caller(cast.ada).get("/api/v1/handoff-clocks/", {"state": "soon"})
        other = caller(cast.ada).get("/api/v1/handoff-clocks/", {"colour": "red"})
    assert (said["count"], said["next_start"], own["count"]) == (4, None, 2)
    late = next(one for one in said["clocks"] if one["state"] == "late")
    assert (late["deal_id"], late["kind"], late["seconds"]) == (book["acme"].pk, "introduction", 24 * 3600)
    assert {one["team_id"]: one["debriefs"] for one in said["teams"]} == {
        cast.cleo.team_id: {"kept": 1, "due": 1},
        None: {"kept": 0, "due": 1},
    }
    assert (wrong.status_code, other.status_code) == (400, 400)
    assert Account.objects.count() == 3
