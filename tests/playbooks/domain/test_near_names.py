"""Which name somebody may have meant who typed another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.domain.facts import FLAGS, NUMBERS, WORDS
from playbooks.domain.near_names import distance, likeness, near_names

KNOWN = [*NUMBERS, *WORDS, *FLAGS]
NAMES = st.text("abc_", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("value_recieved", ["value_received"]),
        ("Value_Recieved", ["value_received"]),
        ("recieved", ["value_received"]),
        ("value_recieve", ["value_received"]),
        ("value", ["first_value", "value_level", "value_received"]),
        ("survivall", ["survival"]),
        ("theads", ["threads", "our_threads"]),
        ("renewal_days", ["days_to_renewal"]),
        ("xyz", []),
        ("", []),
    ],
)
def test_the_nearest_come_first_and_what_is_far_is_not_offered(typed: str, meant: list[str]) -> None:
    assert near_names(typed, KNOWN) == meant


def test_every_name_with_two_letters_swapped_is_found_first() -> None:
    for name in KNOWN:
        for place in range(len(name) - 1):
            swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
            if len(name) > 4 and swapped not in KNOWN:
                assert near_names(swapped, KNOWN)[0] == name, swapped


@given(NAMES, NAMES)
def test_distance_is_the_same_both_ways_and_nothing_only_between_equals(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)
    assert 0 <= likeness(one, other) <= 1
