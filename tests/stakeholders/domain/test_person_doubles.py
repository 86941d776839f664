"""Which people look like one: the cases, each with the word in which it is proposed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.doubles import likelihood
from stakeholders.domain.person_doubles import Candidate, Place, doubles_here, judge
from stakeholders.domain.person_names import NameLikeness, fits, likeness, read_name

ACME = Place(1, "Acme", "acme.example")
BOLT = Place(2, "Bolt", "bolt.example")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Marta Rossi", "marta rossi", NameLikeness.SAME),
        ("João Müller", "Joao Muller", NameLikeness.SAME),
        ("Dr. Marta Rossi", "Marta Rossi", NameLikeness.TITLE),
        ("Dipl.-Ing. Hans Weber, MBA", "Hans Weber", NameLikeness.TITLE),
        ("Rossi, Marta", "Marta Rossi", NameLikeness.SAME),
        ("Rossi Marta", "Marta Rossi", NameLikeness.SWAPPED),
        ("Jörg Müller", "Joerg Mueller", NameLikeness.SPELLED),
        ("Søren Ågård", "Soeren Aagaard", NameLikeness.SPELLED),
        ("Алексей Иванов", "Aleksei Ivanov", NameLikeness.SAME),
        ("Alexey Ivanov", "Aleksei Ivanov", NameLikeness.SPELLED),
        ("Yulia Petrova", "Julia Petrova", NameLikeness.SPELLED),
        ("Ana Maria Silva", "Ana Silva", NameLikeness.FULLER),
        ("Carlos García López", "Carlos García", NameLikeness.FULLER),
        ("Bob Miller", "Robert Miller", NameLikeness.NICKNAME),
        ("Pepe García", "José García", NameLikeness.NICKNAME),
        ("Uli Weber", "Ulrich Weber", NameLikeness.NICKNAME),
        ("M. Rossi", "Marta Rossi", NameLikeness.INITIAL),
        ("Marta Schneidre", "Marta Schneider", NameLikeness.TYPO),
        ("Marta Schnieder", "Marta Schneider", NameLikeness.SPELLED),
        ("mrossi", "Marta Rossi", NameLikeness.ADDRESS),
        ("marta.rossi@acme.example", "Marta Rossi", NameLikeness.SAME),
        ("Maria Rossi", "Marta Rossi", None),
        ("Andrea Rossi", "Andreas Rossi", None),
        ("Ivan Ivanov", "Ivan Ivanova", None),
        ("Marta Rossi", "Marta Bianchi", None),
        ("P. Rossi", "Marta Rossi", None),
        ("Marta", "Marta Rossi", None),
    ],
)
def test_names_are_one_in_the_way_a_person_would_say(one: str, other: str, expected: NameLikeness | None) -> None:
    assert likeness(read_name(one), read_name(other)) is expected
    assert likeness(read_name(other), read_name(one)) is expected


def person(name: str, email: str = "", place: Place = ACME, **more: str) -> Candidate:
    return Candidate(hash((name, email, place)) % 10**6, name, email, places=(place,), **more)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (person("Marta Rossi", "marta@acme.example"), person("Marta Rossi"), "certain"),
        (person("M. Rossi"), person("Marta Rossi", "marta.rossi@acme.example"), "likely"),
        (person("Bob Miller", "bob@acme.example"), person("Robert Miller"), "likely"),
        (person("John Smith", "john.smith@acme.example"), person("John Smith", "john.smith2@acme.example"), "possible"),
        (person("John Smith", "jsmith@acme.example"), person("John Smith", "john.smith@acme.example"), "certain"),
        (person("Marta Rossi"), person("Marta Rossi", place=BOLT), None),
        (
            person("Marta Rossi", phone="+39 02 1234567"),
            person("Marta Rossi", place=BOLT, phone="+39021234567"),
            "likely",
        ),
        (person("Marta Rossi", "mr77@acme.example"), person("Marta Rossi", "mr77@bolt.example", BOLT), "possible"),
        (person("Marta Rossi", "marta@bolt.example"), person("Marta Rossi", place=BOLT), "likely"),
        (person("Marta Rossi"), person("Maria Rossi"), None),
    ],
)
def test_pairs_are_proposed_in_a_fitting_word(one: Candidate, other: Candidate, expected: str | None) -> None:
    points, _reasons = judge(one, other)
    found = likelihood(points)
    assert (found.value if found else None) == expected
    assert judge(other, one)[0] == points


def test_who_left_one_customer_when_they_came_to_another_moved() -> None:
    left = Place(1, "Acme", "acme.example", left_on=date(2026, 3, 1))
    came = Place(2, "Bolt", "bolt.example", joined_on=date(2026, 4, 1))
    points, reasons = judge(person("Marta Rossi", place=left), person("Marta Rossi", place=came))
    assert (points, [reason.key for reason in reasons]) == (78, ["same_name", "moved", "no_email"])
    assert reasons[1].named == ("Acme", "Bolt")


def test_a_common_name_says_less() -> None:
    left = Place(1, "Acme", "acme.example", left_on=date(2026, 3, 1))
    came = Place(2, "Bolt", "bolt.example", joined_on=date(2026, 4, 1))
    pair = person("Marta Rossi", place=left), person("Marta Rossi", place=came)
    assert (judge(*pair, of_the_name=4)[0], judge(*pair, of_the_name=5)[0]) == (78, 63)


@pytest.mark.parametrize("address", ["marta.rossi@x.y", "rossi.marta@x.y", "mrossi@x.y", "martar@x.y", "MRossi2@x.y"])
def test_addresses_of_a_name_fit_it(address: str) -> None:
    assert fits(address, read_name("Marta Rossi"))
    assert not fits(address, read_name("Bea Lind"))


def test_only_who_shares_a_word_is_compared_and_each_pair_once() -> None:
    people = [
        Candidate(pk, name, places=(ACME,))
        for pk, name in enumerate(["Marta Rossi", "M. Rossi", "Bea Lind", "Rossi Marta"], start=1)
    ]
    found = {(one.row_id, other.row_id) for one, other, _points, _reasons in doubles_here(people)}
    assert found == {(1, 2), (1, 4)}


names = st.lists(st.sampled_from(["Ana Silva", "A. Silva", "Silva Ana", "Bob Hill", "Robert Hill"]), max_size=6)


@given(names)
def test_the_order_of_people_changes_nothing(given_names: list[str]) -> None:
    people = [Candidate(pk, name, places=(ACME,)) for pk, name in enumerate(given_names)]
    first = {(one.row_id, other.row_id, points) for one, other, points, _why in doubles_here(people)}
    again = {(one.row_id, other.row_id, points) for one, other, points, _why in doubles_here(people[::-1])}
    assert first == again
