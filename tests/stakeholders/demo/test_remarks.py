"""What is written down about the made-up people and accounts."""

from datetime import date

import pytest

from stakeholders.domain.demo.drafts import AccountDraft
from stakeholders.domain.demo.portfolio import Order, draft_portfolio
from stakeholders.domain.demo.remarks import interests_of, notes_on, remark_on


@pytest.fixture(scope="module")
def portfolio() -> list[AccountDraft]:
    return list(draft_portfolio(Order(60, 1, date(2026, 3, 4))))


def test_half_of_the_people_have_interests_and_a_third_a_remark(portfolio: list[AccountDraft]) -> None:
    people = [star.person for account in portfolio for star in account.stars]
    interested = sum(bool(interests_of(person)) for person in people) / len(people)
    minded = sum(bool(remark_on(person)) for person in people) / len(people)
    assert 0.4 < interested < 0.6
    assert 0.25 < minded < 0.42


def test_an_account_has_one_pinned_note_and_one_of_the_last_meeting_or_none(portfolio: list[AccountDraft]) -> None:
    told = [(account, notes_on(account)) for account in portfolio]
    assert {tuple(note.is_pinned for note in notes) for _account, notes in told} == {(), (True, False)}
    for account, notes in told:
        for note in notes[1:]:
            assert note.on == max(touch.on for touch in account.touches)
            assert "{" not in note.text


def test_what_is_written_does_not_depend_on_what_else_is_drawn(portfolio: list[AccountDraft]) -> None:
    again = list(draft_portfolio(Order(60, 1, date(2026, 3, 4))))
    assert [notes_on(account) for account in again] == [notes_on(account) for account in portfolio]
