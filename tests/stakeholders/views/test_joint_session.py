"""The page of a joint session: guests, keep and swap, an invitation without confidences, and the record."""

import pytest
from django.urls import reverse

from csm.foundation.clock import today
from stakeholders.models import Touchpoint
from stakeholders.services.commitments import commit
from stakeholders.services.concerns import raise_concern
from tests.callers import caller
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db


def test_guests_are_proposed_kept_and_swapped(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)
    url = reverse("stakeholders:joint_session", args=[cast.acme.pk])
    page = client.get(f"{url}?guests=2")
    assert [one.star.name for one in page.context["session"].guests] == ["Ana Silva", "João Costa"]
    (_ana, _keep, swap), *_others = page.context["lines"]
    swapped = client.get(f"{url}?{swap}")
    assert [(one.star.name, one.is_kept) for one in swapped.context["session"].guests] == [
        ("João Costa", True),
        ("Rui Ramos", False),
    ]
    assert [star.name for star, _query in swapped.context["back"]] == ["Ana Silva"]
    odd = client.get(f"{url}?kind=odd&guests=many&keep=x,{people.rui.pk}&without=-1")
    assert people.rui.pk in odd.context["session"].guest_ids


def test_what_was_told_in_confidence_is_not_in_the_invitation(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    commit(cast.cleo, cast.acme, text="The rollout plan", promised_on=today(), due_on=today())
    raise_concern(cast.cleo, cast.acme, stakeholder=people.ana, text="Too slow")
    page = sign_in(cast.edda).get(reverse("stakeholders:joint_session", args=[cast.acme.pk]))
    session = page.context["session"]
    assert [item.text for item in session.shared_agenda] == ["The rollout plan"]
    assert [item.text for item in session.agenda] == ["The rollout plan", "Ana Silva: Too slow"]
    shown = page.content.decode()
    invitation = shown[shown.index('id="invitation"') : shown.index('id="prepare"')]
    assert "The rollout plan" in invitation
    assert "Too slow" not in invitation
    assert "It took place" not in shown


def test_it_took_place_with_these_guests(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    url = reverse("stakeholders:joint_session_took_place", args=[cast.acme.pk])
    guests = f"{people.ana.pk},{people.rui.pk}"
    assert sign_in(cast.cleo).post(url, {"kind": "innovation", "keep": guests}).status_code == 302
    made = Touchpoint.objects.latest("pk")
    assert (made.kind, made.subject, made.touched_on) == ("joint_session", "Innovation session", today())
    assert set(made.stakeholders.all()) == {people.ana, people.rui}
    assert list(made.users.all()) == [cast.cleo]
    before = Touchpoint.objects.count()
    sign_in(cast.cleo).post(url, {"kind": "innovation", "keep": ""})
    assert Touchpoint.objects.count() == before


def test_the_api_answers_the_same_guests(people: Map) -> None:
    cast = people.cast
    url = f"/api/v1/accounts/{cast.acme.pk}/joint-session/"
    cleo = caller(cast.cleo)
    found = cleo.get(f"{url}?guests=2&without={people.ana.pk}").json()
    assert [guest["star_id"] for guest in found["session"]["guests"]] == [people.joao.pk, people.rui.pk]
    for wrong in ("kind=odd", "guests=9", "keep=x", "moon=1"):
        assert cleo.get(f"{url}?{wrong}").status_code == 400, wrong
    assert caller(cast.carl).get(url).status_code == 404
