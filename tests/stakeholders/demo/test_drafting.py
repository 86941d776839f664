"""What is drawn: the same again from the same order, believable, and consistent in itself."""

import doctest
import importlib
import pkgutil
from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

from stakeholders.domain import demo
from stakeholders.domain.demo.drafts import AccountDraft
from stakeholders.domain.demo.portfolio import Order, draft_account, draft_portfolio
from stakeholders.domain.demo.situations import OPENING, Situation
from stakeholders.domain.demo.working_days import is_working_day

AS_OF = date(2026, 3, 4)
SIXTY = Order(60, 1, AS_OF)


@pytest.fixture(scope="module")
def portfolio() -> list[AccountDraft]:
    return list(draft_portfolio(SIXTY))


def fingerprint(drafts: list[AccountDraft]) -> str:
    return sha256(repr(drafts).encode()).hexdigest()


def test_the_same_order_draws_the_same_portfolio(portfolio: list[AccountDraft]) -> None:
    assert fingerprint(list(draft_portfolio(SIXTY))) == fingerprint(portfolio)


def test_another_seed_or_date_draws_another_portfolio(portfolio: list[AccountDraft]) -> None:
    assert fingerprint(list(draft_portfolio(Order(60, 2, AS_OF)))) != fingerprint(portfolio)
    assert fingerprint(list(draft_portfolio(Order(60, 1, date(2026, 3, 5))))) != fingerprint(portfolio)


def test_an_account_does_not_depend_on_those_drawn_before_it(portfolio: list[AccountDraft]) -> None:
    assert draft_account(SIXTY, 41) == portfolio[41]


MODULES = [found.name for found in pkgutil.iter_modules(demo.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"{demo.__name__}.{name}")).failed == 0


def test_every_story_occurs_among_the_first_accounts(portfolio: list[AccountDraft]) -> None:
    assert tuple(draft.situation for draft in portfolio[: len(OPENING)]) == OPENING
    assert {draft.situation for draft in portfolio} == set(Situation)


def test_accounts_differ_in_size_and_have_about_twenty_five_people(portfolio: list[AccountDraft]) -> None:
    sizes = [len(draft.stars) for draft in draft_portfolio(Order(300, 1, AS_OF))]
    assert min(len(draft.stars) for draft in portfolio) <= 9
    assert min(sizes) >= 4
    assert max(sizes) <= 55
    assert 22 <= sum(sizes) / len(sizes) <= 29


def test_no_two_people_share_an_email_and_no_two_accounts_a_domain() -> None:
    drafts = list(draft_portfolio(Order(300, 1, AS_OF)))
    people = {star.person.key: star.person.email for draft in drafts for star in draft.stars}
    assert max(Counter(people.values()).values()) == 1
    assert len({draft.domain for draft in drafts}) == 300


def test_titles_and_people_come_from_many_languages(portfolio: list[AccountDraft]) -> None:
    languages = {star.person.language for draft in portfolio for star in draft.stars}
    titles = {position.title for draft in portfolio for star in draft.stars for position in star.positions}
    assert {"en", "de", "fr", "it", "es", "pt"} <= languages
    assert any(title.startswith(("Leiter", "Teamleiter")) for title in titles)
    assert any(title.startswith("Responsabile") for title in titles)


def test_contact_falls_on_working_days_with_people_who_are_there(portfolio: list[AccountDraft]) -> None:
    for draft in portfolio:
        for touch in draft.touches:
            assert is_working_day(touch.on), (draft.name, touch)
            assert draft.since <= touch.on < AS_OF
            assert touch.on == touch.at.date()
            assert all(draft.stars[number].is_present(touch.on) for number in touch.stars)
            assert len(set(touch.stars)) == len(touch.stars) > 0


def test_facts_about_somebody_end_with_their_time_there(portfolio: list[AccountDraft]) -> None:
    for draft in portfolio:
        for star in draft.stars:
            assert star.joined_on is None or star.left_on is None or star.joined_on < star.left_on
            for begun in [each.since for each in star.assessments] + star.confirmed:
                assert begun <= AS_OF
                assert star.left_on is None or begun < star.left_on


def test_revenue_is_skewed_and_in_several_currencies(portfolio: list[AccountDraft]) -> None:
    contracts = [contract for draft in portfolio for contract in draft.contracts]
    values = sorted(float(contract.annual_value) for contract in contracts if contract.currency == "EUR")
    assert len({contract.currency for contract in contracts}) >= 4
    assert sum(values) / len(values) > 1.3 * values[len(values) // 2]
    assert {contract.outcome for contract in contracts} >= {"open", "renewed", "churned"}


def test_contracts_of_a_product_follow_each_other_without_a_gap(portfolio: list[AccountDraft]) -> None:
    for draft in portfolio:
        for product in {contract.product for contract in draft.contracts}:
            chain = [contract for contract in draft.contracts if contract.product == product]
            assert [each.starts_on for each in chain[1:]] == [each.ends_on for each in chain[:-1]]
            assert {each.outcome for each in chain[:-1]} <= {"renewed"}


def test_a_bigger_portfolio_has_more_of_ours_in_more_teams() -> None:
    small, big = SIXTY.staff, Order(2_000, 1, AS_OF).staff
    assert big[: len(small)] == small
    assert len(small) == 14
    assert sum(each.works_as == "csm" for each in big) == 50
    assert len({each.email for each in big}) == len(big)
