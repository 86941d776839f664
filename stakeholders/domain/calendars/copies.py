"""How two words about one event agree: which is later, and who is invited once both were heard."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from stakeholders.domain.calendars.attendance import Answer, Invited


class Order(StrEnum):
    """How a word about an event stands to what is held of it."""

    OLDER = "older"
    SAME = "same"
    RESTATED = "restated"
    NEWER = "newer"


def order_of(said: tuple[int, str], held: tuple[int, str]) -> Order:
    """Compare two words by sequence, then by when the event was last changed.

    Of the same sequence an earlier word is as good as the same: colleagues' copies of one meeting differ in it.

    >>> order_of((0, "20260302"), (1, "")), order_of((1, "20260101"), (1, "20260302"))
    (<Order.OLDER: 'older'>, <Order.SAME: 'same'>)
    """
    if said[0] != held[0]:
        return Order.NEWER if said[0] > held[0] else Order.OLDER
    return Order.RESTATED if said[1] > held[1] else Order.SAME


def merged(
    held: Mapping[str, Invited], said: Iterable[Invited], order: Order, ours: Collection[str]
) -> dict[str, Invited]:
    """Everybody invited once a word was heard, by e-mail.

    A newer word says who is invited; a restatement too, but for ours: each of our calendars may show only its owner.
    The same word again adds whom it names. An answer in somebody's own calendar outweighs one in another's, an answer
    outweighs none.
    """
    if order is Order.OLDER:
        return dict(held)
    named = {one.email: one for one in said}
    after = dict(held)
    for email, one in named.items():
        after[email] = one if order is Order.NEWER or email not in held else _heard(held[email], one, order)
    for email in held.keys() - named.keys():
        if order is Order.NEWER or (order is Order.RESTATED and email not in ours):
            after[email] = held[email]._replace(answer=Answer.GONE, is_own_word=False)
    return after


def _heard(held: Invited, said: Invited, order: Order) -> Invited:
    is_later = order is Order.RESTATED or said.is_own_word
    best = said if _weight(said) > _weight(held) or (is_later and _weight(said) == _weight(held)) else held
    return Invited(held.email, held.name or said.name, best.answer, best.is_own_word)


def _weight(one: Invited) -> int:
    if one.is_own_word:
        return 2
    return 0 if one.answer is Answer.NONE else 1
