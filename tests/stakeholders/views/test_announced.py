"""A departure that was announced: it is seen before it happens, moved to another day, and taken back."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import Act
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import Departure, Stakeholder, Successor
from stakeholders.selectors.skies import sky_at
from stakeholders.services import people as services
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db

DAY = today() + timedelta(days=92)
DIALOG: Any = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "dialog"}


@pytest.fixture
def leaving(people: Map) -> Map:
    """João, the champion, will leave in three months."""
    services.depart_stakeholder(people.cast.cleo, people.joao, DAY, reason="Retires")
    return people


def star(people: Map, one: Stakeholder, on: date | None = None) -> Any:
    return next(star for star in sky_at(people.cast.acme.pk, on or today()).stars if star.id == one.pk)


def standing(one: Stakeholder) -> list[tuple[date, str]]:
    return list(Departure.objects.standing().filter(stakeholder=one).values_list("left_on", "reason"))


def address(name: str, people: Map, *keys: int) -> str:
    return reverse(f"stakeholders:{name}", args=[people.cast.acme.pk, *keys])


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_sky_has_them_and_knows_the_day(leaving: Map) -> None:
    joao = star(leaving, leaving.joao)
    assert (joao.left_on, joao.leaves_on) == (None, DAY)
    assert (star(leaving, leaving.joao, DAY).left_on, star(leaving, leaving.joao, DAY).leaves_on) == (DAY, None)


def test_a_sky_of_the_time_before_the_announcement_does_not_know_it(leaving: Map) -> None:
    assert star(leaving, leaving.joao, today() - timedelta(days=1)).leaves_on is None


def test_they_left_sooner_than_announced(leaving: Map) -> None:
    services.depart_stakeholder(leaving.cast.cleo, leaving.joao, today())
    assert standing(leaving.joao) == [(today(), "Retires")]
    assert star(leaving, leaving.joao).left_on == today()
    act = Act.objects.latest("pk")
    undo_act(act, leaving.cast.cleo)
    assert standing(leaving.joao) == [(DAY, "Retires")]
    assert star(leaving, leaving.joao).leaves_on == DAY


def test_the_same_day_again_writes_nothing(leaving: Map) -> None:
    before = Act.objects.count()
    services.depart_stakeholder(leaving.cast.cleo, leaving.joao, DAY)
    assert (Act.objects.count(), Departure.objects.count()) == (before, 1)


def test_another_day_is_refused_before_they_joined_and_changes_nothing(leaving: Map) -> None:
    with pytest.raises(ValidationError, match="The end must be after the start"):
        services.correct_departure(leaving.cast.cleo, leaving.joao, date(2024, 1, 1))
    assert standing(leaving.joao) == [(DAY, "Retires")]


def test_who_has_not_left_has_no_departure_to_correct(people: Map) -> None:
    with pytest.raises(ValidationError, match="Rui Ramos has not left"):
        services.correct_departure(people.cast.cleo, people.rui, today())


def test_they_stay_after_all(leaving: Map, sign_in: SignIn) -> None:
    sign_in(leaving.cast.cleo).post(address("never_left", leaving, leaving.joao.pk))
    assert standing(leaving.joao) == []
    assert star(leaving, leaving.joao).leaves_on is None
    assert Act.objects.latest("pk").summary == "João Costa stays after all"


def test_who_announced_it_can_move_to_another_customer_before(leaving: Map) -> None:
    services.move_stakeholder(leaving.cast.ada, leaving.joao, leaving.cast.bolt, today())
    assert [day for day, _reason in standing(leaving.joao)] == [today()]
    assert star(leaving, leaving.joao).left_on == today()


def test_the_form_opens_with_the_day_that_was_announced_and_saves_another(
    leaving: Map,
    sign_in: SignIn,
) -> None:
    client, url = sign_in(leaving.cast.cleo), address("depart", leaving, leaving.joao.pk)
    shown = text(client.get(url, **DIALOG))
    assert f'value="{DAY.isoformat()}"' in shown
    assert "João Costa leaves" in shown
    assert "Leaves on" in shown
    assert 'value="Retires"' in shown
    later = DAY + timedelta(days=10)
    client.post(url, {"left_on": later.isoformat(), "reason": "Retires later"}, **DIALOG)
    assert standing(leaving.joao) == [(later, "Retires later")]


def test_a_departure_that_happened_is_moved_to_another_day(people: Map, sign_in: SignIn) -> None:
    services.depart_stakeholder(people.cast.cleo, people.joao, date(2026, 3, 1))
    client = sign_in(people.cast.cleo)
    page = text(client.get(reverse("stakeholders:person", args=[people.joao.person_id])))
    assert "Another day" in page
    client.post(address("depart", people, people.joao.pk), {"left_on": "2026-03-05", "reason": ""}, **DIALOG)
    assert standing(people.joao) == [(date(2026, 3, 5), "")]


def test_a_successor_who_was_named_is_kept_and_shown_as_chosen(leaving: Map, sign_in: SignIn) -> None:
    services.name_successor(leaving.cast.cleo, leaving.joao, leaving.ana)
    url = address("depart", leaving, leaving.joao.pk)
    shown = text(sign_in(leaving.cast.cleo).get(url, **DIALOG))
    assert f'<option value="{leaving.ana.pk}" selected>Ana Silva</option>' in shown
    assert "Proposed" not in shown
    assert "nobody yet" not in shown


@pytest.mark.parametrize("name", ["successor", "depart"])
def test_enter_records_no_successor_that_nobody_chose(people: Map, sign_in: SignIn, name: str) -> None:
    client, url = sign_in(people.cast.cleo), address(name, people, people.ana.pk)
    shown = text(client.get(url, **DIALOG))
    assert '<option value="" selected>nobody yet</option>' in shown
    assert "Proposed: João Costa, who is in the same department" in shown
    client.post(url, {"left_on": today().isoformat(), "successor": "", "reason": ""}, **DIALOG)
    assert not Successor.objects.exists()


def pages(people: Map) -> dict[str, str]:
    return {
        "person": reverse("stakeholders:person", args=[people.joao.person_id]),
        "people": address("people", people),
        "all people": reverse("stakeholders:person_list"),
        "star": address("star", people, people.joao.pk),
        "constellation": address("constellation", people),
        "list": f"{address('constellation', people)}?view=list",
        "champions of one": address("champions_of", people),
        "champions": reverse("stakeholders:champions"),
    }


@pytest.mark.parametrize(
    "where",
    ["person", "people", "all people", "star", "constellation", "list", "champions of one", "champions"],
)
def test_every_page_that_shows_them_says_when_they_leave(leaving: Map, sign_in: SignIn, where: str) -> None:
    assert "leaves in 3 months" in text(sign_in(leaving.cast.cleo).get(pages(leaving)[where]))


def test_the_brief_and_the_timeline_say_the_day(leaving: Map, sign_in: SignIn) -> None:
    client = sign_in(leaving.cast.cleo)
    day = date_format(DAY, "DATE_FORMAT")
    assert f"leaves on {day}" in text(client.get(f"{address('brief', leaving)}?attendees={leaving.joao.pk}"))
    assert f"leaves on {day}, we learned" in text(client.get(address("timeline", leaving)))


def test_a_departure_recorded_afterwards_was_never_announced(people: Map, sign_in: SignIn) -> None:
    services.depart_stakeholder(people.cast.cleo, people.joao, date(2026, 3, 1))
    assert "we learned" not in text(sign_in(people.cast.cleo).get(address("timeline", people)))


def test_customers_are_not_told(leaving: Map, sign_in: SignIn) -> None:
    client = sign_in(leaving.cast.cleo)
    assert '"leaves": "leaves in 3 months"' in text(client.get(address("constellation", leaving)))
    assert "leaves" not in text(client.get(f"{address('constellation', leaving)}?customer=1"))


def test_a_successor_is_asked_for_at_once(leaving: Map, sign_in: SignIn) -> None:
    client = sign_in(leaving.cast.cleo)
    page = text(client.get(address("people", leaving)))
    assert "Nobody is named to take over." in page
    services.name_successor(leaving.cast.cleo, leaving.joao, leaving.rui)
    assert "Rui Ramos takes over." in text(client.get(address("people", leaving)))


def test_the_people_tab_shows_only_those_who_leave(leaving: Map, sign_in: SignIn) -> None:
    answer = sign_in(leaving.cast.cleo).get(f"{address('people', leaving)}?show=leaving")
    assert [row.star.name for row in answer.context["present"]] == ["João Costa"]


def test_who_only_reads_sees_the_day_and_no_button(leaving: Map, sign_in: SignIn) -> None:
    page = text(sign_in(leaving.cast.edda).get(reverse("stakeholders:person", args=[leaving.joao.person_id])))
    assert "leaves in 3 months" in page
    assert "Stays after all" not in page


def test_left_and_moved_stand_on_the_page_of_a_person(people: Map, sign_in: SignIn) -> None:
    page = text(sign_in(people.cast.cleo).get(reverse("stakeholders:person", args=[people.joao.person_id])))
    left, moved = (f'hx-get="{address(name, people, people.joao.pk)}"' for name in ("depart", "move"))
    menu = page.index("menu-list", page.index(moved))
    assert page.index("Prepare a meeting") < page.index(left) < page.index(moved) < menu
    entries = ["Record a touchpoint", "They left", "They moved", "Name a successor", "Assess", "Never was here"]
    places = [page.index(entry, menu) for entry in entries]
    assert places == sorted(places)


def test_on_the_day_itself_they_are_gone(leaving: Map) -> None:
    with time_machine.travel(datetime.combine(DAY, time(12), tzinfo=UTC)):
        gone = star(leaving, leaving.joao)
    assert (gone.left_on, gone.leaves_on) == (DAY, None)
