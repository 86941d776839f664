"""The freshness round: whom it asks about, what each answer does, and that it can be left, resumed and taken back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountTeamMember, Job, Role
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import Confirmation, Departure, FreshnessRound, RoundAnswer, Stakeholder
from stakeholders.selectors.rounds import RoundNow, own_accounts, round_now, worth_confirming
from stakeholders.services.assessments import assess
from stakeholders.services.conclusions import conclude_due
from stakeholders.services.people import add_stakeholder, confirm_stakeholder, depart_stakeholder
from stakeholders.services.roles import assign_role
from stakeholders.services.rounds import confirm_in_round, skip_in_round, take_back_answer
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
RECORDED = datetime(2025, 11, 26, 9, tzinfo=UTC)
ROUND = "/people/round/"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def people(cast: Cast) -> Any:
    """A year ago Ana was said to decide at Acme, Bob to champion with Cy; Zoe decides at Bolt. It is Thursday."""
    with time_machine.travel(RECORDED, tick=False):
        roles = {"Ana": "decision_maker", "Bob": "champion", "Cy": "champion", "Dee": ""}
        found = {name: _placed(cast, cast.acme, name, role) for name, role in roles.items()}
        found["Zoe"] = _placed(cast, cast.bolt, "Zoe", "decision_maker")
    with time_machine.travel(THURSDAY, tick=False):
        conclude_due()
        yield found


def _placed(cast: Cast, account: Account, name: str, role: str) -> Stakeholder:
    one = add_stakeholder(cast.ada, account, name=name, title="Wizard", level="manager", joined_on=date(2025, 1, 1))
    if role:
        assign_role(cast.ada, one, Role.objects.get(key=role), date(2025, 1, 1))
    return one


def answers(now: RoundNow) -> list[tuple[str, str]]:
    return [(item.stakeholder.person.name, item.answer) for item in now.items]


def page(cast: Cast) -> tuple[Client, str]:
    client = Client()
    client.force_login(cast.cleo)
    return client, client.get(ROUND).content.decode()


def test_a_round_asks_about_ones_own_accounts_what_matters_most_first(cast: Cast, people: Any) -> None:
    assert answers(round_now(cast.cleo)) == [("Ana", ""), ("Bob", ""), ("Cy", "")]
    assert answers(round_now(cast.carl)) == [("Zoe", "")]
    assert answers(round_now(cast.ada)) == []
    assert FreshnessRound.objects.count() == 0


def test_the_accounts_of_a_round_are_owned_or_served_and_may_be_changed(cast: Cast, people: Any) -> None:
    assert (own_accounts(cast.cleo), own_accounts(cast.edda)) == ([cast.acme.pk], [])
    AccountTeamMember.objects.create(account=cast.acme, user=cast.edda, job=Job.objects.get(key="executive_sponsor"))
    assert own_accounts(cast.edda) == []
    Account.objects.filter(pk=cast.comet.pk).update(owner=cast.ada)
    assert own_accounts(cast.ada) == [cast.comet.pk]


def test_the_first_answer_fixes_whom_the_round_asks_about(cast: Cast, people: Any) -> None:
    confirm_in_round(cast.cleo, people["Ana"])
    row = FreshnessRound.objects.get()
    assert (row.user, row.week, row.asked) == (
        cast.cleo,
        date(2026, 11, 23),
        [people[one].pk for one in ("Ana", "Bob", "Cy")],
    )
    assert row.before[str(cast.acme.pk)][0] == 0
    assert Confirmation.objects.get().confirmed_on == today()
    _placed(cast, cast.acme, "New", "champion")
    conclude_due()
    assert answers(round_now(cast.cleo)) == [("Ana", "yes"), ("Bob", ""), ("Cy", "")]


def test_what_was_answered_elsewhere_is_answered(cast: Cast, people: Any) -> None:
    skip_in_round(cast.cleo, people["Cy"])
    confirm_stakeholder(cast.ada, people["Ana"])
    depart_stakeholder(cast.ada, people["Bob"], today())
    assert answers(round_now(cast.cleo)) == [("Ana", "yes"), ("Bob", "left"), ("Cy", "skipped")]
    assert round_now(cast.cleo).is_finished


def test_the_last_answer_is_taken_back_with_what_it_did(cast: Cast, people: Any) -> None:
    confirm_in_round(cast.cleo, people["Ana"])
    skip_in_round(cast.cleo, people["Bob"])
    for expected in ("Bob", "Ana"):
        taken = take_back_answer(cast.cleo)
        assert taken is not None
        assert taken.stakeholder.person.name == expected
    assert take_back_answer(cast.cleo) is None
    assert not Confirmation.objects.standing().exists()
    assert answers(round_now(cast.cleo)) == [("Ana", ""), ("Bob", ""), ("Cy", "")]


def test_an_answer_undone_elsewhere_is_open_again(cast: Cast, people: Any) -> None:
    confirm_in_round(cast.cleo, people["Ana"])
    act = RoundAnswer.objects.get().act
    assert act is not None
    undo_act(act, cast.cleo)
    assert answers(round_now(cast.cleo))[0] == ("Ana", "")
    assert take_back_answer(cast.cleo) is None
    confirm_in_round(cast.cleo, people["Ana"])
    assert answers(round_now(cast.cleo))[0] == ("Ana", "yes")


def test_a_new_week_is_a_new_round_without_those_just_confirmed(cast: Cast, people: Any) -> None:
    confirm_in_round(cast.cleo, people["Ana"])
    skip_in_round(cast.cleo, people["Bob"])
    with time_machine.travel(THURSDAY + timedelta(days=7), tick=False):
        conclude_due()
        assert answers(round_now(cast.cleo)) == [("Bob", ""), ("Cy", "")]


def test_never_more_than_eight_of_an_account_nor_twenty_five_in_a_week(cast: Cast, people: Any) -> None:
    with time_machine.travel(RECORDED, tick=False):
        for number in range(4):
            account = Account.objects.create(name=f"A{number}", segment=cast.acme.segment, owner=cast.cleo)
            for place in range(12):
                one = _placed(cast, account, f"P{number}.{place}", "champion")
                assess(cast.ada, one, date(2025, 1, 1), influence=5, authority=5, importance=5, sentiment=1)
    conclude_due()
    asked = worth_confirming(own_accounts(cast.cleo))
    assert len(asked) == 25
    of_account = Stakeholder.objects.filter(pk__in=asked).values_list("account_id", flat=True)
    assert max(list(of_account).count(pk) for pk in set(of_account)) <= 8


def test_yes_on_the_page_leads_to_the_next_and_the_end_says_what_changed(cast: Cast, people: Any) -> None:
    client, first = page(cast)
    assert "Is Ana still there, as Wizard?" in first
    assert "1 of 3" in first
    for name in ("Ana", "Bob"):
        where = f"/accounts/{cast.acme.pk}/people/{people[name].pk}/round/yes/"
        assert client.post(where).headers["Location"] == ROUND
    assert "3 of 3" in client.get(ROUND).content.decode()
    client.post(f"/accounts/{cast.acme.pk}/people/{people['Cy'].pk}/round/skip/")
    last = client.get(ROUND).content.decode()
    assert "Thank you, that was everybody for this week: 2 are still there, 1 was skipped." in last
    assert "What changed" in last
    assert "→ <strong>" in last


def test_a_departure_in_the_round_names_the_successor_and_is_taken_back_by_one_key(cast: Cast, people: Any) -> None:
    client, _first = page(cast)
    where = f"/accounts/{cast.acme.pk}/people/{people['Ana'].pk}/round/left/"
    assert "Who takes over" in client.get(where).content.decode()
    refused = client.post(where, {"left_on": "2020-01-01", "successor": people["Bob"].pk})
    assert refused.status_code == 200
    assert (Departure.objects.count(), RoundAnswer.objects.count()) == (0, 0)
    answer = client.post(where, {"left_on": "2026-11-20", "successor": people["Bob"].pk, "reason": ""})
    assert answer.headers["Location"] == ROUND
    assert answers(round_now(cast.cleo))[0] == ("Ana", "left")
    assert Departure.objects.get().left_on == date(2026, 11, 20)
    client.post("/people/round/undo/")
    assert answers(round_now(cast.cleo))[0] == ("Ana", "")
    assert not Departure.objects.standing().exists()


def test_who_moved_within_the_account_keeps_their_place(cast: Cast, people: Any) -> None:
    client, _first = page(cast)
    where = f"/accounts/{cast.acme.pk}/people/{people['Ana'].pk}/round/position/"
    client.post(where, {"on": "2026-11-20", "title": "CFO", "department": "", "level": "executive"})
    assert answers(round_now(cast.cleo))[0] == ("Ana", "moved")


def test_the_round_over_the_api_is_the_same(cast: Cast, people: Any) -> None:
    client = caller(cast.cleo)
    before = client.get("/api/v1/freshness-round/").json()
    assert (before["week"], before["is_begun"], before["total"], before["done"]) == ("2026-11-23", False, 3, 0)
    after = client.post(
        "/api/v1/freshness-round/answers/", {"stakeholder_id": people["Ana"].pk, "answer": "yes"}
    ).json()
    assert (after["is_begun"], after["done"], after["items"][0]["answer"]) == (True, 1, "yes")
    assert client.post("/api/v1/freshness-round/undo/").json()["done"] == 0
    refused = client.post("/api/v1/freshness-round/answers/", {"stakeholder_id": people["Zoe"].pk, "answer": "no"})
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/stakeholder_id", "#/answer"}
    assert not Confirmation.objects.standing().exists()


def test_the_number_of_queries_does_not_grow_with_accounts(cast: Cast, people: Any) -> None:
    client, _first = page(cast)

    def queries() -> int:
        conclude_due()
        client.get(ROUND)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ROUND).status_code == 200
        return len(asked)

    few = queries()
    with time_machine.travel(RECORDED, tick=False):
        for number in range(5):
            account = Account.objects.create(name=f"A{number}", segment=cast.acme.segment, owner=cast.cleo)
            _placed(cast, account, f"P{number}", "decision_maker")
    assert queries() == few
