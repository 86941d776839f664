"""The rules of our side that need no database, and their examples."""

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import addresses, cadences
from accounts.domain.access import UserRole, administers, configures, reads_everything, writes_everything
from accounts.domain.lifecycle import Archetype, Phase


@pytest.mark.parametrize("module", [addresses, cadences])
def test_examples_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("HTTPS://www.Example.com:8443/a/b?c#d", "example.com"),
        ("example.com.", "example.com"),
        ("www.example.com", "example.com"),
        ("wwwexample.com", "wwwexample.com"),
        ("ana@example.com", "example.com"),
        ("http://user:secret@example.com/", "example.com"),
        ("   ", ""),
    ],
)
def test_a_domain_is_the_bare_host(typed: str, host: str) -> None:
    assert addresses.normalised_domain(typed) == host


@given(st.from_regex(r"[a-z0-9]{1,10}(\.[a-z]{2,5}){1,2}", fullmatch=True))
def test_a_bare_host_stays_as_it_is(host: str) -> None:
    assert addresses.normalised_domain(host) == host.removeprefix("www.")


@pytest.mark.parametrize(("days", "slow"), [(120, []), (121, ["champion"]), (None, [])])
def test_a_cadence_may_be_two_half_lives_and_not_a_day_more(days: int | None, slow: list[str]) -> None:
    assert cadences.too_slow(60, {"champion": days}) == slow


def test_what_each_role_of_ours_may_do() -> None:
    table = {
        role: (reads_everything(role), writes_everything(role), configures(role), administers(role))
        for role in UserRole
    }
    assert table == {
        UserRole.ADMINISTRATOR: (True, True, True, True),
        UserRole.OPERATIONS: (True, False, True, False),
        UserRole.MANAGER: (False, False, False, False),
        UserRole.CSM: (False, False, False, False),
        UserRole.EXECUTIVE: (True, False, False, False),
    }


def test_what_each_kind_of_csm_owns() -> None:
    assert {kind: set(kind.owns) for kind in Archetype} == {
        Archetype.ADOPT: {Phase.ADOPT},
        Archetype.ADOPT_RENEW: {Phase.ADOPT, Phase.RENEW},
        Archetype.ADOPT_RENEW_UPSELL: {Phase.ADOPT, Phase.RENEW},
        Archetype.ADOPT_RENEW_EXPAND: {Phase.ADOPT, Phase.RENEW, Phase.EXPAND},
    }
