"""Files of deals: known again by id, else by name; won and lost are read from words or from plain yes and no."""

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import Act, Deal, ExternalId
from accounts.selectors.imports import problems_of
from accounts.services.undo import undo_group
from tests.accounts.imports.conftest import Import
from tests.personas import Cast

pytestmark = pytest.mark.django_db
HEAD = "Deal ID,Account,Deal name,Amount,Currency,Probability,Stage,Closed at,Deal owner\n"
TEXT = (
    HEAD
    + 'D-1,Acme,Suite,"1,200.50",EUR,0.85,Negotiation,,cleo@ours.example\n'
    + "D-2,Acme,Add-on,900,EUR,100 %,Closed Won,2026-03-01 16:30,\n"
    + "D-3,Bolt,Pilot,,,,closedlost,2026-02-01,\n"
)


def held() -> list[tuple[object, ...]]:
    return list(Deal.objects.order_by("name").values_list("name", "stage", "probability", "closed_at"))


@time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False)
def test_deals_come_in_once_and_change_by_their_id(bring: Import, cast: Cast) -> None:
    assert bring("deals", TEXT).created == 3
    won_at = Deal.objects.get(name="Add-on").closed_at
    assert [row[:3] for row in held()] == [("Add-on", "won", 100), ("Pilot", "lost", None), ("Suite", "open", 85)]
    suite = Deal.objects.get(name="Suite")
    assert (str(suite.amount), suite.owner, suite.likely_at) == (
        "1200.50",
        cast.cleo,
        datetime(2026, 3, 2, 10, tzinfo=UTC),
    )
    assert bring("deals", TEXT).unchanged == 3
    run = bring("deals", HEAD + "D-1,Acme,Suite for all,,,,Closed Won,2026-03-02,\n")
    assert (run.updated, Deal.objects.count()) == (1, 3)
    suite.refresh_from_db()
    assert (suite.name, suite.stage) == ("Suite for all", "won")
    assert suite.closed_at is not None
    assert suite.closed_at <= datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert Deal.objects.get(name="Add-on").closed_at == won_at
    assert ExternalId.objects.filter(kind="deal").count() == 3


@time_machine.travel(datetime(2026, 3, 2, 8, tzinfo=UTC), tick=False)
def test_a_day_alone_is_noon_but_never_ahead_and_stays_when_sent_again(bring: Import, cast: Cast) -> None:
    text = HEAD + "D-1,Acme,Suite,,,,Won,2026-03-02,\n"
    assert bring("deals", text).created == 1
    assert Deal.objects.get().closed_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 3, 2, 15, tzinfo=UTC), tick=False):
        assert bring("deals", text).unchanged == 1


@time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False)
def test_what_cannot_be_is_refused_and_the_rest_comes_in(bring: Import, cast: Cast) -> None:
    run = bring(
        "deals",
        HEAD
        + "D-1,Acme,Suite,,,,Won,2026-04-02,\n"
        + "D-2,Acme,Add-on,,,,Won,,\n"
        + "D-3,Acme,Pilot,,,,Lost,2026-01-02,nobody@ours.example\n"
        + "D-4,Acme,Fine,,,,Open,,\n",
    )
    assert (run.created, run.failed) == (1, 3)
    assert [(problem.row, problem.column, problem.text) for problem in problems_of(run)] == [
        (2, "Closed at", "2026-04-02 lies ahead: it can only have happened."),
        (3, "Closed at", "This is needed."),
        (4, "Deal owner", "There is no user with the e-mail “nobody@ours.example”. Import users first."),
    ]
    assert Deal.objects.get().name == "Fine"


@time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False)
def test_two_of_one_name_with_ids_are_two_and_plain_yes_and_no_decide(bring: Import, cast: Cast) -> None:
    head = "Deal ID,Account,Deal name,Stage,Is won,Is closed,Closed at\n"
    bring("deals", head + "D-1,Acme,Renewal,8731,true,true,2026-01-02\nD-2,Acme,Renewal,8732,false,true,2026-01-03\n")
    assert [row[1] for row in held()] == ["won", "lost"]
    run = bring("deals", head + "D-3,Acme,Renewal,8733,false,false,\n")
    assert (run.created, Deal.objects.filter(stage="open").count()) == (1, 1)


@time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False)
def test_a_file_is_undone_whole(bring: Import, cast: Cast) -> None:
    bring("deals", TEXT)
    undo_group(Act.objects.latest("pk").group, cast.ada)
    assert not Deal.objects.standing().exists()
