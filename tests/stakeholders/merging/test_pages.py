"""The pages of doubles and merges: from the list to the choice, the merge and its undoing."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Account, Distinction, Double, Merge
from accounts.services.merging.doubles import find_doubles
from accounts.services.merging.merging import merge
from csm.foundation.merging import Merger
from stakeholders.models import Person
from stakeholders.services import people
from tests.accounts.pages import signed_in, text_of
from tests.stakeholders.merging.conftest import Twice


@pytest.fixture
def pair(twice: Twice) -> str:
    find_doubles()
    return reverse("accounts:merge_pair", args=["person", *sorted(row.pk for row in twice.persons)])


def test_the_list_says_why_and_offers_to_compare(twice: Twice, pair: str) -> None:
    page = signed_in(twice.cast.cleo).get("/doubles/")
    shown = text_of(page)
    assert "likely one person" in shown
    assert "the first name is an initial of the other · both at Acme · both e-mails fit the name" in shown
    assert pair in page.content.decode()


def test_the_account_says_how_many_likely_doubles_it_has(twice: Twice, pair: str) -> None:
    page = signed_in(twice.cast.cleo).get(f"/accounts/{twice.cast.acme.pk}/details/")
    assert "Likely doubles 1" in text_of(page)
    assert f'href="/doubles/?account_id={twice.cast.acme.pk}"' in page.content.decode()


def test_both_stand_side_by_side_with_what_is_proposed_marked(twice: Twice, pair: str) -> None:
    page = signed_in(twice.cast.cleo).get(pair)
    rows = page.context["shown"].rows
    assert [(row.key, list(row.first), list(row.second), row.marked) for row in rows][:2] == [
        ("name", ["Marta Rossi"], ["M. Rossi"], "first"),
        ("email", ["marta@acme.example"], ["rossi@acme.example"], "second"),
    ]
    assert [(row.key, row.marked) for row in rows][2:] == [("assessment", "first"), ("position", "first")]
    assert page.context["shown"].winner == twice.marta.person


def sent(twice: Twice, **choices: int) -> dict[str, Any]:
    return {"winner": twice.marta.person_id, **{f"choice_{name}": pk for name, pk in choices.items()}}


def test_merging_leads_to_the_one_that_stays_and_offers_undo(twice: Twice, pair: str) -> None:
    client = signed_in(twice.cast.cleo)
    answer = client.post(pair, sent(twice, email=twice.marta.person_id), follow=True)
    assert answer.redirect_chain == [(f"/people/{twice.marta.person_id}/", 302)]
    made = Merge.objects.get()
    assert f'action="/acts/{made.act_id}/undo/"' in answer.content.decode()
    assert Person.objects.get(pk=made.winner_id).email == "marta@acme.example"
    client.post(f"/acts/{made.act_id}/undo/")
    assert Person.objects.standing().count() == 3


def test_an_old_address_leads_on_for_reading_and_for_what_is_sent(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    client, old = signed_in(twice.cast.cleo), twice.double
    answer = client.get(f"/people/{old.person_id}/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{twice.marta.person_id}/?x=1")
    base = f"/accounts/{twice.cast.acme.pk}/people"
    answer = client.post(f"{base}/{old.pk}/confirm/")
    assert (answer.status_code, answer["Location"]) == (307, f"{base}/{twice.marta.pk}/confirm/")


def test_who_may_not_see_the_one_that_stays_learns_nothing(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    assert signed_in(twice.cast.carl).get(f"/people/{twice.double.person_id}/").status_code == 404


def test_an_account_leads_on_with_everything_below_its_address(twice: Twice, companies: Merger) -> None:
    cast = twice.cast
    acme, bolt = (Account.objects.get(pk=row.pk) for row in (cast.acme, cast.bolt))
    merge(cast.ada, companies, acme, bolt, {})
    answer = signed_in(cast.cleo).get(f"/accounts/{bolt.pk}/timeline/?kind=call")
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/{acme.pk}/timeline/?kind=call")


def test_who_may_change_one_side_only_can_suggest_and_operations_can_merge(twice: Twice, settings: Any) -> None:
    settings.OPEN_READING = True
    cast = twice.cast
    there = people.add_stakeholder(cast.ada, cast.bolt, name="Marta Rossi")
    address = reverse("accounts:merge_pair", args=["person", *sorted((twice.marta.person_id, there.person_id))])
    cleo = signed_in(cast.cleo)
    assert "Suggest to merge" in text_of(cleo.get(address))
    assert cleo.post(address, sent(twice)).status_code == 403
    assert Merge.objects.count() == 0
    cleo.post(f"{address}suggest/")
    assert Double.objects.get().suggested_by == cast.cleo
    otto = signed_in(cast.otto)
    assert "suggested by Cleo" in text_of(otto.get("/doubles/"))
    otto.post(address, sent(twice))
    assert Merge.objects.get().winner_id == twice.marta.person_id


def test_not_the_same_takes_the_pair_off_the_list(twice: Twice, pair: str) -> None:
    client = signed_in(twice.cast.cleo)
    answer = client.post(f"{pair}distinct/", follow=True)
    assert Distinction.objects.count() == 1
    assert "No likely doubles among what you may change" in text_of(answer)
    assert pair not in answer.content.decode()


def test_looking_again_finds_who_was_added_since(twice: Twice) -> None:
    client = signed_in(twice.cast.cleo)
    answer = client.post(f"/accounts/{twice.cast.acme.pk}/doubles/", follow=True)
    assert "Looked again: 1 proposed." in text_of(answer)


def test_a_family_says_why_it_is_not_merged_and_offers_no_button(twice: Twice) -> None:
    cast = twice.cast
    Account.objects.filter(pk=cast.bolt.pk).update(parent=cast.acme)
    address = reverse("accounts:merge_pair", args=["account", cast.acme.pk, cast.bolt.pk])
    client = signed_in(cast.ada)
    shown = text_of(client.get(address))
    assert "Acme is above Bolt: they are a family, not doubles." in shown
    answer = client.post(address, {"winner": cast.acme.pk})
    assert "Acme is above Bolt" in text_of(answer)
    assert Merge.objects.count() == 0


def test_merges_are_listed_and_undone_by_whoever_may_merge(twice: Twice, persons: Merger) -> None:
    made = merge(twice.cast.ada, persons, *twice.persons, {})
    client = signed_in(twice.cast.cleo)
    assert "M. Rossi → Marta Rossi" in text_of(client.get("/merges/"))
    assert signed_in(twice.cast.carl).post(f"/merges/{made.pk}/undo/").status_code == 404
    assert signed_in(twice.cast.edda).post(f"/merges/{made.pk}/undo/").status_code == 403
    answer = client.post(f"/merges/{made.pk}/undo/", follow=True)
    assert "undone by Cleo" in text_of(answer)
    assert Person.objects.standing().count() == 3


def test_whom_to_merge_with_is_found_by_name(twice: Twice) -> None:
    client = signed_in(twice.cast.cleo)
    marta = twice.marta.person_id
    found = client.get(f"/doubles/person/{marta}/find/?q=ros").content.decode()
    assert (f'data-value="{twice.double.person_id}"' in found, f'data-value="{marta}"' in found) == (True, False)
    answer = client.get(f"/doubles/person/{marta}/?with={twice.double.person_id}")
    assert answer["Location"] == f"/doubles/person/{marta}/{twice.double.person_id}/"
    assert client.get(f"/doubles/robot/{marta}/").status_code == 404
