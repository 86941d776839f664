"""The page of a joint session: guests, keep and swap, an invitation without confidences, and the record."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape

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


def test_it_took_place_on_a_day_with_those_who_came(people: Map, sign_in: SignIn) -> None:
    """All who were invited are ticked; what is recorded is what somebody confirmed."""
    cast, client = people.cast, sign_in(people.cast.cleo)
    guests = f"{people.ana.pk},{people.rui.pk}"
    url = f"{reverse('stakeholders:joint_session_took_place', args=[cast.acme.pk])}?kind=innovation&keep={guests}"
    before = Touchpoint.objects.count()
    form = client.get(url).context["form"]
    assert (form["stakeholders"].value(), form["on"].value()) == ([people.ana.pk, people.rui.pk], today().isoformat())
    assert Touchpoint.objects.count() == before
    typed = {"on": "2026-02-03", "at": "14:30", "stakeholders": [people.ana.pk], "users": [cast.cleo.pk]}
    for wrong, field in (
        ({"stakeholders": []}, "stakeholders"),
        ({"on": "2199-01-01"}, "on"),
        ({"users": []}, "users"),
    ):
        assert list(client.post(url, {**typed, **wrong}).context["form"].errors) == [field]
    elsewhere = client.post(url, {**typed, "stakeholders": [people.joao.pk]})
    assert list(elsewhere.context["form"].errors) == ["stakeholders"]
    assert Touchpoint.objects.count() == before
    assert client.post(url, {**typed, "others": [people.joao.pk]}).status_code == 302
    made = Touchpoint.objects.latest("pk")
    assert (made.kind, made.subject, made.touched_on) == ("joint_session", "Innovation session", date(2026, 2, 3))
    assert set(made.stakeholders.all()) == {people.ana, people.joao}
    assert list(made.users.all()) == [cast.cleo]
    assert sign_in(cast.edda).get(url).status_code == 403


def test_a_guest_is_added_besides_the_others_and_the_text_is_copied(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)
    url = reverse("stakeholders:joint_session", args=[cast.acme.pk])
    page = client.get(f"{url}?guests=2&without={people.rui.pk}")
    assert [star.name for star in page.context["could_come"]] == ["Rui Ramos"]
    added = client.get(f"{url}?guests=2&without={people.rui.pk}&add={people.rui.pk}", follow=True)
    assert [(one.star.name, one.is_kept) for one in added.context["session"].guests] == [
        ("Ana Silva", True),
        ("João Costa", True),
        ("Rui Ramos", True),
    ]
    assert added.redirect_chain[0][0].endswith(
        f"?kind=joint_qbr&guests=3&keep={people.ana.pk},{people.joao.pk},{people.rui.pk}"
    )
    text = added.context["invitation"]
    assert text.startswith("Dear Ana Silva, João Costa, Rui Ramos,\n\nWe would like to bring you together")
    assert text.endswith("Which day suits you best?\n\nCleo")
    shown = added.content.decode()
    assert f'data-copy="{escape(text)}"' in shown
    assert client.get(f"{url}?add=999999", follow=True).status_code == 200


def test_a_review_without_anybody_who_decides_says_so(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)
    url = reverse("stakeholders:joint_session", args=[cast.acme.pk])
    words = "Nobody at this table decides or pays"
    assert words not in client.get(url).content.decode()
    assert words in client.get(f"{url}?without={people.ana.pk}").content.decode()
    assert words not in client.get(f"{url}?kind=workshop&without={people.ana.pk}").content.decode()


def test_the_api_answers_the_same_guests(people: Map) -> None:
    cast = people.cast
    url = f"/api/v1/accounts/{cast.acme.pk}/joint-session/"
    cleo = caller(cast.cleo)
    found = cleo.get(f"{url}?guests=2&without={people.ana.pk}").json()
    assert [guest["star_id"] for guest in found["session"]["guests"]] == [people.joao.pk, people.rui.pk]
    contradictions = (f"keep={people.ana.pk}&without={people.ana.pk}", f"guests=1&keep={people.ana.pk},{people.rui.pk}")
    for wrong in ("kind=odd", "guests=9", "keep=x", "moon=1", *contradictions):
        assert cleo.get(f"{url}?{wrong}").status_code == 400, wrong
    assert caller(cast.carl).get(url).status_code == 404
