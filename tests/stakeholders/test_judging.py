"""How far judging is, what was set aside, and trying that again."""

import pytest
from django.test import Client

from accounts.models import User
from csm.foundation.clock import today
from stakeholders.domain.findings import find
from stakeholders.models import Conclusion
from stakeholders.selectors.judging import JudgingNow, SetAside, judging_now, set_aside
from stakeholders.services import conclusions
from stakeholders.services.conclusions import conclude_due, count_due, try_again
from tests.personas import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def signed_in(user: User) -> Client:
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    return client


def set_bolt_aside(cast: Cast, complaint: str = "") -> None:
    conclude_due()
    Conclusion.objects.filter(pk=cast.bolt.pk).update(attempts=5, judged_on=None, complaint=complaint)


def test_what_is_due_done_and_set_aside_is_counted(cast: Cast) -> None:
    assert judging_now() == JudgingNow(3, 3, 0, 0)
    conclude_due()
    assert judging_now() == JudgingNow(3, 0, 3, 0)
    set_bolt_aside(cast)
    Conclusion.objects.filter(pk=cast.acme.pk).update(judged_on=None)
    now = judging_now()
    assert (now.due, now.set_aside, now.done) == (1, 1, 1)
    assert now.progress.seconds_left == 20  # three a minute


def test_an_attempt_that_fails_says_why_and_a_good_one_forgets_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:

    def fails_on_bolt(sky: object) -> object:
        if sky.account_id == cast.bolt.pk:  # type: ignore[attr-defined]
            raise ArithmeticError("no such number")
        return find(sky)  # type: ignore[arg-type]

    monkeypatch.setattr(conclusions, "find", fails_on_bolt)
    for _attempt in range(12):
        try:
            if not conclude_due():
                break
        except ArithmeticError:
            continue
    assert set_aside() == [SetAside(cast.bolt.pk, "Bolt", 5, "ArithmeticError: no such number")]
    monkeypatch.setattr(conclusions, "find", find)
    assert conclude_due() == 0
    assert try_again() == 1
    assert conclude_due() == 1
    assert set_aside() == []
    assert Conclusion.objects.get(pk=cast.bolt.pk).complaint == ""


def test_only_what_was_set_aside_is_tried_again(cast: Cast) -> None:
    set_bolt_aside(cast)
    Conclusion.objects.filter(pk=cast.acme.pk).update(attempts=1)
    assert try_again() == 1
    assert count_due() == 1
    assert Conclusion.objects.get(pk=cast.acme.pk).attempts == 1


def test_the_page_names_what_was_set_aside_and_tries_it_again(cast: Cast) -> None:
    set_bolt_aside(cast, "ArithmeticError: <b>")
    client = signed_in(cast.otto)
    page = client.get("/settings/judging/").content.decode()
    assert "ArithmeticError: &lt;b&gt;" in page
    assert "Bolt" in page
    assert client.post("/settings/judging/again/").status_code == 302
    assert Conclusion.objects.get(pk=cast.bolt.pk).attempts == 0
    assert "Bolt" not in client.get("/settings/judging/").content.decode()


def test_progress_is_asked_for_until_nothing_is_due(cast: Cast) -> None:
    client = signed_in(cast.otto)
    assert "data-progress-running" in client.get("/settings/judging/progress/").content.decode()
    conclude_due()
    assert "data-progress-running" not in client.get("/settings/judging/progress/").content.decode()


def test_a_csm_does_not_see_it(cast: Cast) -> None:
    set_bolt_aside(cast)
    client = signed_in(cast.carl)
    assert client.get("/settings/judging/").status_code == 403
    assert client.post("/settings/judging/again/").status_code == 403
    assert client.get("/api/v1/judging/").status_code in (401, 403)
    assert Conclusion.objects.get(pk=cast.bolt.pk).attempts == 5


def test_the_api_says_the_same(cast: Cast) -> None:
    set_bolt_aside(cast, "ArithmeticError: x")
    client = signed_in(cast.otto)
    answer = client.get("/api/v1/judging/").json()
    bolt = {"account_id": cast.bolt.pk, "account": "Bolt", "attempts": 5, "complaint": "ArithmeticError: x"}
    assert answer == {
        "accounts": 3, "due": 0, "judged_in_a_minute": 3, "seconds_left": 0, "set_aside_count": 1, "set_aside": [bolt]
    }  # fmt: skip
    assert Conclusion.objects.filter(judged_on=today()).count() == 2
