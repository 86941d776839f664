"""The champion programme on an account, over a book, in the settings and in the API."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Act
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import ChampionStep, ChampionStepTaken
from stakeholders.services.assessments import assess
from stakeholders.services.champions import take_champion_step
from stakeholders.views import champions
from tests.callers import caller
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db
FEB = date(2026, 2, 2)


def test_steps_are_had_in_order_once_and_taken_back(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.cleo)
    url = reverse("stakeholders:champions_of", args=[cast.acme.pk])
    [line] = client.get(url).context["found"].champions
    assert (line.star.name, line.next.name, line.waits_since) == ("João Costa", "Early insight", date(2025, 1, 1))
    assert "(last step" not in client.get(url).content.decode()
    take = reverse("stakeholders:champion_step_take", args=[cast.acme.pk, people.joao.pk])
    assert "Record a champion step of João Costa" in client.get(take).content.decode()
    insight = ChampionStep.objects.get(key="early_insight")
    client.post(take, {"step": insight.pk, "taken_on": FEB.isoformat(), "note": "Saw the draft"})
    [line] = client.get(url).context["found"].champions
    assert (line.next.name, line.waits_since) == ("Training", FEB)
    assert "(last step" in client.get(url).content.decode()
    assert insight not in client.get(take).context["form"].fields["step"].queryset
    with pytest.raises(ValidationError):
        take_champion_step(cast.cleo, people.joao, insight, taken_on=FEB)
    taken = ChampionStepTaken.objects.get()
    client.post(reverse("stakeholders:champion_step_back", args=[cast.acme.pk, people.joao.pk, taken.pk]))
    assert not ChampionStepTaken.objects.standing().exists()
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert ChampionStepTaken.objects.standing().get() == taken


def test_a_book_names_candidates_with_reasons(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    assess(cast.cleo, people.ana, today(), influence=9, authority=9, importance=8)
    page = sign_in(cast.cleo).get(reverse("stakeholders:champions"))
    [candidate] = page.context["found"].candidates
    assert candidate.star.name == "Ana Silva"
    assert candidate.reasons == ("has influence, authority and need of the product",)
    assert "Has influence, authority and need of the product." in page.content.decode()
    assert sign_in(cast.carl).get(reverse("stakeholders:champions")).context["found"].champions == []


def test_a_large_book_comes_in_pages_of_accounts(people: Map, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(champions, "ACCOUNTS", 1)
    url, client = reverse("stakeholders:champions"), sign_in(people.cast.ada)
    page = client.get(url)
    assert "Accounts by name, from Acme to Acme." in page.content.decode()
    assert [line.account.name for line in page.context["found"].champions] == ["Acme"]
    assert page.context["previous_url"] is None
    following = client.get(url + page.context["next_url"])
    assert (following.context["first"].name, following.context["found"].champions) == ("Bolt", [])
    assert client.get(url + following.context["previous_url"]).context["first"].name == "Acme"
    assert client.get(f"{url}?cursor=odd").status_code == 400


def test_operations_edit_the_steps(people: Map, sign_in: SignIn) -> None:
    cast, client = people.cast, sign_in(people.cast.otto)
    client.post(reverse("stakeholders:champion_step_add"), {"name": "Beta group", "position": 5, "is_in_use": "on"})
    step = ChampionStep.objects.get(key="beta_group")
    found = sign_in(cast.cleo).get(reverse("stakeholders:champions_of", args=[cast.acme.pk])).context["found"]
    assert found.champions[0].next == step
    edit = reverse("stakeholders:champion_step_edit", args=[step.pk])
    client.post(edit, {"name": "Beta group", "position": 5, "row_version": 1})
    step.refresh_from_db()
    assert not step.is_in_use
    assert sign_in(cast.cleo).get(edit).status_code == 403


def test_the_api_of_the_programme(people: Map) -> None:
    cast = people.cast
    cleo = caller(cast.cleo)
    body = {"stakeholder_id": people.joao.pk, "step": "early_insight", "taken_on": FEB.isoformat()}
    made = cleo.post("/api/v1/champion-steps-taken/", body, "json")
    assert (made.status_code, made.json()["step"]) == (201, "early_insight")
    assert cleo.post("/api/v1/champion-steps-taken/", body, "json").status_code == 400
    assert (
        cleo.post(
            "/api/v1/champion-steps-taken/", {**body, "step": "training", "taken_on": "2199-01-01"}, "json"
        ).status_code
        == 400
    )
    found = cleo.get(f"/api/v1/accounts/{cast.acme.pk}/champions/").json()
    [champion] = found["champions"]
    assert (champion["champion"]["star_id"], champion["taken"], champion["next_step"], champion["waits_since"]) == (
        people.joao.pk,
        ["early_insight"],
        "training",
        FEB.isoformat(),
    )
    assert cleo.post("/api/v1/champion-steps/", {"key": "x", "name": "X"}, "json").status_code == 403
    assert caller(cast.otto).post("/api/v1/champion-steps/", {"key": "x", "name": "X"}, "json").status_code == 201
    assert caller(cast.carl).get("/api/v1/champion-steps-taken/").json()["results"] == []
