"""Doubles are found in the records, kept with their reasons, and no longer proposed once somebody said so."""

import pytest

from accounts.models import Account, Act, Double
from accounts.selectors.doubles import count_likely, lines_of, open_doubles
from accounts.services.merging.doubles import find_doubles, say_distinct, suggest_merge
from accounts.services.merging.merging import merge
from accounts.services.undo import undo_act
from csm.foundation.merging import Merger
from stakeholders.models import Stakeholder
from stakeholders.services import people
from tests.personas import Cast
from tests.stakeholders.merging.conftest import Twice, days_ago


def pairs(kind: str = "person") -> list[tuple[int, int]]:
    return list(Double.objects.filter(kind=kind).order_by("pk").values_list("first_id", "second_id"))


def test_people_of_one_account_who_look_like_one_are_found_with_reasons(twice: Twice) -> None:
    assert find_doubles() == 1
    found = Double.objects.get()
    assert (found.first_id, found.second_id) == (twice.marta.person_id, twice.double.person_id)
    assert (found.score, found.accounts) == (60, [twice.cast.acme.pk])
    [line] = lines_of(twice.cast.cleo, [found])
    assert line.reasons == ["the first name is an initial of the other", "both at Acme", "both e-mails fit the name"]


@pytest.fixture
def moved(cast: Cast) -> tuple[Stakeholder, Stakeholder]:
    """Ana left Acme, and somebody of her name came to Bolt."""
    ana = people.add_stakeholder(cast.ada, cast.acme, name="Ána Silva", joined_on=days_ago(900))
    people.depart_stakeholder(cast.ada, ana, days_ago(100))
    again = people.add_stakeholder(cast.ada, cast.bolt, name="Silva Ana", joined_on=days_ago(80))
    return ana, again


def test_who_moved_to_another_customer_is_found_everywhere_and_on_demand(
    cast: Cast, moved: tuple[Stakeholder, Stakeholder]
) -> None:
    wanted = [(moved[0].person_id, moved[1].person_id)]
    find_doubles()
    assert pairs() == wanted
    Double.objects.all().delete()
    find_doubles([cast.bolt.pk])
    assert pairs() == wanted
    assert Double.objects.get().accounts == [cast.acme.pk, cast.bolt.pk]
    find_doubles([cast.comet.pk])
    assert pairs() == wanted


def test_accounts_that_look_like_one_are_found(cast: Cast) -> None:
    Account.objects.filter(pk=cast.acme.pk).update(name="Acme GmbH", domain="acme.example")
    Account.objects.filter(pk=cast.bolt.pk).update(name="ACME, Inc.", domain="acme.example")
    find_doubles()
    assert pairs("account") == [(cast.acme.pk, cast.bolt.pk)]
    Account.objects.filter(pk=cast.bolt.pk).update(parent=cast.acme)
    find_doubles()
    assert pairs("account") == []


def test_what_is_no_longer_alike_is_no_longer_proposed_but_what_was_suggested_is(twice: Twice, persons: Merger) -> None:
    find_doubles()
    twice.double.person.name = "Carla Bruni"
    twice.double.person.save()
    suggest_merge(twice.cast.cleo, persons, twice.marta.person_id, twice.boss.person_id)
    find_doubles()
    assert pairs() == [(twice.marta.person_id, twice.boss.person_id)]


def test_not_the_same_is_remembered_until_it_is_undone(twice: Twice, persons: Merger) -> None:
    find_doubles()
    say_distinct(twice.cast.cleo, persons, twice.double.person_id, twice.marta.person_id)
    find_doubles()
    assert list(open_doubles(twice.cast.cleo)) == []
    said = Act.objects.latest("pk")
    assert said.summary == "Marta Rossi and M. Rossi are not the same"
    undo_act(said, twice.cast.cleo)
    assert open_doubles(twice.cast.cleo).count() == 1


def test_a_pair_that_was_merged_is_proposed_again_once_that_is_undone(twice: Twice, persons: Merger) -> None:
    find_doubles()
    made = merge(twice.cast.cleo, persons, *twice.persons, {})
    assert list(open_doubles(twice.cast.ada)) == []
    undo_act(made.act, twice.cast.cleo)
    assert open_doubles(twice.cast.ada).count() == 1


def test_only_who_sees_both_and_may_change_one_is_shown_a_pair(
    cast: Cast, moved: tuple[Stakeholder, Stakeholder], twice: Twice
) -> None:
    find_doubles()
    shown = {name: open_doubles(user).count() for name, user in cast.users.items()}
    assert shown == {"ada": 2, "otto": 2, "mara": 1, "cleo": 1, "carl": 0, "edda": 0}
    assert count_likely(cast.cleo, cast.acme.pk) == 1
    assert count_likely(cast.ada, cast.acme.pk) == 2
